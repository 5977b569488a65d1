"""Check a whole index, which takes seconds if it is large: in a worker, or when the user asks for it."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import Final

from newsreader.index.damage import is_index_damage
from newsreader.sqlite import open_index

_SECONDS_BETWEEN: Final = 24 * 3600
_STEPS_BETWEEN_CHECKS: Final = 4_000
_FULL_TEXT: Final = ("story_text", "annotations")


def find_damage(path: Path, cancelled: Callable[[], bool] = lambda: False) -> str:
    """Return what is wrong with the index at `path`, "" if nothing was found before `cancelled`.

    Others may write meanwhile. All pages are read and all words of the full-text table are counted. SQLite's own check
    of that table would keep others from writing until it ends.
    """
    with closing(open_index(path, readonly=True)) as connection:
        connection.set_progress_handler(cancelled, _STEPS_BETWEEN_CHECKS)
        try:
            (found,) = connection.execute("PRAGMA quick_check(1)").fetchone()
            if found != "ok":
                return str(found)
            connection.execute("BEGIN")  # both as they are at one moment
            (words,) = connection.execute("SELECT coalesce(sum(cnt), 0) FROM story_words").fetchone()
            if words != _words_noted(connection):
                return "words of the full-text table are missing"
        except MemoryError:
            return "the full-text table claims more than there can be"
        except sqlite3.Error as error:
            if is_index_damage(error):
                return str(error)
            if not cancelled():
                raise
    return ""


def _words_noted(connection: sqlite3.Connection) -> int:
    """Return how many words the full-text table says it has; its first record has rows, then words by column."""
    (record,) = connection.execute("SELECT block FROM story_text_data WHERE id = 1").fetchone() or (b"",)
    numbers: list[int] = []
    number = 0
    for byte in record:
        number = number << 7 | byte & 0x7F
        if not byte & 0x80:
            numbers.append(number)
            number = 0
    return sum(numbers[1:])


def find_all_damage(path: Path) -> str:
    """Check as `find_damage`, and whether indexes and full-text tables agree with their tables.

    Nobody can write meanwhile. Nothing is changed. Raises sqlite3.Error if the index is not available.
    """
    if found := find_damage(path):
        return found
    with closing(open_index(path)) as connection:
        try:
            (found,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
            if found != "ok":
                return str(found)
            for table in _FULL_TEXT:
                connection.execute("BEGIN IMMEDIATE")
                try:
                    connection.execute(f"INSERT INTO {table} ({table}) VALUES ('integrity-check')")
                finally:
                    connection.execute("ROLLBACK")
        except sqlite3.DatabaseError as error:
            if is_index_damage(error):
                return str(error)
            raise
    return ""


def is_check_due(path: Path) -> bool:
    """Return whether the last check of the index at `path` was a day ago."""
    try:
        age = time.time() - _stamp_of(path).stat().st_mtime
    except OSError:
        return True
    return not 0 <= age < _SECONDS_BETWEEN


def note_checked(path: Path) -> None:
    """Note that the index at `path` was checked now."""
    with suppress(OSError):
        _stamp_of(path).touch(mode=0o600)


def _stamp_of(path: Path) -> Path:
    return path.with_name(path.name + "-checked")
