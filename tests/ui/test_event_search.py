"""Events are found in the background: after each comparison and change, while the list stays as the user has it."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from typing import Any

import pytest
from tests.ui.conftest import Desk, ReaderUI
from tests.ui.events import fill, tell

from newsreader.errors import NewsreaderError
from newsreader.reader import Reader
from newsreader.sync import Progress


@pytest.fixture
def told_desk(desk: Desk) -> Desk:
    fill(desk.library)
    return desk


def tellers(ui: ReaderUI) -> dict[str, int]:
    """How many outlets tell each story, by its id."""
    rows = (ui.stories.row_at(place) for place in range(len(ui.stories.numbers)))
    return {row.id: row.tellers for row in rows if row}


async def test_the_first_start_finds_who_tells_the_same(told_desk: Desk) -> None:
    async with told_desk.open() as ui:
        assert tellers(ui) == {"choir": 1, "center": 3, "right": 3, "left": 3}
        assert ui.notices() == []


async def test_the_list_is_usable_before_events_are_found_and_its_cursor_stays(told_desk: Desk) -> None:
    reader = told_desk.reader()
    async with told_desk.open(reader, settle=False) as ui:
        with ui.gated("find_events") as gate:
            await ui.until(lambda: gate.reached.is_set(), "the search for events has begun")
            await ui.until(lambda: ui.main.status.shown == 4, "the list is whole")
            assert set(tellers(ui).values()) == {1}
            await ui.pilot.press("j", "j")
            await ui.until(lambda: ui.main.story.stored and not ui.main.story.is_due, "the story is shown")
            title, top = ui.title, ui.stories.scroll_offset
        await ui.settled()
        assert tellers(ui)["left"] == 3
        assert (ui.title, ui.stories.scroll_offset) == (title, top)
        assert "Also told by" in ui.text("#story-text")


async def test_a_story_that_comes_later_joins_its_event(told_desk: Desk) -> None:
    async with told_desk.open() as ui:
        tell(told_desk.library, "late", "weekly", "18")
        await ui.press("r")
        assert tellers(ui) == {"choir": 1, "center": 4, "right": 4, "left": 4, "late": 4}


async def test_a_change_that_was_noticed_is_looked_at(told_desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    noticed: list[Callable[[Any], None]] = []

    def watch(_reader: Reader, on_change: Callable[[Any], None], stopped: threading.Event) -> None:
        noticed.append(on_change)
        stopped.wait()

    monkeypatch.setattr(Reader, "watch", watch)
    async with told_desk.open() as ui:
        path = tell(told_desk.library, "late", "weekly", "18")
        result = await asyncio.to_thread(ui.reader.look_at, (path.name.encode(),))
        await asyncio.to_thread(noticed[0], result)
        await ui.settled()
        assert tellers(ui)["late"] == 4


async def test_another_comparison_ends_the_search_and_the_next_goes_on(
    told_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = told_desk.reader()
    begun, go_on = threading.Event(), threading.Event()
    seen: list[bool] = []
    find = reader.find_events

    def slowly(on_progress: Callable[[Progress], None], cancelled: Callable[[], bool]) -> bool:
        begun.set()
        assert go_on.wait(20)
        seen.append(cancelled())
        return find(on_progress, cancelled)

    monkeypatch.setattr(reader, "find_events", slowly)
    async with told_desk.open(reader, settle=False) as ui:
        await ui.until(begun.is_set, "the search has begun")
        await ui.pilot.press("r")
        await ui.until(lambda: ui.main.syncer.comparisons == 2, "another comparison was begun")
        go_on.set()
        await ui.settled()
        assert seen == [True, False]
        assert tellers(ui)["left"] == 3


async def test_the_end_of_the_program_ends_the_search(told_desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    reader = told_desk.reader()
    begun, go_on, ended = threading.Event(), threading.Event(), threading.Event()

    def slowly(_on_progress: Callable[[Progress], None], cancelled: Callable[[], bool]) -> bool:
        begun.set()
        assert go_on.wait(20)
        if cancelled():
            ended.set()
        return True

    monkeypatch.setattr(reader, "find_events", slowly)
    async with told_desk.open(reader, settle=False) as ui:
        await ui.until(begun.is_set, "the search has begun")
        ui.main.syncer.stop()
        go_on.set()
        await ui.until(ended.is_set, "the search has ended")
        await ui.settled()
        assert set(tellers(ui).values()) == {1}


@pytest.mark.parametrize(("total", "is_told"), [(100_000, True), (100, False)])
async def test_the_status_line_tells_how_far_it_is_where_much_is_to_be_done(
    told_desk: Desk, monkeypatch: pytest.MonkeyPatch, total: int, is_told: bool
) -> None:
    reader = told_desk.reader()
    go_on = threading.Event()

    def telling(on_progress: Callable[[Progress], None], _cancelled: Callable[[], bool]) -> bool:
        on_progress(Progress(total // 4, total))
        go_on.wait(20)
        return False

    monkeypatch.setattr(reader, "find_events", telling)
    async with told_desk.open(reader, settle=False) as ui:
        await ui.until(lambda: ui.main.status.shown == 4, "the list is whole")
        if is_told:
            await ui.until(lambda: "finding events 25,000 of 100,000" in ui.status, "the status line tells it")
        else:
            await ui.until(lambda: "of 4" in ui.status, "the status line is as ever")
            assert "finding" not in ui.status
        go_on.set()
        await ui.settled()
        assert "finding" not in ui.status


async def test_an_error_is_told_once(told_desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    reader = told_desk.reader()

    def failing(*_: object) -> bool:
        raise NewsreaderError("Another program writes to the index.")

    monkeypatch.setattr(reader, "find_events", failing)
    async with told_desk.open(reader) as ui:
        assert ui.notices() == ["Events can't be looked for: Another program writes to the index."]
        await ui.press("j")
        assert ui.notices() == []
        await ui.press("r")
        assert "Another program" not in "".join(ui.notices())
