"""How high the rows of the list are: by the height of the window, by the config, and by the user's choice."""

from __future__ import annotations

from typing import Any, Final

from textual.screen import Screen

from newsreader.ui.widgets.story_list import StoryList
from newsreader.ui.widgets.story_row import COMPACT

TALL: Final = 24
"""Lines from which on a window has room for titles of two lines."""


def title_lines(rows: int, configured: int | None, *, is_compact: bool) -> int:
    """Return how many lines a title may have in a window of so many `rows`; `COMPACT` if it shares its only one.

    The number in the config counts in every window. Without one the height of the window decides.
    """
    if is_compact:
        return COMPACT
    return configured or (2 if rows >= TALL else 1)


class RowHeight:
    """Keeps the rows as high as window, config and user want them; all rows have the same height."""

    def __init__(self, screen: Screen[Any], configured: int | None) -> None:
        self._screen = screen
        self._configured = configured
        self.is_compact = False
        """Whether the user wants every story on one line."""

    @property
    def title_lines(self) -> int:
        """How many lines a title may have now."""
        return title_lines(self._screen.app.size.height, self._configured, is_compact=self.is_compact)

    def fit(self) -> None:
        """Give the rows the height that they have in this window."""
        self._screen.query_one(StoryList).set_title_lines(self.title_lines)

    def toggle_compact(self) -> None:
        """Show each story on one line, or with its whole title again."""
        self.is_compact = not self.is_compact
        self.fit()
