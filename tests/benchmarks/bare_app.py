"""The least that a Textual program with a list can be: the floor that the reader is measured against.

With `--input` it also has an input at the top, which has the keys.
"""

from __future__ import annotations

import os
import sys
from typing import Final

os.environ.setdefault("TEXTUAL_FPS", "240")  # as the reader does; Textual reads it when it is imported

from textual.app import App, ComposeResult
from textual.containers import Horizontal
from textual.widgets import Footer, Header, Input, OptionList, Static

ROWS: Final = 30


class BareApp(App[None]):
    """A header, a list, two texts, a footer."""

    TITLE = "bare"
    CSS = "OptionList, Static { width: 1fr; height: 1fr; }"

    def __init__(self, *, has_input: bool) -> None:
        super().__init__()
        self._has_input = has_input

    def compose(self) -> ComposeResult:
        """Lay it out."""
        yield Header()
        if self._has_input:
            yield Input(compact=True)
        with Horizontal():
            yield OptionList(*(f"Row {number}" for number in range(ROWS)))
            yield Static("One text", markup=False)
            yield Static("Another text", markup=False)
        yield Footer()

    def on_mount(self) -> None:
        """Give the keys to the input, or else to the list."""
        self.query_one(Input if self._has_input else OptionList).focus()


if __name__ == "__main__":
    BareApp(has_input="--input" in sys.argv[1:]).run()
