"""A question before something that touches much."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button, Static

from newsreader.ui.safe import block, line
from newsreader.ui.screens.box import BoxScreen


class ConfirmScreen(BoxScreen[bool]):
    """Asks `question`; `yes` says in a word or two what is done if the answer is yes."""

    AUTO_FOCUS = "#confirm-yes"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y,enter", "answer(True)", "Yes"),
        Binding("n,escape", "answer(False)", "No"),
        Binding("right,down", "app.focus_next", show=False),
        Binding("left,up", "app.focus_previous", show=False),
    ]

    def __init__(self, question: str, yes: str) -> None:
        super().__init__()
        self._question = question
        self._yes = yes

    def compose(self) -> ComposeResult:
        """The question, and the two answers to click."""
        with Vertical(id="confirm-box"):
            yield Static(block(self._question), id="confirm-question", markup=False)
            with Horizontal(id="confirm-answers"):
                yield Button(_answer(self._yes, "y"), compact=True, id="confirm-yes")
                yield Button(_answer("Cancel", "n"), compact=True, id="confirm-no")

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Leave with the answer that was clicked, or had the focus when Enter was pressed."""
        event.stop()
        self.leave(event.button.id == "confirm-yes")

    def action_answer(self, is_yes: bool) -> None:
        """Leave with the answer."""
        self.leave(is_yes)


def _answer(text: str, key: str) -> Content:
    return Content.assemble(line(text), " ", (key, "$accent"))
