"""The full-text table of a new library becomes one segment, whatever comes between."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Final

import pytest
from tests.unit.shelf import Shelf, numbers, titles

from newsreader.index.health import find_all_damage
from newsreader.index.reading import Index
from newsreader.index.schema import COMPLETE
from newsreader.index.writing import IndexWriter
from newsreader.reader import Reader

_STORIES: Final = 300


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shelf:
    """A library whose text comes in many segments, and takes many transactions to merge."""
    monkeypatch.setattr("newsreader.sync.batches._STORIES_AT_ONCE", 100)
    monkeypatch.setattr("newsreader.index.full_text._PAGES_IN_A_STEP", 4)
    monkeypatch.setattr("newsreader.index.full_text._STEPS_AT_ONCE", 2)
    shelf = Shelf(tmp_path)
    for number in range(_STORIES):
        words = " ".join(f"word{number}x{each}" for each in range(30))
        shelf.put(f"{number:03}.yaml", {"title": f"Story {number}", "summary": f"A ferry. {words}"})
    return shelf


@pytest.fixture
def unmerged(shelf: Shelf) -> Iterator[Reader]:
    """A reader whose library has been read, and whose index is not complete yet."""
    with pytest.MonkeyPatch.context() as context:
        context.setattr(IndexWriter, "complete", lambda *_: None)
        reader = shelf.reader()
    yield reader
    reader.close()


def segments(shelf: Shelf) -> int:
    """How many segments the full-text table has."""
    with closing(sqlite3.connect(shelf.paths.index_file(shelf.root))) as connection:
        (found,) = connection.execute("SELECT count(DISTINCT segid) FROM story_text_idx").fetchone()
    return int(found)


def is_complete(shelf: Shelf) -> bool:
    """Whether the index notes that the whole library has been read."""
    with closing(Index(shelf.paths.index_file(shelf.root))) as index:
        return bool(index.meta(COMPLETE))


def test_a_new_library_has_one_segment_once_it_is_read(shelf: Shelf, unmerged: Reader) -> None:
    assert segments(shelf) > 1
    assert not is_complete(shelf)
    unmerged.sync()
    assert segments(shelf) == 1
    assert is_complete(shelf)
    assert len(numbers(unmerged, "ferry")) == _STORIES
    assert find_all_damage(shelf.paths.index_file(shelf.root)) == ""


@pytest.mark.parametrize("steps", range(1, 6))
def test_merging_that_was_cut_short_goes_on_at_the_next_comparison(shelf: Shelf, unmerged: Reader, steps: int) -> None:
    asked = 0

    def cancelled() -> bool:
        nonlocal asked
        asked += 1
        return asked > steps

    with closing(IndexWriter(shelf.paths.index_file(shelf.root))) as writer:
        writer.complete(cancelled)
    assert not is_complete(shelf)
    assert len(numbers(unmerged, "ferry")) == _STORIES
    assert titles(unmerged, "word7x3") == ["Story 7"]
    (shelf.root / "008.yaml").unlink()
    shelf.put("009.yaml", {"title": "Changed"})
    unmerged.sync()
    assert segments(shelf) <= 2
    assert is_complete(shelf)
    assert len(numbers(unmerged, "ferry")) == _STORIES - 2
    assert titles(unmerged, "word7x3") == ["Story 7"]
    assert titles(unmerged, "word8x3") == titles(unmerged, "word9x3") == []
    assert find_all_damage(shelf.paths.index_file(shelf.root)) == ""
