"""A reader and its parts, as commands and screens use them."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.unit.shelf import NOW, Shelf, numbers, only, titles

from newsreader import sync
from newsreader.errors import NoSuchStoryError
from newsreader.index.conditions import Marks
from newsreader.query import QueryError
from newsreader.reader import Reader

SECONDS_AT_MOST = 20


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    shelf = Shelf(tmp_path)
    shelf.registry({"id": "post", "name": "Harbour Post", "bias": {"rating": "left"}})
    shelf.put(
        "a.yaml",
        {"title": "Ferry", "id": "ferry", "published": "2024-06-20", "outlet": "post", "ai_generated": "true"},
        {"title": "Tram", "id": "tram", "published": "2024-06-19"},
    )
    return shelf


@pytest.fixture
def reader(shelf: Shelf) -> Iterator[Reader]:
    reader = shelf.reader()
    yield reader
    reader.close()


def test_a_row_has_what_a_list_shows(reader: Reader) -> None:
    reader.marking.set_read("ferry", True)
    reader.marking.set_bookmark(numbers(reader)[1], True)
    ferry, tram = reader.search.rows(numbers(reader))
    assert (ferry.id, ferry.title, ferry.outlet, ferry.rank, ferry.published) == (
        "ferry", "Ferry", "Harbour Post", 0, "2024-06-20",
    )  # fmt: skip
    assert (ferry.ai_generated, ferry.read, ferry.bookmarked) == (True, True, False)
    assert (tram.outlet, tram.ai_generated, tram.read, tram.bookmarked) == ("", False, False, True)


def test_rows_come_in_the_order_they_were_asked_for(reader: Reader) -> None:
    found = numbers(reader)
    assert [row.story for row in reader.search.rows(found[::-1])] == found[::-1]
    assert reader.search.rows([]) == []
    assert reader.search.rows([7, *found]) == reader.search.rows(found)


def test_marks_are_set_and_taken_off_once(reader: Reader) -> None:
    number = numbers(reader)[0]
    assert reader.marking.set_bookmark(number, True)
    assert not reader.marking.set_bookmark(number, True)
    assert reader.marks.is_bookmarked(number)
    assert reader.marks.bookmark_count() == len(reader.open_state().bookmarks.all()) == 1
    assert reader.marking.set_bookmark(number, False)
    assert not reader.marking.set_bookmark(number, False)
    assert reader.open_state().bookmarks.all() == ()
    assert reader.marking.set_read("ferry", True)
    assert not reader.marking.set_read("ferry", True)
    assert reader.search.is_read("ferry")
    assert reader.marking.set_read("ferry", False)
    assert not reader.search.is_read("ferry")


def test_marks_are_there_at_the_next_start_before_anything_is_read(shelf: Shelf, reader: Reader) -> None:
    number = numbers(reader)[0]
    reader.marking.set_bookmark(number, True)
    reader.marking.set_read("tram", True)
    assert reader.marking.flush_marks()
    again = shelf.reader(synced=False)
    assert not again.index.is_new
    assert (titles(again, "is:bookmarked"), titles(again, "is:read")) == (["Ferry"], ["Tram"])
    again.close()


def test_a_story_that_is_gone_cannot_be_bookmarked(reader: Reader) -> None:
    with pytest.raises(NoSuchStoryError):
        reader.marking.set_bookmark(7, True)
    assert reader.open_state().bookmarks.all() == ()


def test_a_story_is_whole_with_its_outlet_and_its_file(reader: Reader) -> None:
    stored = reader.search.find("fer")
    assert stored.path == "a.yaml"
    assert stored.story.outlet is not None
    assert (stored.story.outlet.name, stored.story.rating.id) == ("Harbour Post", "left")
    assert stored.story.id_declared


def test_days_and_errors_of_a_query_come_through(reader: Reader) -> None:
    assert reader.now() == NOW
    assert titles(reader, "date:2d") == ["Ferry"]
    with pytest.raises(QueryError, match="Did you mean"):
        reader.query("titel:x")


def test_a_bookmark_that_is_set_while_bookmarks_find_their_stories_is_not_lost(
    shelf: Shelf, reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    ferry, tram = numbers(reader)
    reader.marking.set_bookmark(tram, True)
    pressed: list[int] = []
    linking = sync.linking.link_bookmarks

    def link_bookmarks(*arguments: Any, **named: Any) -> Any:
        found = linking(*arguments, **named)
        if not pressed:
            pressed.append(ferry)
            reader.marking.set_bookmark(ferry, True)
            reader.marking.set_bookmark(tram, False)
        return found

    monkeypatch.setattr("newsreader.sync.linking.link_bookmarks", link_bookmarks)
    reader.sync()
    assert pressed
    assert titles(reader, "is:bookmarked") == ["Ferry"]
    reader.marking.flush_marks()
    again = shelf.reader()
    assert titles(again, "is:bookmarked") == ["Ferry"]
    again.close()


def test_searching_goes_on_while_the_library_is_read(
    shelf: Shelf, reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("newsreader.sync.batches._STORIES_AT_ONCE", 200)
    found: list[list[str]] = []
    for index in range(300):
        shelf.put(f"{index}.yaml", {"title": f"Story {index}"})
    reader.sync(lambda _: found.append(titles(reader, "ferry OR tram")))
    assert found == [["Ferry", "Tram"]] * 2


def test_closing_waits_for_a_comparison_under_way(shelf: Shelf) -> None:
    reader = shelf.reader(synced=False)
    reading, go_on, stop = threading.Event(), threading.Event(), threading.Event()

    def on_progress(_: object) -> None:
        reading.set()
        assert go_on.wait(SECONDS_AT_MOST)

    syncing = threading.Thread(target=lambda: reader.sync(on_progress, stop.is_set))
    closing = threading.Thread(target=reader.close)
    syncing.start()
    assert reading.wait(SECONDS_AT_MOST)
    closing.start()
    stop.set()
    go_on.set()
    for thread in (syncing, closing):
        thread.join(SECONDS_AT_MOST)
        assert not thread.is_alive()


def test_a_bookmark_whose_story_is_edited_keeps_the_newer_copy(shelf: Shelf, reader: Reader) -> None:
    reader.marking.set_bookmark(only(reader, "tram").row_id, True)
    shelf.put("a.yaml", {"title": "Tram", "id": "tram", "published": "2024-06-19", "summary": "It runs again."})
    reader.sync()
    (bookmark,) = reader.open_state().bookmarks.all()
    assert bookmark.story.summary == "It runs again."


def test_kept_stories_stand_among_the_bookmarked_in_order_of_their_dates(shelf: Shelf, reader: Reader) -> None:
    shelf.put("new.yaml", {"title": "Newer", "published": "2024-06-21"}, {"title": "Older", "published": "2024-06-18"})
    reader.sync()
    for number in numbers(reader):
        reader.marking.set_bookmark(number, True)
    (shelf.root / "a.yaml").unlink()
    reader.sync()
    assert titles(reader, "is:bookmarked") == ["Newer", "Ferry", "Tram", "Older"]
    assert titles(reader, "is:bookmarked sort:oldest") == ["Older", "Tram", "Ferry", "Newer"]
    assert titles(reader, "ferry is:bookmarked") == ["Ferry"]
    assert titles(reader, "ferry") == []
    assert titles(reader, "-is:bookmarked") == []
    assert (reader.search.count(), reader.marks.bookmark_count()) == (2, 4)
    assert reader.search.find("ferry").path == ""


def test_a_story_bookmarked_again_after_it_was_taken_off_is_one_bookmark(reader: Reader) -> None:
    number = numbers(reader)[0]
    for wanted in (True, False, True):
        reader.marking.set_bookmark(number, wanted)
        reader.marking.flush_marks()
    reader.sync()
    assert titles(reader, "is:bookmarked") == ["Ferry"]
    assert len(reader.open_state().bookmarks.all()) == 1


def test_a_story_that_is_marked_while_a_search_begins_stays_in_its_list(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf.put("a.yaml", {"title": "One", "id": "one"}, {"title": "Two", "id": "two"})
    reader = shelf.reader()
    reader.marks.hold()
    to_search = reader.marks.to_search

    def marked_meanwhile() -> Marks:
        marks = to_search()
        reader.marking.set_read("one", True)
        reader.marking.flush_marks()
        return marks

    with monkeypatch.context() as patched:
        patched.setattr(reader.marks, "to_search", marked_meanwhile)
        assert sorted(titles(reader, "is:unread")) == ["One", "Two"]
    assert sorted(titles(reader, "is:unread")) == ["One", "Two"], "until the filter changes"
    reader.marks.hold()
    assert titles(reader, "is:unread") == ["Two"]
    reader.close()
