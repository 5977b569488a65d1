"""Record undoable changes of the state: what each row was before, and what it is after."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from typing import NamedTuple

from msgspec import Struct

from newsreader.state.tables import Key, Table, Values, is_sound, sealed, storable


class Change(NamedTuple):
    """One row before and after; None if there is none."""

    key: Key
    before: Values | None
    after: Values | None


class Edit(Struct, frozen=True):
    """Changes of one table that were made together.

    `versions` are those of the table's content before and after it, as `State.version` returns them.
    """

    table: Table
    changes: tuple[Change, ...]
    versions: tuple[int, int] = (0, 0)

    def inverse(self) -> tuple[Change, ...]:
        """Return the changes that undo this edit."""
        return tuple(Change(key, after, before) for key, before, after in self.changes)


def change_rows(
    connection: sqlite3.Connection,
    table: Table,
    keys: Iterable[Key],
    wanted: Callable[[Values | None], Values | None],
) -> tuple[Change, ...]:
    """Replace each row by what `wanted` makes of its values, and return the changes. Call it within a transaction."""
    changes: list[Change] = []
    for key in keys:
        key = tuple(map(storable, key))
        before = _values_of(connection, table, key)
        after = wanted(before)
        if after != before:
            _put(connection, table, key, after)
            changes.append(Change(key, before, after))
    return tuple(changes)


def apply_changes(connection: sqlite3.Connection, table: Table, changes: Iterable[Change]) -> tuple[Change, ...]:
    """Make those changes whose row is still as it was before, and return them. Call it within a transaction."""
    made: list[Change] = []
    for change in changes:
        if _values_of(connection, table, change.key) == change.before:
            _put(connection, table, change.key, change.after)
            made.append(change)
    return tuple(made)


def _values_of(connection: sqlite3.Connection, table: Table, key: Key) -> Values | None:
    """Return the values of a row; None if it is missing or damaged."""
    row = connection.execute(f"SELECT {table.columns} FROM {table.name} WHERE {table.is_key}", key).fetchone()
    return tuple(row[len(key) : -1]) if row and is_sound(row) else None


def _put(connection: sqlite3.Connection, table: Table, key: Key, values: Values | None) -> None:
    if values is None:
        connection.execute(f"DELETE FROM {table.name} WHERE {table.is_key}", key)
    else:
        connection.execute(
            f"INSERT OR REPLACE INTO {table.name} ({table.columns}) VALUES ({table.places})", sealed(*key, *values)
        )
