"""A box to type one line into."""

from __future__ import annotations

from collections.abc import Callable

from textual.app import ComposeResult
from textual.widgets import Input, Static

from newsreader.keys.keymap import DEFAULT_KEYMAP, Keymap
from newsreader.text import clean_line
from newsreader.ui.bindings import CommandTable
from newsreader.ui.boxes.box import BoxScreen
from newsreader.ui.safe import line
from newsreader.ui.widgets.hinted_box import HintedBox
from newsreader.ui.widgets.line_input import LineInput


class PromptScreen(BoxScreen[str | None]):
    """Asks for one line, with `text` to begin with and `hint` below it; leaves with None when there is to be none.

    `check` is given what was typed, cleaned, and returns what is wrong with it, "" if nothing: only then is it taken.
    """

    def __init__(
        self,
        title: str,
        text: str = "",
        hint: str = "",
        *,
        check: Callable[[str], str],
        keymap: Keymap = DEFAULT_KEYMAP,
    ) -> None:
        super().__init__(keymap)
        self._title = title
        self._text = text
        self._hint = hint
        self._check = check
        self._refused: str | None = None

    def command_table(self) -> CommandTable:
        """Return the methods that take the line and close the box."""
        return {"suspend": self.suspend, "box-accept": self.accept, "box-close": self.close}

    def compose(self) -> ComposeResult:
        """The field, and a line for the hint or what is wrong."""
        with HintedBox(id="prompt-box") as box:
            box.border_title = line(self._title)
            box.hint(f"{self.keymap.shown('box-accept')} takes it · {self.keymap.shown('box-close')} closes")
            yield LineInput(self.keymap, self.commands, line(self._text).plain, id="prompt-input")
            yield Static(line(self._hint), id="prompt-hint", markup=False)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show the hint again once another text than the refused one is there."""
        event.stop()
        if event.value != self._refused:
            self._refused = None
            self.query_one("#prompt-hint", Static).update(line(self._hint))

    def accept(self) -> None:
        """Leave with the line, or say what is wrong with it."""
        value = self.query_one(LineInput).value
        text = clean_line(value)
        wrong = self._check(text)
        if wrong:
            self._refused = value
            self.query_one("#prompt-hint", Static).update(line(wrong, "$error"))
        else:
            self.leave(text)

    def close(self) -> None:
        """Leave without a line."""
        self.leave(None)
