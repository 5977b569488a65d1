"""The sidebar: who tells the story, and where they lean."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from newsreader.commands import Place
from newsreader.keymap import DEFAULT_KEYMAP, Keymap
from newsreader.story import Outlet, Story
from newsreader.ui.bindings import bind
from newsreader.ui.story_content import outlet_content


class OutletSidebar(VerticalScroll, can_focus=True, inherit_bindings=False):
    """Shows the outlet of one story."""

    _shown: tuple[Outlet | None, str, int | None] | None = None

    def __init__(self, *, keymap: Keymap = DEFAULT_KEYMAP, id: str | None = None) -> None:
        super().__init__(id=id)
        self._keymap = keymap
        bind(self, keymap, Place.STORY)

    def compose(self) -> ComposeResult:
        """One text."""
        yield Static(id="outlet-text", markup=False)

    def show(self, story: Story | None, stories: int | None) -> None:
        """Show the outlet of `story`; `stories` is how many the library has of it, None if not counted yet."""
        shown = (story.outlet, story.original.url if story.original else "", stories) if story else None
        if shown != self._shown:
            self._shown = shown
            self.query_one("#outlet-text", Static).update(outlet_content(story, stories, self._keymap) if story else "")
