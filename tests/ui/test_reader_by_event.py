"""One row for each event in the list, with how many outlets of each side tell it; and how many others tell a story."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.ui import events

from newsreader.config import Config

if TYPE_CHECKING:
    from tests.ui.conftest import Desk, ReaderUI


@pytest.fixture
def told_desk(desk: Desk) -> Desk:
    events.fill(desk.library)
    return desk


def _id_at_cursor(ui: ReaderUI) -> str:
    row = ui.stories.row_at(ui.stories.cursor)
    return row.id if row else ""


@pytest.mark.parametrize("size", [(200, 60), (120, 36), (80, 24)])
async def test_a_row_says_how_many_other_outlets_tell_its_story(told_desk: Desk, size: tuple[int, int]) -> None:
    async with told_desk.open(events.reader_of(told_desk), size=size) as ui:
        lines = [line for line in ui.screen_text().split("\n") if "+2 ·" in line]
        assert len(lines) == 3


@pytest.mark.parametrize("size", [(200, 60), (120, 36), (80, 24), (40, 12)])
async def test_an_event_has_one_row_with_its_coverage(told_desk: Desk, size: tuple[int, int]) -> None:
    async with told_desk.open(events.reader_of(told_desk), size=size) as ui:
        assert len(ui.main.listing.stories.numbers) == 4
        await ui.press("C")
        await ui.until(lambda: len(ui.main.listing.stories.numbers) == 2, "one row for each event")
        assert "·11·1" in ui.screen_text()
        await ui.press("C")
        await ui.until(lambda: len(ui.main.listing.stories.numbers) == 4, "a row for each story")
        assert "·11·1" not in ui.screen_text()


@pytest.mark.parametrize(
    ("size", "shown"),
    [
        ((200, 60), "+4 (1 mixed, 1 unrated) ·"),
        ((80, 24), "+4 (1m 1?) ·"),
        ((44, 16), "+4 (1m 1?) ·"),
        ((40, 12), "+4 (1m 1?) ·"),
    ],
)
async def test_outlets_without_a_place_on_the_gauge_are_told_apart_at_every_width(
    told_desk: Desk, size: tuple[int, int], shown: str
) -> None:
    told_desk.library.registry(*events.registry((*events.OUTLETS, events.MORE_OUTLETS[0])))
    events.tell(told_desk.library, "unrated", "weekly", "18")
    events.tell(told_desk.library, "mixed", "paper-1", "18")
    async with told_desk.open(events.reader_of(told_desk), size=size) as ui:
        await ui.press("C")
        await ui.until(lambda: "·11·1" in ui.screen_text(), "the event with its coverage")
        (line,) = [line for line in ui.screen_text().split("\n") if "·11·1" in line]
        assert shown in line


async def test_coverage_is_told_in_seven_bits_too(told_desk: Desk) -> None:
    config = Config(read_after=0, ascii=True)
    async with told_desk.open(events.reader_of(told_desk), size=(120, 36), config=config) as ui:
        await ui.press("C")
        await ui.until(lambda: len(ui.main.listing.stories.numbers) == 2, "one row for each event")
        assert "-11-1" in ui.screen_text()


async def test_a_compact_row_says_it_too(told_desk: Desk) -> None:
    async with told_desk.open(events.reader_of(told_desk), size=(120, 36)) as ui:
        await ui.press("equals_sign")
        await ui.until(lambda: ui.screen_text().count("+2 ·") == 3, "the other outlets in compact rows")


async def test_the_filter_finds_an_event_by_one_teller(told_desk: Desk) -> None:
    async with told_desk.open(events.reader_of(told_desk), size=(120, 36)) as ui:
        await ui.press("C")
        await ui.filter("outlet:hill")
        await ui.until(lambda: len(ui.main.listing.stories.numbers) == 1, "the event of that outlet")
        assert "·11·1" in ui.screen_text()


async def test_the_cursor_goes_to_the_row_that_stands_for_its_event_and_back(told_desk: Desk) -> None:
    async with told_desk.open(events.reader_of(told_desk), size=(120, 36)) as ui:
        stories = ui.main.listing.stories
        await ui.press("j", "j", "j")
        assert _id_at_cursor(ui) == "left"
        await ui.press("C")
        await ui.until(lambda: len(stories.numbers) == 2, "one row for each event")
        assert _id_at_cursor(ui) in ("right", "center")
        await ui.until(lambda: "2 events of 4 stories" in ui.status, "the number of events")
        await ui.press("C")
        await ui.until(lambda: len(stories.numbers) == 4, "a row for each story")
        assert _id_at_cursor(ui) == "left"


async def test_the_cursor_stays_where_the_user_has_moved_it_among_events(told_desk: Desk) -> None:
    async with told_desk.open(events.reader_of(told_desk), size=(120, 36)) as ui:
        stories = ui.main.listing.stories
        await ui.press("j", "j", "j", "C")
        await ui.until(lambda: len(stories.numbers) == 2, "one row for each event")
        await ui.press("k", "C")
        await ui.until(lambda: len(stories.numbers) == 4, "a row for each story")
        assert _id_at_cursor(ui) == "choir"


async def test_where_no_other_teller_matches_the_filter_the_cursor_goes_to_the_one_that_does(told_desk: Desk) -> None:
    async with told_desk.open(events.reader_of(told_desk), size=(120, 36)) as ui:
        stories = ui.main.listing.stories
        await ui.press("j", "j", "j", "C")
        await ui.until(lambda: len(stories.numbers) == 2, "one row for each event")
        await ui.filter("outlet:hill OR outlet:quay")
        await ui.until(lambda: stories.cursor == 1, "the cursor on the event of its story")


@pytest.mark.parametrize("key", ["C", "S"])
async def test_a_filter_that_names_an_order_keeps_it_and_says_so(told_desk: Desk, key: str) -> None:
    async with told_desk.open(events.reader_of(told_desk), size=(120, 36)) as ui:
        await ui.filter("sort:title")
        await ui.press("enter", key)
        assert any("names an order, sort:title" in notice for notice in ui.notices())
        assert len(ui.main.listing.stories.numbers) == 4


async def test_the_config_can_have_the_list_begin_by_event(told_desk: Desk) -> None:
    config = Config(read_after=0, sort="event")
    async with told_desk.open(events.reader_of(told_desk), size=(120, 36), config=config) as ui:
        await ui.until(lambda: len(ui.main.listing.stories.numbers) == 2, "one row for each event")


async def test_the_help_says_what_the_signs_of_events_mean(told_desk: Desk) -> None:
    async with told_desk.open(events.reader_of(told_desk), size=(120, 36)) as ui:
        await ui.press("f1", *"signs")
        await ui.until(lambda: "Two other outlets tell the same event" in ui.screen_text(), "what +2 means")
        text = ui.screen_text()
        assert "By event (C): how many outlets of each rating tell it" in text
        assert "(1m 3?)      Beside these 1 mixed, 3 unrated" in text
