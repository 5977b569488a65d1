"""Keys act in the order in which they come, each on what the ones before it have left, however fast they are."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from textual import events

from newsreader.ui import key_queue
from newsreader.ui.boxes.help import HelpScreen
from newsreader.ui.boxes.note import NoteScreen
from newsreader.ui.boxes.tags import TagScreen

if TYPE_CHECKING:
    from tests.ui.conftest import Desk

BUDGET = "Parliament votes on the budget"
STORM = "Storm reaches the coast"


async def test_a_mark_is_of_the_story_at_which_its_key_was_pressed(full_desk: Desk) -> None:
    async with full_desk.open() as ui:
        await ui.rush("b", "slash", *"budget", "enter", "b")
        assert ui.filter_text == "budget"
        await ui.rush("escape")
        assert ["★" in ui.row(place) for place in range(3)] == [True, True, False]
        assert ui.reader.marks.bookmark_count() == 2


async def test_keys_behind_one_that_opens_a_box_are_for_the_box(full_desk: Desk) -> None:
    async with full_desk.open() as ui:
        await ui.rush("t", *"sea", "enter", "j", "e", *"why", "escape", "j")
        assert ui.stories.cursor == 2
        for query in ("tag:sea", "note:why"):
            await ui.filter(query)
            assert len(ui.titles()) == 1


async def test_keys_behind_one_that_closes_a_box_are_for_what_lies_below(full_desk: Desk) -> None:
    async with full_desk.open() as ui:
        await ui.rush("question_mark", "escape", "j", "b", "question_mark", "escape", "question_mark")
        assert isinstance(ui.app.screen, HelpScreen)
        assert ui.stories.cursor == 1
        assert ui.reader.marks.bookmark_count() == 1


async def test_an_answer_is_acted_on_before_the_next_key(full_desk: Desk) -> None:
    async with full_desk.open() as ui:
        await ui.rush("j", "b", "k", "v", *"book", "enter", "m")
        assert (ui.filter_text, ui.titles()) == ("is:bookmarked", [BUDGET])
        await ui.filter("is:read")
        assert ui.titles() == [BUDGET]


async def test_letters_paste_and_keys_keep_their_order(full_desk: Desk) -> None:
    async with full_desk.open() as ui:
        for event in (
            events.Key("slash", "/"),
            events.Key("b", "b"),
            events.Paste("udge"),
            events.Key("t", "t"),
            events.Key("enter", "\r"),
            events.Key("e", "e"),
        ):
            event.set_sender(ui.app)
            ui.app.post_message(event)
        await ui.settled()
        assert ui.titles() == [BUDGET]
        assert isinstance(ui.app.screen, NoteScreen)
        assert ui.app.screen.title_of_story == BUDGET


async def test_an_action_that_takes_long_does_not_hold_keys_for_ever(
    full_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(key_queue, "PATIENCE", 0.01)
    async with full_desk.open() as ui:
        going_on = asyncio.Event()

        async def wait() -> None:
            await going_on.wait()

        ui.main.commands = {**ui.main.commands, "sort": wait}
        ui.app.post_message(events.Key("S", "S"))
        ui.app.post_message(events.Key("j", "j"))
        await ui.until(lambda: ui.stories.cursor == 1, "the key behind it is acted on")
        going_on.set()
        await ui.settled()


async def test_a_fault_in_an_action_is_reported_and_keys_go_on(full_desk: Desk) -> None:
    async with full_desk.open() as ui:

        async def fail() -> None:
            raise RuntimeError("broken")

        ui.main.commands = {**ui.main.commands, "sort": fail}
        await ui.rush("S", "j", "t")
        assert "A fault of the program" in ui.notices()[0]
        assert isinstance(ui.app.screen, TagScreen)
        assert ui.stories.cursor == 1


async def test_ctrl_c_waits_for_no_key_before_it(full_desk: Desk) -> None:
    async with full_desk.open() as ui:
        begun, waiting = asyncio.Event(), asyncio.Event()

        async def wait() -> None:
            begun.set()
            await waiting.wait()

        ui.main.commands = {**ui.main.commands, "sort": wait}
        ui.app.post_message(events.Key("S", "S"))
        ui.app.post_message(events.Key("j", "j"))
        await begun.wait()
        await ui.app.on_event(events.Key("ctrl+c", None))
        assert ui.notices(), "it says how to leave"
        assert ui.stories.cursor == 0
        waiting.set()
        await ui.settled()
        assert ui.stories.cursor == 1
        assert STORM in ui.titles()
