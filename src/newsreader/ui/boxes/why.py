"""The box that says why stories are together."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import VerticalScroll

from newsreader.keys.keymap import DEFAULT_KEYMAP, Keymap
from newsreader.ui.boxes.box import ReadingBox
from newsreader.ui.safe import line
from newsreader.ui.story.page import Page
from newsreader.ui.widgets.page_text import PageText


class WhyScreen(ReadingBox):
    """A page of reasons."""

    OPENED_BY: ClassVar[str] = "why-together"

    def __init__(self, page: Page, keymap: Keymap = DEFAULT_KEYMAP) -> None:
        super().__init__(keymap)
        self._page = page

    def compose(self) -> ComposeResult:
        """One scrolling text in a box."""
        with VerticalScroll(id="why-box") as box:
            box.border_title = "Why together"
            box.border_subtitle = line(f"{self.keymap.shown('box-close')} closes")
            yield PageText(id="why-text")

    def on_mount(self) -> None:
        """Show the page."""
        self.query_one(PageText).show(self._page)
