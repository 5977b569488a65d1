"""How wide the panes are: of what there is the story has its measure first, and nothing is too narrow to be read."""

from __future__ import annotations

from typing import Final

from msgspec import Struct

MEDIUM: Final = 80
"""Columns from which list and story stand side by side; below there is one pane at a time."""
WIDE: Final = 120
"""Columns from which the outlet has a pane beside them."""

LEAST_LIST: Final = 24
LEAST_STORY: Final = 30
LEAST_SIDEBAR: Final = 22
_LIST: Final = (40, 90)
"""The least and most columns of a list of which the user has not said how wide it is to be."""
_SIDEBAR: Final = (31, 44)
_STORY_MARGINS: Final = 5
"""Columns of the story's pane beside its text: the margins and the scrollbar."""


class PaneWidths(Struct, frozen=True):
    """Columns of the list and of the sidebar; the story has what the two and the borders leave."""

    list: int = 0
    sidebar: int = 0


class PaneShares(Struct, frozen=True):
    """Parts of the window's width, from 0 to 1, that the user wants for the list and the sidebar; 0 for no matter what.

    They are no columns, so that what fits one window spoils no smaller one.
    """

    list: float = 0.0
    sidebar: float = 0.0


def pane_widths(columns: int, measure: int, wanted: PaneShares, *, has_sidebar: bool) -> PaneWidths:
    """The widths in a window of at least `MEDIUM` columns for a story of that measure.

    What is `wanted` is given as far as every pane keeps its least width.
    """
    sidebar = 0
    if has_sidebar:
        least, most = _SIDEBAR
        usual = min(most, least + (columns - WIDE) // 8)
        sidebar = _between(
            LEAST_SIDEBAR, round(wanted.sidebar * columns) or usual, columns - LEAST_LIST - LEAST_STORY - 2
        )
    rest = columns - sidebar - (2 if has_sidebar else 1)
    least, most = _LIST
    fair = least if has_sidebar else rest * 9 // 20
    usual = _between(fair, rest - measure - _STORY_MARGINS, most)
    return PaneWidths(_between(LEAST_LIST, round(wanted.list * columns) or usual, rest - LEAST_STORY), sidebar)


def _between(least: int, value: int, most: int) -> int:
    return max(least, min(value, most))
