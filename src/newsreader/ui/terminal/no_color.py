"""The reader without any colour, as NO_COLOR asks for: what a ground told is told by an attribute."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter

_COLORLESS: Final = Style(color="default", bgcolor="default")
_REVERSED: Final = Style(reverse=True)
_UNDERLINED: Final = Style(bold=True, underline=True)

GROUNDS: Final = {
    "cursor-background": "#010000",
    "cursor-background-blurred": "#020000",
    "selected-background": "#030000",
    "match-background": "#040000",
    "block-cursor-background": "#050000",
    "block-cursor-blurred-background": "#060000",
    "input-cursor-background": "#070000",
    "input-selection-background": "#080000",
    "screen-selection-background": "#090000",
}
"""The grounds that tell something. Nobody sees these colours: each stands for an attribute."""

_ATTRIBUTES: Final = {
    Color.parse(ground).rich_color.triplet: _UNDERLINED if name == "match-background" else _REVERSED
    for name, ground in GROUNDS.items()
    if name != "selected-background"  # its sign tells it, and the cursor has to be found among the selected
}


class NoColorFilter(LineFilter):
    """Takes all colours out of a line."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The same line without colours."""
        return [Segment(text, style and _without_color(style), control) for text, style, control in segments]


@lru_cache(4096)
def _without_color(style: Style) -> Style:
    triplet = style.bgcolor.triplet if style.bgcolor else None
    attribute = _ATTRIBUTES.get(triplet) if triplet else None
    return style + _COLORLESS + attribute if attribute else style + _COLORLESS
