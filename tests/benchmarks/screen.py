"""What bytes look like on a screen, after each piece of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import pyte
from tests.benchmarks.terminal import Chunk

Line = tuple[Any, ...]
"""The characters of a line with their colours and styles."""

_PRIVATE: Final = re.compile(rb"\x1b\[[<>]")
_UNFINISHED: Final = re.compile(rb"\x1b\[?\Z")


@dataclass(frozen=True, slots=True)
class Area:
    """A part of the screen, in lines and columns from 0; the ends are outside it."""

    top: int
    bottom: int
    left: int
    right: int


@dataclass(frozen=True, slots=True)
class Frame:
    """The whole screen at one moment."""

    moment: float
    lines: tuple[Line, ...]

    def cut(self, area: Area) -> tuple[Line, ...]:
        """What stands in `area`, with colours and styles."""
        return tuple(line[area.left : area.right] for line in self.lines[area.top : area.bottom])

    def text(self, area: Area | None = None) -> str:
        """The characters alone, of `area` or of all."""
        return "\n".join(
            "".join(character.data for character in line) for line in (self.cut(area) if area else self.lines)
        )


class Screen:
    """A screen emulator that gives a frame for each piece of bytes it is fed."""

    def __init__(self, columns: int, lines: int) -> None:
        self._screen = pyte.Screen(columns, lines)
        self._stream = pyte.ByteStream(self._screen)
        self._columns = columns
        self._lines: list[Line] = [()] * lines
        self._held = b""
        self._read_lines(range(lines))

    def frame(self, moment: float) -> Frame:
        """What stands there now."""
        return Frame(moment, tuple(self._lines))

    def feed(self, chunks: Sequence[Chunk]) -> list[Frame]:
        """Take in `chunks`; returns the screen after each of them."""
        return [self._after(chunk) for chunk in chunks]

    def _after(self, chunk: Chunk) -> Frame:
        data = self._held + chunk.data
        # A sequence may be cut in two. The emulator takes only the plain form of the private ones; they draw nothing.
        unfinished = _UNFINISHED.search(data)
        self._held = unfinished[0] if unfinished else b""
        self._stream.feed(_PRIVATE.sub(b"\x1b[?", data[: len(data) - len(self._held)]))
        self._read_lines(self._screen.dirty)
        self._screen.dirty.clear()
        return self.frame(chunk.moment)

    def _read_lines(self, numbers: Any) -> None:
        for number in numbers:
            line = self._screen.buffer[number]
            self._lines[number] = tuple(line[column] for column in range(self._columns))


def settled_at(before: Frame, frames: Sequence[Frame], area: Area) -> float | None:
    """The moment from which `area` looked as it does in the last of `frames`, for good; None if it never changed."""
    if not frames:
        return None
    final = frames[-1].cut(area)
    for place in range(len(frames) - 1, -1, -1):
        earlier = frames[place - 1] if place else before
        if earlier.cut(area) != final:
            return frames[place].moment
    return None
