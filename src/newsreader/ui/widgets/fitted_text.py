"""A text that is laid out again for each width."""

from __future__ import annotations

from collections.abc import Callable

from textual.content import Content
from textual.widgets import Static


class FittedText(Static):
    """Shows what a function makes of the width in columns, as high as that is."""

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id, markup=False)
        self._fit: Callable[[int], Content] = lambda _: Content("")
        self._width = 0

    def show(self, fit: Callable[[int], Content]) -> None:
        """Show what `fit` makes of the width, now and whenever that changes."""
        self._fit = fit
        self._lay_out()

    def on_resize(self) -> None:
        """Lay the text out again where its width is another."""
        if self.content_size.width != self._width:
            self._width = self.content_size.width
            self.call_after_refresh(self._lay_out)  # the layout that is under way would not see it

    def _lay_out(self) -> None:
        if self._width:
            self.update(self._fit(self._width))
