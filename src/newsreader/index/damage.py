"""What tells that an index is damaged, and the note of it that has the next comparison or start make it anew."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

_IOERR_SHORT_READ: Final = 522
_DAMAGED: Final = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
_NOT_OURS: Final = (
    "no such table",
    "no such column",
    "has no column",
    "malformed",
    "vtable constructor failed",
    "invalid fts5 file format",
    "Could not decode to UTF-8",
)
"""What SQLite says, without a code that would tell it, of tables and texts that the program has not written."""

_MARK: Final = "-damaged"
"""Ends the name of the note beside the index."""


class UnsoundValueError(sqlite3.DatabaseError):
    """A value in the index that the program has not put there."""


FAULTS: Final = (sqlite3.DatabaseError, UnicodeDecodeError)
"""What comes out of a damaged index: sqlite3 can't tell of a fault that has garbage in its own text."""


def is_index_damage(error: Exception) -> bool:
    """Whether `error` says that the index is not what was written, not that it can't be had at the moment."""
    code = int(getattr(error, "sqlite_errorcode", 0))
    if isinstance(error, UnsoundValueError | sqlite3.IntegrityError | UnicodeDecodeError):
        return True
    if code & 0xFF in _DAMAGED or code == _IOERR_SHORT_READ:
        return True
    return any(words in str(error) for words in _NOT_OURS)


@contextmanager
def values_read() -> Iterator[None]:
    """What is wrong with a value that is read within becomes UnsoundValueError."""
    try:
        yield
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError) as error:
        raise UnsoundValueError("it holds a value that can't be read") from error


def identity_of(path: Path) -> tuple[int, int] | None:
    """What tells the file at `path` from another one put in its place; None where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def note_damage(path: Path) -> None:
    """Note that the index at `path` has to be made anew; where nothing can be written it is met again."""
    with suppress(OSError):
        _mark_of(path).touch(mode=0o600)


def is_noted(path: Path) -> bool:
    """Whether it is noted that the index at `path` has to be made anew."""
    return _mark_of(path).exists()


def forget_damage(path: Path) -> None:
    """Take the note away, as the index it was of is gone."""
    _mark_of(path).unlink(missing_ok=True)


def _mark_of(path: Path) -> Path:
    return path.with_name(path.name + _MARK)
