"""Signals in any order: the terminal is restored, one thread reads from it, and the program ends."""

from __future__ import annotations

import os
import random
import re
import signal
import sys
from typing import TYPE_CHECKING, Final

import pytest
from tests.ui.terminal import Terminal, reader
from tests.ui.test_life_and_death import assert_given_back, listed

if TYPE_CHECKING:
    from pathlib import Path

CONT, STOP, TSTP = signal.SIGCONT, signal.SIGSTOP, signal.SIGTSTP
TERM, HUP, INT, QUIT, WINCH = signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGQUIT, signal.SIGWINCH
ENDING: Final = (TERM, HUP, INT, QUIT)
COUNTING: Final = """
import sys, threading
from newsreader.ui.main.finder import CommandFinder
def count(self):
    names = [thread.name for thread in threading.enumerate()]
    self._screen.notify("readers: %d, writers: %d." % (names.count("textual-input"), names.count("textual-output")))
CommandFinder.show_help = count
from newsreader.__main__ import main
sys.exit(main())
"""
"""The program, with ? as the key that shows how many threads read from the terminal and write to it."""
TELLING: Final = """
import sys
from pathlib import Path
from newsreader.ui.app import NewsreaderApp
leave = NewsreaderApp.leave
def leave_and_tell(self, code=0):
    leave(self, code)
    Path.home().joinpath("told").touch()
NewsreaderApp.leave = leave_and_tell
from newsreader.__main__ import main
sys.exit(main())
"""
"""The program, which makes a file once it knows of a signal that ends it."""
_COUNTED: Final = re.compile(r"readers: (\d+), writers: (\d+)\.")
DISTURBED: Final = b"\x1b[?1049l\x1b[?1000l\x1b[?2004l"


def send(terminal: Terminal, *signals: signal.Signals) -> None:
    for each in signals:
        if not terminal.has_ended():
            os.kill(terminal.pid, each)


def assert_answers(terminal: Terminal) -> None:
    """The reader is drawn, takes keys, and has one thread for what comes and one for what it draws."""
    terminal.press_until(["?"], lambda text: _COUNTED.search(text) is not None, "the threads are counted")
    assert _COUNTED.findall(terminal.text)[-1] == ("1", "1")


@pytest.mark.parametrize(
    "signals",
    [(CONT,), (CONT,) * 5, (STOP, CONT), (STOP, CONT) * 4, (TSTP, CONT), (TSTP, CONT) * 3, (STOP, WINCH, CONT, CONT)],
    ids=lambda signals: "-".join(each.name[3:] for each in signals),
)
def test_the_reader_goes_on_after_it_is_stopped_and_continued(
    tmp_path: Path, signals: tuple[signal.Signals, ...]
) -> None:
    with reader(tmp_path, program=(sys.executable, "-c", COUNTING)) as terminal:
        terminal.wait_for(listed, "the stories are listed")
        for each in signals:
            send(terminal, each)
            if each in (STOP, TSTP):
                terminal.wait_until_stopped()
                terminal.disturb()
        terminal.wait_for(lambda _: terminal.is_raw, "the terminal is the reader's")
        terminal.wait_for(listed, "the reader is drawn again")
        assert_answers(terminal)
        assert terminal.settings_now != terminal.settings
        terminal.press("q")
        assert terminal.wait_for_end() == 0
        assert_given_back(terminal)


def test_what_another_program_did_to_the_terminal_is_undone(tmp_path: Path) -> None:
    with reader(tmp_path) as terminal:
        terminal.wait_for(listed, "the stories are listed")
        send(terminal, STOP)
        terminal.wait_until_stopped()
        terminal.disturb()
        seen = len(terminal.written)
        send(terminal, CONT)
        terminal.wait_for(lambda _: terminal.is_raw, "no key is echoed or waits for Enter")
        terminal.wait_for(listed, "the reader is drawn again")
        for mode in (1049, 1000, 1003, 1006, 1004, 2004):
            assert f"\x1b[?{mode}h".encode() in terminal.written[seen:], mode
        terminal.press("b")
        terminal.wait_for(lambda text: "1 bookmarked" in text, "the reader takes keys again")


@pytest.mark.parametrize("end", ENDING, ids=lambda number: number.name)
@pytest.mark.parametrize(
    "after", [(), (CONT,), (TSTP,), (WINCH, CONT, TSTP), (TERM, HUP, INT, QUIT), (STOP, CONT, TERM)],
    ids=lambda signals: "-".join(each.name[3:] for each in signals) or "alone",
)  # fmt: skip
def test_the_first_signal_that_ends_decides_and_what_follows_changes_nothing(
    tmp_path: Path, end: signal.Signals, after: tuple[signal.Signals, ...]
) -> None:
    with reader(tmp_path, program=(sys.executable, "-c", TELLING)) as terminal:
        terminal.wait_for(listed, "the stories are listed")
        send(terminal, end)
        # Signals that wait at the same time may be delivered to several threads, in any order.
        terminal.wait_until((tmp_path / "told").exists, "the program knows of the first")
        send(terminal, *after)
        assert terminal.wait_for_end() == 128 + end
        assert_given_back(terminal)
        assert b"Traceback" not in terminal.written
        assert b"xception" not in terminal.written


@pytest.mark.parametrize("seed", range(12))
def test_any_signals_in_any_order_end_with_the_terminal_restored(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    signals = chance.choices((CONT, STOP, TSTP, WINCH, *ENDING), k=chance.randint(2, 8))
    with reader(tmp_path) as terminal:
        terminal.wait_for(listed, "the stories are listed")
        for each in signals:
            send(terminal, each)
            if chance.random() < 0.5:
                terminal.take_what_came()
        send(terminal, TERM)
        code = terminal.wait_for_end_of_job()
        assert code in [128 + number for number in ENDING]
        assert_given_back(terminal)
        assert b"Traceback" not in terminal.written


def test_a_suspended_reader_that_has_to_end_does_not_take_the_terminal_again(tmp_path: Path) -> None:
    with reader(tmp_path) as terminal:
        terminal.wait_for(listed, "the stories are listed")
        send(terminal, TSTP)
        terminal.wait_until_stopped()
        terminal.take_what_came()
        seen = len(terminal.written)
        send(terminal, TERM, CONT)
        assert terminal.wait_for_end() == 143
        assert b"\x1b[?1049h" not in terminal.written[seen:]
        assert_given_back(terminal)


def test_the_key_suspends_nothing_where_no_shell_could_continue_it(tmp_path: Path) -> None:
    with reader(tmp_path, program=(sys.executable, "-c", COUNTING)) as terminal:
        terminal.wait_for(listed, "the stories are listed")
        terminal.press("\x1a")
        terminal.wait_for(lambda _: terminal.written.count(b"\x1b[?1049h") == 2, "the reader is drawn again")
        assert_answers(terminal)
