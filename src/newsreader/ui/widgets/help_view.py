"""The text of the help, laid out again for each width."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content
from textual.widgets import Static

from newsreader.ui.help_text import Section, help_lines


class HelpView(Static):
    """Shows sections of the help, as high as they are; where there are none, what is said in their place."""

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id, markup=False)
        self._sections: Sequence[Section] = ()
        self._empty = Content("")
        self._width = 0

    def show(self, sections: Sequence[Section], empty: Content) -> None:
        """Show these sections, or `empty` where there is none."""
        self._sections = sections
        self._empty = empty
        self._lay_out()

    def on_resize(self) -> None:
        """Lay the text out again where its width is another."""
        if self.content_size.width != self._width:
            self._width = self.content_size.width
            self.call_after_refresh(self._lay_out)  # the layout that is under way would not see it

    def _lay_out(self) -> None:
        if self._width:
            lines = help_lines(self._sections, self._width) if self._sections else [self._empty]
            self.update(Content("\n").join(lines))
