"""Open the index to bring it up to date, and turn SQLite's errors of damage into one error."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from newsreader.index.damage import FAULTS, is_index_damage, is_noted
from newsreader.index.reading import Index, has_other_version
from newsreader.sqlite import open_index
from newsreader.sync.results import IndexDamagedError, IndexUnusableError, corruption_error

if TYPE_CHECKING:
    from newsreader.index.writing import IndexWriter


@contextmanager
def open_writer(index_path: Path) -> Iterator[IndexWriter]:
    """Open the index at `index_path` for writing.

    Raises IndexDamagedError if it is gone or damaged, IndexUnusableError if another version has replaced it.
    """
    from newsreader.index.writing import IndexWriter  # most starts write nothing

    with _detects_corruption(index_path):
        _require_own_version(index_path)
        with closing(IndexWriter(index_path)) as writer:
            yield writer


@contextmanager
def open_index_writer(index_path: Path) -> Iterator[sqlite3.Connection]:
    """Open a writing connection for what needs neither files nor outlets. Raises the same errors as `open_writer`."""
    with _detects_corruption(index_path):
        _require_own_version(index_path)
        with closing(open_index(index_path)) as connection:
            yield connection


@contextmanager
def open_index_reader(index_path: Path) -> Iterator[Index]:
    """Open the index at `index_path` for reading. Raises the same errors as `open_writer`."""
    with _detects_corruption(index_path):
        _require_own_version(index_path)
        with closing(Index(index_path)) as index:
            yield index


def _require_own_version(index_path: Path) -> None:
    """Refuse an index that a newer or older program made while this one was running."""
    if has_other_version(index_path):
        raise IndexUnusableError(
            "Another version of newsreader has replaced the index. Quit this one, and start it again."
        )


@contextmanager
def _detects_corruption(index_path: Path) -> Iterator[None]:
    if not index_path.exists():
        raise IndexDamagedError("The index is gone. It is made again from the files.")
    if is_noted(index_path):
        raise IndexDamagedError("The index is damaged. It is made again from the files.")
    try:
        yield
    except FAULTS as error:
        if not is_index_damage(error):
            raise
        raise corruption_error(error) from error
