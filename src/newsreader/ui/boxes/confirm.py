"""A question before something that touches much."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from newsreader.keys.keymap import DEFAULT_KEYMAP, Keymap
from newsreader.ui.bindings import CommandTable, bind
from newsreader.ui.boxes.box import BoxScreen
from newsreader.ui.safe import block, line


class Answer(Static):
    """An answer to click, with its key."""

    class Clicked(Message):
        """The answer was clicked."""

        def __init__(self, is_yes: bool) -> None:
            super().__init__()
            self.is_yes = is_yes

    def __init__(self, is_yes: bool, text: str, key: str) -> None:
        content = Content.assemble(line(text), " ", line(key, "$accent"))
        super().__init__(content, markup=False, classes="-yes" if is_yes else "-no")
        self._is_yes = is_yes

    def on_click(self) -> None:
        """Tell which it is."""
        self.post_message(self.Clicked(self._is_yes))


class ConfirmScreen(BoxScreen[bool]):
    """Asks `question`; `yes` says in a word or two what is done if the answer is yes."""

    def __init__(self, question: str, yes: str, keymap: Keymap = DEFAULT_KEYMAP) -> None:
        super().__init__(keymap)
        bind(self, keymap, self.commands)
        self._question = question
        self._yes = yes

    def compose(self) -> ComposeResult:
        """The question, and the two answers to click."""
        with Vertical(id="confirm-box"):
            yield Static(block(self._question), id="confirm-question", markup=False)
            with Horizontal(id="confirm-answers"):
                yield Answer(True, self._yes, self.keymap.first("answer-yes"))
                yield Answer(False, "Cancel", self.keymap.first("answer-no"))

    def command_table(self) -> CommandTable:
        """Return the methods of the two answers."""
        return {"suspend": self.suspend, "answer-yes": self.yes, "answer-no": self.no}

    def yes(self) -> None:
        """Leave with a yes."""
        self.leave(True)

    def no(self) -> None:
        """Leave with a no."""
        self.leave(False)

    def on_answer_clicked(self, event: Answer.Clicked) -> None:
        """Leave with the answer that was clicked."""
        event.stop()
        self.leave(event.is_yes)
