"""Leaving the reader loses nothing that was written or asked for."""

from __future__ import annotations

import os
import signal
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from tests.ui.terminal import reader

if TYPE_CHECKING:
    from pathlib import Path

    from tests.ui.conftest import Desk


def note_of(desk: Desk, story_id: str) -> str:
    with closing(desk.reader()) as later:
        number = later.number_of(story_id)
        assert number is not None
        stored = later.story(number)
        assert stored is not None
        return stored.marks.note


async def test_a_note_that_is_open_is_kept_when_the_reader_is_left(full_desk: Desk) -> None:
    async with full_desk.open() as ui:
        await ui.press("e")
        await ui.pilot.press(*"why")
        ui.main.leave()
        await ui.until(lambda: ui.app._exit, "the reader is left")
    assert note_of(full_desk, "storm") == "why"


async def test_a_note_whose_changes_were_dropped_stays_as_it_was(full_desk: Desk) -> None:
    async with full_desk.open() as ui:
        await ui.press("e", *"why", "ctrl+g")
        ui.main.leave()
        await ui.until(lambda: ui.app._exit, "the reader is left")
        assert ui.main.changed_notes() == []
    assert note_of(full_desk, "storm") == ""


def test_a_note_that_can_not_be_written_at_the_end_is_told(tmp_path: Path) -> None:
    with reader(tmp_path) as terminal:
        terminal.wait_for(lambda text: "48 of 48" in text, "the stories are listed")
        terminal.press("b")
        terminal.wait_for(lambda text: "1 bookmarked" in text, "the bookmark is on the disk")
        (state,) = tmp_path.rglob("state.db")
        terminal.begin_note("half a thou")
        with closing(sqlite3.connect(state, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            os.kill(terminal.pid, signal.SIGTERM)
            assert terminal.wait_for_end() == 128 + signal.SIGTERM
        words = " ".join(terminal.written.rpartition(b"\x1b[?1006l")[2].decode().split())
    assert "could not be kept. Bookmarks and read marks are in" in words
    assert words.endswith("It is this: half a thou")


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGHUP, "gone"])
def test_a_note_that_is_open_is_kept_however_the_reader_ends(tmp_path: Path, ending: signal.Signals | str) -> None:
    with reader(tmp_path) as terminal:
        terminal.wait_for(lambda text: "48 of 48" in text, "the stories are listed")
        terminal.begin_note("half a thou")
        if isinstance(ending, signal.Signals):
            os.kill(terminal.pid, ending)
            assert terminal.wait_for_end() == 128 + ending
        else:
            assert terminal.go_away() == 129
    (state,) = tmp_path.rglob("state.db")
    with closing(sqlite3.connect(state)) as after:
        assert after.execute("SELECT count(*) FROM notes WHERE note = 'half a thou'").fetchone() == (1,)
