"""Keep what the user said of pairs of stories: that they tell of the same event, or that they do not."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from newsreader.events.groups import Pair
from newsreader.state.edits import Change, Edit, change_rows
from newsreader.state.file import StateFile
from newsreader.state.tables import EVENT_PAIRS, Values, is_sound, storable

_LATEST: Final = 253_402_300_799
"""The end of the year 9999 in seconds since 1970: the last that dates know, and only a false clock comes near."""


class SaidPair(NamedTuple):
    """A pair of stories by the keys of their marks, and when that was said, in seconds since 1970."""

    pair: Pair
    made_at: int


class EventPairs:
    """Keep in the file of a `State` which stories were joined to an event, or parted from one.

    What was said of two stories takes the place of what was said of them before, whichever of them came first.
    """

    def __init__(self, file: StateFile) -> None:
        self._file = file

    def all(self) -> list[SaidPair]:
        """Return all that was said, the latest last; `State.damaged` says whether there is more that can't be read."""
        with self._file.reading() as connection:
            return _sound(connection)

    def to_show(self) -> list[Pair]:
        """Return the same by the ids that the stories have in the open library, without those of other libraries."""
        shown: list[Pair] = []
        for (one, other, is_same), _ in self.all():
            ids = self._file.id_of(one), self._file.id_of(other)
            if tuple(map(self._file.key_of, ids)) == (one, other):  # else another story has such an id here
                shown.append(Pair(*ids, is_same))
        return shown

    def say(self, pairs: Iterable[Pair]) -> Edit:
        """Store what the user says of pairs of stories of the open library: all of it or, if that fails, nothing.

        It comes after all that was said before, also where the clock was set back.
        """

        def write(connection: sqlite3.Connection) -> tuple[Change, ...]:
            before = _sound(connection)
            made_at = min(max(self._file.seconds(), before[-1].made_at + 1 if before else 0), _LATEST)
            changes: list[Change] = []
            for one, other, is_same in pairs:
                changes += _replace(connection, self._file.key_of(one), self._file.key_of(other), (is_same, made_at))
            return tuple(changes)

        return self._file.edit(EVENT_PAIRS, write)

    def import_new(self, said: Iterable[SaidPair]) -> int:
        """Store what was said elsewhere: all or, if that fails, nothing; returns of how many pairs.

        Of two stories the later word counts.
        """

        def write(connection: sqlite3.Connection) -> tuple[Change, ...]:
            return tuple(change for each in said for change in _take(connection, each))

        return sum(change.after is not None for change in self._file.edit(EVENT_PAIRS, write).changes)

    def move(self, moves: Sequence[tuple[str, str]], *, stay: bool = False) -> None:
        """Follow stories from one key to another: all of them or, if that fails, none.

        With `stay` what was said of the first key stays too, because another library has a story with it.
        """

        def write(connection: sqlite3.Connection) -> tuple[Change, ...]:
            changes: list[Change] = []
            for old, new in moves:
                for said in _sound(connection):
                    one, other, is_same = said.pair
                    if storable(old) not in (one, other):
                        continue
                    if not stay:
                        changes += change_rows(connection, EVENT_PAIRS, [(one, other)], lambda _: None)
                    one, other = (new if key == storable(old) else key for key in (one, other))
                    changes += _take(connection, SaidPair(Pair(one, other, is_same), said.made_at))
            return tuple(changes)

        self._file.edit(EVENT_PAIRS, write)


def _sound(connection: sqlite3.Connection) -> list[SaidPair]:
    rows = connection.execute(f"SELECT {EVENT_PAIRS.columns} FROM event_pairs ORDER BY made_at, one, other").fetchall()
    return [SaidPair(Pair(row[0], row[1], bool(row[2])), row[3]) for row in rows if is_sound(row)]


def _take(connection: sqlite3.Connection, said: SaidPair) -> tuple[Change, ...]:
    """Store what was said of two stories, unless the same or something later was said of them."""
    one, other, is_same = said.pair
    one, other = storable(one), storable(other)
    known = connection.execute(
        f"SELECT {EVENT_PAIRS.columns} FROM event_pairs WHERE (one, other) IN (VALUES (?, ?), (?, ?))",
        (one, other, other, one),
    ).fetchall()
    if one == other or any(row[3] >= said.made_at for row in known if is_sound(row)):
        return ()
    return _replace(connection, one, other, (is_same, said.made_at))


def _replace(connection: sqlite3.Connection, one: str, other: str, said: tuple[bool, int]) -> tuple[Change, ...]:
    values: Values = (int(said[0]), said[1])  # as SQLite returns them, which the checksum is made of
    return (
        *change_rows(connection, EVENT_PAIRS, [(other, one)], lambda _: None),
        *change_rows(connection, EVENT_PAIRS, [(one, other)], lambda _: values),
    )
