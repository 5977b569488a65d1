"""Backups of the state: the five last contents it had when the program was left, or else when it was started."""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Final

from newsreader.paths import make_private_folder
from newsreader.store.connection import UnsoundFileError, discard, make_private, open_copy, open_state, real_file
from newsreader.store.state_schema import changes_of, check, version_of
from newsreader.store.state_tables import damaged_rows

KEPT: Final = 5
"""How many backups are kept."""

_NAME = re.compile(r"state-(\d{8}-\d{6})(?:-(\d+))?\.db")
"""When a backup was made, and which of several of that second it is."""


def stamp(moment: datetime) -> str:
    """`moment` as it is written in file names, in local time."""
    return moment.astimezone().strftime("%Y%m%d-%H%M%S")


def backups(path: Path) -> list[Path]:
    """The backups of the state at `path`, newest first."""
    folder = backup_folder(path)
    if not folder.is_dir():
        return []
    named = (file for file in folder.iterdir() if _NAME.fullmatch(file.name) and file.is_file())
    return sorted(named, key=_order, reverse=True)


def _order(backup: Path) -> tuple[str, int]:
    named = _NAME.fullmatch(backup.name)
    assert named is not None
    return named[1], int(named[2] or 1)


def backup_folder(path: Path) -> Path:
    """Where the backups of the state at `path` are."""
    return path.parent / "backups"


def back_up(connection: sqlite3.Connection, path: Path, moment: datetime) -> None:
    """Copy the state at `path` into a backup, unless the newest one has the same content.

    It does nothing while another process does the same.
    """
    if is_backed_up(connection, path):
        return
    with one_process(path, timeout=0) as alone:
        if not alone or is_backed_up(connection, path):
            return
        copy = _unfinished(path)
        discard(copy)
        try:
            with closing(open_state(copy)) as target:
                connection.backup(target)
            copy.replace(_next_name(path, moment))
        except BaseException:
            with suppress(OSError):
                discard(copy)  # on a full disk it would take the last room that the state has
            raise
        settle(backup_folder(path))
        for old in backups(path)[KEPT:]:
            old.unlink()


def back_up_sound(connection: sqlite3.Connection, path: Path, moment: datetime) -> None:
    """As `back_up`, but of a state in good order only. Raises UnsoundFileError where that is damaged."""
    if not is_backed_up(connection, path):
        check(connection)
        if damaged_rows(connection, version_of(connection)):
            raise UnsoundFileError("some of its records are damaged")
        back_up(connection, path, moment)


def _next_name(path: Path, moment: datetime) -> Path:
    """A name for a new backup that comes after those of all others, also where the clock was set back."""
    now, count = stamp(moment), 1
    newest = [_order(backup) for backup in backups(path)[:1]]
    if newest and newest[0][0] >= now:
        now, count = newest[0][0], newest[0][1] + 1
    return backup_folder(path) / (f"state-{now}.db" if count == 1 else f"state-{now}-{count}.db")


def settle(folder: Path) -> None:
    """Have the new names of the files in `folder` on the disk."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def clear_up(path: Path) -> None:
    """Remove what killed processes left of backups and of recoveries, while no other one is at work there."""
    left = [file for file in (_unfinished(path), _fresh_file(path)) if file.exists() or _journal_of(file).exists()]
    if not left:
        return
    with one_process(path, timeout=0) as alone:
        if alone:
            for file in left:
                discard(file)


@contextmanager
def put_in_place(path: Path) -> Iterator[Path]:
    """Put the file that is made inside, at the path yielded, in the place of the state at `path`: whole, or not."""
    fresh = _fresh_file(path)
    discard(fresh)
    try:
        yield fresh
        fresh.replace(real_file(path))
    except BaseException:
        with suppress(OSError):
            discard(fresh)
        raise
    settle(fresh.parent)


def _fresh_file(path: Path) -> Path:
    """Where the file is made that takes the place of the state at `path`, on the same disk."""
    real = real_file(path)
    return real.with_name(real.name + ".recovering")


def _unfinished(path: Path) -> Path:
    return backup_folder(path) / "unfinished.db"


def _journal_of(file: Path) -> Path:
    return file.with_name(file.name + "-journal")


def is_backed_up(connection: sqlite3.Connection, path: Path) -> bool:
    """Whether the newest backup has the content of the state at `path`, or there is no content yet."""
    changes = changes_of(connection)
    if not changes:
        return True
    newest = backups(path)[:1]
    try:
        return bool(newest) and _changes(newest[0]) == changes
    except sqlite3.Error:
        return False


def is_sound(backup: Path) -> bool:
    """Whether a backup is in good order; rows have checksums of their own."""
    try:
        with closing(open_copy(backup)) as connection:
            check(connection)
    except sqlite3.Error:
        return False
    return True


@contextmanager
def one_process(path: Path, timeout: float) -> Iterator[bool]:
    """Keep other processes out of the backups and the recovery of the state at `path`.

    Yields False if one of them was inside all through `timeout` seconds.
    """
    make_private_folder(path.parent)
    lock_file = backup_folder(path) / ".lock"
    make_private(lock_file)
    with closing(sqlite3.connect(lock_file, timeout=timeout, isolation_level=None)) as lock:
        try:
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                raise
            yield False
        else:
            yield True


def _changes(backup: Path) -> int:
    with closing(open_copy(backup)) as connection:
        return changes_of(connection)
