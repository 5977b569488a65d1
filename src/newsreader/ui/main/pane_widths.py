"""How wide the panes are: list and story have what they need first, and nothing is too narrow to be read."""

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
_LIST: Final = (41, 90)
"""The columns of a list that holds most titles in two lines, and the most of one that the user has not made wider."""
_SIDEBAR: Final = (26, 44)
"""The columns of a sidebar that list and story leave it, and those beyond which it gains nothing."""
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
    least, most = _LIST
    sidebar = 0
    if has_sidebar:
        fewest, enough = _SIDEBAR
        beyond = columns - 2 - fewest - least - measure - _STORY_MARGINS
        usual = _between(fewest, fewest + beyond // 2, enough)
        sidebar = _between(
            LEAST_SIDEBAR, round(wanted.sidebar * columns) or usual, columns - LEAST_LIST - LEAST_STORY - 2
        )
    rest = columns - sidebar - (2 if has_sidebar else 1)
    usual = _between(min(least, rest // 2), rest - measure - _STORY_MARGINS, most)
    return PaneWidths(_between(LEAST_LIST, round(wanted.list * columns) or usual, rest - LEAST_STORY), sidebar)


def _between(least: int, value: int, most: int) -> int:
    return max(least, min(value, most))
