"""The sidebar: who tells the story, and where they lean."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from newsreader.story import Story
from newsreader.ui.commands import Place, bindings_for
from newsreader.ui.story_content import outlet_content


class OutletSidebar(VerticalScroll, can_focus=True):
    """Shows the outlet of one story."""

    BINDINGS = bindings_for(Place.STORY)

    def compose(self) -> ComposeResult:
        """One text."""
        yield Static(id="outlet-text", markup=False)

    def show(self, story: Story | None, stories: int | None) -> None:
        """Show the outlet of `story`; `stories` is how many the library has of it, None if not counted yet."""
        self.query_one("#outlet-text", Static).update(outlet_content(story, stories) if story else "")
