"""Where the cursor goes while stories are looked for, and what an index that can't be used does."""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from newsreader.query import Query
from newsreader.sync import Progress, SyncResult

if TYPE_CHECKING:
    from tests.ui.conftest import Desk, ReaderUI

MANY = 250


@pytest.fixture
def many(desk: Desk) -> Desk:
    """A desk with an index of more stories than a first screenful."""
    desk.library.fill_with(MANY)
    desk.warm()
    return desk


def row_on_screen(ui: ReaderUI) -> int:
    return ui.stories.cursor * ui.stories.lines_a_row - ui.stories.scroll_offset.y


async def test_a_move_in_the_first_screenful_is_kept(many: Desk) -> None:
    async with many.open() as ui:
        fourth = ui.stories.numbers[3]
        await ui.press("G")
        with ui.gated("search.select") as gate:
            ui.main.listing.apply_filter("story")
            await ui.until(gate.reached.is_set, "the whole list is being looked for")
            assert (len(ui.stories.numbers), ui.stories.cursor) == (100, 0)
            await ui.pilot.press("j", "j", "j")
            gate.open()
            await ui.settled()
        assert (len(ui.stories.numbers), ui.stories.current) == (MANY, fourth)


async def test_the_story_that_is_not_in_the_first_screenful_is_found_again(many: Desk) -> None:
    async with many.open() as ui:
        await ui.press("G")
        last = ui.title
        row = row_on_screen(ui)
        with ui.gated("search.select") as gate:
            for text in ("s", "st", "sto"):
                ui.main.listing.apply_filter(text)
                await ui.pilot.pause()
            await ui.until(gate.reached.is_set, "the whole list is being looked for")
            gate.open()
            await ui.settled()
        assert ui.title == last, "however many filters came and went meanwhile"
        assert row_on_screen(ui) <= row


