"""What is done in a soak, one thing after the other: it follows from the seed alone, and can be written down."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import Final

from tests.soak.keys import typed

SIZES: Final = ((10, 4), (20, 6), (40, 12), (60, 20), (79, 24), (80, 24), (100, 30), (120, 36), (160, 50), (200, 60))
"""Columns and lines of windows."""


@dataclass(frozen=True, slots=True)
class Action:
    """Something typed, a new size of the window, or a change of the library; then a wait of so many seconds."""

    data: bytes = b""
    size: tuple[int, int] | None = None
    changes: bool = False
    pause: float = 0.0

    def __str__(self) -> str:
        if self.size:
            return f"size {self.size[0]}x{self.size[1]}"
        return "library changes" if self.changes else repr(self.data)

    def as_line(self) -> str:
        """The action as a line of a file."""
        return json.dumps([self.data.hex(), self.size, self.changes, self.pause])


def action_from_line(text: str) -> Action:
    """The action that `as_line` wrote."""
    data, size, changes, pause = json.loads(text)
    return Action(bytes.fromhex(data), tuple(size) if size else None, changes, pause)


def actions(seed: int, left_out: Sequence[bytes] = ()) -> Iterator[Action]:
    """All that follows from a seed, without end; keys that are `left_out` are not pressed."""
    chance = Random(seed)
    while True:
        kind = chance.random()
        pause = chance.choice((0.0, 0.0, 0.0, 0.02, 0.15))
        if kind < 0.90:
            yield Action(typed(chance, left_out), pause=pause)
        elif kind < 0.95:
            yield Action(changes=True, pause=pause)
        else:
            yield Action(size=chance.choice(SIZES), pause=pause)
