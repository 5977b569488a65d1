"""What a key costs: how much is laid out, drawn and fetched for it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from textual import messages

from newsreader.reader.search import Search
from newsreader.ui.main import story as main
from newsreader.ui.widgets.story_list import StoryList

if TYPE_CHECKING:
    from tests.ui.conftest import Desk

MANY = 250


@pytest.fixture
def many(desk: Desk) -> Desk:
    """A desk with an index of more stories than a first screenful."""
    desk.library.fill_with(MANY)
    desk.warm()
    return desk


def counted(monkeypatch: pytest.MonkeyPatch, owner: object, name: str) -> list[tuple[Any, ...]]:
    """The arguments of every call of a function, from now on."""
    calls: list[tuple[Any, ...]] = []
    function: Callable[..., Any] = getattr(owner, name)

    def counting(*arguments: Any, **named: Any) -> Any:
        calls.append(arguments)
        return function(*arguments, **named)

    monkeypatch.setattr(owner, name, counting)
    return calls


async def test_a_moved_cursor_lays_nothing_out_and_a_held_key_loads_no_story(
    many: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with many.open() as ui:
        monkeypatch.setattr(main, "_REST", 3600.0)
        layouts = counted(monkeypatch, messages.Layout, "__init__")
        stories = counted(monkeypatch, Search, "listed_story")
        painted = counted(monkeypatch, StoryList, "refresh")
        for _ in range(5):
            await ui.pilot.press("j")
        assert ui.stories.cursor == 5
        assert layouts == []
        assert stories == []
        assert {arguments[1].height for arguments in painted} == {2}, "only the two rows are drawn"


async def test_the_story_of_the_row_at_which_the_cursor_rests_is_loaded_once(
    many: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with many.open() as ui:
        stories = counted(monkeypatch, Search, "listed_story")
        outlets = counted(monkeypatch, Search, "stories_of")
        await ui.rush(*["j"] * 12)
        assert [arguments[1] for arguments in stories] == [ui.stories.current]
        assert outlets == [], "its outlet has none, so there is nothing to count"


async def test_stories_of_an_outlet_are_counted_once(full_desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    async with full_desk.open() as ui:
        counts = counted(monkeypatch, Search, "stories_of")
        await ui.press("j", "j", "j", "k", "k")
        assert len(counts) == 1, "Hill Courier; Harbour Post was counted for the first story"
        assert "2 stories of this outlet" in ui.text("#outlet-text")
        full_desk.library.story("more", "More from the hill", outlet="hill", published="2024-06-01")
        await ui.press("r")
        assert "3 stories of this outlet" in ui.text("#outlet-text")


async def test_the_whole_list_after_its_first_screenful_draws_and_fetches_nothing(
    many: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with many.open() as ui:
        everything = ui.stories.numbers
        ui.stories.show(everything[:100], (), cursor=0)
        await ui.pilot.pause()
        fetched = counted(monkeypatch, ui.stories, "_rows_of")
        painted = counted(monkeypatch, StoryList, "refresh")
        layouts = counted(monkeypatch, messages.Layout, "__init__")
        ui.stories.show(everything, (), cursor=0)
        await ui.pilot.pause()
        assert (painted, layouts) == ([], [])
        assert ui.stories.max_scroll_y == MANY * ui.stories.lines_a_row - ui.stories.size.height
        assert ui.stories.vertical_scrollbar.window_virtual_size == MANY * ui.stories.lines_a_row
        ui.stories.render_line(0)
        assert fetched == []


async def test_the_list_comes_before_the_story_when_the_filter_changes(
    full_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with full_desk.open() as ui:
        stories = counted(monkeypatch, Search, "listed_story")
        ui.main.listing.apply_filter("coast")
        assert len(ui.titles()) == 2
        assert ui.marked_in_list(0) == ["coast"]
        assert (ui.marked_in_story(), stories) == ([], [])
        await ui.settled()
        assert "coast" in ui.marked_in_story()
        assert len(stories) == 1


async def test_nothing_on_the_loop_goes_through_a_whole_list(many: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The place of a story is looked for in another thread."""
    async with many.open() as ui:
        threads: list[bool] = []
        place = ui.reader.search.place

        def noting(*arguments: Any) -> int | None:
            try:
                asyncio.get_running_loop()
            except RuntimeError:
                threads.append(False)
            else:
                threads.append(True)
            return place(*arguments)

        monkeypatch.setattr(ui.reader.search, "place", noting)
        await ui.press("G", "S")
        assert threads
        assert not any(threads)
