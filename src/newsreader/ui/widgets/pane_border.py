"""The line between two panes, which the mouse can drag."""

from __future__ import annotations

from textual import events
from textual.message import Message
from textual.widget import Widget


class PaneBorder(Widget):
    """One column; whoever lays out the panes puts it where it was dragged."""

    ALLOW_SELECT = False

    class Dragged(Message):
        """The user has dragged the border to this column of the screen."""

        def __init__(self, border: PaneBorder, column: int) -> None:
            super().__init__()
            self.border = border
            self.column = column

        @property
        def control(self) -> PaneBorder:
            """The border."""
            return self.border

    class LetGo(Message):
        """A double click says that the border is to stand where it stands by itself."""

        def __init__(self, border: PaneBorder) -> None:
            super().__init__()
            self.border = border

        @property
        def control(self) -> PaneBorder:
            """The border."""
            return self.border

    @property
    def is_dragged(self) -> bool:
        """Whether the mouse holds the border."""
        return self.app.mouse_captured is self

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Take hold of the border."""
        event.stop()
        if event.button == 1:
            self.capture_mouse()

    def on_mouse_capture(self) -> None:
        """Show that the border is held."""
        self.add_class("-dragged")

    def on_mouse_release(self) -> None:
        """Show that it no longer is."""
        self.remove_class("-dragged")

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Tell where the border has come to, as long as it is held."""
        if self.is_dragged:
            event.stop()
            self.post_message(self.Dragged(self, int(event.screen_x)))

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """Let go of the border."""
        event.stop()
        self.release_mouse()

    def on_click(self, event: events.Click) -> None:
        """Have the border stand where it stands by itself, after a double click."""
        event.stop()
        if event.chain == 2:
            self.post_message(self.LetGo(self))
