"""The installed program in a real pseudo-terminal, seen through a screen emulator."""

from __future__ import annotations

import os
import signal
import sqlite3
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
import yaml
from tests.ui.terminal import COLUMNS, LINES, Terminal, reader
from tests.ui.test_columns import HARD_TITLES

from newsreader.session import load_session


def columns_of_the_borders(terminal: Terminal) -> list[list[int]]:
    """Where on each line above the status line the borders of the panes stand."""
    lines = (terminal.screen.buffer[line] for line in range(LINES - 2))
    return [[column for column in range(COLUMNS) if line[column].data == "│"] for line in lines]


def test_borders_stand_in_their_columns_whatever_the_titles_are_of(tmp_path: Path) -> None:
    library = tmp_path / "hard"
    library.mkdir()
    stories = [
        {"title": title, "summary": f"Number {number}. " + " ".join(HARD_TITLES), "outlet": {"name": title}}
        for number, title in enumerate(HARD_TITLES)
    ]
    (library / "stories.yaml").write_text(yaml.safe_dump(stories, allow_unicode=True), encoding="utf-8")
    count = len(stories)
    with reader(tmp_path, "--library", str(library)) as terminal:
        terminal.wait_for(lambda text: f"{count} of {count}" in text, "the stories are listed")
        for number in reversed(range(count)):
            terminal.wait_for(partial(shows_story, number), "the next story is shown")
            borders = columns_of_the_borders(terminal)
            assert len(borders[0]) == 2
            assert borders == [borders[0]] * len(borders), terminal.text
            terminal.press("j")
        terminal.press("q")
        assert terminal.wait_for_end() == 0


def shows_story(number: int, text: str) -> bool:
    return f"Number {number}." in text


def headline(text: str) -> str:
    """The first title of the list, without its marks."""
    return text.splitlines()[1][2:36].rstrip("… ")


def test_read_filter_bookmark_quit_and_find_the_bookmark_again(tmp_path: Path) -> None:
    with reader(tmp_path) as terminal:
        text = terminal.wait_for(lambda text: "54 of 54" in text, "all stories of the sample are listed")
        first = headline(text)
        assert len(first) > 10
        terminal.press("/")
        terminal.press("crypto")
        text = terminal.wait_for(lambda text: "1 of 54" in text, "one story matches")
        assert "Friends bring newcomers" in headline(text)
        terminal.press("\r")
        terminal.press("b")
        text = terminal.wait_for(lambda text: "★" in text and "1 bookmarked" in text, "the bookmark is shown")
        terminal.press("q")
        assert terminal.wait_for_end() == 0
        assert b"\x1b[?1049l" in terminal.written

    with reader(tmp_path) as terminal:
        text = terminal.wait_for(lambda text: "1 of 54" in text, "the reader starts again with the filter")
        assert "/ crypto" in text
        assert "1 bookmarked" in text
        terminal.press("\x1b")
        terminal.wait_for(lambda text: "54 of 54" in text, "all stories are listed again")
        terminal.press("g")
        terminal.wait_for(lambda text: headline(text) == first, "the list is as it was")
        terminal.press("B")
        text = terminal.wait_for(lambda text: "1 of 54" in text, "the bookmarked story alone is listed")
        assert "★" in "".join(text.splitlines()[1:4]), "its row is the first"
        assert "Friends bring newcomers" in headline(text)
        terminal.press("q")
        assert terminal.wait_for_end() == 0


def test_what_cannot_be_remembered_is_reported_at_the_end_and_costs_nothing_else(tmp_path: Path) -> None:
    (tmp_path / ".local" / "share" / "newsreader" / "session.json").mkdir(parents=True)
    with reader(tmp_path) as terminal:
        terminal.wait_for(lambda text: "54 of 54" in text, "all stories of the sample are listed")
        terminal.press("q")
        assert terminal.wait_for_end() == 0
        assert b"can't be saved" in terminal.written.rpartition(b"\x1b[?1049l")[2]


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_a_signal_that_ends_the_reader_leaves_the_terminal_as_it_was(
    tmp_path: Path, number: signal.Signals, code: int
) -> None:
    with reader(tmp_path) as terminal:
        terminal.wait_for(lambda text: "54 of 54" in text, "all stories of the sample are listed")
        terminal.press(">")
        terminal.wait_for(lambda text: columns_of_the_borders(terminal)[0][0] == 43, "the list is wider")
        terminal.written = b""
        os.kill(terminal.pid, number)
        assert terminal.wait_for_end() == code
        assert b"\x1b[?1049l" in terminal.written, "the alternate screen is left"
        assert b"\x1b[?25h" in terminal.written, "the cursor is shown"
        assert b"\x1b[?1000l" in terminal.written, "the mouse is given back"
    (session,) = tmp_path.rglob("session.json")
    assert round(load_session(session).list_share * COLUMNS) == 43


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_that_ends_the_reader_waits_for_all_marks_that_were_asked_for(
    tmp_path: Path, number: signal.Signals
) -> None:
    with reader(tmp_path) as terminal:
        terminal.wait_for(lambda text: "54 of 54" in text, "all stories of the sample are listed")
        terminal.press("b")
        terminal.wait_for(lambda text: "1 bookmarked" in text, "the state is open")
        (state,) = tmp_path.rglob("state.db")
        with closing(sqlite3.connect(state, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")  # nothing can be written meanwhile
            terminal.press("jbjbjb?")
            terminal.wait_for(lambda text: "Esc closes" in text, "all keys have arrived")
            os.kill(terminal.pid, number)
            other.execute("ROLLBACK")
        assert terminal.wait_for_end() == 128 + number
        with closing(sqlite3.connect(state)) as after:
            assert after.execute("SELECT count(*) FROM bookmarks").fetchone() == (4,)
