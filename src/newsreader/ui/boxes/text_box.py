"""A box with a text that scrolls."""

from __future__ import annotations

from textual.containers import VerticalScroll

from newsreader.ui.boxes.box import BoxScreen


class TextBox(BoxScreen[None]):
    """Scrolls the one thing in it that does."""

    @property
    def _text(self) -> VerticalScroll:
        return self.query_one(VerticalScroll)

    def action_down(self) -> None:
        """Scroll a line down."""
        self._text.scroll_relative(y=1, animate=False)

    def action_up(self) -> None:
        """Scroll a line up."""
        self._text.scroll_relative(y=-1, animate=False)

    def action_page_down(self) -> None:
        """Scroll a page down."""
        self._text.scroll_page_down(animate=False)

    def action_page_up(self) -> None:
        """Scroll a page up."""
        self._text.scroll_page_up(animate=False)

    def action_first(self) -> None:
        """Go to the top."""
        self._text.scroll_home(animate=False)

    def action_last(self) -> None:
        """Go to the end."""
        self._text.scroll_end(animate=False)

    def action_close(self) -> None:
        """Leave."""
        self.leave(None)