async def test_a_move_is_kept_where_the_library_has_changed_meanwhile(
    many: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with many.open() as ui:
        everything = ui.stories.numbers
        shifted = array("q", [everything[-1], *everything[:-1]])
        monkeypatch.setattr(ui.reader.search, "select", lambda *_arguments: shifted)
        with ui.gated("search.select") as gate:
            ui.main.library_changed()
            await ui.until(gate.reached.is_set, "the list is being brought up to date")
            await ui.pilot.press("j", "j")
            gate.open()
            await ui.settled()
        assert ui.stories.numbers == shifted
        assert (ui.stories.cursor, ui.stories.current) == (3, everything[2])


async def test_the_first_screenful_of_a_slow_order_is_shown_before_the_rest(
    many: Desk, monkeypatch: pytest.MonkeyPatch, gate_before: Callable[[object, str], Any]
) -> None:
    async with many.open() as ui:
        monkeypatch.setattr(ui.reader.search, "first", lambda _query: None)
        with gate_before(ui.reader.search, "place") as gate:
            await ui.pilot.press("S")
            await ui.until(gate.reached.is_set, "all stories are found")
            await ui.until(lambda: len(ui.stories.numbers) == 100, "the first of them are shown meanwhile")
            assert "oldest first" in ui.status
            gate.open()
            await ui.settled()
        assert len(ui.stories.numbers) == MANY


async def test_a_first_screenful_that_comes_too_late_is_dropped(many: Desk) -> None:
    async with many.open() as ui:
        listing = ui.main.listing
        listing.first_found(listing.generation - 1, array("q", [1]))
        listing.first_found(listing.generation, array("q", [1]))
        listing.not_found(listing.generation - 1, "Stale.")
        await ui.settled()
        assert len(ui.stories.numbers) == MANY
        assert ui.notices() == []


async def test_changes_of_the_library_wait_for_a_search_that_is_under_way(
    many: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with many.open() as ui:
        searches: list[Query] = []
        select = ui.reader.search.select

        def counting(query: Query, *arguments: Any) -> object:
            searches.append(query)
            return select(query, *arguments)

        monkeypatch.setattr(ui.reader.search, "select", counting)
        with ui.gated("search.place") as gate:
            ui.main.listing.apply_filter("story")
            await ui.until(gate.reached.is_set, "the first search is nearly done")
            for _ in range(20):
                ui.main.library_changed()
                await ui.pilot.pause()
            assert len(searches) == 1
            gate.open()
            await ui.settled()
        assert len(searches) == 2, "one search at the end makes up for all changes"


async def test_an_index_that_can_not_be_searched_is_reported_and_r_tries_again(
    many: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with many.open() as ui:

        def refuse(*_arguments: object) -> None:
            raise sqlite3.OperationalError("disk I/O error")

        with monkeypatch.context() as broken:
            broken.setattr(ui.reader.search, "select", refuse)
            ui.main.listing.apply_filter("story 1")
            told = (
                "The list can't be read: The index can't be used: disk I/O error. "
                "Start newsreader again if it stays so. r tries again."
            )
            await ui.until(lambda: told in ui.notices(), "it is told")
        await ui.press("r")
        assert len(ui.stories.numbers) == 100
        assert ui.status.startswith("100 of 250")


@pytest.mark.parametrize("error", [sqlite3.OperationalError("database is locked"), OSError("No space left")])
async def test_a_comparison_that_fails_is_reported_and_can_be_tried_again(
    full_desk: Desk, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    async with full_desk.open() as ui:

        def fail(*_arguments: object) -> SyncResult:
            raise error

        with monkeypatch.context() as broken:
            broken.setattr(ui.reader, "sync", fail)
            await ui.press("r")
        assert ui.notices()[-1].startswith(f"The library can't be read: The index can't be used: {error}.")
        await ui.press("j")
        assert ui.title == "Parliament votes on the budget", "reading goes on"
        full_desk.library.story("fresh", "Fresh off the press", published="2024-06-21")
        await ui.press("r")
        assert ui.titles()[0] == "Fresh off the press"


async def test_while_files_are_read_the_line_shows_how_far_and_the_list_grows(
    full_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with full_desk.open() as ui:
        await ui.press("j", "j")
        searches: list[int] = []
        select, sync = ui.reader.search.select, ui.reader.sync

        def counting(*arguments: Any) -> object:
            searches.append(1)
            return select(*arguments)

        def slow(on_progress: Callable[[Progress], None], *_arguments: object) -> SyncResult:
            result = sync()
            for done in range(1, 100):
                on_progress(Progress(done * 10, 1_000, 7.0))
            return result

        monkeypatch.setattr(ui.reader.search, "select", counting)
        monkeypatch.setattr(ui.reader, "sync", slow)
        full_desk.library.story("fresh", "Fresh off the press", published="2024-06-21")
        with ui.gated("search.count") as gate:
            await ui.pilot.press("r")
            await ui.until(lambda: "────" in ui.status, "the bar is drawn")
            assert " reading 10 of 1,000 · 7 s left" in ui.status
            await ui.until(lambda: ui.stories.cursor == 3, "the list has grown above the cursor")
            assert ui.title == "Guards of the coast save forty"
            gate.open()
            await ui.settled()
        assert "────" not in ui.status
        assert len(searches) <= 3, "a hundred messages are no hundred searches"


async def test_an_index_that_is_replaced_while_the_list_scrolls_is_filled_again(many: Desk) -> None:
    async with many.open() as ui:
        stories = len(ui.stories.numbers)
        await ui.press("pagedown", "pagedown")
        ui.reader.clear_index()
        await ui.pilot.press("end", "pageup", "home", "pagedown", "j")
        assert ui.stories.row_at(stories - 1) is None  # its row is not there any more, and nothing breaks
        await ui.press("r")
        assert len(ui.stories.numbers) == stories
        assert ui.title != ""
        assert "(gone)" not in ui.titles()


async def test_the_cursor_follows_a_story_whose_date_was_changed(desk: Desk) -> None:
    for day in range(1, 9):
        desk.library.story(f"s{day}", f"Story {day}", id=f"s{day}", published=f"2024-06-{day:02}")
    async with desk.open() as ui:
        await ui.press("G", "k")
        assert ui.title == "Story 2"
        desk.library.story("s2", "Story 2", id="s2", published="2024-06-20")
        await ui.press("r")
        assert (ui.stories.cursor, ui.title) == (0, "Story 2")
        assert "Summary of Story 2" in ui.text("#story-text")
