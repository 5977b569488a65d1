"""The filter finds stories by their events: who tells them, from which side, and from which not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Final

import pytest
from tests.unit.shelf import Shelf, only, titles

from newsreader.query import QueryError
from newsreader.reader import Reader

OUTLETS: Final = (
    {"id": "left", "name": "Left Post", "bias": {"rating": "left", "source": "AllSides"}},
    {"id": "lean", "name": "Lean Post", "bias": {"rating": "lean-left", "source": "AllSides"}},
    {"id": "center", "name": "Center Post", "bias": {"rating": "center", "source": "AllSides"}},
    {"id": "right", "name": "Right Post", "bias": {"rating": "right", "source": "AllSides"}},
    {"id": "quiet", "name": "Quiet Post"},
)
TOLD: Final = {
    "ferry": ("Left Post", "Center Post", "Right Post"),
    "comet": ("Left Post", "Lean Post", "Center Post", "Quiet Post"),
    "vote": ("Right Post", "Quiet Post"),
    "serial": ("Center Post", "Center Post"),
    "alone": ("Left Post",),
}


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    shelf = Shelf(tmp_path_factory.mktemp("filters"))
    shelf.registry(*OUTLETS)
    day = 0
    for event, outlets in TOLD.items():
        for number, outlet in enumerate(outlets):
            day += 1
            story = {"title": f"{event} {number}", "outlet": outlet, "published": f"2024-03-{day:02}", "event": event}
            shelf.put(f"{event}{number}.yaml", {"id": f"{event}-{number}", **story})
    with closing(shelf.reader()) as reader:
        reader.find_events()
        yield reader


def events(reader: Reader, query: str) -> set[str]:
    return {title.partition(" ")[0] for title in titles(reader, query)}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("has:others", {"ferry", "comet", "vote"}),
        ("-has:others", {"serial", "alone"}),
        ("tellers:3..", {"ferry", "comet"}),
        ("tellers:4", {"comet"}),
        ("tellers:2..3", {"ferry", "vote"}),
        ("tellers:..1", {"serial", "alone"}),
        ("tellers:3,2", {"ferry", "vote"}),
        ("sides:left", {"ferry", "comet", "alone"}),
        ("sides:left sides:right", {"ferry"}),
        ("sides:left,right", {"ferry", "comet", "vote", "alone"}),
        ("-sides:center", {"vote", "alone"}),
        ("missing:right", {"comet"}),
        ("missing:left", set()),
        ("event:comet-2", {"comet"}),
        ("event:ferry", {"ferry"}),
        ("event:Férry", {"ferry"}),
        ("event:nobody", set()),
        ("event:alone-0", {"alone"}),
    ],
)
def test_a_filter_finds_the_stories_of_events(reader: Reader, query: str, found: set[str]) -> None:
    assert events(reader, query) == found


def test_a_filter_finds_all_tellers_of_an_event_by_one_of_them(reader: Reader) -> None:
    assert titles(reader, "event:ferry-1") == ["ferry 2", "ferry 1", "ferry 0"]


def test_the_order_by_event_shows_the_newest_story_of_each(reader: Reader) -> None:
    assert titles(reader, "sort:event") == ["alone 0", "serial 1", "vote 1", "comet 3", "ferry 2"]


def test_an_event_stands_in_the_list_where_one_of_its_stories_matches(reader: Reader) -> None:
    assert titles(reader, "outlet:left sort:event") == ["alone 0", "comet 0", "ferry 0"]
    assert titles(reader, "ferry sort:event") == ["ferry 2"]


def test_the_first_screenful_by_event_is_the_beginning_of_the_whole(reader: Reader) -> None:
    query = reader.query("sort:event")
    everything = reader.search.select(query)
    assert everything is not None
    for limit in range(1, 6):
        assert reader.search.first(query, limit) == everything[:limit]


def test_rows_say_how_many_outlets_tell_their_event(reader: Reader) -> None:
    found = reader.search.select(reader.query("sort:event"))
    assert found is not None
    assert [(row.title, row.tellers) for row in reader.search.rows(found)] == [
        ("alone 0", 1), ("serial 1", 1), ("vote 1", 2), ("comet 3", 4), ("ferry 2", 3),
    ]  # fmt: skip


def test_an_event_names_its_tellers_in_order_with_their_ratings(reader: Reader) -> None:
    event = reader.events.of(only(reader, "id:ferry-1").row_id)
    assert event is not None
    assert event.id == "ferry-0"
    assert [(each.story_id, each.outlet and each.outlet.rating.id, each.is_sure) for each in event.tellers] == [
        ("ferry-0", "left", True), ("ferry-1", "center", True), ("ferry-2", "right", True),
    ]  # fmt: skip


def test_a_story_that_nobody_else_tells_has_no_event(reader: Reader) -> None:
    assert reader.events.of(only(reader, "id:alone-0").row_id) is None


def test_ratings_that_change_count_anew(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    shelf.registry(*OUTLETS)
    for number, outlet in enumerate(TOLD["ferry"]):
        shelf.put(f"{number}.yaml", {"title": f"ferry {number}", "outlet": outlet, "event": "ferry"})
    with closing(shelf.reader()) as reader:
        reader.find_events()
        assert not titles(reader, "missing:right")
        shelf.registry(*OUTLETS[:3])
        reader.sync()
        reader.find_events()
        assert not titles(reader, "sides:right")


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("tellers:many", '"many" is no number of outlets. Write 3, 3.., 2..4 or ..2.'),
        ("tellers:..", '".." is no number of outlets. Write 3, 3.., 2..4 or ..2.'),
        ("sides:top", '"sides:" does not know "top". It takes left, center, right.'),
        ("missing:rigth", '"missing:" does not know "rigth". Did you mean "missing:right"?'),
    ],
)
def test_a_wrong_value_is_told(reader: Reader, query: str, message: str) -> None:
    with pytest.raises(QueryError, match=f"^{re.escape(message)}$"):
        reader.query(query, is_finished=True)
