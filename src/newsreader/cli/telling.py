"""What a command tells while it goes on: lines of JSON for a program, one line on a terminal, and questions."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Coroutine
from typing import Any, Final, TypeVar

from newsreader.cli.output import flush, json_text, say, write

_T = TypeVar("_T")

INTERRUPTED: Final = 130
"""The exit code after Ctrl+C."""

_COLUMNS: Final = 80
"""Of a terminal that does not say how wide it is."""


class Telling:
    """Tells how far a run has come: as lines of JSON where `progress` is "json", else on one line of a terminal."""

    def __init__(self, progress: str | None) -> None:
        self.is_json = progress == "json"
        self._is_terminal = not self.is_json and sys.stderr.isatty()
        self._shown = 0

    def event(self, name: str, **values: object) -> None:
        """Write a line of JSON."""
        write(json_text({"event": name, **values}) + "\n")
        flush()

    def asks(self, question: str, **more: object) -> None:
        """Tell a program what --yes would answer."""
        if self.is_json:
            self.event("asks", question=question, **more)

    def show(self, line: str) -> None:
        """Show `line` in place of the one before, where there is a terminal."""
        if self._is_terminal:
            self._draw(line.ljust(self._shown))
            self._shown = max(self._shown, len(line))

    def clear(self) -> None:
        """Remove the line."""
        if self._shown:
            self._draw(" " * self._shown)
            self._draw("")

    def _draw(self, line: str) -> None:
        """Write a line over the one before; none is so long that the terminal would break it."""
        columns = os.get_terminal_size(sys.stderr.fileno()).columns or _COLUMNS
        sys.stderr.write("\r" + line[: columns - 1])
        sys.stderr.flush()


def asks(question: str) -> bool | None:
    """Return the answer to a question on the terminal, None where there is no terminal to ask on."""
    if not (sys.stdin and sys.stdin.isatty() and sys.stderr.isatty()):
        return None
    say(f"{question} [y/N]")
    return sys.stdin.readline().strip().lower() in ("y", "yes")


async def until_interrupted(work: Coroutine[Any, Any, _T]) -> _T:
    """Do the work until it ends, or until the first Ctrl+C, which cancels it.

    Further ones are ignored from then on until the program has ended: what is written at the end would be cut off.
    """
    loop, task = asyncio.get_running_loop(), asyncio.current_task()
    assert task is not None

    def interrupt(*_: object) -> None:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        loop.call_soon_threadsafe(task.cancel)

    before = signal.signal(signal.SIGINT, interrupt)
    try:
        return await work
    finally:
        if signal.getsignal(signal.SIGINT) is interrupt:
            signal.signal(signal.SIGINT, before)
