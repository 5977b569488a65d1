"""A large new library is listed first, and its text made searchable after that, whatever comes between."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.shelf import Shelf, numbers, titles

from newsreader.index.full_text import search_text, title_part, title_text
from newsreader.index.health import find_all_damage
from newsreader.index.reading import Index
from newsreader.index.schema import COMPLETE
from newsreader.index.text_to_come import ComingText, add_texts_that_came, read_texts, rows_to_come
from newsreader.index.writing import IndexWriter
from newsreader.reader import Reader
from newsreader.sync import Progress

_STORIES: Final = 60


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shelf:
    """A library that is large enough for two stages, whose texts come in many transactions."""
    monkeypatch.setattr("newsreader.sync.updating._FILES_WORTH_STAGES", 10)
    monkeypatch.setattr("newsreader.sync.batches._STORIES_AT_ONCE", 8)
    monkeypatch.setattr("newsreader.sync.texts._ROWS_AT_ONCE", 7)
    monkeypatch.setattr("os.cpu_count", lambda: 1)
    shelf = Shelf(tmp_path)
    shelf.registry({"id": "post", "name": "Post", "bias": {"rating": "left", "source": "s", "as_of": "2024-01-01"}})
    for number in range(_STORIES):
        shelf.put(f"{number:02}.yaml", story(number))
    return shelf


def story(number: int, **fields: Any) -> dict[str, Any]:
    return {
        "title": f"Harbour number {number}",
        "id": f"s{number}",
        "published": f"2024-{number // 28 + 1:02}-{number % 28 + 1:02}",
        "outlet": "post",
        "summary": f"A ferry of *line* {number}, and its harbour.",
        "key_points": [f"Deck {number}"],
        "topics": ["Ships"],
        **fields,
    }


def stopping_after(reader: Reader, texts: int) -> Callable[[], bool]:
    """Says yes once all stories are listed and so many of their texts can be searched."""
    return lambda: to_come(reader) == _STORIES - texts and is_listed(reader)


def index_file(reader: Reader) -> Path:
    return reader.index.path


def is_listed(reader: Reader) -> bool:
    with closing(Index(index_file(reader))) as index:
        return index.meta("listed") == "1"


def to_come(reader: Reader) -> int:
    with closing(sqlite3.connect(index_file(reader))) as connection:
        (count,) = connection.execute("SELECT count(*) FROM text_to_come").fetchone()
    return int(count)


def words(path: Path) -> list[tuple[Any, ...]]:
    """Each word that can be searched, in which column, in how many stories, and how often."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE VIRTUAL TABLE temp.in_columns USING fts5vocab(main, story_text, col)")
        return connection.execute("SELECT * FROM temp.in_columns ORDER BY term, col").fetchall()


def assert_whole(shelf: Shelf, reader: Reader, tmp_path: Path) -> None:
    """The index is sound and complete, and has each word as often as one that is made at once."""
    assert to_come(reader) == 0
    assert find_all_damage(index_file(reader)) == ""
    with closing(Index(index_file(reader))) as index:
        assert index.meta(COMPLETE)
    paths = type(shelf.paths)(tmp_path / "c2", tmp_path / "d2", tmp_path / "k2")
    with pytest.MonkeyPatch.context() as context:
        context.setattr("newsreader.sync.updating._FILES_WORTH_STAGES", 10**9)
        at_once = Reader(shelf.root, paths)
        at_once.sync()
    assert words(index_file(reader)) == words(index_file(at_once))
    for query in ("ferry", "harbour sort:relevance", "deck 1", "title:harb sort:title", "summary:line", "outlet:post"):
        assert titles(reader, query) == titles(at_once, query)
    at_once.close()


def test_all_is_found_once_both_stages_are_done(shelf: Shelf, tmp_path: Path) -> None:
    reader = shelf.reader()
    assert len(numbers(reader, "ferry")) == _STORIES
    assert_whole(shelf, reader, tmp_path)
    reader.close()


def test_titles_outlets_and_topics_are_found_before_the_text(shelf: Shelf) -> None:
    reader = shelf.reader(synced=False)
    reader.sync(cancelled=stopping_after(reader, 0))
    assert len(numbers(reader)) == _STORIES
    for query in ("harbour", "title:harbour", "outlet:post", "topic:ships", "bias:left", "date:2024-02..", "harb"):
        assert numbers(reader, query), query
    assert numbers(reader, "ferry") == numbers(reader, "points:deck") == []
    reader.close()


def test_the_newest_stories_are_found_by_their_text_first(shelf: Shelf) -> None:
    reader = shelf.reader(synced=False)
    reader.sync(cancelled=lambda: 0 < to_come(reader) < 30 and is_listed(reader))
    found = numbers(reader, "ferry")
    assert found == numbers(reader)[: len(found)]
    assert 30 < len(found) < _STORIES
    reader.close()


