"""However the reader ends, the terminal is as it was, and what was marked is there."""

from __future__ import annotations

import os
import signal
import sqlite3
import sys
from contextlib import closing
from datetime import datetime
from itertools import cycle, islice
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.ui.terminal import Terminal, reader

from newsreader.ui.terminal.crash_report import REPORTS_KEPT, report_text, write_report

if TYPE_CHECKING:
    from collections.abc import Sequence

SECRET = "Ministerin-tritt-zurück"
"""What stands for everything the user reads and writes."""

BROKEN_KEY = f"""
import sys
from newsreader.ui.main.finder import CommandFinder
def broken(self):
    note = "{SECRET}"
    raise KeyError(note + chr(27) + "]2;" + note + chr(7))
CommandFinder.show_help = broken
"""
BROKEN_DRAWING = f"""
import sys
from newsreader.ui.widgets.fitted_text import FittedText
def broken(self, *_):
    note = "{SECRET}"
    return {{}}[note]
FittedText.render_line = FittedText.render = FittedText.compose = broken
"""
BROKEN_WORKER = f"""
import sys
from newsreader.reader.search import Search
def broken(self, *_):
    note = "{SECRET}"
    return {{}}[note]
Search.problems = broken
"""


BROKEN_NOTE = f"""
import sys
from newsreader.ui.widgets.text_editor import TextEditor
edit = TextEditor.edit
def broken(self, change):
    if change.text == "!":
        raise KeyError("{SECRET}")
    return edit(self, change)
TextEditor.edit = broken
"""

STUCK_WATCHING = """
import sys
from threading import Event
from newsreader.reader.reader import Reader
from newsreader.ui.terminal import threads
threads.PATIENCE = 0.2
Reader.watch = lambda *_: Event().wait()
"""
STUCK_COMPARING = """
import sys
from threading import Event
from newsreader.reader.reader import Reader
from newsreader.ui.terminal import threads
threads.PATIENCE = 0.2
sync = Reader.sync
def once(self, *arguments):
    Reader.sync = stuck
    return sync(self, *arguments)
def stuck(self, *_):
    with self._locks.syncing:
        Event().wait()
Reader.sync = once
"""
STUCK_MARKING = """
import sys
from threading import Event
from newsreader.reader.marking import Marking
from newsreader.ui.terminal import threads
threads.PATIENCE = 0.2
toggle = Marking.toggle_bookmarks
def stuck(self, *_):
    with self._marking_lock:
        Event().wait()
def once(self, *arguments):
    Marking.flush_marks = stuck
    return toggle(self, *arguments)
Marking.toggle_bookmarks = once
"""

SLOW_MARK = """
import sys
from threading import Event
from newsreader.reader.marking import Marking
from newsreader.ui.terminal import threads
threads.PATIENCE = 0.2
wait, toggle, has_given_up = threads.wait, Marking.toggle_bookmarks, Event()
def given_up(*arguments):
    wait(*arguments)
    has_given_up.set()
def slow(self, *arguments):
    sys.__stderr__.write("marking"); sys.__stderr__.flush()
    has_given_up.wait()
    return toggle(self, *arguments)
threads.wait, Marking.toggle_bookmarks = given_up, slow
"""
STUCK_MARK = """
import sys
from threading import Event
from newsreader.reader.marking import Marking
from newsreader.ui import last_words
from newsreader.ui.terminal import threads
last_words.PATIENCE_WITH_MARKS = threads.PATIENCE = 0.2
def stuck(self, *_):
    with self._marking_lock:
        Event().wait()
Marking.toggle_bookmarks = stuck
"""


def patched(code: str) -> Sequence[str]:
    """The program with a fault in it."""
    return (sys.executable, "-c", f"{code}\nfrom newsreader.__main__ import main\nsys.exit(main())")


def listed(text: str) -> bool:
    return "54 of 54" in text


