"""Making the state anew from what can still be read of a damaged file and from its newest backup."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from newsreader.store.connection import discard, immediate, open_copy, open_state
from newsreader.store.state_backup import newest_sound
from newsreader.store.state_records import bookmark_from_row
from newsreader.store.state_schema import migrate
from newsreader.store.state_tables import BOOKMARKS, NOTES, READ_MARKS, TABLES, TAGS, VIEWS, Key, Row, Table, is_sound
from newsreader.text import clean_line


@dataclass(slots=True)
class _Rows:
    """The sound rows found so far, of each table by their keys, and the count of changes to go on from."""

    of: dict[str, dict[Key, Row]] = field(default_factory=lambda: {table.name: {} for table in TABLES})
    changes: int = 0


def recover(path: Path, stamp: str, fault: str) -> tuple[str, ...]:
    """Put the damaged file at `path` aside and make a new one of all rows that can still be had.

    Rows of the damaged file go before those of the backup. Returns sentences for the user.
    """
    rows = _Rows()
    if path.exists():
        _collect(path, rows)
    from_file = len(rows.of[BOOKMARKS.name])
    backup = newest_sound(path)
    if backup:
        _collect(backup, rows)
    fresh = path.with_name(path.name + ".recovering")
    discard(fresh)
    _write(fresh, rows)
    aside = _put_aside(path, stamp)
    fresh.replace(path)
    _settle(path.parent)
    return _told(path, fault, rows, from_file, backup, aside)


def _collect(path: Path, rows: _Rows) -> None:
    with closing(open_copy(path)) as source:
        source.execute("PRAGMA writable_schema=ON")  # without it, of a file cut short nothing can be read
        for table in TABLES:
            found = rows.of[table.name]
            for row in _readable(source, table.columns, table.name, table.order):
                if _is_whole(table, row):
                    found.setdefault(row[: len(table.key)], row)
        for (changes,) in _readable(source, "CASE key WHEN 'changes' THEN value END", "meta", "key"):
            if isinstance(changes, int):
                rows.changes = max(rows.changes, changes)


def _is_whole(table: Table, row: Row) -> bool:
    return bookmark_from_row(row) is not None if table is BOOKMARKS else is_sound(row)


def _readable(source: sqlite3.Connection, columns: str, table: str, order: str) -> Iterator[Row]:
    """The rows of a table, as far as they can be read from its beginning and from its end."""
    for direction in ("ASC", "DESC"):
        try:
            yield from source.execute(f"SELECT {columns} FROM {table} NOT INDEXED ORDER BY {order} {direction}")
        except sqlite3.DatabaseError:
            continue
        return


def _write(fresh: Path, rows: _Rows) -> None:
    with closing(open_state(fresh)) as target:
        migrate(target)
        with immediate(target):
            for table in TABLES:
                target.executemany(
                    f"INSERT INTO {table.name} ({table.columns}) VALUES ({table.places})", rows.of[table.name].values()
                )
            target.execute("UPDATE meta SET value = ? WHERE key = 'changes'", (rows.changes + 1,))


def _put_aside(path: Path, stamp: str) -> Path | None:
    """Give the damaged file another name; where the disk can, without a moment in which `path` is missing.

    Returns the new name, None if there is no file.
    """
    aside = path.with_name(f"{path.name}.damaged-{stamp}")
    count = 1
    while aside.exists():
        count += 1
        aside = path.with_name(f"{path.name}.damaged-{stamp}-{count}")
    journal = path.with_name(path.name + "-journal")
    if journal.exists():  # left there, it would be replayed into the new file
        journal.rename(aside.with_name(aside.name + "-journal"))
    if not path.exists():
        return None
    try:
        os.link(path, aside)
    except OSError:
        path.rename(aside)
    return aside


def _settle(folder: Path) -> None:
    """Have the new names of the files in `folder` on the disk."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _told(
    path: Path, fault: str, rows: _Rows, from_file: int, backup: Path | None, aside: Path | None
) -> tuple[str, ...]:
    from_backup = len(rows.of[BOOKMARKS.name]) - from_file
    sentences = [f"The file with bookmarks and read marks, {path}, could not be used: {fault}."]
    if aside:
        sentences.append(f"It was put aside as {aside}.")
    sentences.append(
        f"Recovered: {from_file} bookmarks from it, {from_backup} from the backup {backup},"
        if backup
        else f"Recovered, without a backup: {from_file} bookmarks"
    )
    others = {name: len(rows.of[table.name]) for name, table in (("tags", TAGS), ("notes", NOTES), ("views", VIEWS))}
    counts = [
        f"{len(rows.of[READ_MARKS.name])} read marks",
        *(f"{count} {name}" for name, count in others.items() if count),
    ]
    sentences[-1] += f" and {', '.join(counts)}."
    return tuple(clean_line(sentence) for sentence in sentences)
