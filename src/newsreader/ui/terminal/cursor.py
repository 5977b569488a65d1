"""The terminal's own cursor stands where the user does, hidden as it is: screen readers and Braille follow it."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from textual.app import App
from textual.geometry import Offset
from textual.widget import Widget


@runtime_checkable
class HasCursor(Protocol):
    """What knows where its cursor is on the screen: lists with a row, fields with a place in their text."""

    @property
    def cursor_screen_offset(self) -> Offset:
        """The place on the screen."""


class FollowedApp(App[None]):
    """Puts the cursor, with whatever is drawn, where the focus is; what has no cursor is read from its top."""

    _last_known = Offset()

    @property
    def cursor_position(self) -> Offset:
        """Where the terminal's cursor belongs."""
        focused = self.focused
        if focused is None:
            return self._last_known
        return focused.cursor_screen_offset if isinstance(focused, HasCursor) else _top_of(focused)

    @cursor_position.setter
    def cursor_position(self, position: Offset) -> None:
        self._last_known = position


def _top_of(widget: Widget) -> Offset:
    """Where the first line in sight of what `widget` holds begins."""
    sight = widget.content_region
    inner = widget.children[0].content_region if widget.children else sight
    return Offset(max(sight.x, inner.x), max(sight.y, inner.y))