def assert_given_back(terminal: Terminal) -> None:
    """The terminal is as it was: each mode that was set is reset, later, and the settings are those from before."""
    for mode in (1049, 1000, 1003, 1006, 1015, 1004, 2004):
        on, off = f"\x1b[?{mode}h".encode(), f"\x1b[?{mode}l".encode()
        assert terminal.written.rfind(off) > terminal.written.rfind(on) > -1, mode
    for mode in (25, 7):
        on, off = f"\x1b[?{mode}h".encode(), f"\x1b[?{mode}l".encode()
        assert terminal.written.rfind(on) > terminal.written.rfind(off) > -1, mode
    assert terminal.written.count(b"\x1b[>") == terminal.written.count(b"\x1b[<u") > 0, "the keyboard's protocol"
    assert terminal.settings_now == terminal.settings


def last_words(terminal: Terminal) -> str:
    """What was written after the reader's screen was left."""
    return terminal.written.rpartition(b"\x1b[?1004l")[2].decode()


def reports(home: Path) -> list[Path]:
    return sorted(home.rglob("crash-*.txt"))


def end_at_once(terminal: Terminal) -> int:
    """Tell the program twice to end, so that it does not wait for its marks in order; the exit code."""
    for _ in range(2):
        os.kill(terminal.pid, signal.SIGTERM)
        terminal.wait_until_told()
    return terminal.wait_for_end()


@pytest.mark.parametrize(("code", "keys"), [(BROKEN_KEY, "?"), (BROKEN_DRAWING, "?")], ids=["a key", "drawing"])
def test_after_a_fault_the_terminal_is_back_and_a_report_without_the_users_data_is_written(
    tmp_path: Path, code: str, keys: str
) -> None:
    with reader(tmp_path, program=patched(code)) as terminal:
        terminal.wait_for(listed, "the stories are listed")
        terminal.press("b")
        terminal.wait_for(lambda text: "1 bookmarked" in text, "the bookmark is on the disk")
        terminal.press(keys)
        assert terminal.wait_for_end() == 1
        assert_given_back(terminal)
        words = last_words(terminal)
    (report,) = reports(tmp_path)
    assert "fault of its own (KeyError)" in words
    assert str(report) in words.replace("\r\n", "")
    assert len(words.splitlines()) < 9
    assert "\x1b" not in words
    assert report.stat().st_mode & 0o777 == 0o600
    text = report.read_text(encoding="utf-8")
    assert "in broken\nbuiltins.KeyError\n" in text
    assert "  textual." in text or "  newsreader.ui." in text
    assert "TERM=xterm-256color" in text
    assert SECRET not in text + words
    with reader(tmp_path) as terminal:
        terminal.wait_for(lambda text: "1 bookmarked" in text, "the bookmark is kept")


@pytest.mark.parametrize("is_locked", [False, True])
def test_a_note_that_is_open_outlives_a_fault(tmp_path: Path, is_locked: bool) -> None:
    with reader(tmp_path, program=patched(BROKEN_NOTE)) as terminal:
        terminal.wait_for(listed, "the stories are listed")
        terminal.press("b")
        terminal.wait_for(lambda text: "1 bookmarked" in text, "the bookmark is on the disk")
        (state,) = tmp_path.rglob("state.db")
        terminal.begin_note("half a thou")
        with closing(sqlite3.connect(state, isolation_level=None)) as other:
            if is_locked:
                other.execute("BEGIN IMMEDIATE")
            terminal.press("!")
            assert terminal.wait_for_end() == 1
        words = " ".join(last_words(terminal).split())
        assert_given_back(terminal)
    (report,) = reports(tmp_path)
    assert "half a thou" not in report.read_text(encoding="utf-8")
    with closing(sqlite3.connect(state)) as after:
        notes = after.execute("SELECT count(*) FROM notes WHERE note = 'half a thou'").fetchone()
    if is_locked:
        assert "could not be kept. Bookmarks and read marks are in" in words
        assert "It is this: half a thou" in words
        assert notes == (0,)
    else:
        assert "The note that was open is kept, too." in words
        assert notes == (1,)


