"""Define the tables of the state; each row ends in a checksum of the columns before it."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Sequence
from typing import Any, Final

from msgspec import Struct

Row = tuple[Any, ...]
"""A row as SQLite returns it, its checksum last: in a damaged file any column can hold anything."""

Key = tuple[str, ...]
Values = tuple[Any, ...]


class Table(Struct, frozen=True):
    """One table: `key` are the columns that identify a row, `values` the others except the checksum.

    `since` is the schema version that added the table, `order` the column by which its rows are stored.
    """

    name: str
    since: int
    key: tuple[str, ...]
    values: tuple[str, ...]
    order: str

    @property
    def columns(self) -> str:
        """All columns, as SQL names them."""
        return ", ".join((*self.key, *self.values, "crc"))

    @property
    def places(self) -> str:
        """One placeholder for each column."""
        return ", ".join("?" * (len(self.key) + len(self.values) + 1))

    @property
    def is_key(self) -> str:
        """The condition that a row has the key that is bound."""
        return " AND ".join(f"{column} = ?" for column in self.key)


BOOKMARKS: Final = Table("bookmarks", 1, ("uuid",), ("story_id", "record"), "rowid")
READ_MARKS: Final = Table("read_marks", 1, ("story_id",), ("read_at",), "story_id")
TAGS: Final = Table("tags", 2, ("story_id", "tag"), ("tagged_at",), "story_id")
NOTES: Final = Table("notes", 2, ("story_id",), ("note", "written_at"), "story_id")
VIEWS: Final = Table("views", 2, ("name",), ("filter", "made_at"), "name")
FILTERS: Final = Table("filters", 2, ("filter",), ("used_at",), "filter")
EARLIER_COPIES: Final = Table("earlier_copies", 3, ("uuid",), ("record",), "uuid")
SUBJECTS: Final = Table("subjects", 3, ("story_id",), ("subject",), "story_id")
HIDDEN: Final = Table("hidden", 4, ("story_id",), ("hidden_at",), "story_id")
REMOVED: Final = Table("removed_stories", 5, ("story_id",), ("removed_at",), "story_id")
EVENT_PAIRS: Final = Table("event_pairs", 6, ("one", "other"), ("is_same", "made_at"), "one")

MARKS: Final = (READ_MARKS, TAGS, NOTES, HIDDEN)
"""The tables of what is put on stories beside bookmarks."""

TABLES: Final = (BOOKMARKS, *MARKS, VIEWS, FILTERS, EARLIER_COPIES, SUBJECTS, REMOVED, EVENT_PAIRS)
"""All tables of the user's data. Times are seconds since 1970."""


def sealed(*fields: Any) -> Row:
    """Return a row of these fields, storable and with its checksum."""
    row = tuple(storable(field) if isinstance(field, str) else field for field in fields)
    return *row, _checksum(row)


def is_sound(row: Row) -> bool:
    """Return whether `row` matches its checksum."""
    return bool(_checksum(row[:-1]) == row[-1])


def damaged_rows(connection: sqlite3.Connection, version: int) -> dict[str, list[Row]]:
    """Return the damaged rows of each table; tables without any are left out."""
    found = {
        table.name: [
            row for row in connection.execute(f"SELECT {table.columns} FROM {table.name}") if not is_sound(row)
        ]
        for table in TABLES
        if table.since <= version
    }
    return {name: rows for name, rows in found.items() if rows}


def storable(text: str) -> str:
    """Return `text` as SQLite can hold it: half a surrogate pair has no UTF-8."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _checksum(fields: Sequence[Any]) -> int:
    return zlib.crc32("\0".join(map(str, fields)).encode())
