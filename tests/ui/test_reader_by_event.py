"""One row for each event in the list, with how many outlets of each side tell it; and how many others tell a story."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.ui import events

from newsreader.config import Config

if TYPE_CHECKING:
    from tests.ui.conftest import Desk


@pytest.fixture
def told_desk(desk: Desk) -> Desk:
    events.fill(desk.library)
    return desk


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