def test_a_fault_in_the_background_is_reported_and_reading_goes_on(tmp_path: Path) -> None:
    with reader(tmp_path, program=patched(BROKEN_WORKER)) as terminal:
        terminal.wait_for(listed, "the stories are listed")
        terminal.press("!")
        terminal.wait_for(lambda text: "A fault of the program" in text, "it is told")
        terminal.press("b")
        terminal.wait_for(lambda text: "1 bookmarked" in text, "reading goes on")
        terminal.press("q")
        assert terminal.wait_for_end() == 0
    (report,) = reports(tmp_path)
    assert SECRET not in report.read_text(encoding="utf-8")


def test_a_report_that_can_not_be_written_is_reported_in_its_place(tmp_path: Path) -> None:
    (tmp_path / ".local").mkdir()
    (tmp_path / ".local" / "state").write_text("in the way")
    with reader(tmp_path, program=patched(BROKEN_KEY)) as terminal:
        terminal.wait_for(listed, "the stories are listed")
        terminal.press("?")
        assert terminal.wait_for_end() == 1
        assert_given_back(terminal)
        words = last_words(terminal)
    assert "could not be written (Not a directory)" in words
    assert "builtins.KeyError" in words
    assert SECRET not in words


def deep(depth: int) -> None:
    if depth:
        deep(depth - 1)
    raise ValueError(SECRET)


def test_a_report_is_short_whatever_happened_and_only_the_newest_stay(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=SECRET) as caught:
        deep(500)
    text = report_text([caught.value] * 50, {"TERM": "\x1b]2;x\x07" * 90})
    assert len(text) < 30_000
    assert SECRET not in text
    assert text.isascii()
    assert "\x1b" not in text
    written = [write_report(tmp_path / "log", text, datetime(2024, 1, day)) for day in range(1, 9)]
    assert sorted((tmp_path / "log").iterdir()) == written[-REPORTS_KEPT:]


def test_a_terminal_that_goes_away_ends_the_reader_with_all_marks(tmp_path: Path) -> None:
    with reader(tmp_path) as terminal:
        terminal.wait_for(listed, "the stories are listed")
        terminal.press("b")
        terminal.wait_for(lambda text: "1 bookmarked" in text, "the bookmark is on the disk")
        assert terminal.go_away() == 129
    assert reports(tmp_path) == []
    with reader(tmp_path) as terminal:
        terminal.wait_for(lambda text: "1 bookmarked" in text, "the bookmark is kept")


def test_a_terminal_that_goes_away_ends_a_reader_that_gets_no_signal(tmp_path: Path) -> None:
    code = """
import os, sys
pid = os.fork()
if pid:
    import signal
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
os.setsid()
"""
    with reader(tmp_path, program=patched(code)) as terminal:
        terminal.wait_for(listed, "the stories are listed")
        assert terminal.go_away() == 129
    assert reports(tmp_path) == []


def test_a_storm_of_sizes_changes_nothing(tmp_path: Path) -> None:
    sizes = [(1, 1), (0, 0), (300, 2), (2, 90), (120, 36), (40, 12), (79, 24), (80, 1)]
    with reader(tmp_path) as terminal:
        terminal.wait_for(listed, "the stories are listed")
        for columns, lines in islice(cycle(sizes), 500):
            terminal.resize(columns, lines)
            os.kill(terminal.pid, signal.SIGWINCH)
            terminal.take_what_came()
        terminal.resize(120, 36)
        terminal.wait_for(listed, "the reader is there as before")
        terminal.press("q")
        assert terminal.wait_for_end() == 0
        assert_given_back(terminal)


@pytest.mark.parametrize("size", [(1, 1), (0, 0), (2, 1), (1, 40), (200, 1)])
def test_a_tiny_terminal_is_no_fault(tmp_path: Path, size: tuple[int, int]) -> None:
    with reader(tmp_path, columns=size[0], lines=size[1]) as terminal:
        terminal.wait_for(lambda _: b"\x1b[?1049h" in terminal.written, "the reader has started")
        for key in "j?\x1b:\x1bb\r3zq":
            terminal.press(key)
        terminal.resize(120, 36)
        os.kill(terminal.pid, signal.SIGTERM)
        assert terminal.wait_for_end() in (0, 143)
        assert_given_back(terminal)
    assert reports(tmp_path) == []


