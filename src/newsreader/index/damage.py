"""Recognise damage of an index, and note it in a file so that the next sync or start makes the index again."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from newsreader.bias import SCALE
from newsreader.records import Row
from newsreader.story import parse_published

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
"""What SQLite says of tables and texts that this program has not written, where its error code does not tell."""

_MARK: Final = "-damaged"
"""The end of the name of the file that notes damage, beside the index."""


class UnsoundValueError(sqlite3.DatabaseError):
    """A value in the index that this program has not written."""


FAULTS: Final = (sqlite3.DatabaseError, UnicodeDecodeError)
"""The errors that a damaged index raises; sqlite3 can't decode an error message that contains garbage."""


def is_index_damage(error: Exception) -> bool:
    """Return whether `error` says that the index is damaged, rather than not available at the moment."""
    code = int(getattr(error, "sqlite_errorcode", 0))
    if isinstance(error, UnsoundValueError | sqlite3.IntegrityError | UnicodeDecodeError):
        return True
    if code & 0xFF in _DAMAGED or code == _IOERR_SHORT_READ:
        return True
    return any(words in str(error) for words in _NOT_OURS)


@contextmanager
def values_read() -> Iterator[None]:
    """Turn what is wrong with a value that is read inside into UnsoundValueError."""
    try:
        yield
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError, zlib.error) as error:
        raise UnsoundValueError("it holds a value that can't be read") from error


def identity_of(path: Path) -> tuple[int, int] | None:
    """Return what distinguishes the file at `path` from another one that replaces it; None if there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def note_damage(path: Path, damaged: tuple[int, int] | None) -> None:
    """Note that the index at `path` has to be made again; without the note the damage is found again later.

    `damaged` is the identity of the file in which damage was met: another one may be taking its place just now.
    """
    with suppress(OSError):
        mark = _mark_of(path)
        mark.touch(mode=0o600)
        mark.write_text(_written(damaged))


def is_noted(path: Path) -> bool:
    """Return whether the index at `path` is noted as damaged."""
    try:
        return _mark_of(path).read_text(errors="replace") == _written(identity_of(path))
    except FileNotFoundError:
        return False
    except OSError:  # what can't be read may say anything, and an index can always be made again
        return True


def forget_damage(path: Path) -> None:
    """Remove the note, because its index is gone."""
    _mark_of(path).unlink(missing_ok=True)


def _written(identity: tuple[int, int] | None) -> str:
    return " ".join(map(str, identity or ()))


def _mark_of(path: Path) -> Path:
    return path.with_name(path.name + _MARK)


def require_sound(row: Row) -> None:
    """Raise UnsoundValueError for a row that this program can't have written; drawing it would fail."""
    texts = (row.id, row.title, row.outlet, row.published)
    is_sound = all(isinstance(text, str) for text in texts) and isinstance(row.read_at, int)
    if not is_sound or not isinstance(row.rank, int) or not 0 <= row.rank < len(SCALE):
        raise UnsoundValueError("it holds a row that can't be read")
    if row.published:
        with values_read():
            parse_published(row.published)
