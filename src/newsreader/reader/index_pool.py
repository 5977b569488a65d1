"""Share one index between threads: its connections, and what happens when it is damaged or replaced."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path

from newsreader.index.damage import FAULTS, UnsoundValueError, identity_of, is_index_damage, note_damage
from newsreader.index.reading import Index, discard_index, ensure_index, has_other_version
from newsreader.index.schema import LISTED, NOT_SETTLED
from newsreader.sync.results import IndexDamagedError, corruption_error, unusable_index


class IndexPool:
    """Three connections to one index: for the screen's thread, for searches, and for lookups.

    A connection is only handed out together with its lock, and corruption that shows while it is used is noted. The
    screen's connection has no lock, because one thread alone uses it and must never wait.
    """

    def __init__(
        self, path: Path, search_lock: AbstractContextManager[object], lookup_lock: AbstractContextManager[object]
    ) -> None:
        """Open the index at `path`, and make it if it is missing.

        Raises IndexUnusableError if it can be neither opened nor made.
        """
        self.path = path
        self.on_damage: Callable[[IndexDamagedError], object] = lambda _: None
        """Receives each error about a damaged index, in the thread that met the damage."""
        self.edition = 0
        """Counts the indexes that were open here: row ids are valid in one edition only."""
        self._search_lock = search_lock
        self._lookup_lock = lookup_lock
        self._replaced: list[Index] = []
        self._damaged: tuple[int, int] | None = None
        self._version = 0
        self.is_new = self._ensure()
        """Whether the index is empty, so that nothing can be shown before the files are read."""
        self._open()

    def close(self) -> None:
        """Close all connections, after a search and a lookup under way have ended.

        SQLite crashes where a connection is closed while another thread reads from it.
        """
        with self._search_lock, self._lookup_lock:
            self._close()

    # Connections

    @contextmanager
    def screen_connection(self) -> Iterator[Index]:
        """Lend the connection of the screen's thread, for calls from that thread only.

        Only that thread knows when a replaced connection is no longer in use, so replaced ones are closed here.
        """
        while self._replaced:
            self._replaced.pop().close()
        with self.detects_corruption():
            yield self._screen

    @contextmanager
    def search_connection(self) -> Iterator[Index]:
        """Lend the connection for long searches to one worker at a time."""
        with self._search_lock, self.detects_corruption():
            yield self._search

    @contextmanager
    def lookup_connection(self) -> Iterator[Index]:
        """Lend the connection for short lookups to one worker at a time; it never waits for a search."""
        with self._lookup_lock, self.detects_corruption():
            yield self._lookup

    # Damage

    @contextmanager
    def detects_corruption(self) -> Iterator[None]:
        """Turn corruption that shows inside into IndexDamagedError, after it is noted and `on_damage` was called.

        The next sync or start makes the index again.
        """
        try:
            yield
        except IndexDamagedError as known:
            self.on_damage(known)
            raise
        except FAULTS as error:
            if not is_index_damage(error):
                raise
            self.note_damage()
            damage = corruption_error(error)
            self.on_damage(damage)
            raise damage from error

    def note_damage(self) -> None:
        """Note that the open index is damaged, so that the next sync or start makes it again.

        Another index that has replaced the damaged one on the disk is left alone.
        """
        self._damaged = self._identity
        if self.is_in_place():
            note_damage(self.path, self._damaged)

    @property
    def is_damaged(self) -> bool:
        """Whether damage was found and no other index has replaced the damaged one."""
        return self._damaged is not None and identity_of(self.path) in (self._damaged, None)

    def require_undamaged(self) -> None:
        """Raise IndexDamagedError if the file on the disk is the one in which damage was found."""
        if self._damaged is not None and self._damaged == identity_of(self.path):
            raise corruption_error("it holds a value that can't be read")

    def check_integrity(self, cancelled: Callable[[], bool] = lambda: False) -> None:
        """Check the whole index, unless that was done in the last day; others may use it meanwhile.

        Raises IndexDamagedError if it is damaged.
        """
        from newsreader.index.health import find_damage, is_check_due, note_checked

        with self.detects_corruption():
            if not is_check_due(self.path) or not self.is_in_place():
                return
            if found := find_damage(self.path, cancelled):
                raise UnsoundValueError(found)
            if not cancelled():
                note_checked(self.path)

    # What the index holds

    def bookmarked(self) -> dict[int, str]:
        """The uuid of the bookmark of each bookmarked story, by row id."""
        with self.search_connection() as index:
            return index.bookmarked()

    def bookmarked_at_start(self) -> dict[int, str]:
        """As `bookmarked`, but a damaged index is made again at once, because nothing of it is shown yet."""
        try:
            return self._screen.bookmarked()
        except FAULTS as error:
            if not is_index_damage(error):
                raise
        self.clear()
        return self._screen.bookmarked()

    def has_changed(self) -> bool:
        """Whether anybody has written to the index since the last call."""
        with self.search_connection() as index:
            version = index.version()
        before, self._version = self._version, version
        return version != before

    def has_unsettled_files(self) -> bool:
        """Whether files were read that may not have been complete yet."""
        with self.search_connection() as index:
            return bool(index.files_marked(NOT_SETTLED))

    # Replacement

    def is_in_place(self) -> bool:
        """Whether the file on the disk is the index that is open here."""
        return identity_of(self.path) == self._identity

    def follow_replacement(self) -> bool:
        """Open the index that has replaced this one on the disk, once it has all stories of the library.

        Returns whether another index is open now; then every story has another row id.
        """
        if identity_of(self.path) in (self._identity, None):
            return False
        with self.detects_corruption():
            if has_other_version(self.path):  # this program can't read its tables
                return False
            with closing(Index(self.path)) as index:
                if not index.meta(LISTED):
                    return False
            with self._search_lock, self._lookup_lock:
                self._search.close()
                self._lookup.close()
                replaced = self._screen
                self._open()
                self._replaced.append(replaced)  # last: the screen's thread closes it, and may still read from it
        return True

    def clear(self) -> None:
        """Delete the index and open an empty one."""
        with self._search_lock, self._lookup_lock:
            self._close()
            self._replaced.clear()
            discard_index(self.path)
            self.is_new = ensure_index(self.path)
            self._open()

    def _ensure(self) -> bool:
        try:
            return ensure_index(self.path)
        except (OSError, sqlite3.OperationalError) as error:
            raise unusable_index(self.path, getattr(error, "strerror", None) or str(error)) from error

    def _open(self) -> None:
        self._damaged = None  # it was of another file, and this one may get the same identity
        self._identity = identity_of(self.path)
        self._screen = Index(self.path)
        self._search = Index(self.path)
        self._lookup = Index(self.path)
        self.edition += 1

    def _close(self) -> None:
        for index in (*self._replaced, self._screen, self._search, self._lookup):
            index.close()