@pytest.mark.parametrize("calls", range(1, 60, 7))
def test_what_was_cut_short_goes_on_at_the_next_comparison(shelf: Shelf, tmp_path: Path, calls: int) -> None:
    reader = shelf.reader(synced=False)
    left = calls

    def cancelled() -> bool:
        nonlocal left
        left -= 1
        return left < 0

    reader.sync(cancelled=cancelled)
    reader.close()
    again = shelf.reader()
    assert_whole(shelf, again, tmp_path)
    again.close()


def change(shelf: Shelf) -> None:
    (shelf.root / "00.yaml").unlink()
    shelf.put("59.yaml", story(59, summary="A tunnel."))
    shelf.put("30.yaml", story(30, title="Other"))
    shelf.put("more.yaml", story(70), story(71, published="2020-01-01"))
    shelf.registry({"id": "post", "name": "Evening Post", "aliases": ["EP"]})


@pytest.mark.parametrize("texts", [0, 7, 28])
def test_files_and_outlets_that_change_between_the_stages_are_followed(
    shelf: Shelf, tmp_path: Path, texts: int
) -> None:
    reader = shelf.reader(synced=False)
    reader.sync(cancelled=lambda: to_come(reader) <= _STORIES - texts and is_listed(reader))
    assert 0 < to_come(reader) <= _STORIES - texts
    change(shelf)
    reader.sync()
    assert len(numbers(reader, "tunnel")) == 1
    assert_whole(shelf, reader, tmp_path)
    reader.close()


def test_a_text_is_not_added_to_another_story_in_its_row(shelf: Shelf) -> None:
    reader = shelf.reader(synced=False)
    reader.sync(cancelled=stopping_after(reader, 0))
    with closing(IndexWriter(index_file(reader))) as writer, writer.transaction() as connection:
        rows = rows_to_come(connection, 1 << 62, 3)
        first, second, third = read_texts(index_file(reader), rows)
        other = ComingText(second.row_id, second.content_key + 1, second.text)
        assert add_texts_that_came(connection, [third, other, first, first]) == 2
        assert rows_to_come(connection, third.row_id + 1, 1) == [second.row_id]
    assert len(numbers(reader, "ferry")) == 2
    assert find_all_damage(index_file(reader)) == ""
    reader.close()


def test_progress_is_first_of_files_and_then_of_texts(shelf: Shelf) -> None:
    reader = shelf.reader(synced=False)
    told: list[Progress] = []
    reader.sync(told.append)
    stages = [progress.is_text for progress in told]
    assert stages == sorted(stages)
    assert (told[-1].done, told[-1].total, told[-1].is_text) == (_STORIES, _STORIES, True)
    of_texts = [progress.done for progress in told if progress.is_text]
    assert of_texts[0] == 0
    assert of_texts == sorted(of_texts)
    reader.close()


def test_who_needs_no_text_does_not_wait_for_it(shelf: Shelf, tmp_path: Path) -> None:
    reader = shelf.reader(synced=False)
    reader.quick_sync(needs_text=False)
    assert len(numbers(reader, "outlet:post")) == _STORIES
    assert to_come(reader) == _STORIES
    shelf.put("more.yaml", story(80))
    reader.quick_sync(needs_text=False)
    assert len(numbers(reader)) == _STORIES + 1
    assert to_come(reader) == _STORIES
    reader.quick_sync()
    assert len(numbers(reader, "ferry")) == _STORIES + 1
    assert_whole(shelf, reader, tmp_path)
    reader.close()


def test_a_command_and_a_small_library_take_all_at_once(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[Progress] = []
    reader = shelf.reader(synced=False)
    reader.quick_sync(told.append)
    reader.clear_index()
    monkeypatch.setattr("newsreader.sync.updating._FILES_WORTH_STAGES", _STORIES + 1)
    reader.sync(told.append)
    assert [progress for progress in told if progress.is_text] == []
    assert len(numbers(reader, "ferry")) == _STORIES
    reader.close()


def test_a_process_that_died_costs_no_text(shelf: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reader = shelf.reader(synced=False)
    reader.sync(cancelled=stopping_after(reader, 0))
    monkeypatch.setattr("sys.executable", "/nowhere/python")
    reader.sync()
    assert_whole(shelf, reader, tmp_path)
    reader.close()


@given(st.text(max_size=40), st.text(max_size=40), st.lists(st.text(max_size=20), max_size=3))
def test_the_text_that_is_searched_first_is_part_of_the_whole(title: str, summary: str, topics: list[str]) -> None:
    assert title_text(title, topics) == title_part(search_text(title, summary, (), topics))
