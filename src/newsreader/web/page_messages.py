"""What the page says to its reader; whatever else comes over its connection means nothing."""

from __future__ import annotations

import json
from typing import Final

from msgspec import Struct

MOST_COLUMNS: Final = 1000
MOST_LINES: Final = 500
"""Columns and lines that a window of a browser may have; no screen is larger."""
_MOST_TYPED: Final = 256 * 1024
"""Characters that come at once, as in a paste."""
_LONGEST_PING: Final = 64


class Typed(Struct, frozen=True):
    """What was typed or pasted, and what the mouse did, as a terminal says it."""

    data: bytes


class Resized(Struct, frozen=True):
    """The columns and lines that the window has now."""

    width: int
    height: int


class Pinged(Struct, frozen=True):
    """A question whether the server is there, answered with the same words."""

    words: str


class Focused(Struct, frozen=True):
    """Say whether the window has the keys."""

    has_focus: bool


Message = Typed | Resized | Pinged | Focused


def understood(text: str) -> Message | None:
    """Return what a message means; None for anything that the page does not say."""
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        return None
    match said:
        case ["stdin", str(typed)] if len(typed) <= _MOST_TYPED:
            try:
                return Typed(typed.encode())
            except UnicodeEncodeError:  # half of a pair of surrogates
                return None
        case ["resize", {"width": int(width), "height": int(height)}] if is_size(width, height):
            return Resized(width, height)
        case ["ping", str(words)] if len(words) <= _LONGEST_PING:
            return Pinged(words)
        case ["focus" | "blur" as kind]:
            return Focused(kind == "focus")
    return None


def is_size(width: int, height: int) -> bool:
    """Return whether a window can have so many columns and lines."""
    are_numbers = type(width) is int and type(height) is int  # a truth value is an int, too
    return are_numbers and 1 <= width <= MOST_COLUMNS and 1 <= height <= MOST_LINES
