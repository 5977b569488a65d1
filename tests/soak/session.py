"""The reader in a pseudo-terminal, and what must be true of it whatever is typed."""

from __future__ import annotations

import os
import re
import select
import signal
import sqlite3
import time
from collections import deque
from contextlib import closing
from pathlib import Path
from typing import Final

import psutil
from tests.soak.actions import Action
from tests.soak.keys import interrupts, quits
from tests.soak.library import ChangingLibrary
from tests.ui.terminal import PROGRAM, Terminal

_ANSWER: Final = 120.0
"""Seconds within which a reader has to answer that is not stuck, on however busy a machine."""

_AFTER_ESC: Final = 0.15
"""Seconds after which a terminal program takes Esc for a key of its own."""

_ESCAPES: Final = 12
"""So many Esc close all boxes and lead back to the list."""

_HELP: Final = 10.0
"""Seconds after which help is asked for once more: another box has come in between."""

_KEPT: Final = 1 << 16
_SIZE: Final = (120, 36)
_MODES: Final = (b"1049", b"1000", b"1003", b"1006", b"2004", b"1004")
_CRASHED: Final = re.compile(rb"Traceback \(most recent call last\)|because of a fault of its own|Exception ignored in")
_FAULT: Final = "A fault of the program"


class SoakError(AssertionError):
    """Something that must not happen did."""


