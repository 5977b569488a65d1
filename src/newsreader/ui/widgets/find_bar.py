"""The line below a story in which words to be found in it are typed, and how many places there are."""

from __future__ import annotations

from typing import Final

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

from newsreader.keys.keymap import Keymap
from newsreader.query import ADDED_BY_THE_USER, Span, TextField, Words
from newsreader.ui.bindings import bind
from newsreader.ui.highlight import Wanted, wanted_words
from newsreader.ui.widgets.line_input import OneLine

FIND_COMMANDS: Final = ("find-next", "find-previous", "find-close")
"""The commands of the bar, which the story has as well while the bar is open."""

_EVERYWHERE: Final = (TextField.ANY, *sorted(ADDED_BY_THE_USER))


class FindInput(OneLine):
    """The field; its keys are those of the bar."""

    def __init__(self, keymap: Keymap) -> None:
        super().__init__(placeholder="find in the story", select_on_focus=True, compact=True, id="find-input")
        bind(self, keymap, FIND_COMMANDS, leave_characters=True)


class FindBar(Horizontal):
    """The field and the count."""

    def __init__(self, keymap: Keymap, *, id: str) -> None:
        super().__init__(id=id)
        self._keymap = keymap

    def compose(self) -> ComposeResult:
        """Field and count in one line."""
        yield FindInput(self._keymap)
        yield Static(id="find-count", markup=False)

    @property
    def field(self) -> FindInput:
        """The field."""
        return self.query_one(FindInput)

    @property
    def is_open(self) -> bool:
        """Whether the bar is shown."""
        return bool(self.display)

    def wanted(self) -> tuple[Wanted, ...]:
        """What is to be found: the words next to each other, the last perhaps unfinished."""
        text = self.field.value.strip()
        return wanted_words([Words(text, where, span=Span(0, len(text))) for where in _EVERYWHERE]) if text else ()

    def show_count(self, current: int | None, count: int) -> None:
        """Say at which of how many places the user is, from 0."""
        if not self.field.value.strip():
            content = Content("")
        elif not count:
            content = Content.styled("not found", "$warning")
        else:
            place = "" if current is None else f"{current + 1:,} of "
            content = Content.styled(f"{place}{count:,}", "$quiet")
        self.query_one("#find-count", Static).update(content)
