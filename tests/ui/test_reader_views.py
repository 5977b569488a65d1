"""Views, history, outlets: filters by name and by key; and what the filter bar remembers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newsreader.config import Config
from newsreader.keys.commands import VIEW_COMMANDS
from newsreader.keys.keymap import remapped
from newsreader.session import SessionStore
from newsreader.ui.boxes.outlets import OutletsScreen
from newsreader.ui.boxes.views import ViewsScreen
from newsreader.views import BUILT_IN, View

if TYPE_CHECKING:
    from tests.ui.conftest import Desk

STORM, BUDGET, GUARDS, CAFE = (
    "Storm reaches the coast",
    "Parliament votes on the budget",
    "Guards of the coast save forty",
    "A café opens at the pole",
)


async def test_the_views_that_everybody_has_have_keys(full_desk: Desk) -> None:
    async with full_desk.open() as ui:
        await ui.press("m", "j", "b")
        for key, titles in (
            ("5", [BUDGET, GUARDS, CAFE]),
            ("6", [BUDGET]),
            ("8", [STORM, GUARDS]),
            ("9", []),
            ("0", [BUDGET, CAFE]),
            ("7", []),
        ):
            await ui.press(key)
            assert ui.titles() == titles, key
        assert ui.filter_text == "date:1d"
        await ui.press("4")
        assert (len(ui.titles()), ui.filter_text) == (4, "")


def test_every_view_that_everybody_has_has_a_command() -> None:
    assert list(VIEW_COMMANDS.values()) == [view.name for view in BUILT_IN]


def test_the_sides_of_the_scale_are_views() -> None:
    assert {view.name: view.filter for view in BUILT_IN} == {
        "All": "",
        "Unread": "is:unread",
        "Bookmarks": "is:bookmarked",
        "Today": "date:1d",
        "Left": "bias:left,lean-left",
        "Center": "bias:center",
        "Right": "bias:lean-right,right",
    }


async def test_a_filter_is_kept_under_a_name_and_a_key_and_comes_first(full_desk: Desk) -> None:
    store = SessionStore(full_desk.paths.session_file)
    async with full_desk.open(filter_text="coast", store=store) as ui:
        await ui.press("V", *"Sea", "enter", "enter")
        assert ui.notices() == ["View: Saved, with the key F2: Sea"]
        await ui.press("escape")
        assert len(ui.titles()) == 4
        await ui.press("f2")
        assert (ui.titles(), ui.filter_text) == ([STORM, GUARDS], "coast")
        await ui.press("4")
        assert ui.filter_text == "", "the key of another view is what it was"
    store.save()
    async with full_desk.open(store=SessionStore(full_desk.paths.session_file)) as ui:
        await ui.press("slash", "f2")
        assert (ui.titles(), ui.filter_text, ui.stories.has_focus) == ([STORM, GUARDS], "coast", True)
        await ui.press("v")
        assert "F2" in next(row for row in ui.screen_text().splitlines() if " Sea " in row)
        await ui.press("escape", "escape")
        assert [view.name for view in ui.main.views.all][:2] == ["Sea", "All"]
        await ui.press("colon", *"view sea", "enter")
        assert (ui.titles(), ui.filter_text) == ([STORM, GUARDS], "coast")
        await ui.press("escape")
        await ui.press("v", *"sea", "enter")
        assert ui.titles() == [STORM, GUARDS]
        await ui.press("v", *"sea", "delete", "y")
        assert ui.main.views.all[0].name == "All"
        await ui.press("escape", "f2")
        assert ui.filter_text == "", "its key went with it"


async def test_no_view_gets_a_key_that_something_has(full_desk: Desk) -> None:
    config = Config(read_after=0, views=(View("Hill", "hill", key="f3"),))
    async with full_desk.open(filter_text="coast", config=config) as ui:
        await ui.press("V", *"Sea", "enter")
        for typed, wrong in (
            ("b", "b is the key of “Bookmark”."),
            ("j", "j is the key of “Down”."),
            ("F3", "F3 is the key of the view “Hill”."),
            ("Ctr+e", 'There is no key "Ctr+e". Did you mean "Ctrl+e"?'),
        ):
            await ui.press("ctrl+u", *typed, "enter")
            assert wrong in ui.screen_text(), typed
        await ui.press("ctrl+u", "enter")
        assert ui.notices() == ["View: Saved: Sea"], "none is a choice, too"
        await ui.press("f3")
        assert ui.filter_text == "hill"


async def test_esc_leaves_the_key_of_a_view_as_it_was(full_desk: Desk) -> None:
    async with full_desk.open(filter_text="coast") as ui:
        await ui.press("V", *"Sea", "enter", "ctrl+u", *"F6", "enter")
        await ui.press("V", "enter", "escape", "escape", "f6")
        assert ui.filter_text == "coast"


async def test_a_command_keeps_its_key_whatever_a_view_had(full_desk: Desk) -> None:
    keymap, _ = remapped({"sort": ("f3",)})
    config = Config(read_after=0, views=(View("Hill", "hill", key="f3"),), keys=keymap)
    async with full_desk.open(config=config) as ui:
        await ui.press("f3")
        assert (ui.filter_text, "oldest first" in ui.status) == ("", True)


async def test_a_view_shows_what_is_unread_of_it(full_desk: Desk) -> None:
    config = Config(read_after=0, views=(View("Either", "storm OR budget OR guards sort:oldest"),))
    async with full_desk.open(size=(100, 24), config=config) as ui:
        await ui.press("m", "v")
        rows = [row.partition("│")[2].split("│")[-2:] for row in ui.screen_text().splitlines()]
        shown = {row[0].split()[0]: row[0] for row in rows if " unread · " in row[0]}
        counts = {name: re.search(r"(\d+) unread", row) for name, row in shown.items()}
        assert {name: found and found[1] for name, found in counts.items()} == {
            "Either": "2", "4": "3", "5": "3", "6": "0", "7": "0", "8": "1", "9": "0", "0": "2",
        }  # fmt: skip


async def test_views_of_the_config_come_before_those_built_in(full_desk: Desk) -> None:
    config = Config(read_after=0, views=(View("Sea", "coast"), View("Odd", "titel:x"), View("today", "budget")))
    async with full_desk.open(config=config) as ui:
        assert [view.name for view in ui.main.views.all] == [
            "Sea",
            "today",
            *(v.name for v in BUILT_IN if v.name != "Today"),
        ]
        (notice,) = ui.notices()
        assert "The view “Odd” can't be understood" in notice
        assert 'Did you mean "title:"?' in notice
        await ui.press("7")
        assert ui.titles() == [BUDGET], "it is shown in the place of the one that everybody has"


async def test_the_switcher_shows_names_filters_and_keys(full_desk: Desk) -> None:
    async with full_desk.open(size=(80, 24)) as ui:
        await ui.press("v")
        assert isinstance(ui.app.screen, ViewsScreen)
        text = ui.screen_text()
        assert "5 Unread" in text
        assert "is:unread" in text
        await ui.press("escape")
        assert len(ui.app.screen_stack) == 1


async def test_history_lists_what_was_read_the_last_first(full_desk: Desk) -> None:
    async with full_desk.open() as ui:
        await ui.press("j", "m")
        await ui.press("G", "m")
        await ui.press("h")
        assert sorted(ui.titles()) == sorted([BUDGET, CAFE])
        assert "read" in ui.row(0)
        assert "last read first" in ui.status
        await ui.filter("is:read sort:read budget")
        assert ui.titles() == [BUDGET]
        await ui.press("escape", "escape", "h", "h")
        assert len(ui.titles()) == 4


async def test_the_outlets_are_listed_and_one_is_filtered_by(full_desk: Desk) -> None:
    async with full_desk.open(size=(80, 24)) as ui:
        await ui.press("m", "O")
        await ui.until(lambda: isinstance(ui.app.screen, OutletsScreen), "the outlets are shown")
        await ui.until(
            lambda: re.search(r"Harbour Post +·●··· Lean Left +2 +1 ", ui.screen_text()),
            "the outlet is listed with its rating, its stories and what is unread",
        )
        await ui.press(*"hill", "enter")
        assert ui.filter_text == 'outlet:"Hill Courier"'
        assert ui.titles() == [BUDGET, CAFE]


async def test_outlets_count_what_was_marked_a_moment_before(full_desk: Desk) -> None:
    async with full_desk.open(size=(80, 24)) as ui:
        with ui.gated("marking.toggle_read") as writing:
            await ui.pilot.press("m")
            await ui.until(writing.reached.is_set, "the mark is being written")
            await ui.pilot.press("O")
            await ui.pilot.pause()
            writing.open()
        await ui.until(lambda: isinstance(ui.app.screen, OutletsScreen), "the outlets are shown")
        await ui.until(lambda: "Harbour Post" in ui.screen_text(), "they are drawn")
        assert re.search(r"Harbour Post +·●··· Lean Left +2 +1 ", ui.screen_text())


async def test_filters_used_are_there_at_the_next_start(full_desk: Desk) -> None:
    async with full_desk.open() as ui:
        await ui.press("slash", *"coast", "enter")
        await ui.press("slash", "ctrl+u", *"budget", "enter")
    async with full_desk.open() as ui:
        await ui.press("slash", "up")
        assert (ui.filter_text, ui.titles()) == ("budget", [BUDGET])
        await ui.press("up")
        assert (ui.filter_text, ui.titles()) == ("coast", [STORM, GUARDS])


async def test_tab_completes_names_of_the_library_and_tags(full_desk: Desk) -> None:
    async with full_desk.open() as ui:
        await ui.press("slash", *"outlet:har", "tab")
        assert ui.filter_text == 'outlet:"Harbour Post" '
        assert ui.titles() == [STORM, GUARDS]
        await ui.press("ctrl+u", *"topic:wea", "tab")
        assert ui.titles() == [STORM]
        await ui.press("escape", "t", *"later on", "enter")
        await ui.press("slash", *"tag:la", "tab")
        assert ui.filter_text == 'tag:"later on" '
        assert len(ui.titles()) == 1


async def test_the_order_is_cycled_and_said(full_desk: Desk) -> None:
    async with full_desk.open() as ui:
        await ui.press("m")
        orders = []
        for _ in range(7):
            await ui.press("S")
            orders.append(ui.status.split(" · ")[-2])
            if orders[-1] == "unread first":
                assert ui.titles() == [BUDGET, GUARDS, CAFE, STORM]
        assert orders[:6] == ["oldest first", "by outlet", "by bias", "by title", "by relevance", "unread first"]
        assert ui.titles()[0] == STORM