def test_bytes_that_are_no_text_are_no_keys_and_no_fault(tmp_path: Path) -> None:
    with reader(tmp_path) as terminal:
        terminal.wait_for(listed, "the stories are listed")
        terminal.send(b"\xff\xfe\xc3(\x80")
        terminal.press("b")
        terminal.wait_for(lambda text: "1 bookmarked" in text, "the reader goes on")


def test_the_reader_can_be_suspended_and_goes_on(tmp_path: Path) -> None:
    with reader(tmp_path) as terminal:
        terminal.wait_for(listed, "the stories are listed")
        os.kill(terminal.pid, signal.SIGTSTP)
        terminal.wait_until_stopped()
        terminal.wait_for(lambda _: b"\x1b[?1049l" in terminal.written, "the terminal is given back")
        assert_given_back(terminal)
        terminal.screen.reset()
        os.kill(terminal.pid, signal.SIGCONT)
        terminal.wait_for(listed, "the reader is drawn again")
        terminal.press("b")
        terminal.wait_for(lambda text: "1 bookmarked" in text, "the reader takes keys again")
        terminal.press("q")
        assert terminal.wait_for_end() == 0
        assert_given_back(terminal)


def test_an_interrupt_while_it_starts_leaves_no_traceback(tmp_path: Path) -> None:
    code = """
import sys
import newsreader.config
def interrupted(*_):
    raise KeyboardInterrupt
newsreader.config.load_config = interrupted
"""
    with reader(tmp_path, program=patched(code)) as terminal:
        assert terminal.wait_for_end() == 130
        assert b"Traceback" not in terminal.written
        assert terminal.settings_now == terminal.settings


@pytest.mark.parametrize(
    ("code", "keys"),
    [(STUCK_WATCHING, ""), (STUCK_COMPARING, "r"), (STUCK_MARKING, "")],
    ids=["watching", "comparing", "marking"],
)
def test_a_thread_that_never_ends_does_not_keep_the_reader(tmp_path: Path, code: str, keys: str) -> None:
    with reader(tmp_path, program=patched(code)) as terminal:
        terminal.wait_for(listed, "the stories are listed")
        terminal.press(f"{keys}b")
        terminal.wait_for(lambda text: "1 bookmarked" in text, "the bookmark is on the disk")
        terminal.press("q")
        assert terminal.wait_for_end() == 0
        assert_given_back(terminal)
        assert "did not answer" in last_words(terminal)
    with reader(tmp_path) as terminal:
        terminal.wait_for(lambda text: "1 bookmarked" in text, "the bookmark is kept")


def test_the_end_waits_for_a_mark_that_is_being_written(tmp_path: Path) -> None:
    with reader(tmp_path, program=patched(SLOW_MARK)) as terminal:
        terminal.wait_for(listed, "the stories are listed")
        terminal.press("b")
        terminal.wait_until(lambda: b"marking" in terminal.written, "the mark is being written")
        assert end_at_once(terminal) == 128 + signal.SIGTERM
        assert "did not answer" not in last_words(terminal)
    with reader(tmp_path) as terminal:
        terminal.wait_for(lambda text: "1 bookmarked" in text, "the bookmark is kept")


def test_a_note_that_a_stuck_mark_keeps_from_the_disk_is_said_at_the_end(tmp_path: Path) -> None:
    with reader(tmp_path, program=patched(STUCK_MARK)) as terminal:
        terminal.wait_for(listed, "the stories are listed")
        terminal.press("b")
        terminal.begin_note("half a thought")
        assert end_at_once(terminal) == 128 + signal.SIGTERM
        assert_given_back(terminal)
        words = last_words(terminal)
    assert "could not be kept" in words
    assert "half a thought" in words
    assert "What was marked last could not be written" in words


def test_a_fault_beside_a_stuck_thread_has_the_exit_code_of_a_fault(tmp_path: Path) -> None:
    with reader(tmp_path, program=patched(STUCK_WATCHING + BROKEN_KEY)) as terminal:
        terminal.wait_for(listed, "the stories are listed")
        terminal.press("?")
        assert terminal.wait_for_end() == 1
        words = last_words(terminal)
    assert "fault of its own (KeyError)" in words
    assert "did not answer" in words