class Session:
    """One user's reader, started again after each quit; `starts` counts how often."""

    def __init__(self, home: Path, library: ChangingLibrary) -> None:
        self._home = home
        self._library = library
        self._browser = home / "bin" / "no-browser"
        self._browser.parent.mkdir(parents=True)
        self._browser.write_text("#!/bin/sh\nexit 0\n")
        self._browser.chmod(0o755)
        self.starts = 0
        self.most_memory = 0
        self.answers: list[float] = []
        self._start()

    def _start(self) -> None:
        environment = {
            "HOME": str(self._home),
            "PATH": f"{self._browser.parent}:{os.environ['PATH']}",
            "PYTHONPATH": os.environ.get("PYTHONPATH", ""),
            "TERM": "xterm-256color",
            "COLORTERM": "truecolor",
            "LANG": "C.UTF-8",
            "BROWSER": self._browser.name,
        }
        self._library.come_back()
        self.terminal = Terminal([*PROGRAM, "--library", str(self._library.root)], environment, *_SIZE)
        self.starts += 1
        self._typed: deque[bytes] = deque(maxlen=400)
        end = time.monotonic() + _ANSWER
        while not self.terminal.text.strip():
            self._listen(0.05)
            self._look()
            if time.monotonic() > end:
                raise SoakError("the reader draws nothing")

    def close(self) -> None:
        """End the reader, however it is."""
        self.terminal.close()

    def do(self, action: Action) -> None:
        """Carry out an action, and look whether the reader is still well."""
        if action.changes:
            self._library.change()
        elif action.size:
            self._resize(*action.size)
        else:
            self._type(action.data)
        self._listen(action.pause)
        self._look()

    def probe(self) -> None:
        """Go back to the list, ask for help and see that it comes."""
        self._resize(*_SIZE)
        end = time.monotonic() + _ANSWER
        while not self._is_helped():  # a box may open late, over the list or over the help that was asked for
            if time.monotonic() > end:
                raise SoakError(f"the reader is stuck; help was asked for:\n{self.terminal.text}")
        if _FAULT in self.terminal.text:
            raise SoakError(f"a worker has met a fault:\n{self.terminal.text}\n{self._reports()}")
        self._type(b"\x1b")
        self._listen(_AFTER_ESC)
        self.most_memory = max(self.most_memory, psutil.Process(self.terminal.pid).memory_info().rss)
        self.terminal.written = self.terminal.written[-_KEPT:]

    def _is_helped(self) -> bool:
        """Whether help comes after some Esc."""
        for _ in range(_ESCAPES):
            self._type(b"\x1b")
            self._listen(_AFTER_ESC)
            self._look()
        began = time.monotonic()
        self._type(b"\x1bOP")
        while time.monotonic() < began + _HELP:
            self._listen(0.02)
            self._look()
            if "─ Help ─" in self.terminal.text:
                self.answers.append(time.monotonic() - began)
                return True
        return False

    def finish(self) -> None:
        """Quit as a user does, and see that all is as it was and nothing of the user's is damaged."""
        starts = self.starts
        self.probe()
        self._type(b"\x11")
        end = time.monotonic() + _ANSWER
        while self.starts == starts and not self._has_ended():
            self._listen(0.05)
            if time.monotonic() > end:
                raise SoakError(f"the reader does not quit:\n{self.terminal.text}")
        self._see_state()

    def _type(self, data: bytes) -> None:
        self._typed.append(data)
        try:
            self.terminal.send(data)
        except OSError as error:
            raise SoakError(f"nothing can be typed: {error}") from error

    def _resize(self, columns: int, lines: int) -> None:
        self.terminal.resize(columns, lines)
        self.terminal.screen.resize(lines, columns)

    def _listen(self, seconds: float) -> None:
        """Take in what is drawn for so long."""
        end = time.monotonic() + seconds
        self.terminal.take_what_came()
        while (left := end - time.monotonic()) > 0:
            select.select([], [], [], min(left, 0.02))
            self.terminal.take_what_came()

    def _look(self) -> None:
        if _CRASHED.search(self.terminal.written):
            raise SoakError(f"a traceback:\n{_tail(self.terminal.written)}\n{self._reports()}")
        if self._reports():
            raise SoakError(f"a report of a crash:\n{self._reports()}")
        if self._has_ended():
            self._see_end()
            self._start()

    def _has_ended(self) -> bool:
        """Whether the reader has ended; where it was suspended it goes on."""
        done = os.waitid(os.P_PID, self.terminal.pid, os.WEXITED | os.WSTOPPED | os.WNOHANG | os.WNOWAIT)
        if done is not None and done.si_code == os.CLD_STOPPED:
            os.waitid(os.P_PID, self.terminal.pid, os.WSTOPPED | os.WNOHANG)
            os.kill(self.terminal.pid, signal.SIGCONT)
            return False
        return done is not None

    def _see_end(self) -> None:
        code = self.terminal.wait_for_end()
        told = _tail(self.terminal.written)
        is_interrupted = code == 128 + signal.SIGINT and interrupts(self._typed)
        if not is_interrupted and (code != 0 or not any(map(quits, self._typed))):
            raise SoakError(f"the reader has ended with exit code {code}:\n{told}\n{self._reports()}")
        if _CRASHED.search(self.terminal.written):
            raise SoakError(f"a traceback at the end:\n{told}")
        if self.terminal.settings_now != self.terminal.settings:
            raise SoakError("the settings of the terminal were not restored")
        for mode in _MODES:
            states = re.findall(rb"\x1b\[\?" + mode + rb"([hl])", self.terminal.written)
            if states and states[-1] != b"l":
                raise SoakError(f"mode {mode.decode()} of the terminal was left on")
        self.terminal.close()

    def _reports(self) -> str:
        return "\n".join(path.read_text(encoding="utf-8") for path in sorted(self._home.rglob("crash-*.txt")))

    def _see_state(self) -> None:
        states = list(self._home.rglob("state.db"))
        for path in states:
            with closing(sqlite3.connect(path)) as state:
                (found,) = state.execute("PRAGMA integrity_check").fetchone()
            if found != "ok":
                raise SoakError(f"{path.name} is damaged: {found}")
        if not states or list(self._home.rglob("*damaged*")):
            raise SoakError("the state is gone, or was put aside as damaged")


def _tail(written: bytes) -> str:
    return written[-3000:].decode("utf-8", "replace").replace("\x1b", "␛")
