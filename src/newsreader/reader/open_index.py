"""An index that is open: its connections, and what happens where it is damaged or another is put in its place."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from functools import wraps
from pathlib import Path
from threading import Lock
from typing import Concatenate, ParamSpec, TypeVar

from newsreader.index.damage import FAULTS, UnsoundValueError, identity_of, is_index_damage, note_damage
from newsreader.index.reading import Index, discard_index, ensure_index, has_other_version
from newsreader.index.schema import COMPLETE
from newsreader.sync.results import IndexDamagedError, damage_told, unusable_index

_P = ParamSpec("_P")
_T = TypeVar("_T")
_S = TypeVar("_S", bound="OpenIndex")


def telling_damage(method: Callable[Concatenate[_S, _P], _T]) -> Callable[Concatenate[_S, _P], _T]:
    """Have a method that meets damage in the index raise IndexDamagedError, and the next `sync` or start mend it.

    `on_damage` hears of it, whoever catches the error.
    """

    @wraps(method)
    def guarded(reader: _S, /, *arguments: _P.args, **named: _P.kwargs) -> _T:
        try:
            return method(reader, *arguments, **named)
        except IndexDamagedError as known:
            reader.on_damage(known)
            raise
        except FAULTS as error:
            if not is_index_damage(error):
                raise
            reader.note_damage()
            damage = damage_told(error)
            reader.on_damage(damage)
            raise damage from error

    return guarded


class OpenIndex:
    """Three connections to one index: for the user interface's thread, for searches in workers, and for marking."""

    def __init__(self, index_path: Path) -> None:
        self._index_path = index_path
        self.is_new = self._ensure_index()
        """Whether there is no index yet, so that nothing can be shown before the files are read."""
        self.on_damage: Callable[[IndexDamagedError], object] = lambda _: None
        """Hears of damage of the index, in the thread that has met it."""
        self._selecting = Lock()
        self._looking_up = Lock()
        self._replaced: list[Index] = []
        self._damaged: tuple[int, int] | None = None
        self._identity: tuple[int, int] | None = None
        self.edition = 0
        """Counts the indexes that were open here: numbers of stories are those of one edition."""
        self._open_index()

    def note_damage(self) -> None:
        """Have the index made anew at the next `sync`, which says so, or the next start.

        One that lies there in place of the one that is open here is none of the damaged one's business.
        """
        self._damaged = self._identity
        if identity_of(self._index_path) == self._identity:
            note_damage(self._index_path)

    @property
    def is_damaged(self) -> bool:
        """Whether damage was met, and no other index has come in the place of the damaged one."""
        return self._damaged is not None and identity_of(self._index_path) in (self._damaged, None)

    @telling_damage
    def look_over(self, cancelled: Callable[[], bool] = lambda: False) -> None:
        """Look the index over from end to end, where that was not done for a day; others may use it meanwhile.

        Raises IndexDamagedError where it is damaged.
        """
        from newsreader.index.health import find_damage, is_check_due, note_checked

        if not is_check_due(self._index_path) or identity_of(self._index_path) != self._identity:
            return
        if found := find_damage(self._index_path, cancelled):
            raise UnsoundValueError(found)
        if not cancelled():
            note_checked(self._index_path)

    # The connections

    def _at_once(self) -> Index:
        """The connection of the user interface's thread, which alone knows when one that was replaced is not in use."""
        while self._replaced:
            self._replaced.pop().close()
        return self._index

    def _open_index(self) -> None:
        self._damaged = None  # of another one, whose identity this one may get
        self._identity = identity_of(self._index_path)
        self._index = Index(self._index_path)
        self._working_index = Index(self._index_path)
        self._marking_index = Index(self._index_path)
        self.edition += 1

    def _ensure_index(self) -> bool:
        try:
            return ensure_index(self._index_path)
        except (OSError, sqlite3.OperationalError) as error:
            raise unusable_index(self._index_path, getattr(error, "strerror", None) or str(error)) from error

    def _bookmarked_at_start(self) -> dict[int, str]:
        """The bookmarks that the index knows; where it is damaged it is made anew at once, as nothing is shown yet."""
        try:
            return self._index.bookmarked()
        except FAULTS as error:
            if not is_index_damage(error):
                raise
        self._make_index_anew()
        return self._index.bookmarked()

    def _bookmarked_in_index(self) -> dict[int, str]:
        with self._selecting:
            return self._working_index.bookmarked()

    def _close_index(self) -> None:
        for index in (*self._replaced, self._index, self._working_index, self._marking_index):
            index.close()

    def _make_index_anew(self) -> None:
        """Throw the index away and open an empty one."""
        with self._selecting, self._looking_up:
            self._close_index()
            self._replaced.clear()
            discard_index(self._index_path)
            self.is_new = ensure_index(self._index_path)
            self._open_index()

    def _follow_index(self) -> bool:
        """Go over to the index that was put in place of the one that is open, once the whole library is in it."""
        if identity_of(self._index_path) in (self._identity, None):
            return False
        if has_other_version(self._index_path):  # its tables are not those that are read here
            return False
        with closing(Index(self._index_path)) as index:
            if not index.meta(COMPLETE):
                return False
        with self._selecting, self._looking_up:
            self._working_index.close()
            self._marking_index.close()
            replaced = self._index
            self._open_index()
            self._replaced.append(replaced)  # not before: the screen's thread would close what it still reads from
        return True
