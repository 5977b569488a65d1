"""A large new library in the reader: all stories are listed first, and their text is found after that."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any

import pytest

from newsreader.index import writing

if TYPE_CHECKING:
    from tests.ui.conftest import Desk, Gate


@pytest.fixture(autouse=True)
def in_stages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newsreader.sync.updating._FILES_WORTH_STAGES", 1)


async def test_stories_are_listed_and_a_filter_says_that_more_may_come(
    full_desk: Desk, gate_before: Callable[[object, str], AbstractContextManager[Gate]]
) -> None:
    with gate_before(writing, "rows_to_come") as gate:
        async with full_desk.open(size=(160, 24), settle=False) as ui:
            await ui.until(lambda: "searchable 0 of 4" in ui.status, "the texts are to come")
            await ui.until(lambda: len(ui.titles()) == 4, "all stories are listed")
            assert ui.status.startswith("4 of 4 · 4 unread")

            await ui.pilot.press("slash", *"coast")
            await ui.until(lambda: ui.status.startswith("2+ of 4"), "titles are found")
            assert len(ui.titles()) == 2
            await ui.pilot.press("ctrl+u", *"schools")
            await ui.until(lambda: ui.status.startswith("0+ of 4"), "no title is found")
            assert ui.text("#empty-list").startswith("No title matches “schools”.")
            await ui.pilot.press("ctrl+u", *"outlet:hill")
            await ui.until(lambda: ui.status.startswith("2 of 4"), "no text has to be searched for an outlet")
            await ui.pilot.press("ctrl+u", *"schools")
            await ui.until(lambda: ui.status.startswith("0+ of 4"), "no title is found")

            gate.open()
            await ui.settled()
            assert ui.titles() == ["Storm reaches the coast"]
            assert ui.status.startswith("1 of 4")
            assert "searchable" not in ui.status


async def test_texts_that_come_in_a_later_session_bring_the_list_up_to_date_at_their_end(
    full_desk: Desk, gate_before: Callable[[object, str], AbstractContextManager[Gate]]
) -> None:
    reader = full_desk.reader()
    reader.quick_sync(needs_text=False)
    reader.close()
    with gate_before(writing, "add_texts_that_came") as gate:
        async with full_desk.open(size=(160, 24), filter_text="schools", settle=False) as ui:
            await ui.until(lambda: ui.status.startswith("0+ of 4"), "no title is found")
            gate.open()
            await ui.settled()
            assert ui.titles() == ["Storm reaches the coast"]
            assert ui.status.startswith("1 of 4")


async def test_the_list_is_whole_where_a_search_began_before_all_stories_were_known(
    full_desk: Desk,
    gate_before: Callable[[object, str], AbstractContextManager[Gate]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    reader = full_desk.reader()
    select, begun, is_listed = reader.search.select, threading.Event(), threading.Event()

    def slow(*arguments: Any) -> Any:
        found = select(*arguments)
        begun.set()
        assert is_listed.wait(20)
        return found

    with gate_before(reader, "open_state") as state, gate_before(writing, "rows_to_come") as texts_read:
        monkeypatch.setattr(reader.search, "select", slow)
        async with full_desk.open(reader, size=(160, 24), settle=False) as ui:
            await ui.until(begun.is_set, "the empty index has been searched")
            state.open()
            await ui.until(lambda: "searchable 0 of 4" in ui.status, "all stories are known")
            is_listed.set()
            await ui.until(lambda: len(ui.titles()) == 4, "all stories are listed")
            texts_read.open()
            await ui.settled()
