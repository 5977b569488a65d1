"""Joining stories to one event by hand, and parting a story from its event."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.ui import events

if TYPE_CHECKING:
    from tests.ui.conftest import Desk

    from newsreader.reader import Reader


@pytest.fixture
def told_desk(desk: Desk) -> Desk:
    events.fill(desk.library)
    return desk


def together(reader: Reader, story_id: str) -> list[str]:
    """The ids of all stories that are in an event with this one."""
    row_id = reader.search.row_id_of(story_id)
    event = reader.events.of(row_id) if row_id is not None else None
    return [teller.story_id for teller in event.tellers] if event else []


async def test_selected_stories_are_joined_and_the_step_can_be_undone(told_desk: Desk) -> None:
    reader = events.reader_of(told_desk)
    async with told_desk.open(reader) as ui:
        await ui.press("ctrl+a", "J")
        await ui.until(lambda: "choir" in together(reader, "left"), "the join")
        assert together(reader, "left") == ["left", "center", "right", "choir"]
        await ui.press("u")
        await ui.until(lambda: not together(reader, "choir"), "the undo")
        assert together(reader, "left") == ["left", "center", "right"]


async def test_a_story_is_parted_from_the_others(told_desk: Desk) -> None:
    reader = events.reader_of(told_desk)
    async with told_desk.open(reader) as ui:
        await ui.filter("outlet:hill")
        await ui.press("enter", "P")
        await ui.until(lambda: not together(reader, "right"), "the parting")
        assert together(reader, "left") == ["left", "center"]


async def test_one_story_alone_can_be_neither_joined_nor_parted(told_desk: Desk) -> None:
    async with told_desk.open(events.reader_of(told_desk)) as ui:
        await ui.press("J")
        assert ui.notices() == ["Select the stories that tell the same event with Space, then press J."]
        await ui.press("P")
        assert ui.notices() == ["No other story is in an event with this one."]
