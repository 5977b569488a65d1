"""Leaving the reader loses nothing that was written or asked for."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.ui.terminal import reader
from tests.unit.shelf import titles

from newsreader.ui.last_words import keep_the_rest

if TYPE_CHECKING:
    from tests.ui.conftest import Desk


def note_of(desk: Desk, story_id: str) -> str:
    with closing(desk.reader()) as later:
        later.sync()  # the reader may have ended before the note was copied into the index
        number = later.search.row_id_of(story_id)
        assert number is not None
        stored = later.search.story(number)
        assert stored is not None
        return stored.marks.note


async def test_a_note_that_is_open_is_kept_when_the_reader_is_left(full_desk: Desk) -> None:
    async with full_desk.open() as ui:
        await ui.press("e")
        await ui.pilot.press(*"why")
        ui.app.leave()
        await ui.until(lambda: ui.app._exit, "the reader is left")
    assert note_of(full_desk, "storm") == "why"


async def test_a_note_whose_changes_were_dropped_stays_as_it_was(full_desk: Desk) -> None:
    async with full_desk.open() as ui:
        await ui.press("e", *"why", "ctrl+g")
        ui.app.keys.run("quit")
        await ui.until(lambda: ui.app._exit, "the reader is left")
        assert ui.main.notes.changed() == []
    assert note_of(full_desk, "storm") == ""


async def test_a_note_is_known_until_it_is_on_the_disk(full_desk: Desk) -> None:
    async with full_desk.open() as ui:
        await ui.press("e", *"why")
        with ui.gated("marking.write_note") as gate:
            ui.app.leave()
            await ui.until(gate.reached.is_set, "the note is being written")
            ui.app.leave()
            await ui.until(lambda: ui.app._exit, "the reader is left without waiting")
            assert [note.note for note in ui.main.notes.changed()] == ["why"]
            gate.open()
            await ui.until(lambda: not ui.main.notes.changed(), "the note is on the disk")


async def test_marks_that_wait_for_their_turn_are_written_by_those_who_do_not_wait(full_desk: Desk) -> None:
    async with full_desk.open() as ui:
        with ui.gated("marking.toggle_bookmarks") as gate:
            await ui.pilot.press("b", "m", "e", *"why")
            await ui.until(gate.reached.is_set, "the bookmark is being written")
            await ui.until(lambda: ui.app.keys.is_idle, "all keys are acted on")
            ui.app.leave()
            ui.app.leave()
            await ui.until(lambda: ui.app._exit, "the reader is left without waiting")
            ui.app.workers.cancel_all()
            gate.open()
            await ui.until(gate.passed.is_set, "the bookmark is on the disk")
            await ui.until(lambda: all(worker.is_finished for worker in ui.app.workers), "nothing is written")
            words = keep_the_rest(ui.main, ui.app.threads, ui.reader)
            assert words in ("The note that was open is kept, too.", "")  # "": its turn had come
    with closing(full_desk.reader()) as later:
        later.sync()
        assert titles(later, "is:bookmarked is:read note:why") == ["Storm reaches the coast"]


def test_the_exit_code_stays_where_nobody_hears_what_is_said_at_the_end() -> None:
    words = [
        sys.executable,
        "-c",
        "from newsreader.ui.terminal.crashing import tell; tell('kept'); raise SystemExit(129)",
    ]
    with Path("/dev/full").open("wb") as full:
        assert subprocess.run(words, stderr=full, check=False).returncode == 129


def test_a_note_that_can_not_be_written_at_the_end_is_reported(tmp_path: Path) -> None:
    with reader(tmp_path) as terminal:
        terminal.wait_for(lambda text: "54 of 54" in text, "the stories are listed")
        terminal.press("b")
        terminal.wait_for(lambda text: "1 bookmarked" in text, "the bookmark is on the disk")
        (state,) = tmp_path.rglob("state.db")
        terminal.begin_note("half a thou")
        with closing(sqlite3.connect(state, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            os.kill(terminal.pid, signal.SIGTERM)
            assert terminal.wait_for_end() == 128 + signal.SIGTERM
        words = " ".join(terminal.written.rpartition(b"\x1b[?1004l")[2].decode().split())
    assert "could not be kept. Bookmarks and read marks are in" in words
    assert words.endswith("It is this: half a thou")


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGHUP, "gone"])
def test_a_note_that_is_open_is_kept_however_the_reader_ends(tmp_path: Path, ending: signal.Signals | str) -> None:
    with reader(tmp_path) as terminal:
        terminal.wait_for(lambda text: "54 of 54" in text, "the stories are listed")
        terminal.begin_note("half a thou")
        if isinstance(ending, signal.Signals):
            os.kill(terminal.pid, ending)
            assert terminal.wait_for_end() == 128 + ending
        else:
            assert terminal.go_away() == 129
    (state,) = tmp_path.rglob("state.db")
    with closing(sqlite3.connect(state)) as after:
        assert after.execute("SELECT count(*) FROM notes WHERE note = 'half a thou'").fetchone() == (1,)
