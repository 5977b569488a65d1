"""A program in a pseudo-terminal, and when it wrote what."""

from __future__ import annotations

import fcntl
import os
import pty
import signal
import struct
import subprocess
import sys
import termios
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from threading import Thread
from time import perf_counter, sleep
from typing import Final

import psutil

COLUMNS: Final = 120
LINES: Final = 36
_SWITCH_INTERVAL: Final = 0.0001
"""Seconds after which the recording thread gets its turn, whatever the main thread does."""

_MOST_BYTES: Final = 65_536
_LOOK: Final = 0.01
_QUIT: Final = "\x11"
_ON_TERMINAL: Final = 'exec "$@" <>"$0" >&0 2>&0'
"""The shell opens the terminal and becomes the program. So the program ends with the process that watches it."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """Bytes that came in one piece, and the moment they did."""

    moment: float
    data: bytes


class Terminal:
    """Runs a program in a pseudo-terminal of its own.

    A thread does nothing but read and note the moment. A screen emulator gets the bytes afterwards, so it costs the
    program no time.
    """

    def __init__(
        self, command: Sequence[str], environment: Mapping[str, str], *, columns: int = COLUMNS, lines: int = LINES
    ) -> None:
        self.columns = columns
        self.lines = lines
        self._chunks: list[Chunk] = []
        self._taken = 0
        sys.setswitchinterval(_SWITCH_INTERVAL)
        self._descriptor, child_side = pty.openpty()
        try:
            fcntl.ioctl(child_side, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
            self.started = perf_counter()
            self._process = subprocess.Popen(
                ["sh", "-c", _ON_TERMINAL, os.ttyname(child_side), *command],
                stdin=child_side,
                stdout=child_side,
                stderr=child_side,
                env=dict(environment),
                start_new_session=True,
            )
        finally:
            os.close(child_side)
        self.usage = psutil.Process(self._process.pid)
        self._thread = Thread(target=self._record, daemon=True)
        self._thread.start()

    def press(self, keys: str) -> float:
        """Write `keys` to the program; returns the moment just before."""
        data = keys.encode()
        moment = perf_counter()
        os.write(self._descriptor, data)
        return moment

    def take(self) -> list[Chunk]:
        """What came since this was last asked."""
        new = self._chunks[self._taken :]
        self._taken += len(new)
        return new

    def wait_for_silence(self, seconds: float, *, at_most: float) -> None:
        """Wait until nothing has come for so long, but no longer than `at_most` seconds."""
        begun = perf_counter()
        while (now := perf_counter()) < begun + at_most:
            last = max(self._chunks[-1].moment if self._chunks else begun, begun)
            if now >= last + seconds or not self._thread.is_alive():
                return
            sleep(min(last + seconds, begun + at_most) - now)

    def wait_for_rest(self, seconds: float, *, at_most: float) -> None:
        """Wait until nothing has come for so long and the program has not worked either."""
        begun = active = perf_counter()
        used = self._processor_time()
        while (now := perf_counter()) < min(active + seconds, begun + at_most):
            sleep(_LOOK)
            used, before = self._processor_time(), used
            last = self._chunks[-1].moment if self._chunks else begun
            active = max(active, last, now if used > before or self._wants_processor() else active)

    @property
    def has_ended(self) -> bool:
        """Whether the program has come to its end."""
        return self._process.poll() is not None

    def close(self, *, patience: float = 10.0) -> None:
        """Quit the program as a user of any Textual program does; end it where it does not go."""
        with suppress(OSError):
            self.press(_QUIT)
        try:
            self._process.wait(patience)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        with suppress(ProcessLookupError):  # whatever it has left behind would keep the terminal open
            os.killpg(self._process.pid, signal.SIGKILL)
        self._thread.join()
        os.close(self._descriptor)

    def _record(self) -> None:
        descriptor, append = self._descriptor, self._chunks.append
        while True:
            try:
                data = os.read(descriptor, _MOST_BYTES)
            except OSError:  # how Linux tells that the other side is closed
                return
            if not data:
                return
            append(Chunk(perf_counter(), data))

    def _wants_processor(self) -> bool:
        """Whether the program would work if others let it: on a busy machine it may wait for long."""
        with suppress(psutil.Error):
            return bool(self.usage.status() == psutil.STATUS_RUNNING)
        return False

    def _processor_time(self) -> float:
        with suppress(psutil.Error):
            times = self.usage.cpu_times()
            return float(times.user + times.system)
        return 0.0
