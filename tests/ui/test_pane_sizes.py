"""Panes are made wider and narrower, by keys and with the mouse, and follow the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.geometry import Offset

from newsreader.config import Config
from newsreader.ui.main.pane_widths import LEAST_LIST, LEAST_STORY, PaneShares
from newsreader.ui.widgets.pane_border import PaneBorder

if TYPE_CHECKING:
    from tests.ui.conftest import Desk, ReaderUI

WIDE, MEDIUM, NARROW = (150, 16), (100, 16), (60, 16)


def widths(ui: ReaderUI) -> dict[str, int]:
    """The columns of each pane that is to be seen."""
    names = {"list": "#list-pane", "story": "#story-pane", "outlet": "#outlet-pane"}
    found = {name: ui.main.query_one(selector).region.width for name, selector in names.items()}
    return {name: width for name, width in found.items() if width}


def fills(ui: ReaderUI, size: tuple[int, int]) -> bool:
    """Whether what is drawn is as wide and as high as the window."""
    return [strip.cell_length for strip in ui.strips()] == [size[0]] * size[1]


async def drag(ui: ReaderUI, border: str, column: int) -> None:
    await ui.pilot.mouse_down(f"#{border}", offset=(0, 3))
    assert ui.main.query_one(f"#{border}", PaneBorder).is_dragged
    await ui.pilot.hover(offset=Offset(column, 3))
    await ui.pilot.mouse_up(offset=Offset(column, 3))
    await ui.settled()


async def test_keys_make_the_list_and_where_it_has_the_keys_the_sidebar_wider(full_desk: Desk) -> None:
    async with full_desk.open(size=WIDE) as ui:
        before = widths(ui)
        await ui.press("greater_than_sign")
        assert widths(ui) == {**before, "list": before["list"] + 2, "story": before["story"] - 2}
        await ui.press("2", "less_than_sign", "less_than_sign")
        assert widths(ui)["list"] == before["list"] - 2
        await ui.press("3", "greater_than_sign")
        assert widths(ui)["outlet"] == before["outlet"] + 2
        assert widths(ui)["list"] == before["list"] - 2
        assert sum(widths(ui).values()) == WIDE[0] - 2


async def test_beside_the_list_alone_the_sidebar_takes_from_it(full_desk: Desk) -> None:
    async with full_desk.open(size=MEDIUM) as ui:
        await ui.press("3")
        before = widths(ui)
        await ui.press("greater_than_sign")
        assert widths(ui) == {"list": before["list"] - 2, "outlet": before["outlet"] + 2}


async def test_no_key_makes_a_pane_too_narrow_and_none_is_pressed_in_vain_after_that(full_desk: Desk) -> None:
    async with full_desk.open(size=MEDIUM) as ui:
        await ui.press(*["less_than_sign"] * 20)
        assert widths(ui)["list"] == LEAST_LIST
        await ui.press("greater_than_sign")
        assert widths(ui)["list"] == LEAST_LIST + 2
        await ui.press(*["greater_than_sign"] * 40)
        assert widths(ui)["story"] == LEAST_STORY


async def test_one_pane_at_a_time_has_all_the_room(full_desk: Desk) -> None:
    async with full_desk.open(size=NARROW) as ui:
        await ui.press("greater_than_sign")
        assert widths(ui) == {"list": NARROW[0]}
        assert ui.main.panes.wanted == PaneShares()


async def test_the_borders_follow_the_mouse_as_far_as_there_is_room(full_desk: Desk) -> None:
    async with full_desk.open(size=WIDE) as ui:
        await drag(ui, "list-border", 60)
        assert widths(ui)["list"] == 60
        await drag(ui, "outlet-border", 110)
        assert widths(ui)["outlet"] == WIDE[0] - 110 - 1
        await drag(ui, "list-border", 1)
        assert widths(ui)["list"] == LEAST_LIST
        await drag(ui, "list-border", 149)
        assert widths(ui)["story"] == LEAST_STORY
        assert not ui.main.query_one("#list-border").has_class("-dragged")


async def test_a_border_that_is_not_held_stays(full_desk: Desk) -> None:
    async with full_desk.open(size=WIDE) as ui:
        before = widths(ui)
        await ui.pilot.hover("#list-border", offset=(0, 3))
        await ui.pilot.hover(offset=Offset(90, 3))
        assert widths(ui) == before


async def test_a_double_click_gives_a_border_its_own_place_again(full_desk: Desk) -> None:
    async with full_desk.open(size=WIDE) as ui:
        before = widths(ui)
        for border, column in (("list-border", 60), ("outlet-border", 110)):
            await drag(ui, border, column)
            assert widths(ui) != before
            await ui.pilot.click(f"#{border}", offset=(0, 3), times=2)
            await ui.settled()
            assert widths(ui) == before


async def test_widths_come_back_with_the_room_for_them(full_desk: Desk) -> None:
    async with full_desk.open(size=(200, 16)) as ui:
        await drag(ui, "list-border", 100)
        wanted = widths(ui)
        for size in (MEDIUM, NARROW, (1, 1), (120, 16)):
            await ui.pilot.resize_terminal(*size)
            room = size[0]
            await ui.until(lambda: widths(ui).get("list", 0) <= room, "the list fits into the window")
        await ui.pilot.resize_terminal(200, 16)
        await ui.until(lambda: widths(ui) == wanted, "the panes are as wide as they were")


async def test_the_window_may_change_while_help_lies_over_the_panes(full_desk: Desk) -> None:
    async with full_desk.open(size=WIDE) as ui:
        await ui.press("question_mark")
        await ui.pilot.resize_terminal(*NARROW)
        await ui.press("escape")
        await ui.until(lambda: widths(ui) == {"list": NARROW[0]}, "the list has all the room")


@pytest.mark.parametrize("start", ["1", "2"])
async def test_the_key_of_the_sidebar_closes_it_and_opens_it_again(full_desk: Desk, start: str) -> None:
    async with full_desk.open(size=WIDE) as ui:
        before, keys = widths(ui), ui.app.focused
        await ui.press(start)
        keys = ui.app.focused
        await ui.press("3", "3")
        assert widths(ui).keys() == {"list", "story"}
        assert ui.app.focused is keys
        assert ui.main.query_one("#outlet-band").region.height > 0
        await ui.press("1", "tab", "tab")
        assert widths(ui).keys() == {"list", "story"}, "Tab opens nothing that was shut"
        await ui.press("3")
        assert widths(ui) == before
        assert str(getattr(ui.app.focused, "id", "")) == "outlet-pane"


async def test_in_place_of_the_story_the_key_of_the_sidebar_takes_it_away_again(full_desk: Desk) -> None:
    async with full_desk.open(size=MEDIUM) as ui:
        await ui.press("2", "3")
        assert widths(ui).keys() == {"list", "outlet"}
        await ui.press("3")
        assert widths(ui).keys() == {"list", "story"}
        assert not ui.main.panes.is_sidebar_closed


@pytest.mark.parametrize("title_lines", [1, 2])
@pytest.mark.parametrize("before", [(), ("3", "3"), ("z",), ("3",)])
async def test_absurd_windows_leave_cursor_panes_and_widths_as_they_were(
    full_desk: Desk, title_lines: int, before: tuple[str, ...]
) -> None:
    config = Config(read_after=0, title_lines=title_lines)
    async with full_desk.open(size=WIDE, config=config) as ui:
        await ui.press("j", "greater_than_sign", *before)
        shown, title = widths(ui), ui.title
        for size in ((1, 1), (2, 40), (400, 1), (79, 3), (80, 24), (3, 3), (119, 2), (120, 1), (1, 200), (40, 12)):
            await ui.pilot.resize_terminal(*size)
            await ui.settled()
            await ui.until(lambda: fills(ui, size), f"the screen of {size} is drawn")
            assert ui.title == title
        await ui.pilot.resize_terminal(*WIDE)
        await ui.until(lambda: widths(ui) == shown, "the panes are as they were")
        assert ui.title == title


@pytest.mark.parametrize("width", [60, 79, 80, 100, 119, 120, 150, 151, 200, 201])
@pytest.mark.parametrize("title", ["Storm", "Storm that goes on " * 40])
async def test_band_and_story_begin_in_one_column_and_the_story_has_its_measure(
    full_desk: Desk, width: int, title: str
) -> None:
    full_desk.library.story("storm", "Storm", id="storm", outlet="harbour", published="2024-06-20", summary=title)
    async with full_desk.open(size=(width, 16)) as ui:
        await ui.press("z")
        lines = [strip.text for strip in ui.strips()]
        assert lines[0].index("Harbour Post") == next(line for line in lines if "Storm" in line).index("Storm")
        text = ui.main.query_one("#story-text")
        assert text.content_size.width == min(72, width - 5)
        left, right = text.region.x, width - text.region.right
        assert 0 <= right - left <= 2, "it stands in the middle"
