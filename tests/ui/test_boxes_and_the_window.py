"""Boxes keep their keys, whatever the mouse and the window do, and may be opened while the reader is left."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from textual import events

if TYPE_CHECKING:
    from tests.ui.conftest import Desk

BOXES = ("t", "exclamation_mark", "l", "v", "question_mark", "O", "e", "V", "colon", "T")


def beyond(kind: type[events.MouseEvent]) -> events.MouseEvent:
    """A mouse where the window was before it became smaller."""
    return kind(
        widget=None, x=300, y=90, delta_x=0, delta_y=0, button=1, shift=False, meta=False, ctrl=False,
        screen_x=300, screen_y=90,
    )  # fmt: skip


@pytest.mark.parametrize("key", BOXES)
async def test_a_mouse_beyond_the_window_leaves_a_box_its_keys(full_desk: Desk, key: str) -> None:
    async with full_desk.open() as ui:
        await ui.press(key)
        assert len(ui.app.screen_stack) == 2
        focused = ui.app.focused
        for kind in (events.MouseDown, events.MouseUp, events.MouseMove, events.MouseScrollDown):
            ui.app.post_message(beyond(kind))
        await ui.settled()
        assert ui.app.focused is focused
        await ui.press("escape")
        assert ui.app.screen is ui.main


async def test_a_mouse_beyond_the_window_leaves_the_list_its_keys(full_desk: Desk) -> None:
    async with full_desk.open() as ui:
        ui.app.post_message(beyond(events.MouseDown))
        ui.app.post_message(beyond(events.MouseUp))
        await ui.press("j")
        assert ui.stories.cursor == 1


@pytest.mark.parametrize("opening", ["help", "note", "links", "views", "palette", "theme"])
async def test_the_reader_can_be_left_while_a_box_opens(full_desk: Desk, opening: str) -> None:
    async with full_desk.open() as ui:
        ui.app.keys.run(opening)
        while len(ui.app.screen_stack) < 2:
            await asyncio.sleep(0)
        assert not ui.app.screen.is_mounted
        ui.app.exit()
        await ui.until(lambda: ui.app._exit, "the reader is left")
    assert ui.app.faults.all == []


async def test_a_click_on_a_notice_that_was_taken_away_means_nothing(
    full_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The screen finds it at its place until it is laid out again."""
    async with full_desk.open() as ui:
        ui.app.notify("The disk is full.", severity="error")
        await ui.until(lambda: ui.app.screen.query("Toast"), "the notice is there")
        notice = ui.app.screen.query_one("Toast")
        await notice.remove()
        assert notice.parent is None
        monkeypatch.setattr(ui.main, "get_widget_at", lambda x, y: (notice, notice.region))
        monkeypatch.setattr(ui.main, "get_widget_and_offset_at", lambda x, y: (notice, notice.region.offset))
        click = events.MouseDown(
            widget=None, x=1, y=1, delta_x=0, delta_y=0, button=1, shift=False, meta=False, ctrl=False
        )
        await ui.app.on_event(click)
        assert ui.app.faults.all == []


@pytest.mark.parametrize("opening", ["help", "note", "links", "views"])
async def test_no_box_opens_once_the_reader_is_left(full_desk: Desk, opening: str) -> None:
    async with full_desk.open() as ui:
        ui.app.exit()
        ui.app.keys.run(opening)
        assert ui.app.screen_stack == [ui.main]
        await ui.until(lambda: ui.app._exit, "the reader is left")
    assert ui.app.faults.all == []
