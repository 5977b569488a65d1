"""The sidebar: who tells the story, and where they lean."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import VerticalScroll

from newsreader.keys.keymap import DEFAULT_KEYMAP, Keymap
from newsreader.story import Outlet, Story
from newsreader.ui.bindings import bind
from newsreader.ui.story.outlet import outlet_page
from newsreader.ui.story.page import Page
from newsreader.ui.widgets.page_text import PageText
from newsreader.ui.widgets.scrolling import scrolling
from newsreader.ui.widgets.story_scroll import scroll_commands


class OutletSidebar(VerticalScroll, can_focus=True, inherit_bindings=False):
    """Shows the outlet of one story."""

    _shown: tuple[Outlet | None, str, int | None] | None = None

    def __init__(self, *, keymap: Keymap = DEFAULT_KEYMAP, id: str | None = None) -> None:
        super().__init__(id=id)
        self._keymap = keymap
        self.commands = {**scroll_commands(self), "story-read-on": scrolling(self).page_down}
        bind(self, keymap, self.commands)

    def compose(self) -> ComposeResult:
        """One text."""
        yield PageText(id="outlet-text")

    def show(self, story: Story | None, stories: int | None) -> None:
        """Show the outlet of `story`; `stories` is how many the library has of it, None if not counted yet."""
        shown = (story.outlet, story.original.url if story.original else "", stories) if story else None
        if shown != self._shown:
            self._shown = shown
            self.query_one(PageText).show(outlet_page(story, stories, self._keymap) if story else Page())
