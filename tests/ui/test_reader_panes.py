"""Panes at every width, and windows of any size."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    from tests.ui.conftest import Desk, ReaderUI

WIDE, MEDIUM, NARROW = (130, 14), (100, 14), (60, 14)
STORM_LINK: Final = "https://harbour.example/storm"
_SELECTORS: Final = {"list": "#list-pane", "story": "#story-pane", "outlet": "#outlet-pane"}
_FOCUSED: Final = {"stories": "list", "filter": "filter", "story-scroll": "story", "outlet-pane": "outlet"}


def panes(ui: ReaderUI) -> str:
    """The panes that are to be seen, with a star at the one that has the keys: "list* story"."""
    focused = _FOCUSED.get(str(ui.app.focused.id), "?") if ui.app.focused else ""
    shown = [name for name, selector in _SELECTORS.items() if ui.main.query_one(selector).region.width]
    return " ".join(f"{name}*" if name == focused else name for name in shown)


def has_band(ui: ReaderUI) -> bool:
    """Whether the outlet's band stands above the story."""
    return ui.main.query_one("#outlet-band").region.height > 0


@pytest.mark.parametrize(
    ("size", "steps"),
    [
        (
            WIDE,
            "1:list* story outlet|2:list story* outlet|3:list story outlet*|tab:list* story outlet"
            "|tab:list story* outlet|shift+tab:list* story outlet|shift+tab:list story outlet*"
            "|escape:list* story outlet|enter:list story* outlet|escape:list* story outlet",
        ),
        (
            MEDIUM,
            "1:list* story|2:list story*|3:list outlet*|escape:list* story|tab:list story*|tab:list outlet*"
            "|tab:list* story|shift+tab:list outlet*|1:list* story|enter:list story*|escape:list* story",
        ),
        (
            NARROW,
            "1:list*|2:story*|3:outlet*|escape:list*|enter:story*|escape:list*|tab:story*|tab:outlet*|tab:list*"
            "|shift+tab:outlet*|shift+tab:story*|1:list*",
        ),
    ],
    ids=["wide", "medium", "narrow"],
)
async def test_keys_go_from_pane_to_pane(full_desk: Desk, size: tuple[int, int], steps: str) -> None:
    async with full_desk.open(size=size) as ui:
        for step in steps.split("|"):
            key, _, shown = step.rpartition(":")
            await ui.press(key)
            assert panes(ui) == shown, key


async def test_the_story_alone_and_back(full_desk: Desk) -> None:
    async with full_desk.open(size=WIDE) as ui:
        for back, shown in (("z", "list story* outlet"), ("escape", "list story* outlet"), ("1", "list* story outlet"),
                            ("3", "list story outlet*"), ("tab", "list story outlet*")):  # fmt: skip
            await ui.press("z")
            assert panes(ui) == "story*"
            assert has_band(ui)
            assert "Trains stopped" in ui.screen_text()
            await ui.press(back)
            assert panes(ui) == shown


async def test_the_story_alone_in_a_narrow_window(full_desk: Desk) -> None:
    async with full_desk.open(size=NARROW) as ui:
        await ui.press("z", "z")
        assert panes(ui) == "story*"
        await ui.press("escape")
        assert panes(ui) == "list*"


async def test_the_filter_key_comes_back_from_the_story_alone(full_desk: Desk) -> None:
    async with full_desk.open(size=MEDIUM) as ui:
        await ui.press("z", "slash", "x")
        assert ui.filter_text == "x"
        assert panes(ui).startswith("list"), "who filters sees the list"


@pytest.mark.parametrize(("size", "band"), [(WIDE, False), (MEDIUM, True), (NARROW, True)])
async def test_the_outlet_is_a_band_where_there_is_no_sidebar(
    full_desk: Desk, size: tuple[int, int], band: bool
) -> None:
    async with full_desk.open(size=size) as ui:
        await ui.press("2")
        assert has_band(ui) is band
        assert "Lean Left" in ui.screen_text()
        assert "Harbour Post" in ui.screen_text()


async def test_the_sidebar_shows_all_of_the_outlet(full_desk: Desk) -> None:
    async with full_desk.open(size=(130, 40)) as ui:
        text = ui.text("#outlet-text")
        for part in ("Harbour Post", "Norway", "1901", "○───●───○───○───○", "Lean Left", "AllSides, 31 Jul 2023",
                     "nothing of accuracy", "office at the quay", "w  Website  harbour.example",
                     "2 stories of this outlet"):  # fmt: skip
            assert part in text


async def test_the_story_shows_all_of_itself(full_desk: Desk) -> None:
    async with full_desk.open(size=(130, 40)) as ui:
        text = ui.text("#story-text")
        for part in ("Storm reaches the coast", "Harbour Post", "20 Jun 2024", "1 min", "AI", "Trains stopped",
                     "Schools stay closed.", "• Coastal roads", "• Nobody was hurt", "weather",
                     "o  Read the original article  harbour.example"):  # fmt: skip
            assert part in text


async def test_an_unrated_outlet_is_said_to_be_so(desk: Desk) -> None:
    desk.library.story("one", "One", outlet={"name": "Village Echo"})
    desk.library.story("two", "Two")
    async with desk.open() as ui:
        await ui.press("G")
        for key in ("g", "j"):
            await ui.press(key)
            text = ui.text("#outlet-text")
            assert "●" not in text
            assert "Not Rated" in text or "No outlet is named" in text


async def test_the_layout_follows_the_window(full_desk: Desk) -> None:
    async with full_desk.open(size=WIDE) as ui:
        await ui.press("j", "2")
        for size, shown in ((MEDIUM, "list story*"), (NARROW, "story*"), (WIDE, "list story* outlet")):
            await ui.pilot.resize_terminal(*size)
            await ui.until(lambda: panes(ui) == shown, "the panes are those of the new size")
        assert ui.stories.cursor == 1


@pytest.mark.parametrize("size", [(1, 1), (20, 5)])
async def test_tiny_windows_do_no_harm(full_desk: Desk, size: tuple[int, int]) -> None:
    async with full_desk.open(size=size) as ui:
        await ui.press("j", "b", "2", "3", "1", "z", "z", "question_mark", "escape", "exclamation_mark")
        await ui.until(lambda: ui.app.screen is not ui.main, "the problems are shown")
        await ui.press("escape")
        await ui.filter("bais:left")
        assert len(ui.strips()) <= size[1]
        await ui.pilot.resize_terminal(*WIDE)
        await ui.settled()
        assert ui.title == "Parliament votes on the budget"


async def test_a_storm_of_sizes(full_desk: Desk) -> None:
    async with full_desk.open(size=WIDE) as ui:
        await ui.press("j", "j", "b")
        for size in ((60, 8), (1, 1), (119, 30), (120, 30), (79, 5), (80, 5), (200, 60), (3, 50), (130, 2), WIDE):
            await ui.pilot.resize_terminal(*size)
        await ui.settled()
        await ui.until(lambda: panes(ui) == "list* story outlet", "all panes are shown")
        assert ui.stories.cursor == 2
        assert "Guards of the coast" in ui.row(2)
        assert "★" in ui.row(2)
