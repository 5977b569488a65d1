"""Finding words in the story: from its pane, in a bar below it."""

from __future__ import annotations

from collections.abc import Callable

from newsreader.ui.main.panes import Panes
from newsreader.ui.main.story import StoryPane


class Finding:
    """Opens and closes the bar, and goes from hit to hit. `on_closed` is called where the search has ended."""

    def __init__(self, story: StoryPane, panes: Panes, on_closed: Callable[[], None]) -> None:
        self._story = story
        self._panes = panes
        self._on_closed = on_closed

    @property
    def is_open(self) -> bool:
        """Whether the bar is shown."""
        return self._story.view.is_finding

    def open(self) -> None:
        """Show the bar, and type into it."""
        self._story.load()
        if self._story.stored is not None:
            self._story.view.open_find()

    def next(self) -> None:
        """Go to the next hit, and from the bar to the text."""
        self._go(1)

    def previous(self) -> None:
        """Go to the hit before, and from the bar to the text."""
        self._go(-1)

    def close(self) -> None:
        """Close the bar, and mark the words of the filter again."""
        self._story.view.close_find()
        self._panes.show_story()
        self._on_closed()

    def _go(self, step: int) -> None:
        self._story.view.follow_find()
        if self._story.view.go_to_found(step):
            self._panes.show_story()
