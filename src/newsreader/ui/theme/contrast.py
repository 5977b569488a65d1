"""How well a colour can be read on a ground, as WCAG 2 measures it, and how to mend one that can't."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from textual.color import BLACK, WHITE, Color

READABLE: Final = 4.5
"""The least contrast of a text with its ground."""
_STEPS: Final = 20


def contrast(color: Color, ground: Color) -> float:
    """The contrast of two opaque colours, from 1 to 21."""
    lighter, darker = sorted((_luminance(color), _luminance(ground)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def readable(color: Color, grounds: Iterable[Color], *, least: float = READABLE) -> Color:
    """`color`, or what is nearest to it between it and white or black that can be read on all of `grounds`.

    Where grounds are so different that nothing can be read on all of them, what can be read best.
    """
    grounds = tuple(grounds)

    def worst(tried: Color) -> float:
        return min(contrast(tried, ground) for ground in grounds)

    ends = (WHITE, BLACK)
    ways = (color.blend(end, step / _STEPS) for step in range(_STEPS + 1) for end in ends)
    return next((way for way in ways if worst(way) >= least), max(ends, key=worst))


def _luminance(color: Color) -> float:
    red, green, blue = (_linear(part / 255) for part in (color.r, color.g, color.b))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
