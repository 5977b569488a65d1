"""Fields for one line of text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from textual import events
from textual.geometry import Size
from textual.reactive import Reactive
from textual.widgets import Input

from newsreader.keys.keymap import Keymap
from newsreader.text import clean_text
from newsreader.ui.bindings import bind

_LINE_ENDS: Final = re.compile(r"\s*[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]\s*")
"""Whatever ends a line, as `str.splitlines` has it, with the space around it."""


class OneLine(Input):
    """An Input whose text is one line that is fit to be shown, whatever is typed or pasted into it."""

    virtual_size = Reactive(Size(0, 0))
    """How wide the text is. It scrolls in a field that stays as it is, so a letter needs no layout of the screen.

    A layout would paint at once, before the list that the letter has narrowed is ready.
    """

    def types(self, event: events.Key) -> bool:
        """Return whether the key types a character."""
        return event.is_printable

    def validate_value(self, value: str) -> str:
        """Keep out what would steer the terminal, line ends and tabs."""
        return re.sub(r"[\n\t]", " ", clean_text(value))

    def on_paste(self, event: events.Paste) -> None:
        """Put all lines of what is pasted in."""
        event.stop()
        event.prevent_default()
        self._put_in(event.text)

    def action_paste(self) -> None:
        """Put in what was copied last."""
        self._put_in(self.app.clipboard)

    def _put_in(self, pasted: str) -> None:
        """Put text in place of the selection: its lines, and what stands around it, with one space between them."""
        text = _LINE_ENDS.sub("\n", pasted)
        inner = self.validate_value(text.strip("\n"))
        if not inner:
            return
        start, end = sorted(self.selection)
        if text.startswith("\n") and not _has_gap(self.value[:start][-1:]):
            inner = f" {inner}"
        if text.endswith("\n") and not _has_gap(self.value[end:][:1]):
            inner = f"{inner} "
        self.replace(inner, start, end)


def _has_gap(neighbour: str) -> bool:
    """Whether no word ends or begins with this character, "" being the end of the text."""
    return not neighbour.strip()


class LineInput(OneLine):
    """A field of a box, with the keys of the box's `commands` but those that type a character."""

    def __init__(
        self, keymap: Keymap, commands: Iterable[str], text: str = "", *, placeholder: str = "", id: str
    ) -> None:
        super().__init__(text, placeholder=placeholder, select_on_focus=False, compact=True, id=id)
        bind(self, keymap, commands, leave_characters=True)
