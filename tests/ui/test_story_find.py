"""Finding words in the story: typed in a bar below it, hit by hit, and closed again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from newsreader.ui.widgets.find_bar import FindBar, FindInput
from newsreader.ui.widgets.story_list import StoryList
from newsreader.ui.widgets.story_scroll import StoryScroll

if TYPE_CHECKING:
    from tests.ui.conftest import Desk, ReaderUI

LONG = "\n\n".join(f"Paragraph {number} of the long story about trains.\n\nNothing here." for number in range(30))


def long_story(desk: Desk) -> None:
    desk.library.story("a", "Long one", id="a", summary=LONG, published="2024-06-20")
    desk.library.story("b", "Short one", id="b", summary="About trains.", published="2024-06-19")


def count(ui: ReaderUI) -> str:
    return ui.text("#find-count")


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (40, 12)])
async def test_hits_are_marked_counted_and_gone_through(desk: Desk, size: tuple[int, int]) -> None:
    long_story(desk)
    async with desk.open(size=size) as ui:
        await ui.press("enter", "ctrl+f")
        assert isinstance(ui.app.focused, FindInput)
        await ui.press(*"trai")
        assert count(ui) == "1 of 30"
        assert set(ui.marked_in_story()) == {"trai"}
        await ui.press("enter")
        assert count(ui) == "2 of 30"
        assert ui.main.query_one(StoryScroll).has_focus
        await ui.press("enter", "full_stop")
        assert count(ui) == "4 of 30"
        await ui.press("comma", "shift+enter")
        assert count(ui) == "2 of 30"
        await ui.press("comma", "comma")
        assert count(ui) == "30 of 30"
        assert "Paragraph 29" in ui.screen_text()
        assert "30 of 30" in ui.screen_text()
        await ui.press("escape")
        assert not ui.main.query_one(FindBar).is_open
        assert ui.marked_in_story() == []
        assert isinstance(ui.app.focused, StoryScroll)
        assert "Paragraph 29" in ui.screen_text()


async def test_escape_while_typing_goes_back_to_where_it_began_and_marks_the_filter_again(desk: Desk) -> None:
    long_story(desk)
    async with desk.open(size=(120, 20)) as ui:
        await ui.filter("long")
        await ui.press("enter", "enter", "pagedown")
        await ui.settled()
        top = ui.main.query_one(StoryScroll).scroll_offset.y
        assert top > 0
        filtered = ui.marked_in_story()
        await ui.press("ctrl+f", *"paragraph 29")
        assert count(ui) == "1 of 1"
        assert ui.main.query_one(StoryScroll).scroll_offset.y > top
        await ui.press("escape")
        assert ui.marked_in_story() == filtered
        assert ui.main.query_one(StoryScroll).scroll_offset.y == top


async def test_what_is_not_there_is_said_and_keys_that_are_letters_are_typed(full_desk: Desk) -> None:
    async with full_desk.open(size=(120, 20)) as ui:
        await ui.press("2", "ctrl+f", *"qb,.")
        assert ui.main.query_one(FindInput).value == "qb,."
        assert count(ui) == "not found"
        await ui.press("enter")
        assert isinstance(ui.app.focused, FindInput)
        await ui.press(*["backspace"] * 4)
        assert count(ui) == ""
        await ui.press("escape", "ctrl+f")
        assert ui.main.query_one(FindBar).is_open


async def test_keys_faster_than_the_screen_find_all_that_was_typed(full_desk: Desk) -> None:
    async with full_desk.open(size=(120, 20)) as ui:
        await ui.press("2")
        await ui.rush("ctrl+f", *"coast", "enter")
        assert count(ui) == "2 of 3"


async def test_tags_and_the_note_are_found_too(full_desk: Desk) -> None:
    async with full_desk.open(size=(120, 30)) as ui:
        await ui.press("t", *"harvest", "enter", "2", "ctrl+f", *"harv")
        assert count(ui) == "1 of 1"


async def test_another_story_ends_the_search(desk: Desk) -> None:
    long_story(desk)
    async with desk.open(size=(120, 20)) as ui:
        await ui.press("2", "ctrl+f", *"trains", "enter", "n")
        assert ui.title == "Short one"
        assert not ui.main.query_one(FindBar).is_open
        assert ui.marked_in_story() == []
        await ui.press("enter")
        assert not ui.main.query_one(FindBar).is_open


async def test_a_story_that_is_marked_meanwhile_keeps_its_hits(full_desk: Desk) -> None:
    async with full_desk.open(size=(120, 30)) as ui:
        await ui.press("2", "ctrl+f", *"coast", "enter", "b")
        assert ui.marked_in_story()
        assert ui.main.query_one(FindBar).is_open


async def test_the_key_still_pages_down_in_the_list(full_desk: Desk) -> None:
    full_desk.library.fill_with(60)
    async with full_desk.open(size=(120, 20)) as ui:
        before = ui.title
        await ui.press("ctrl+f")
        assert ui.title != before
        assert isinstance(ui.app.focused, StoryList)
