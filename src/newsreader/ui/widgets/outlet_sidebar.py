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

    _shown: tuple[Outlet | None, str, int | None, bool] | None = None
    _asked: tuple[Story | None, int | None] = None, None

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
        self._asked = story, stories
        is_beside = self.screen.has_class("-wide")
        shown = (story.outlet, story.original.url if story.original else "", stories, is_beside) if story else None
        if shown == self._shown:
            return
        self._shown = shown
        page = outlet_page(story, stories, self._keymap, is_beside_story=is_beside) if story else Page()
        self.query_one(PageText).show(page)

    def on_resize(self) -> None:
        """Follow the window: the story may have come to stand beside the outlet, or not to."""
        self.show(*self._asked)
