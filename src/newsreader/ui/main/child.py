"""Commands of this program that the reader runs beside itself: whatever they do, the screen goes on.

Each has a session of its own, no shell, and no terminal. What it writes is text from outside, and bounded.
"""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final, Generic, TypeVar

from msgspec import Struct

from newsreader.text import clean_line, clean_text

_T = TypeVar("_T")

_CHUNK: Final = 65_536
_LONGEST_LINE: Final = 1_000_000
"""Bytes of a line of the output; a longer one is left out."""

_MOST_OUTPUT: Final = 16_000_000
_MOST_SAID: Final = 20_000
_LONGEST_SENTENCE: Final = 600
_PATIENCE: Final = 5.0
"""Seconds in which a command that was told to end has to do so."""

_NOT_STARTED: Final = 127
_ENDING: Final = ("SIGHUP", "SIGINT", "SIGQUIT", "SIGKILL", "SIGTERM")
_ENDED: Final = frozenset(-number for name in _ENDING if (number := getattr(signal, name, None)) is not None)
"""The codes of commands that a signal ended which tells a process to end, and is no fault of its own."""


class Ended(Struct, frozen=True):
    """How a command ended: its exit code, its output, and what it said on its error output."""

    code: int
    output: bytes = b""
    said: str = ""
    is_stopped: bool = False

    @property
    def sentence(self) -> str:
        """What it said, as one line that is fit to be shown."""
        how = "was ended from outside" if self.is_killed else f"ended with exit status {self.code}"
        return clean_line(self.said.strip(), _LONGEST_SENTENCE) or f"newsreader {how}."

    @property
    def is_killed(self) -> bool:
        """Whether somebody else ended it, such as the system when it ran out of memory."""
        return self.code in _ENDED and not self.is_stopped


class Question(Generic[_T]):
    """What a command asks before it goes on, for whoever waits for that; None once it goes on without a question."""

    def __init__(self) -> None:
        self._asked: asyncio.Future[_T | None] = asyncio.get_running_loop().create_future()

    def settle(self, asks: _T | None = None) -> None:
        """Let those go on who wait for a question, or for there to be none; the first time counts."""
        if not self._asked.done():
            self._asked.set_result(asks)

    @property
    def is_asked(self) -> bool:
        """Whether the command has ended with a question."""
        return self._asked.done() and self._asked.result() is not None

    async def known(self) -> _T | None:
        """Wait until it is known what is asked, if anything."""
        return await self._asked


class Child:
    """One command for `library`: its `words`, such as "fetch"."""

    def __init__(self, library: Path, words: Sequence[str]) -> None:
        place = os.path.abspath(library)
        self._words = (sys.executable, "-P", "-m", "newsreader", f"--library={place}", *words)
        self._process: Process | None = None
        self._is_stopped = False

    async def run(self, text: str | None = None, on_line: Callable[[bytes], object] | None = None) -> Ended:
        """Run it to its end, with `text` as its input; whoever waits for this no longer ends it.

        Each line of the output goes to `on_line`, if there is one; else all of it is in what is returned.
        """
        if self._is_stopped:
            return Ended(_NOT_STARTED, is_stopped=True)
        try:
            self._process = process = await asyncio.create_subprocess_exec(
                *self._words,
                stdin=DEVNULL if text is None else PIPE,
                stdout=PIPE,
                stderr=PIPE,
                env=os.environ | {"PYTHONIOENCODING": "utf-8:replace"},
                start_new_session=os.name == "posix",  # Ctrl+C and the end of the terminal are for the reader
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        except OSError as error:
            return Ended(_NOT_STARTED, said=f"newsreader could not be started: {error.strerror or error}.")
        if self._is_stopped:
            self.stop()  # it was told to end before there was a process to end
        try:
            assert process.stdout is not None
            assert process.stderr is not None
            output = _lines(process.stdout, on_line) if on_line else _beginning(process.stdout, _MOST_OUTPUT)
            written, said, _ = await asyncio.gather(
                output, _beginning(process.stderr, _MOST_SAID), _give(process, text)
            )
            code = await process.wait()
        finally:
            await _end(process)
        return Ended(code, written, clean_text(said.decode("utf-8", "replace")), self._is_stopped)

    def stop(self) -> None:
        """Have it end; what it has written until then is whole."""
        self._is_stopped = True
        process = self._process
        if process is not None and process.returncode is None:
            with suppress(ProcessLookupError):
                process.terminate()
            asyncio.get_running_loop().call_later(_PATIENCE, _kill, process)


async def _give(process: Process, text: str | None) -> None:
    """Give a command its input, which it may not want to the end."""
    if process.stdin is None or text is None:
        return
    with suppress(BrokenPipeError, ConnectionResetError):
        process.stdin.write(text.encode("utf-8", "replace"))
        await process.stdin.drain()
    process.stdin.close()


async def _beginning(stream: asyncio.StreamReader, most: int) -> bytes:
    """Read a stream to its end, and return its first `most` bytes."""
    kept = bytearray()
    while chunk := await stream.read(_CHUNK):
        kept += chunk[: max(most - len(kept), 0)]
    return bytes(kept)


async def _lines(stream: asyncio.StreamReader, on_line: Callable[[bytes], object]) -> bytes:
    """Hand on each line of a stream as it comes, but those that are too long."""
    begun = bytearray()
    is_too_long = False
    while chunk := await stream.read(_CHUNK):
        *whole, rest = chunk.split(b"\n")
        for part in whole:
            if not is_too_long and len(begun) + len(part) <= _LONGEST_LINE:
                on_line(bytes(begun) + part)
            begun.clear()
            is_too_long = False
        is_too_long = is_too_long or len(begun) + len(rest) > _LONGEST_LINE
        begun += b"" if is_too_long else rest
    return b""


async def _end(process: Process) -> None:
    """Wait until a process is gone, which is ended for that if it still runs."""
    if process.returncode is not None:
        return
    with suppress(ProcessLookupError):
        process.terminate()
    try:
        async with asyncio.timeout(_PATIENCE):
            await process.wait()
    except TimeoutError:
        _kill(process)
        await process.wait()
    except asyncio.CancelledError:
        _kill(process)
        raise


def _kill(process: Process) -> None:
    if process.returncode is None:
        with suppress(ProcessLookupError):
            process.kill()
