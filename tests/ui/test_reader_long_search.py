"""A filter that takes too long is given up, which is said; typing never waits for it."""

from __future__ import annotations

from array import array
from collections.abc import Callable

import pytest
from tests.ui.conftest import Desk, ReaderUI

from newsreader.query import Query
from newsreader.ui.main import listing


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "_PATIENCE", 0.0)


def searching_for_ever(found: array[int] | None) -> Callable[..., None]:
    """A search that finds these first, and then nothing until it is cut off."""

    def select(
        _query: Query, cancelled: Callable[[], bool], on_first: Callable[[array[int]], None] | None = None
    ) -> None:
        if found is not None and on_first is not None:
            on_first(found)
        while not cancelled():
            pass

    return select


def told(ui: ReaderUI) -> bool:
    return any(notice.startswith("This filter takes too long") for notice in ui.notices())


async def test_the_first_stories_stay_when_a_search_is_given_up(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, impatient: None
) -> None:
    desk.library.fill_with(150)
    async with desk.open() as ui:
        with monkeypatch.context() as patched:
            patched.setattr(ui.reader.search, "select", searching_for_ever(None))
            await ui.filter("story")
            assert told(ui)
            assert len(ui.titles()) == 100
            assert not ui.main.listing.is_searching
        await ui.filter("story 007")
        assert ui.titles() == ["Story 007"]


async def test_the_status_line_says_so_while_stories_of_another_filter_are_listed(
    full_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with full_desk.open() as ui:
        listed = ui.titles()
        monkeypatch.setattr(ui.reader.search, "first", lambda _query: None)
        with ui.gated("search.select"):
            await ui.pilot.press("slash", "s")
            await ui.until(lambda: f"looking through {len(listed)}…" in ui.status, "it is said")
            assert ui.titles() == listed
        await ui.settled()
        assert ui.status.startswith(f"{len(ui.titles())} of {len(listed)}")


async def test_a_filter_that_is_too_long_finds_what_its_beginning_means(full_desk: Desk) -> None:
    async with full_desk.open() as ui:
        await ui.filter("coast " * 200 + "nowhere")
        assert len(ui.titles()) == 2
        assert "too long for one search: it is cut off before “nowhere”" in ui.text("#filter-error")
        await ui.filter("coast")
        assert not ui.main.query_one("#filter-error").display


@pytest.mark.parametrize("found", [None, array("q", [])])
async def test_stories_of_another_filter_do_not_stay(
    full_desk: Desk, monkeypatch: pytest.MonkeyPatch, impatient: None, found: array[int] | None
) -> None:
    async with full_desk.open() as ui:
        monkeypatch.setattr(ui.reader.search, "first", lambda _query: None)
        monkeypatch.setattr(ui.reader.search, "select", searching_for_ever(found))
        await ui.filter("storm")
        assert told(ui)
        assert ui.titles() == []
        monkeypatch.undo()
