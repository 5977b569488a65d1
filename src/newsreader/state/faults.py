"""Explain errors of SQLite and the system to the user in sentences."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from newsreader.errors import StateError
from newsreader.sqlite import UnsoundFileError
from newsreader.state.soundness import forget_sound
from newsreader.text import clean_line

_ADVICE = {
    sqlite3.SQLITE_FULL: "the disk is full: free some space on it and try again",
    sqlite3.SQLITE_READONLY: "it can only be read: allow writing to the file and its folder, then try again",
    sqlite3.SQLITE_BUSY: "another program keeps it locked: close that program, or try again in a moment",
    sqlite3.SQLITE_LOCKED: "another program keeps it locked: close that program, or try again in a moment",
    sqlite3.SQLITE_CORRUPT: "it is damaged: quit and start newsreader again, which puts it aside and recovers it",
    sqlite3.SQLITE_NOTADB: "it is damaged: quit and start newsreader again, which puts it aside and recovers it",
    sqlite3.SQLITE_CANTOPEN: "it can't be opened: allow reading and writing the file and its folder",
}
_MOVED = "another program has replaced or removed the file: quit and start newsreader again"


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn an error inside into a StateError about the file at `path`; after one of damage the next start checks it."""
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        if isinstance(error, sqlite3.Error) and is_damage(error):
            forget_sound(path)
        raise StateError(
            clean_line(f"Bookmarks and read marks are in {path}, and nothing was changed there: {advice(error)}.")
        ) from error


def is_damage(error: sqlite3.Error) -> bool:
    """Return whether `error`, on opening, says that the file is damaged, rather than not available at the moment."""
    if isinstance(error, UnsoundFileError):
        return True
    return _code(error) in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR)


def has_moved(error: sqlite3.Error) -> bool:
    """Return whether `error` says that the open file has lost its name."""
    return getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_READONLY_DBMOVED


def is_busy(error: sqlite3.Error) -> bool:
    """Return whether `error` says that another program keeps the file locked."""
    return _code(error) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def advice(error: sqlite3.Error | OSError) -> str:
    """Return what went wrong and what to do, as the end of a sentence."""
    if isinstance(error, OSError):
        return error.strerror or str(error)
    if has_moved(error):
        return _MOVED
    if _code(error) == sqlite3.SQLITE_ERROR:  # all statements are those of the program: the tables are not
        return f"{error}: {_ADVICE[sqlite3.SQLITE_CORRUPT]}"
    return _ADVICE.get(_code(error), str(error))


def _code(error: sqlite3.Error) -> int:
    """Return the primary result code, 0 for an error that is not SQLite's own."""
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF
