"""Hints that teach the next useful thing, one at a time, and go away for good."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

from msgspec import Struct

MOST_STARTS: Final = 3
"""Starts of the program at which a hint is shown to somebody who does not follow it."""
LEAST_HEIGHT: Final = 16
"""Lines that the window has to have for a hint."""


class Hint(Struct, frozen=True):
    """What a key does, by the name of its command, as it goes on after the key: "/ filters as you type"."""

    command: str
    text: str


HINTS: Final = (
    Hint("filter", "filters as you type"),
    Hint("next-unread", "goes to the next unread"),
    Hint("bookmark", "keeps a story"),
    Hint("help", "shows all keys"),
)
"""All hints in the order in which they are shown."""


HINT_OF: Final = {hint.command: hint for hint in HINTS}
"""All hints by the names of their commands."""


def next_hint(done: Collection[str], starts: Mapping[str, int], this_start: Collection[str]) -> Hint | None:
    """The first hint that was neither followed nor shown often enough.

    One that was shown at `this_start` already is shown on.
    """
    return next(
        (
            hint
            for hint in HINTS
            if hint.command not in done and (hint.command in this_start or starts.get(hint.command, 0) < MOST_STARTS)
        ),
        None,
    )
