"""The box that says why stories are together."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import VerticalScroll

from newsreader.keys.keymap import DEFAULT_KEYMAP, Keymap
from newsreader.ui.bindings import CommandTable, bind
from newsreader.ui.boxes.box import TextBox
from newsreader.ui.safe import line
from newsreader.ui.story.page import Page
from newsreader.ui.widgets.page_text import PageText


class WhyScreen(TextBox):
    """A page of reasons, which scrolls under the keys of a story."""

    def __init__(self, page: Page, keymap: Keymap = DEFAULT_KEYMAP) -> None:
        super().__init__(keymap)
        self._page = page
        bind(self, keymap, self.commands)

    def command_table(self) -> CommandTable:
        """Return the methods of the box; the key that opens it closes it, too."""
        return {
            "why-together": self.close,
            "back-or-quit": self.close,
            "story-down": self.down,
            "story-up": self.up,
            "story-page-down": self.page_down,
            "story-page-up": self.page_up,
            "story-first": self.first,
            "story-last": self.last,
            **super().command_table(),
        }

    def compose(self) -> ComposeResult:
        """One scrolling text in a box."""
        with VerticalScroll(id="why-box") as box:
            box.border_title = "Why together"
            box.border_subtitle = line(f"{self.keymap.shown('box-close')} closes")
            yield PageText(id="why-text")

    def on_mount(self) -> None:
        """Show the page."""
        self.query_one(PageText).show(self._page)
