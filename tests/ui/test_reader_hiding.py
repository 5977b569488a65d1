"""Hiding stories in the list, what rules mute, and what came since the last visit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.ui.conftest import NOW

from newsreader.config.settings import MuteRule
from newsreader.reader import Reader
from newsreader.session import SessionStore

if TYPE_CHECKING:
    from tests.ui.conftest import Desk

STORM, BUDGET, GUARDS, CAFE = (
    "Storm reaches the coast",
    "Parliament votes on the budget",
    "Guards of the coast save forty",
    "A café opens at the pole",
)


async def test_x_hides_the_story_and_the_cursor_is_on_the_next_one_in_its_row(full_desk: Desk) -> None:
    async with full_desk.open() as ui:
        await ui.press("j", "x")
        assert ui.titles() == [STORM, GUARDS, CAFE]
        assert (ui.stories.cursor, ui.title) == (1, GUARDS)
        assert ui.main.story.stored is not None
        assert ui.main.story.stored.story.title == GUARDS
        assert "3 of 3" in ui.status
        await ui.press("x", "x")
        assert (ui.titles(), ui.stories.cursor) == ([STORM], 0)
    async with full_desk.open() as ui:
        assert ui.titles() == [STORM]


async def test_quick_presses_hide_one_story_each(full_desk: Desk) -> None:
    async with full_desk.open() as ui:
        await ui.rush("x", "x", "j", "x")
        assert ui.titles() == [GUARDS]


async def test_undo_names_what_was_hidden_and_brings_the_cursor_back(full_desk: Desk) -> None:
    async with full_desk.open() as ui:
        await ui.press("x", "u")
        assert ui.titles() == [STORM, BUDGET, GUARDS, CAFE]
        assert ui.title == STORM
        assert any(f"Undone: hidden “{STORM}”" in notice for notice in ui.notices())
        assert STORM[:10] in ui.row(0)
        await ui.press("U")
        assert ui.titles() == [BUDGET, GUARDS, CAFE]
        assert ui.title == BUDGET


async def test_hidden_stories_are_listed_and_shown_again(full_desk: Desk) -> None:
    async with full_desk.open() as ui:
        await ui.press("x", "x")
        await ui.filter("is:hidden")
        await ui.press("enter")
        assert ui.titles() == [STORM, BUDGET]
        await ui.press("x")
        assert ui.titles() == [BUDGET]
        await ui.press("x")
        assert ui.titles() == []
        assert "Nothing is hidden" in ui.text("#empty-list")
        await ui.press("escape")
        assert len(ui.titles()) == 4


async def test_selected_stories_are_hidden_together(full_desk: Desk) -> None:
    async with full_desk.open() as ui:
        await ui.press("space", "j", "space", "x")
        assert ui.titles() == [BUDGET, CAFE]
        assert ui.title == CAFE
        assert any("2 stories hidden" in notice for notice in ui.notices())
        await ui.press("ctrl+a", "x")
        assert "All stories are hidden or muted" in ui.text("#empty-list")
        assert "0 of 0" in ui.status


async def test_a_hidden_bookmark_is_told_of(full_desk: Desk) -> None:
    async with full_desk.open() as ui:
        await ui.press("b", "x")
        assert "0 bookmarked" in ui.status
        await ui.press("B")
        assert "All bookmarked stories are hidden or muted" in ui.text("#empty-list")


async def test_a_list_that_asks_for_other_marks_keeps_its_stories_when_one_is_hidden(full_desk: Desk) -> None:
    async with full_desk.open() as ui:
        await ui.filter("is:unread")
        await ui.press("enter", "m", "j", "x")
        assert ui.titles() == [STORM, GUARDS, CAFE]


async def test_a_search_under_way_brings_no_hidden_story_back(desk: Desk) -> None:
    desk.library.fill_with(150)
    async with desk.open() as ui:
        before = ui.titles()
        with ui.gated("search.select") as gate:
            await ui.pilot.press("S")
            await ui.until(gate.reached.is_set, "all stories are looked for")
            await ui.pilot.press("x")
            await ui.until(lambda: len(ui.stories.numbers) == 99, "it has left the first stories")
            gate.open()
            await ui.settled()
        assert len(ui.titles()) == 149
        await ui.press("S", "S", "S", "S", "S", "S")
        assert len(before) == 150
        assert len(ui.titles()) == 149


async def test_the_status_line_tells_what_is_muted(full_desk: Desk) -> None:
    with_rules = Reader(
        full_desk.library.root, full_desk.paths, mute=(MuteRule("outlet:hill -is:bookmarked"),), now=lambda: NOW
    )
    with_rules.sync()
    with_rules.close()
    async with full_desk.open(size=(140, 30)) as ui:
        assert ui.titles() == [STORM, GUARDS]
        assert "2 of 2" in ui.status
        assert "2 muted" in ui.status
        await ui.filter("is:muted")
        assert ui.titles() == [BUDGET, CAFE]


async def test_new_stories_are_told_and_n_in_capitals_goes_there(full_desk: Desk) -> None:
    async with full_desk.open() as ui:
        assert "new" not in ui.status
        await ui.press("j")
        full_desk.library.story("otter", "Otters return", id="otter", published="2024-06-21")
        await ui.press("r")
        assert "1 file read, 0 gone. 1 new (N)." in ui.screen_text()
        await ui.press("k", "j")
        assert "1 new (N)" in ui.screen_text()
        assert ui.title == BUDGET, "the cursor stays on its story"
        assert ui.titles()[0] == "Otters return"
        await ui.press("N")
        assert ui.titles() == ["Otters return"]
        await ui.press("N")
        assert len(ui.titles()) == 5


async def test_what_came_after_the_last_visit_is_new_at_the_next_one(full_desk: Desk) -> None:
    full_desk.warm()

    def store() -> SessionStore:
        return SessionStore(full_desk.paths.session_file)

    async with full_desk.open(store=(first := store())) as ui:
        assert "new" not in ui.status
        ui.app.exit()
    first.save()
    full_desk.library.story("otter", "Otters return", id="otter", published="2024-06-21")
    full_desk.warm()  # a command has read it meanwhile
    async with full_desk.open(store=(second := store())) as ui:
        assert "1 new (N)" in ui.status
        ui.app.exit()
    second.save()
    async with full_desk.open(store=store()) as ui:
        assert "new" not in ui.status


async def test_a_line_parts_new_stories_at_the_top_from_the_others(full_desk: Desk) -> None:
    async with full_desk.open() as ui:

        def lines() -> list[int]:
            drawn = [ui.stories.render_line(line) for line in range(2 * len(ui.stories.numbers))]
            return [
                number for number, strip in enumerate(drawn) if any(style and style.underline for _, style, _ in strip)
            ]

        assert lines() == []
        full_desk.library.story("otter", "Otters return", id="otter", published="2024-06-21")
        full_desk.library.story("choir", "Choir sings", id="choir", published="2024-06-22")
        full_desk.library.story("late", "Found late", id="late", published="2023-01-01")
        await ui.press("r")
        await ui.press("g")
        assert ui.titles()[:3] == ["Choir sings", "Otters return", STORM]
        assert lines() == [3], "below the last line of the second story"
        await ui.press("x")
        assert lines() == [1]
        await ui.press("S")
        assert lines() == [], "only where the newest are first"
