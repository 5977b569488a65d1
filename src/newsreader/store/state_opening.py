"""Opening the state so that it is in good order: made, migrated, backed up, and recovered where it was damaged."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from newsreader.errors import StateError
from newsreader.store.connection import UnsoundFileError, open_state
from newsreader.store.state_backup import back_up, backup_folder, backups, one_process, stamp
from newsreader.store.state_faults import explained, is_damage
from newsreader.store.state_schema import check, migrate, newest_version, version_of
from newsreader.text import clean_line

_PATIENCE = 10.0


@dataclass(frozen=True, slots=True)
class Opened:
    """A state that was opened; `refusal` is what a write is answered with, "" where it can be written."""

    connection: sqlite3.Connection
    notices: tuple[str, ...]
    refusal: str


def open_sound(path: Path, now: Callable[[], datetime]) -> Opened:
    """The state at `path`, recovered if it was damaged.

    Raises StateError where the file can't be had, or where a newer program's file is damaged.
    """
    with explained(path):
        notices: tuple[str, ...] = ()
        try:
            connection = _open(path)
        except sqlite3.DatabaseError as error:
            if not is_damage(error):
                raise
            notices = _recover(path, now())
            connection = _open(path)
        with ExitStack() as on_failure:
            on_failure.callback(connection.close)
            opened = _prepared(connection, path, now, notices)
            on_failure.pop_all()
        return opened


def _open(path: Path) -> sqlite3.Connection:
    if backups(path) and (not path.exists() or path.stat().st_size == 0):
        raise UnsoundFileError("it is empty" if path.exists() else "it is missing")
    with ExitStack() as on_failure:
        connection = on_failure.enter_context(closing(open_state(path)))
        try:
            check(connection)
        except sqlite3.DatabaseError as error:
            if is_damage(error) and version_of(connection) > newest_version():
                raise StateError(f"{_of_newer(path)} It is damaged ({error}): update newsreader.") from error
            raise
        on_failure.pop_all()
    return connection


def _recover(path: Path, moment: datetime) -> tuple[str, ...]:
    with one_process(path, timeout=_PATIENCE) as alone:
        if not alone:
            raise StateError(f"Another newsreader is recovering {path}: try again in a moment.")
        try:
            with closing(_open(path)):
                return ()
        except sqlite3.DatabaseError as error:
            if not is_damage(error):
                raise
            from newsreader.store.state_recovery import recover

            return recover(path, stamp(moment), str(error))


def _prepared(
    connection: sqlite3.Connection, path: Path, now: Callable[[], datetime], notices: tuple[str, ...]
) -> Opened:
    version = version_of(connection)
    if version > newest_version():
        connection.execute("PRAGMA query_only=ON")
        refusal = f"{_of_newer(path)} It can only be read here: update newsreader to change bookmarks and read marks."
        return Opened(connection, (*notices, refusal), refusal)
    try:
        if version:
            back_up(connection, path, now())
    except (sqlite3.Error, OSError) as error:
        if version < newest_version():
            raise
        notices = (*notices, clean_line(f"No backup could be made in {backup_folder(path)}: {error}."))
    if version < newest_version():
        migrate(connection)
    return Opened(connection, notices, "")


def _of_newer(path: Path) -> str:
    return clean_line(f"The file with bookmarks and read marks, {path}, was written by a newer newsreader.")
