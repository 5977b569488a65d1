"""The program in a real pseudo-terminal, seen through a screen emulator."""

from __future__ import annotations

import codecs
import fcntl
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from itertools import cycle
from pathlib import Path
from typing import Any, Final

import pyte
from wcwidth import wcwidth

COLUMNS: Final = 120
LINES: Final = 36
DEADLINE: Final = 120.0
"""Seconds after which a test gives up waiting."""
_PENDING: Final = re.compile(r"^(?:Sig|Shd)Pnd:\s*([0-9a-f]+)$", re.MULTILINE)
PROGRAM: Final = (sys.executable, "-m", "newsreader")


def takes_no_column(char: str) -> bool:
    """Whether the emulator does not know this mark, and would drop all text after it."""
    return wcwidth(char) == 0 and not unicodedata.combining(char)


class Terminal:
    """A program in a pseudo-terminal; what it has drawn is on `screen`, all it has written in `written`.

    The terminal is on loan to the program: `settings` are those it had before, and has to have after.
    """

    def __init__(self, command: Sequence[str], environment: Mapping[str, str], columns: int, lines: int) -> None:
        self.screen = pyte.Screen(max(columns, 1), max(lines, 1))
        self._stream = pyte.Stream(self.screen)
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self.written = b""
        self._descriptor, self._program_side = pty.openpty()
        self.resize(columns, lines)
        self.settings = self.settings_now
        self.pid = os.fork()
        if self.pid == 0:
            os.close(self._descriptor)
            _log_in(self._program_side)
            self._become(command, environment)

    def _become(self, command: Sequence[str], environment: Mapping[str, str]) -> None:
        """Turn the new process, whose terminal this is already, into the program."""
        os.execve(command[0], list(command), dict(environment))

    @property
    def settings_now(self) -> list[Any]:
        """The terminal's settings as they are."""
        return termios.tcgetattr(self._program_side)

    @property
    def is_raw(self) -> bool:
        """Whether keys come to the program as they are pressed, and are not shown by the terminal."""
        return not self.settings_now[3] & (termios.ECHO | termios.ICANON)

    def disturb(self) -> None:
        """Set the terminal as a shell leaves it, with nothing raw."""
        termios.tcsetattr(self._program_side, termios.TCSANOW, self.settings)
        self.screen.reset()

    def has_ended(self) -> bool:
        """Whether the program has ended."""
        return os.waitid(os.P_PID, self.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None

    def resize(self, columns: int, lines: int) -> None:
        """Give the terminal's window another size."""
        fcntl.ioctl(self._descriptor, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))

    def press(self, keys: str) -> None:
        """Type."""
        self.send(keys.encode())

    def begin_note(self, text: str) -> None:
        """Open the note on the story at the cursor and type `text`, in a list that is drawn."""
        self.press("e")
        self.wait_for(lambda screen: "─ Note ─" in screen, "the note is open")
        self.press(text)
        self.wait_for(lambda screen: text in screen, "the note is typed")

    def send(self, data: bytes) -> None:
        """Send any bytes as if they were typed."""
        os.write(self._descriptor, data)

    def wait_for(self, condition: Callable[[str], bool], what: str) -> str:
        """The screen's text as soon as `condition` holds for it."""
        end = time.monotonic() + DEADLINE
        while not condition(self.text):
            assert time.monotonic() < end, f"{what}, but the screen is:\n{self.text}"
            if not self._take(time.monotonic() + 0.5):
                ended = os.waitid(os.P_PID, self.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT)
                assert ended is None, f"the program ended before: {what}\n{self.text}"
        return self.text

    def wait_until(self, condition: Callable[[], bool], what: str) -> None:
        """Take in what the program writes until `condition` holds."""
        end = time.monotonic() + DEADLINE
        while not condition():
            assert time.monotonic() < end, f"{what}, but the screen is:\n{self.text}"
            self._take(time.monotonic() + 0.5)

    def press_until(self, keys: Iterable[str], condition: Callable[[str], bool], what: str) -> None:
        """Type `keys` in turn until `condition` holds: the next whenever the program has drawn what followed."""
        end = time.monotonic() + DEADLINE
        in_turn = cycle(keys)
        while not condition(self.text):
            assert time.monotonic() < end, f"{what}, but the screen is:\n{self.text}"
            self.press(next(in_turn))
            rest = time.monotonic() + 2.0  # a cursor that blinks is drawn without end
            while time.monotonic() < rest and self._take(time.monotonic() + 0.5) and not condition(self.text):
                pass

    def take_what_came(self) -> None:
        """Take in what the program has written, without waiting for more."""
        while self._take(time.monotonic()):
            pass

    def wait_until_stopped(self) -> None:
        """Wait until the program is suspended."""
        end = time.monotonic() + DEADLINE
        while os.waitpid(self.pid, os.WNOHANG | os.WUNTRACED) == (0, 0):
            assert time.monotonic() < end, "the program was not suspended"
            self._take(time.monotonic() + 0.02)

    def wait_until_told(self) -> None:
        """Wait until no signal is on its way to the program."""
        end = time.monotonic() + DEADLINE
        while any(int(mask, 16) for mask in _PENDING.findall(Path(f"/proc/{self.pid}/status").read_text())):
            assert time.monotonic() < end, "a signal never arrived"
            self._take(time.monotonic() + 0.02)

    def wait_for_end_of_job(self) -> int:
        """The exit code, once the program has ended; whenever it is stopped it is continued."""
        end = time.monotonic() + DEADLINE
        while not self.has_ended():
            assert time.monotonic() < end, f"the program goes on:\n{self.text}"
            os.kill(self.pid, signal.SIGCONT)
            self._take(time.monotonic() + 0.02)
        return self.wait_for_end()

    def wait_for_end(self) -> int:
        """The exit code, once the program has ended."""
        end = time.monotonic() + DEADLINE
        while True:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            self._take(time.monotonic() + 0.02)
            if pid:
                self.take_what_came()
                return os.waitstatus_to_exitcode(status)
            assert time.monotonic() < end, f"the program goes on:\n{self.text}"

    def go_away(self) -> int:
        """Take the terminal away from the program; the exit code, once it has ended."""
        os.close(self._program_side)
        os.close(self._descriptor)
        self._program_side = self._descriptor = -1
        end = time.monotonic() + DEADLINE
        while True:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                return os.waitstatus_to_exitcode(status)
            assert time.monotonic() < end, "the program goes on without a terminal"
            select.select([], [], [], 0.02)

    @property
    def text(self) -> str:
        """The text of the screen, even where half of a wide character is still to be overwritten."""
        screen = self.screen
        return "\n".join("".join(screen.buffer[y][x].data for x in range(screen.columns)) for y in range(screen.lines))

    def close(self) -> None:
        """Give everything back, the program if it still is there."""
        with suppress(ProcessLookupError, ChildProcessError):
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        for descriptor in {self._descriptor, self._program_side} - {-1}:
            os.close(descriptor)

    def _take(self, end: float) -> bool:
        """Take in what the program writes next; False where nothing came."""
        ready, _, _ = select.select([self._descriptor], [], [], max(0.0, end - time.monotonic()))
        if not ready:
            return False
        data = os.read(self._descriptor, 65536)
        self.written += data
        # The emulator takes only the plain form of these; they say nothing that is drawn.
        text = self._decoder.decode(data).replace("\x1b[>", "\x1b[?").replace("\x1b[<", "\x1b[?")
        self._stream.feed("".join(char for char in text if not takes_no_column(char)))
        return True


def _log_in(descriptor: int) -> None:
    """Make a terminal the one that controls this process, and all it reads and writes."""
    os.setsid()
    fcntl.ioctl(descriptor, termios.TIOCSCTTY, 0)
    for number in range(3):
        os.dup2(descriptor, number)
    if descriptor > 2:
        os.close(descriptor)


@contextmanager
def reader(
    home: Path,
    *arguments: str,
    program: Sequence[str] = PROGRAM,
    columns: int = COLUMNS,
    lines: int = LINES,
    environment: Mapping[str, str] | None = None,
) -> Iterator[Terminal]:
    """The reader of a user who lives in `home`, until the block ends."""
    surroundings = {
        "HOME": str(home),
        "PATH": os.environ["PATH"],
        "PYTHONPATH": os.environ.get("PYTHONPATH", ""),
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "LANG": "C.UTF-8",
    }
    terminal = Terminal([*program, *arguments], surroundings | dict(environment or {}), columns, lines)
    try:
        yield terminal
    finally:
        terminal.close()
