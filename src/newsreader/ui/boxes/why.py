"""The box that says why stories are together, where they can be joined and parted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar, Final

from textual.app import ComposeResult

from newsreader.keys.keymap import DEFAULT_KEYMAP, Keymap
from newsreader.records import Teller
from newsreader.ui.bindings import CommandTable
from newsreader.ui.boxes.entries import EntriesBox, EntriesScroll
from newsreader.ui.safe import line
from newsreader.ui.story.page import Page
from newsreader.ui.widgets.page_text import PageText

_WIDE_HINT: Final = 60
"""Columns of the window from which on what can be pressed is said in more words."""


class WhyScreen(EntriesBox):
    """A page of reasons, one for each of `others`, with a cursor on one of them.

    `join` and `part` are called with the one at the cursor, and the box closes.
    """

    OPENED_BY: ClassVar[str] = "why-together"

    def __init__(
        self,
        page: Page,
        others: Sequence[Teller],
        join: Callable[[Teller], None],
        part: Callable[[Teller], None],
        keymap: Keymap = DEFAULT_KEYMAP,
    ) -> None:
        super().__init__(keymap)
        self._page = page
        self._others = others
        self._join = join
        self._part = part

    def command_table(self) -> CommandTable:
        """Return the methods of the box."""
        return {
            **super().command_table(),
            "join-events": lambda: self._do(self._join),
            "part-event": lambda: self._do(self._part),
        }

    def compose(self) -> ComposeResult:
        """One scrolling text in a box."""
        with EntriesScroll(id="why-box") as box:
            box.border_title = "Why together"
            box.border_subtitle = line(self._hint())
            yield PageText(id="why-text")

    def on_mount(self) -> None:
        """Show the page."""
        self.show_entries(self._page)

    def _hint(self) -> str:
        join, part, closes = map(self.keymap.shown, ("join-events", "part-event", "box-close"))
        words = ("joins it for sure", "parts it") if self.app.size.width >= _WIDE_HINT else ("joins", "parts")
        return f"{join} {words[0]} · {part} {words[1]} · {closes} closes"

    def _do(self, work: Callable[[Teller], None]) -> None:
        at = self.text.current
        if at is not None:
            self.close()
            work(self._others[at])
