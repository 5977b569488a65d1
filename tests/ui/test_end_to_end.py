"""The installed program in a real pseudo-terminal, seen through a screen emulator."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import sqlite3
import struct
import sys
import termios
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pyte
import pytest

COLUMNS, LINES = 120, 36
DEADLINE = 30.0


class Terminal:
    """A program in a pseudo-terminal; what it has drawn is on `screen`, all it has written in `written`."""

    def __init__(self, arguments: list[str], environment: dict[str, str]) -> None:
        self.screen = pyte.Screen(COLUMNS, LINES)
        self._stream = pyte.ByteStream(self.screen)
        self.written = b""
        self.pid, self._descriptor = pty.fork()
        if self.pid == 0:
            os.execve(sys.executable, [sys.executable, "-m", "newsreader", *arguments], environment)
        size = struct.pack("HHHH", LINES, COLUMNS, 0, 0)
        fcntl.ioctl(self._descriptor, termios.TIOCSWINSZ, size)

    def press(self, keys: str) -> None:
        os.write(self._descriptor, keys.encode())

    def wait_for(self, condition: Callable[[str], bool], what: str) -> str:
        """The screen's text as soon as `condition` holds for it."""
        end = time.monotonic() + DEADLINE
        while not condition(self.text):
            assert time.monotonic() < end, f"{what}, but the screen is:\n{self.text}"
            assert self._take(end), f"the program ended before: {what}\n{self.text}"
        return self.text

    def wait_for_end(self) -> int:
        """The exit code, once the program has ended."""
        end = time.monotonic() + DEADLINE
        while self._take(end):
            assert time.monotonic() < end, "the program goes on"
        _, status = os.waitpid(self.pid, 0)
        os.close(self._descriptor)
        return os.waitstatus_to_exitcode(status)

    @property
    def text(self) -> str:
        return "\n".join(self.screen.display)

    def _take(self, end: float) -> bool:
        """Take in what the program writes next; False once it has ended."""
        ready, _, _ = select.select([self._descriptor], [], [], max(0.0, end - time.monotonic()))
        if not ready:
            return True
        try:
            data = os.read(self._descriptor, 65536)
        except OSError:  # how Linux tells that the other side is closed
            return False
        # The emulator takes only the plain form of these; they say nothing that is drawn.
        self.written += data
        self._stream.feed(data.replace(b"\x1b[>", b"\x1b[?").replace(b"\x1b[<", b"\x1b[?"))
        return bool(data)


@contextmanager
def reader(home: Path, *arguments: str) -> Iterator[Terminal]:
    environment = {
        "HOME": str(home),
        "PATH": os.environ["PATH"],
        "PYTHONPATH": os.environ.get("PYTHONPATH", ""),
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "LANG": "C.UTF-8",
    }
    terminal = Terminal(list(arguments), environment)
    try:
        yield terminal
    finally:
        try:
            os.kill(terminal.pid, signal.SIGKILL)
            os.waitpid(terminal.pid, 0)
        except (ProcessLookupError, ChildProcessError):
            pass


def headline(text: str) -> str:
    """The first title of the list, without its marks."""
    return text.splitlines()[1][4:38].rstrip("… ")


def test_read_filter_bookmark_quit_and_find_the_bookmark_again(tmp_path: Path) -> None:
    with reader(tmp_path) as terminal:
        text = terminal.wait_for(lambda text: "48 of 48" in text, "all stories of the sample are listed")
        first = headline(text)
        assert len(first) > 10
        terminal.press("/")
        terminal.press("crypto")
        text = terminal.wait_for(lambda text: "1 of 48" in text, "one story matches")
        assert "Friends bring newcomers" in headline(text)
        terminal.press("\r")
        terminal.press("b")
        text = terminal.wait_for(lambda text: "★" in text and "1 bookmarked" in text, "the bookmark is shown")
        terminal.press("q")
        assert terminal.wait_for_end() == 0
        assert b"\x1b[?1049l" in terminal.written

    with reader(tmp_path) as terminal:
        text = terminal.wait_for(lambda text: "48 of 48" in text, "the reader starts again")
        assert headline(text) == first
        assert "1 bookmarked" in text
        terminal.press("B")
        text = terminal.wait_for(lambda text: "1 of 48" in text, "the bookmarked story alone is listed")
        assert "★" in text.splitlines()[1]
        assert "Friends bring newcomers" in headline(text)
        terminal.press("q")
        assert terminal.wait_for_end() == 0


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_a_signal_that_ends_the_reader_leaves_the_terminal_as_it_was(
    tmp_path: Path, number: signal.Signals, code: int
) -> None:
    with reader(tmp_path) as terminal:
        terminal.wait_for(lambda text: "48 of 48" in text, "all stories of the sample are listed")
        terminal.written = b""
        os.kill(terminal.pid, number)
        assert terminal.wait_for_end() == code
        assert b"\x1b[?1049l" in terminal.written, "the alternate screen is left"
        assert b"\x1b[?25h" in terminal.written, "the cursor is shown"
        assert b"\x1b[?1000l" in terminal.written, "the mouse is given back"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_that_ends_the_reader_waits_for_all_marks_that_were_asked_for(
    tmp_path: Path, number: signal.Signals
) -> None:
    with reader(tmp_path) as terminal:
        terminal.wait_for(lambda text: "48 of 48" in text, "all stories of the sample are listed")
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
