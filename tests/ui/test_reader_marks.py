"""Bookmarks and read marks: written before they are shown, and kept whatever becomes of the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import newsreader.sync.updating
from newsreader.config import Config
from newsreader.errors import StateError

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from tests.ui.conftest import Desk, Gate

STORM, BUDGET, GUARDS, CAFE = (
    "Storm reaches the coast",
    "Parliament votes on the budget",
    "Guards of the coast save forty",
    "A café opens at the pole",
)


@pytest.mark.parametrize("key", ["b", "s"])
async def test_a_bookmark_is_set_and_taken_off(full_desk: Desk, key: str) -> None:
    async with full_desk.open() as ui:
        await ui.press(key)
        assert "★" in ui.row(0)
        assert "1 bookmarked" in ui.status
        assert ui.title == STORM
        await ui.press(key)
        assert "★" not in ui.row(0)
        assert "0 bookmarked" in ui.status


async def test_a_bookmark_is_there_at_the_next_start(full_desk: Desk) -> None:
    async with full_desk.open() as ui:
        await ui.press("j", "b")
    async with full_desk.open() as ui:
        assert "★" in ui.row(1)
        assert "1 bookmarked" in ui.status


async def test_a_bookmark_shows_only_once_it_is_on_the_disk(
    full_desk: Desk, gate_before: Callable[[object, str], AbstractContextManager[Gate]]
) -> None:
    async with full_desk.open() as ui:
        with gate_before(ui.reader.open_state().bookmarks, "add_many") as gate:
            await ui.pilot.press("b")
            await ui.until(gate.reached.is_set, "the bookmark is being written")
            assert "★" not in ui.row(0)
            assert "0 bookmarked" in ui.status
            await ui.pilot.press("j")
            assert ui.stories.cursor == 1, "the reader goes on meanwhile"
            gate.open()
            await ui.settled()
        assert "★" in ui.row(0)
        assert "★" not in ui.row(1)
        assert "1 bookmarked" in ui.status


async def test_two_quick_presses_set_and_take_off(
    full_desk: Desk, gate_before: Callable[[object, str], AbstractContextManager[Gate]]
) -> None:
    async with full_desk.open() as ui:
        with gate_before(ui.reader.open_state().bookmarks, "add_many") as gate:
            await ui.pilot.press("b")
            await ui.until(gate.reached.is_set, "the bookmark is being written")
            await ui.pilot.press("b")
            gate.open()
            await ui.settled()
        assert "★" not in ui.row(0)
        assert ui.reader.marks.bookmark_count() == 0


async def test_bookmarks_do_not_wait_for_the_files_to_be_read(
    full_desk: Desk, gate_before: Callable[[object, str], AbstractContextManager[Gate]]
) -> None:
    full_desk.warm()
    with gate_before(newsreader.sync.updating, "find_all") as gate:
        async with full_desk.open(settle=False) as ui:
            await ui.until(gate.reached.is_set, "the files are being read")
            await ui.until(lambda: ui.title == STORM, "the list is there")
            for index in range(4):
                await ui.pilot.press("b", "j")
                await ui.until(lambda: "★" in ui.row(index), "the mark shows")
            await ui.until(lambda: "4 bookmarked" in ui.status, "the status line knows")
            gate.open()
            await ui.settled()
            assert all("★" in ui.row(index) for index in range(4))
    async with full_desk.open() as ui:
        assert "4 bookmarked" in ui.status


async def test_a_bookmark_that_can_not_be_written_is_not_shown(
    full_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with full_desk.open() as ui:

        def refuse(*_arguments: object, **_named: object) -> None:
            raise StateError("The disk is full.")

        monkeypatch.setattr(ui.reader.open_state().bookmarks, "add_many", refuse)
        monkeypatch.setattr(ui.reader.open_state().marks, "mark_all_read", refuse)
        await ui.press("b", "m")
        assert "★" not in ui.row(0)
        assert "•" in ui.row(0)
        assert ui.notices() == ["Not bookmarked: The disk is full.", "Not marked: The disk is full."]


async def test_bookmarks_only_and_all_again(full_desk: Desk) -> None:
    async with full_desk.open() as ui:
        await ui.press("j", "b")
        await ui.press("G", "b")
        await ui.press("B")
        assert ui.titles() == [BUDGET, CAFE]
        assert ui.filter_text == "is:bookmarked"
        assert ui.status.startswith("2 of 4 · 4 unread · 2 bookmarked")
        assert ui.title == CAFE, "the cursor stays on its story"
        await ui.press("B")
        assert len(ui.titles()) == 4
        assert ui.title == CAFE


async def test_bookmarks_only_right_after_a_mark_shows_what_was_just_marked(
    full_desk: Desk, gate_before: Callable[[object, str], AbstractContextManager[Gate]]
) -> None:
    async with full_desk.open() as ui:
        with gate_before(ui.reader.open_state().bookmarks, "add_many") as gate:
            await ui.pilot.press("j", "b", "B")
            await ui.until(gate.reached.is_set, "the bookmark is being written")
            assert len(ui.titles()) == 4
            gate.open()
            await ui.until(lambda: ui.titles() == [BUDGET], "the story just marked is listed")
            await ui.settled()
        assert ui.title == BUDGET
        assert "★" in ui.row(0)
        assert ui.filter_text == "is:bookmarked"
        await ui.rush("B", "G", "b", "B")
        assert ui.titles() == [BUDGET, CAFE]


async def test_a_typed_filter_for_bookmarks(full_desk: Desk) -> None:
    async with full_desk.open() as ui:
        await ui.press("b")
        await ui.filter("is:bookmarked")
        assert ui.titles() == [STORM]


async def test_a_story_just_unmarked_stays_until_the_filter_changes(full_desk: Desk) -> None:
    async with full_desk.open() as ui:
        await ui.press("b", "j", "b", "g")
        await ui.press("B")
        assert ui.titles() == [STORM, BUDGET]
        await ui.press("b")
        assert ui.titles() == [STORM, BUDGET]
        assert ui.title == STORM
        assert "★" not in ui.row(0)
        await ui.press("b")
        assert "★" in ui.row(0), "it can be marked again where it stands"
        await ui.press("b")
        await ui.press("B", "B")
        assert ui.titles() == [BUDGET]


async def test_a_story_just_read_stays_among_the_unread(full_desk: Desk) -> None:
    async with full_desk.open(filter_text="is:unread") as ui:
        await ui.press("m")
        assert len(ui.titles()) == 4
        assert ui.title == STORM
        assert "•" not in ui.row(0)
        await ui.filter("is:unread coast")
        assert ui.titles() == [GUARDS]


async def test_read_and_unread(full_desk: Desk) -> None:
    async with full_desk.open() as ui:
        assert "•" in ui.row(0)
        await ui.press("m")
        assert "•" not in ui.row(0)
    async with full_desk.open() as ui:
        assert "•" not in ui.row(0), "it is remembered"
        await ui.press("m")
        assert "•" in ui.row(0)


async def test_a_story_on_the_screen_for_a_while_counts_as_read(full_desk: Desk) -> None:
    async with full_desk.open(config=Config(read_after=0.01, read_when="shown")) as ui:
        await ui.until(lambda: "•" not in ui.row(0), "the story counts as read")
        assert all("•" in ui.row(index) for index in (1, 2, 3))
        assert ui.title == STORM


async def test_marking_does_not_move_the_rows(full_desk: Desk) -> None:
    async with full_desk.open(size=(130, 10)) as ui:
        await ui.press("G")
        before = ui.stories.scroll_offset
        await ui.press("b", "m", "b", "m")
        assert ui.stories.scroll_offset == before
        assert ui.title == CAFE


async def test_a_bookmark_outlives_its_file(full_desk: Desk) -> None:
    async with full_desk.open() as ui:
        await ui.press("b")
        (full_desk.library.root / "storm.yaml").unlink()
        await ui.press("r")
        assert ui.titles() == [BUDGET, GUARDS, CAFE], "only bookmarks show what the library has no more"
        await ui.press("B")
        assert ui.titles() == [STORM]
        assert "★" in ui.row(0)
        story = ui.text("#story-text")
        assert "The file of this story is gone." in story
        assert "Schools stay closed." in story
        assert "Coastal roads are flooded" in story
        assert "o  Read the original article  harbour.example" in story
        assert "Harbour Post" in ui.text("#outlet-text")
        await ui.press("y")
        assert ui.app.clipboard == "https://harbour.example/storm"
    async with full_desk.open(filter_text="is:bookmarked") as ui:
        assert ui.titles() == [STORM]
        assert "Schools stay closed." in ui.text("#story-text")


async def test_a_bookmark_follows_its_story_to_another_file(full_desk: Desk) -> None:
    async with full_desk.open() as ui:
        await ui.press("b")
        root = full_desk.library.root
        (root / "archive").mkdir()
        (root / "storm.yaml").rename(root / "archive" / "weather.yaml")
        await ui.press("r")
        assert "★" in ui.row(0)
        assert ui.title == STORM
        assert "1 bookmarked" in ui.status


async def test_the_bookmark_of_a_gone_file_can_be_taken_off(full_desk: Desk) -> None:
    async with full_desk.open() as ui:
        await ui.press("b")
        (full_desk.library.root / "storm.yaml").unlink()
        await ui.press("r")
        await ui.press("B", "b")
        assert "0 bookmarked" in ui.status
        assert ui.titles() == [STORM], "until the filter changes"
    async with full_desk.open(filter_text="is:bookmarked") as ui:
        assert ui.titles() == []


async def test_keys_typed_ahead_mark_the_right_story(full_desk: Desk) -> None:
    async with full_desk.open() as ui:
        await ui.rush("b", "j", "m", "j")
        assert "★" in ui.row(0)
        assert "•" in ui.row(0)
        assert "★" not in ui.row(1)
        assert "•" not in ui.row(1)
        assert ui.title == GUARDS
        await ui.rush("G", "b", "g")
        assert "★" in ui.row(3)
        assert ui.title == STORM
