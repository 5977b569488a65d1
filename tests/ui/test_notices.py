"""Notices: one line until the next key; a box for what must be read, until it is closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual import events

from newsreader.sync import Progress
from newsreader.text import clean_line
from newsreader.ui.widgets.notice import Notice, NoticeLine, notice_content
from newsreader.ui.widgets.status_line import StatusLine

if TYPE_CHECKING:
    from tests.ui.conftest import Desk, ReaderUI

SIZES = [(120, 36), (80, 24), (40, 12)]


def line(ui: ReaderUI) -> str:
    """The line of the screen that stands above the footer."""
    return ui.screen_text().splitlines()[-2].strip()


@pytest.mark.parametrize("size", SIZES)
async def test_a_notice_is_one_line_that_the_next_key_takes_away(full_desk: Desk, size: tuple[int, int]) -> None:
    async with full_desk.open(size=size) as ui:
        before = ui.screen_text().splitlines()
        await ui.press("u")
        assert line(ui) == "Nothing is left to undo"
        assert [*before[:-2], before[-1]] == [*(lines := ui.screen_text().splitlines())[:-2], lines[-1]]
        assert not ui.app._notifications
        await ui.press("j")
        assert line(ui).startswith("4 of 4")


async def test_a_notice_takes_the_place_of_the_one_before(full_desk: Desk) -> None:
    async with full_desk.open() as ui:
        await ui.press("u", "U")
        assert (line(ui), ui.notices()) == ("Nothing was undone", ["Nothing was undone"])


async def test_what_a_key_says_itself_stays_until_the_key_after_it(full_desk: Desk) -> None:
    async with full_desk.open() as ui:
        await ui.press("b", "u")
        assert line(ui) == "Undone: bookmark on “Storm reaches the coast”."
        await ui.press("f9")
        assert line(ui).startswith("Undone"), "a key that means nothing takes nothing away"
        await ui.press("m")
        assert line(ui).startswith("4 of 4")


async def test_letters_in_the_filter_take_a_notice_away(full_desk: Desk) -> None:
    async with full_desk.open() as ui:
        await ui.press("slash")
        ui.app.notify("Something was found.")
        await ui.settled()
        assert line(ui) == "Something was found."
        await ui.press("c")
        assert "Something" not in ui.screen_text()


async def test_a_click_takes_a_notice_away(full_desk: Desk) -> None:
    async with full_desk.open() as ui:
        await ui.press("u")
        place = ui.stories.content_region.offset
        for kind in (events.MouseDown, events.MouseUp):
            ui.app.post_message(kind(None, place.x, place.y, 0, 0, 1, False, False, False))
        await ui.settled()
        assert line(ui).startswith("4 of 4")


async def test_a_notice_hides_the_progress_and_the_hint_as_long_as_it_is_there(full_desk: Desk) -> None:
    async with full_desk.open() as ui:
        ui.main._update_status(progress=Progress(1, 2), hint="? shows all keys")
        ui.app.notify("Something was found.")
        await ui.settled()
        assert line(ui) == "Something was found."
        await ui.press("j")
        assert "reading 1 of 2" in line(ui)


@pytest.mark.parametrize("size", SIZES)
async def test_a_long_warning_is_read_as_a_whole_and_moves_nothing(full_desk: Desk, size: tuple[int, int]) -> None:
    text = "The browser could not be started (Exec format error): The address is copied instead: https://sea.example"
    async with full_desk.open(size=size) as ui:
        await ui.press("G")
        before = ui.screen_text().splitlines()
        ui.app.notify(text, severity="warning")
        await ui.settled()
        height = ui.main.query_one(StatusLine).size.height
        shown = ui.screen_text().splitlines()
        told = " ".join(row.strip() for row in shown[-1 - height : -1])
        assert told.startswith("! ")
        assert "".join(told.removeprefix("! ").split()) == "".join(text.split())
        assert shown[: -1 - height] == before[: -1 - height]
        assert ui.stories.size.height == ui.main.query_one("#panes").size.height - 1, "the list is as high as before"
        await ui.press("shift+f9", "k")
        assert ui.main.query_one(StatusLine).size.height == 1


async def test_what_is_told_is_neither_markup_nor_control(full_desk: Desk) -> None:
    async with full_desk.open() as ui:
        ui.app.notify("[bold]\x1b]2;x\x07[/] a\nb", title="[red]", severity="information")
        await ui.settled()
        assert line(ui) == "[red]: [bold][/] a b"


async def test_an_error_stays_until_it_is_closed_and_is_shown_once(full_desk: Desk) -> None:
    async with full_desk.open(size=(80, 24)) as ui:
        for _ in range(3):
            ui.app.notify("The disk is full.", title="Not bookmarked", severity="error")
            await ui.settled()
        await ui.until(lambda: "The disk is full." in ui.screen_text(), "the error is shown")
        await ui.filter("coast")
        await ui.press("enter", "j")
        assert ui.notices() == ["Not bookmarked: The disk is full."]
        assert "Esc closes this." in ui.screen_text()
        await ui.press("escape")
        assert (ui.notices(), ui.filter_text) == ([], "coast"), "Esc closes what lies on top, and nothing else"
        await ui.press("escape")
        assert ui.filter_text == ""
        ui.app.notify("The disk is full.", title="Not bookmarked", severity="error")
        await ui.settled()
        assert ui.notices() == ["Not bookmarked: The disk is full."], "it has come back"


@pytest.mark.parametrize("size", SIZES)
async def test_a_notice_is_seen_while_a_box_is_open(full_desk: Desk, size: tuple[int, int]) -> None:
    async with full_desk.open(size=size) as ui:
        await ui.press("l", "ctrl+y")
        await ui.until(lambda: ui.app.screen.query(NoticeLine), "the notice is below the box")
        await ui.settled()
        assert ui.screen_text().splitlines()[-1].strip().startswith("Copied: https://")
        await ui.press("down")
        assert not ui.app.screen.query(NoticeLine)
        await ui.press("escape")
        assert line(ui).startswith("4 of 4")


@given(st.text(max_size=120), st.integers(2, 60), st.booleans())
def test_no_notice_is_wider_than_its_line(text: str, width: int, is_warning: bool) -> None:
    content = notice_content(Notice(text, is_warning), width)
    lines = content.plain.split("\n")
    assert all(cell_len(each) <= max(width, 4) for each in lines)
    assert len(lines) <= (4 if is_warning else 1)
    if is_warning:
        assert lines[0].startswith("! "), "it is not told by its colour alone"
    elif cell_len(clean_line(text)) > width:
        assert lines[0].endswith("…")
