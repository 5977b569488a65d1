"""The views screen: go to a view, or take one of your own away."""

from __future__ import annotations

import threading
from collections.abc import Callable

from tests.ui.stage import StageUI, on_stage

from newsreader.ui.boxes.confirm import ConfirmScreen
from newsreader.ui.boxes.views import ViewChoice, ViewsScreen
from newsreader.views import BUILT_IN, View

OWN = View("[b]War[/b]", "war sort:oldest", True)
VIEWS = (*BUILT_IN, OWN)
KEYS = ("4", "5", "6", "7", "8", "9", "0", "F2")


async def ask(ui: StageUI[ViewChoice | None], key: str) -> None:
    """Press the key that removes, and wait for the question."""
    await ui.pilot.press(key)
    await ui.until(lambda: isinstance(ui.app.screen, ConfirmScreen), "the question is asked")
    await ui.settled()


async def test_the_views_stand_with_their_filters_and_keys() -> None:
    async with on_stage(ViewsScreen((*VIEWS, View("Peace", "peace")), keys=(*KEYS, ""))) as ui:
        assert [line.split() for line in ui.listed()] == [
            ["4", "All", "every", "story"],
            ["5", "Unread", "is:unread"],
            ["6", "Bookmarks", "is:bookmarked"],
            ["7", "Today", "date:1d"],
            ["8", "Left", "bias:left,lean-left"],
            ["9", "Center", "bias:center"],
            ["0", "Right", "bias:lean-right,right"],
            ["F2", "[b]War[/b]", "war", "sort:oldest"],
            ["Peace", "peace"],
        ]


async def test_the_views_open_at_once_and_their_unread_stories_are_counted_after_that() -> None:
    opened, asked, threads = threading.Event(), [], set()

    def unread_of(view: View, _cancelled: Callable[[], bool]) -> int | None:
        opened.wait(20)
        threads.add(threading.current_thread())
        asked.append(view.name)
        return None if view is OWN else 1_000 + len(asked)

    async with on_stage(ViewsScreen(VIEWS, keys=KEYS, unread_of=unread_of)) as ui:
        assert ui.listed()[1].split() == ["5", "Unread", "is:unread"], "nothing is counted yet"
        opened.set()
        await ui.until(lambda: len(asked) == len(VIEWS), "all are counted")
        await ui.settled()
        assert ui.listed()[1].split() == ["5", "Unread", "1,002", "unread", "·", "is:unread"]
        assert ui.listed()[7].split() == ["F2", "[b]War[/b]", "war", "sort:oldest"], "what can't be counted has none"
        assert threading.main_thread() not in threads


async def test_nothing_is_counted_for_a_box_that_was_left() -> None:
    opened, reached, asked = threading.Event(), threading.Event(), []

    def unread_of(_view: View, cancelled: Callable[[], bool]) -> int | None:
        reached.set()
        opened.wait(20)
        asked.append(cancelled())
        return None

    async with on_stage(ViewsScreen(VIEWS, keys=KEYS, unread_of=unread_of)) as ui:
        await ui.until(reached.is_set, "the first is being counted")
        await ui.pilot.press("escape")
        await ui.until(lambda: not ui.is_open(), "the box is left")
        opened.set()
        await ui.until(lambda: asked, "the count has ended")
        assert asked == [True]


async def test_enter_leaves_with_the_view() -> None:
    for keys, view in (
        (("down", "enter"), BUILT_IN[1]),
        (("7", "enter"), BUILT_IN[3]),
        ((*"oldest", "enter"), OWN),
        ((*"right", "enter"), BUILT_IN[6]),
    ):
        async with on_stage(ViewsScreen(VIEWS, keys=KEYS)) as ui:
            await ui.press(*keys)
            assert await ui.result() == ViewChoice(view)


async def test_a_view_of_your_own_goes_after_a_question() -> None:
    for key in ("delete", "ctrl+d"):
        async with on_stage(ViewsScreen(VIEWS)) as ui:
            await ui.press("ctrl+end")
            await ask(ui, key)
            assert "Remove the view “[b]War[/b]”?" in ui.text()
            await ui.press("y")
            assert await ui.result() == ViewChoice(OWN, remove=True)


async def test_who_does_not_mean_it_is_back_at_the_views() -> None:
    async with on_stage(ViewsScreen(VIEWS)) as ui:
        await ui.press(*"war")
        await ask(ui, "delete")
        await ui.press("n")
        assert ui.is_open()
        assert ui.at_cursor().startswith("[b]War")
        await ui.press("enter")
        assert await ui.result() == ViewChoice(OWN)


async def test_the_others_stay_and_it_says_so() -> None:
    async with on_stage(ViewsScreen(VIEWS)) as ui:
        hint = ui.says("#picker-hint")
        await ui.press("delete")
        assert ui.is_open()
        assert ui.says("#picker-hint") == "Only views made here can be removed. Others are in the config file."
        await ui.press("u")
        assert ui.says("#picker-hint") == hint
        await ui.press("q", "delete")
        assert ui.is_open()
        assert ui.listed() == ["No view fits."]
