"""The views screen: go to a view, or take one of your own away."""

from __future__ import annotations

from tests.ui.stage import StageUI, on_stage

from newsreader.ui.boxes.confirm import ConfirmScreen
from newsreader.ui.boxes.views import ViewChoice, ViewsScreen
from newsreader.views import BUILT_IN, View

OWN = View("[b]War[/b]", "war sort:oldest", True)
VIEWS = (*BUILT_IN, OWN)


async def ask(ui: StageUI[ViewChoice | None], key: str) -> None:
    """Press the key that removes, and wait for the question."""
    await ui.pilot.press(key)
    await ui.until(lambda: isinstance(ui.app.screen, ConfirmScreen), "the question is asked")
    await ui.settled()


async def test_the_views_stand_with_their_filters_and_the_first_six_with_their_keys() -> None:
    async with on_stage(ViewsScreen(VIEWS)) as ui:
        assert [line.split() for line in ui.listed()] == [
            ["4", "All", "every", "story"],
            ["5", "Unread", "is:unread"],
            ["6", "Bookmarks", "is:bookmarked"],
            ["7", "Today", "date:1d"],
            ["8", "Left", "bias:left,lean-left"],
            ["9", "Center", "bias:center"],
            ["Right", "bias:lean-right,right"],
            ["[b]War[/b]", "war", "sort:oldest"],
        ]


async def test_enter_leaves_with_the_view() -> None:
    for keys, view in (
        (("down", "enter"), BUILT_IN[1]),
        (("7", "enter"), BUILT_IN[3]),
        ((*"oldest", "enter"), OWN),
        ((*"right", "enter"), BUILT_IN[6]),
    ):
        async with on_stage(ViewsScreen(VIEWS)) as ui:
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
