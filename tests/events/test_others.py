"""Who else tells the event of a story."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from tests.unit.shelf import Shelf, numbers

from newsreader.bias import BY_ID
from newsreader.events.groups import Pair
from newsreader.events.others import others_of
from newsreader.index.event_members import SURE, set_pairs
from newsreader.reader import Reader
from newsreader.records import Event, Teller
from newsreader.story import Bias, Outlet
from newsreader.sync.writing import open_writer

EMPTY = (0, 0, 0, 0, 0, 0, 0)


def teller(row_id: int, outlet: str, rating: str = "", *, is_sure: bool = True) -> Teller:
    bias = Bias(BY_ID[rating], "AllSides") if rating else None
    return Teller(row_id, f"s{row_id}", f"Title {row_id}", Outlet(name=outlet, bias=bias), "2024-06-20", is_sure)


EVENT = Event(
    "s1",
    (
        teller(1, "Post", "left"),
        teller(2, "Courier", "right"),
        teller(3, "POST", "left"),
        teller(4, "Weekly", is_sure=False),
        teller(5, "Courier", "right"),
        Teller(6, "s6", "Title 6", None, "", True),
        Teller(7, "s7", "Title 7", None, "", True),
        teller(8, "Star", "mixed"),
        teller(9, "Star", "mixed", is_sure=False),
    ),
)


def rows(tellers: tuple[Teller, ...]) -> list[int]:
    return [each.row_id for each in tellers]


def test_each_outlet_counts_once_and_its_own_not_at_all() -> None:
    others = others_of(EVENT, 3)
    assert (rows(others.told_by), rows(others.related)) == ([2, 6, 8], [4])
    assert rows(others.all) == [2, 6, 8, 4]
    assert others.coverage.counts == (1, 0, 0, 0, 1, 1, 1)


def test_to_a_story_that_is_not_sure_all_others_are_related() -> None:
    others = others_of(EVENT, 4)
    assert (rows(others.told_by), rows(others.related)) == ([], [1, 2, 6, 8])
    assert others.coverage.counts == (0, 0, 0, 0, 0, 0, 1)


def test_a_story_that_is_not_among_so_many_has_all_of_them_beside_it() -> None:
    assert rows(others_of(EVENT, 77).told_by) == [1, 2, 6, 8]
    assert others_of(Event("", ()), 77).coverage.counts == EMPTY


def ferry(shelf: Shelf, *outlets: str) -> Reader:
    for number, outlet in enumerate(outlets):
        story = {
            "id": outlet,
            "title": "Ferry Halvorsen sinks off Bergen with salmon crates",
            "outlet": outlet,
            "published": f"2024-06-{18 + number}",
            "summary": "The ferry Halvorsen sank off Bergen with salmon crates; rescuers saved all.",
        }
        shelf.put(f"{number}.yaml", story)
    shelf.put("choir.yaml", {"title": "A choir of miners sings in Ullapool", "id": "choir", "outlet": "Choir Times"})
    reader = shelf.reader()
    reader.find_events()
    return reader


def test_a_teller_says_how_it_came_to_its_event(tmp_path: Path) -> None:
    with closing(ferry(Shelf(tmp_path), "post", "courier")) as reader:
        found = tellers(reader)
        assert [(each.story_id, each.with_id, each.is_joined) for each in found] == [
            ("post", None, False),
            ("courier", "post", False),
        ]
        assert found[0].score is None
        assert (found[1].score or 0) > SURE
        with open_writer(reader.index.path) as writer, writer.transaction() as connection:
            set_pairs(connection, [Pair("choir", "courier", True), Pair("post", "gone", False)])
            connection.execute("UPDATE stories SET event_word = 'ferry' WHERE id = 'post'")
        reader.find_events()
        assert {each.story_id: (each.is_joined, each.word) for each in tellers(reader)} == {
            "post": (False, "ferry"),
            "courier": (True, ""),
            "choir": (True, ""),
        }


def tellers(reader: Reader) -> tuple[Teller, ...]:
    event = reader.events.of(numbers(reader, "id:post")[0])
    assert event is not None
    return event.tellers
