"""Every key does what the table says, as it is by itself and as the user wants it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final
from unittest.mock import AsyncMock, Mock

import pytest
from tests.ui.stage import on_stage

from newsreader.config import Config
from newsreader.keys.commands import COMMANDS, Command, KeyContext
from newsreader.keys.keymap import remapped
from newsreader.ui.boxes.adding import AddScreen
from newsreader.ui.boxes.box import BoxScreen
from newsreader.ui.boxes.confirm import ConfirmScreen
from newsreader.ui.boxes.feeds import FeedsScreen
from newsreader.ui.boxes.links import LinksScreen
from newsreader.ui.boxes.note import NoteScreen
from newsreader.ui.boxes.outlets import OutletsScreen
from newsreader.ui.boxes.views import ViewsScreen
from newsreader.ui.widgets.filter_bar import FilterInput
from newsreader.ui.widgets.story_list import StoryList
from newsreader.ui.widgets.story_scroll import StoryScroll
from newsreader.views import View

if TYPE_CHECKING:
    from tests.ui.conftest import Desk

OWNERS: Final[dict[KeyContext, type[Any]]] = {
    KeyContext.LIST: StoryList,
    KeyContext.STORY: StoryScroll,
}
_OTHERS: Final = (KeyContext.READER, KeyContext.FIND, KeyContext.FILTER)
IN_PANES: Final = [each for each in COMMANDS if each.place in (*OWNERS, *_OTHERS)]
IN_BOXES: Final = [each for each in COMMANDS if each not in IN_PANES]


def keys_of(text: str) -> list[str]:
    """The keys that type a text."""
    return ["space" if letter == " " else letter for letter in text]


def record(owner: Any, command: Command) -> list[str]:
    """Have the method of a command note that it was called, in place of doing anything."""
    called: list[str] = []
    owner.commands = {**owner.commands, command.name: lambda: called.append(command.name)}
    return called


@pytest.mark.parametrize("command", IN_PANES, ids=lambda command: command.name)
async def test_every_key_calls_its_command(full_desk: Desk, command: Command) -> None:
    async with full_desk.open() as ui:
        owner = ui.main.query_one(OWNERS[command.place]) if command.place in OWNERS else ui.main
        called = record(owner if command.name in owner.commands else ui.main, command)
        if command.name == "list-unselect":
            await ui.press("space")
        if command.place is KeyContext.STORY:
            ui.main.query_one(StoryScroll).focus()
        if command.place is KeyContext.FIND:
            await ui.press("2", "ctrl+f")
        if command.place is KeyContext.FILTER:
            ui.main.query_one(FilterInput).focus()
        await ui.settled()
        called.clear()
        for key in command.keys:
            await ui.press(key)
        assert called == [command.name] * len(command.keys)


BOXES: Final[dict[KeyContext, Callable[[], BoxScreen[Any]]]] = {
    KeyContext.BOX: lambda: ViewsScreen([View("Sea", "coast", is_own=True)]),
    KeyContext.NOTE: lambda: NoteScreen("Storm", ""),
    KeyContext.ADD: lambda: AddScreen("", 10, AsyncMock(), Mock()),
    KeyContext.ANSWER: lambda: ConfirmScreen("Really?", "Yes"),
}


@pytest.mark.parametrize("command", IN_BOXES, ids=lambda command: command.name)
async def test_every_key_of_a_box_calls_its_command(command: Command) -> None:
    in_one_box: dict[str, Callable[[], BoxScreen[Any]]] = {
        "box-next-order": lambda: OutletsScreen(()),
        "box-copy": lambda: LinksScreen(()),
        "box-subscribe": lambda: FeedsScreen((), AsyncMock(), Mock()),
        "box-pause": lambda: FeedsScreen((), AsyncMock(), Mock()),
    }
    box = in_one_box.get(command.name, BOXES[command.place])()
    called = record(box, command)
    async with on_stage(box) as ui:
        await ui.press(*command.keys)
        assert called == [command.name] * len(command.keys)
        assert ui.is_open()


async def test_a_remapped_key_works_and_the_old_one_does_not(full_desk: Desk) -> None:
    wanted = {"bookmark": ("x",), "list-down": ("ctrl+n",), "pane-next": (), "palette": ("f5",)}
    async with full_desk.open(config=Config(read_after=0, keys=remapped(wanted)[0])) as ui:
        await ui.press("b", "s", "down", "j", "tab", "ctrl+p", "colon")
        assert (ui.reader.marks.bookmark_count(), ui.stories.cursor, ui.stories.has_focus) == (0, 0, True)
        assert ui.app.screen is ui.main
        await ui.press("x", "ctrl+n")
        await ui.until(lambda: ui.reader.marks.bookmark_count() == 1, "the story is bookmarked")
        assert ui.stories.cursor == 1


async def test_a_remapped_letter_is_still_a_letter_in_the_filter(full_desk: Desk) -> None:
    keymap, _ = remapped({"help": ("H",), "filter": ("i",)})
    async with full_desk.open(config=Config(read_after=0, keys=keymap)) as ui:
        await ui.press("i", *"iHx")
        assert (ui.filter_text, ui.app.screen) == ("iHx", ui.main)


async def test_footer_palette_help_and_hints_show_the_keys_as_they_are(full_desk: Desk) -> None:
    wanted = {"bookmark": ("x",), "original": ("[",), "back": ("f9",), "this-outlet": (), "problems": ("f8",)}
    full_desk.library.write("bad.yaml", "title: [")
    async with full_desk.open(size=(130, 30), config=Config(read_after=0, keys=remapped(wanted)[0])) as ui:
        footer = ui.screen_text().splitlines()[-1]
        assert "x Bookmark" in footer
        assert "[ Original" in footer
        assert "This outlet" not in footer
        assert "[  Read the original article" in ui.text("#story-text")
        assert "1 problem (F8)" in ui.status
        await ui.press("colon", *"bookmark")
        assert " x       Bookmark  " in next(
            row for row in ui.screen_text().splitlines() if "Bookmark the story" in row
        )
        await ui.press("escape")
        await ui.press("question_mark", *"bookmark")
        assert "│  x " in next(row for row in ui.screen_text().splitlines() if "Bookmark the story" in row)
        await ui.press("escape")
        await ui.filter("zebra")
        assert "F9 clears the filter." in ui.screen_text()


async def test_a_view_or_a_key_in_brackets_is_no_markup_in_the_palette(full_desk: Desk) -> None:
    config = Config(read_after=0, views=(View("[/] odd", "coast"),), keys=remapped({"note": ("[",)})[0])
    async with full_desk.open(config=config) as ui:
        await ui.pilot.press("colon")
        await ui.pilot.press(*"odd")
        await ui.until(lambda: "[/] odd " in ui.screen_text(), "the view is offered under its name")


async def test_control_c_says_how_to_leave(full_desk: Desk) -> None:
    keymap, _ = remapped({"quit": ("Q",), "back-or-quit": ()})
    async with full_desk.open(config=Config(read_after=0, keys=keymap)) as ui:
        await ui.press("ctrl+q", "q", "ctrl+c")
        assert ui.notices() == [
            "Nothing is selected: Ctrl+C copies text that the mouse has selected. Q leaves the reader."
        ]


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (40, 12)])
async def test_the_help_finds_what_is_typed_and_keeps_its_columns(full_desk: Desk, size: tuple[int, int]) -> None:
    async with full_desk.open(size=size) as ui:
        await ui.press("question_mark", *"unread")
        shown = ui.screen_text()
        assert "Go to the next unread" in shown
        assert "Open the outlet" not in shown
        for typed, found in (
            ("bias", "bias:"),
            ("question_mark", "Show all keys"),
            ("is rated lean left", "·●···"),
            ("xyzzy", "Nothing fits"),
        ):
            await ui.press("ctrl+u", *(["question_mark"] if typed == "question_mark" else keys_of(typed)))
            assert found in ui.screen_text(), typed


async def test_the_help_begins_with_a_card_that_fits_a_small_window(full_desk: Desk) -> None:
    keymap, _ = remapped({"bookmark": ("f7",), "this-outlet": ()})
    async with full_desk.open(size=(80, 24), config=Config(read_after=0, keys=keymap)) as ui:
        await ui.press("question_mark")
        shown = ui.screen_text()
        card, _, below = shown.partition("Everywhere ──")
        assert below, "what comes after it begins on the same screen"
        for purpose in ("Move", "Read", "Filter", "Mark", "Leave"):
            assert f"│  {purpose}  " in card, purpose
        for key in ("j ↓ Down", "Enter Read", "/ Filter", "F7 Bookmark", "Esc Back", "q Quit", "Ctrl+q Quit"):
            assert key in card, key
        assert "This outlet" not in card, "a command without a key is not on it"
        await ui.press(*"unread")
        assert "First of all" not in ui.screen_text(), "what is looked for is found once"
        await ui.press("ctrl+u")
        assert "First of all" in ui.screen_text()
