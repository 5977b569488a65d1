"""Children that do something until they end or are killed. The program that forks them has one thread."""

from __future__ import annotations

import os
import select
import signal
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

DEADLINE: Final = 120.0
"""Seconds after which a child has failed; none takes a tenth of them."""


@dataclass(slots=True)
class Child:
    """A forked process, with what it reports line by line."""

    pid: int
    descriptor: int
    lines: list[str] = field(default_factory=list)
    _rest: bytes = b""

    def listen(self, until: Callable[[list[str]], bool], seconds: float = DEADLINE) -> bool:
        """Read what it reports until that is enough or time is over; False once it has ended."""
        end = time.monotonic() + seconds
        while not until(self.lines) and (left := end - time.monotonic()) > 0:
            ready, _, _ = select.select([self.descriptor], [], [], left)
            if ready and not self._take():
                return False
        return True

    def kill(self) -> int:
        """Kill it and read what it reported before; give its exit code, or the signal below 0."""
        os.kill(self.pid, signal.SIGKILL)
        return self.end()

    def end(self) -> int:
        """Wait for its end and read all that it reports."""
        while self._take():
            pass
        os.close(self.descriptor)
        _, status = os.waitpid(self.pid, 0)
        return os.waitstatus_to_exitcode(status)

    def _take(self) -> bool:
        data = os.read(self.descriptor, 65536)
        *whole, self._rest = (self._rest + data).split(b"\n")
        self.lines += [line.decode() for line in whole]
        return bool(data)


def fork(work: Callable[[Callable[[str], None]], object]) -> Child:
    """A child that does `work`, which gets a way to report lines; an error there ends it with 1."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid:
        os.close(writing)
        return Child(pid, reading)
    code = 1
    try:
        os.close(reading)
        work(lambda line: _write(writing, line))
        code = 0
    finally:
        if code:
            traceback.print_exc(file=sys.stderr)
        sys.stderr.flush()
        os._exit(code)


def _write(descriptor: int, line: str) -> None:
    os.write(descriptor, line.encode() + b"\n")


def forked(work: Callable[[], object]) -> int:
    """Do `work` in a child of its own: its exit code, or the signal that killed it below 0."""
    return fork(lambda _: work()).end()
