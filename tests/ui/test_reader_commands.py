"""The command table, and what derives from it: keys, help, palette, footer."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unittest.mock import AsyncMock, Mock

from newsreader.keys.commands import BY_NAME, COMMANDS, KeyContext
from newsreader.ui.boxes.adding import AddScreen
from newsreader.ui.boxes.box import TextBox
from newsreader.ui.boxes.confirm import ConfirmScreen
from newsreader.ui.boxes.feeds import FeedsScreen
from newsreader.ui.boxes.help import HelpScreen
from newsreader.ui.boxes.links import LinksScreen
from newsreader.ui.boxes.note import NoteScreen
from newsreader.ui.boxes.outlets import OutletsScreen
from newsreader.ui.boxes.problems import ProblemsScreen
from newsreader.ui.boxes.views import ViewsScreen
from newsreader.ui.widgets.outlet_sidebar import OutletSidebar
from newsreader.ui.widgets.story_scroll import StoryScroll

if TYPE_CHECKING:
    from tests.ui.conftest import Desk


async def test_every_command_can_be_run_and_nothing_else_can(full_desk: Desk) -> None:
    async with full_desk.open() as ui:
        boxes = (
            TextBox(),
            ViewsScreen(()),
            OutletsScreen(()),
            LinksScreen(()),
            NoteScreen("", ""),
            AddScreen("", 10, AsyncMock(), Mock()),
            FeedsScreen((), AsyncMock(), Mock()),
            ConfirmScreen("", ""),
        )
        panes = (ui.stories, ui.main.query_one(StoryScroll), ui.main.query_one(OutletSidebar))
        tables = [owner.commands for owner in (ui.main, *panes, *boxes)]
    assert {name for table in tables for name in table} == set(BY_NAME)
    of_the_screen = {each.name for each in COMMANDS if each.place in (KeyContext.READER, KeyContext.FILTER)}
    assert of_the_screen <= set(tables[0])


def test_every_command_can_be_pressed_named_and_explained() -> None:
    for command in COMMANDS:
        assert command.keys
        assert command.title
        assert command.help
        assert len(command.help) < 80


async def test_help_opens_scrolls_and_closes(full_desk: Desk) -> None:
    async with full_desk.open() as ui:
        for open_key, close_key in (("question_mark", "escape"), ("f1", "f1")):
            await ui.press(open_key)
            assert isinstance(ui.app.screen, HelpScreen)
            assert "Everywhere" in ui.screen_text()
            box = ui.app.screen.query_one("#help-scroll")
            for down, up in (("down", "up"), ("pagedown", "pageup"), ("ctrl+end", "ctrl+home")):
                await ui.press(down)
                await ui.until(lambda: box.scroll_offset.y > 0, f"{down} scrolls down")
                await ui.press(up)
                await ui.until(lambda: box.scroll_offset.y == 0, f"{up} scrolls back")
            await ui.press(close_key)
            assert ui.app.screen_stack[-1] is ui.main
            assert ui.stories.has_focus


async def test_q_leaves_with_exit_code_zero(full_desk: Desk) -> None:
    async with full_desk.open() as ui:
        await ui.pilot.press("q")
        await ui.until(lambda: not ui.app.is_running, "the app has ended")
        assert (ui.app.return_code or 0) == 0


async def test_the_problems_screen_opens_and_closes(full_desk: Desk) -> None:
    async with full_desk.open() as ui:
        for close_key in ("escape", "q", "exclamation_mark"):
            await ui.press("exclamation_mark")
            await ui.until(lambda: isinstance(ui.app.screen, ProblemsScreen), "the problems are shown")
            await ui.until(lambda: "No problems" in ui.screen_text(), "it says that there are none")
            await ui.press(close_key)
            assert ui.app.screen_stack[-1] is ui.main
