"""Check the user's own data without changing a byte of it, and the permissions that keep it private."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from msgspec import Struct

from newsreader.sqlite import APPLICATION_ID, journal_of, require_file
from newsreader.state import backup as state_backup
from newsreader.state.backup import backup_folder, backups
from newsreader.state.records import bookmark_from_row
from newsreader.state.schema import changes_of, check, newest_version, version_of
from newsreader.state.soundness import note_of
from newsreader.state.tables import BOOKMARKS, TABLES, is_sound

_PRIVATE: Final = 0o077
"""The permissions that only the user has."""


class StateHealth(Struct, frozen=True):
    """What was found in a state: `fault` says why it can't be read, "" for nothing.

    `damaged` counts damaged rows, `changes` how often the content has changed.
    """

    fault: str = ""
    is_newer: bool = False
    damaged: int = 0
    bookmarks: int = 0
    changes: int = 0


def look_at_state(path: Path) -> StateHealth:
    """Return the health of the state at `path`, which is checked in a copy. Raises OSError if it can't be read."""
    require_file(path)
    require_file(journal_of(path))
    if path.stat().st_size == 0:
        return StateHealth("it is empty")
    try:
        with _copied(path) as connection:
            connection.text_factory = _decode
            return _look_at(connection)
    except sqlite3.Error as error:
        return StateHealth(str(error))


def _look_at(connection: sqlite3.Connection) -> StateHealth:
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    if application != APPLICATION_ID:
        return StateHealth("it belongs to another program")
    check(connection)
    version = version_of(connection)
    damaged = bookmarks = 0
    for table in TABLES:
        if table.since > version:
            continue
        for row in connection.execute(f"SELECT {table.columns} FROM {table.name}"):
            is_whole = bookmark_from_row(row) is not None if table is BOOKMARKS else is_sound(row)
            damaged += not is_whole
            bookmarks += table is BOOKMARKS
    return StateHealth("", version > newest_version(), damaged, bookmarks, changes_of(connection))


@contextmanager
def _copied(path: Path) -> Iterator[sqlite3.Connection]:
    """Copy the database at `path`, with what an interrupted write left beside it."""
    with TemporaryDirectory(prefix="newsreader-") as folder:
        copy = Path(folder, path.name)
        for suffix in ("", "-journal"):
            source = path.with_name(path.name + suffix)
            if source.exists():
                shutil.copyfile(source, copy.with_name(copy.name + suffix))
        with closing(sqlite3.connect(copy, isolation_level=None)) as connection:
            yield connection


def newest_sound_backup(path: Path) -> tuple[int, Path | None]:
    """Return how many backups the state at `path` has, and the newest sound one."""
    all_of_them = backups(path)
    return len(all_of_them), next(filter(state_backup.is_sound, all_of_them), None)


def too_open(path: Path) -> list[Path]:
    """Return which of the state at `path`, its folder, its note and its backups others may read or write."""
    if os.name != "posix":
        return []
    folder = backup_folder(path)
    places = (path.parent, path, note_of(path), folder, *backups(path))
    return [place for place in places if place.exists() and place.stat().st_mode & _PRIVATE]


def make_private(places: list[Path]) -> None:
    """Remove other users' permissions on these files and folders. Raises OSError if that is not allowed."""
    for place in places:
        place.chmod(place.stat().st_mode & 0o777 & ~_PRIVATE)


def _decode(data: bytes) -> str:
    return data.decode("utf-8", "replace")
