"""A story without a date belongs to no event by itself; the story that it may be the same as is found all the same."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.unit.shelf import Shelf

from newsreader.events.likeness import likest, telling_words
from newsreader.events.vectors import ComparedText, vector_of
from newsreader.reader import Reader

FERRY = (
    "The ferry Halvorsen sank off Bergen on Tuesday with forty salmon crates on its deck. "
    "Rescuers of the harbour office saved all nineteen passengers."
)
COMET = "Astronomers have photographed the comet Ibarra near Jupiter with a telescope in the Atacama desert."


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path)


@pytest.fixture
def reader(shelf: Shelf) -> Iterator[Reader]:
    reader = shelf.reader()
    yield reader
    reader.close()


def tell(shelf: Shelf, id: str, title: str, summary: str, **fields: object) -> None:
    shelf.put(f"{id}.yaml", {"id": id, "title": title, "summary": summary, "language": "en", **fields})


def maybe_same(reader: Reader, id: str) -> str | None:
    reader.sync()
    reader.find_events()
    row_id = reader.search.row_id_of(id)
    assert row_id is not None
    teller = reader.events.maybe_same(row_id)
    assert teller is None or (teller.score is not None and teller.score >= 0.75)
    return teller.story_id if teller else None


def test_the_likest_story_is_found_however_old_it_is(shelf: Shelf, reader: Reader) -> None:
    tell(shelf, "undated", "Ferry Halvorsen sinks off Bergen with salmon crates", FERRY)
    tell(shelf, "old", "Salmon crates sink with ferry Halvorsen off Bergen", FERRY, published="2019-06-17")
    tell(shelf, "comet", "Comet Ibarra photographed near Jupiter", COMET, published="2024-06-17")
    assert maybe_same(reader, "undated") == "old"
    assert reader.events.of(reader.search.row_id_of("undated") or 0) is None
    assert maybe_same(reader, "old") is None, "it has a date"


def test_a_story_that_is_only_about_the_same_is_not_named(shelf: Shelf, reader: Reader) -> None:
    tell(shelf, "undated", "Ferry Halvorsen sinks off Bergen with salmon crates", FERRY)
    tell(shelf, "later", "Bergen harbour office gets new rescue boats", "The harbour office of Bergen buys two boats.")
    assert maybe_same(reader, "undated") is None


def test_another_language_is_not_compared(shelf: Shelf, reader: Reader) -> None:
    tell(shelf, "undated", "Ferry Halvorsen sinks off Bergen with salmon crates", FERRY)
    tell(shelf, "de", "Ferry Halvorsen sinks off Bergen", FERRY, language="de")
    assert maybe_same(reader, "undated") is None


def test_what_its_file_declares_goes_before(shelf: Shelf, reader: Reader) -> None:
    tell(shelf, "undated", "Ferry Halvorsen sinks off Bergen with salmon crates", FERRY, event="halvorsen")
    tell(shelf, "told", "The Halvorsen is gone", "A ship sank.", event="halvorsen", published="2024-06-17")
    tell(shelf, "old", "Salmon crates sink with ferry Halvorsen off Bergen", FERRY, published="2019-06-17")
    assert maybe_same(reader, "undated") is None


def test_a_story_from_which_it_was_parted_is_not_named(shelf: Shelf, reader: Reader) -> None:
    tell(shelf, "undated", "Ferry Halvorsen sinks off Bergen with salmon crates", FERRY)
    tell(shelf, "old", "Salmon crates sink with ferry Halvorsen off Bergen", FERRY, published="2019-06-17")
    assert maybe_same(reader, "undated") == "old"
    rows = [reader.search.row_id_of(id) or 0 for id in ("undated", "old")]
    reader.joining.join(rows)
    assert maybe_same(reader, "undated") is None
    reader.joining.part(rows[0])
    assert maybe_same(reader, "undated") is None


def test_a_search_that_is_no_longer_wanted_ends(shelf: Shelf, reader: Reader) -> None:
    tell(shelf, "undated", "Ferry Halvorsen sinks off Bergen with salmon crates", FERRY)
    tell(shelf, "other", "Ferry Halvorsen sinks off Bergen with crates", FERRY)
    assert maybe_same(reader, "undated") == "other"
    assert reader.events.maybe_same(reader.search.row_id_of("undated") or 0, lambda: True) is None


@pytest.mark.parametrize(
    ("title", "language", "wanted"),
    [
        ("Storms batter ferries", "en", {("storms",), ("storm",), ("ferries",), ("ferry",)}),
        ("渡轮沉没", "zh", {("渡", "轮"), ("轮", "沉")}),
    ],
)
def test_words_are_looked_for_as_the_search_splits_them(
    title: str, language: str, wanted: set[tuple[str, ...]]
) -> None:
    assert wanted <= set(telling_words(ComparedText(title, "", language)))


def test_of_two_alike_the_first_is_taken() -> None:
    vector = vector_of(ComparedText("Ferry Halvorsen sinks off Bergen", FERRY, "en"))
    assert vector is not None
    found = likest(vector, {7: vector, 3: vector})
    assert found is not None
    assert found.row_id == 3
    assert found.score > 1.3
    assert likest(vector, {}) is None
