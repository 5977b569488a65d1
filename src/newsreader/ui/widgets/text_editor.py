"""An editor of several lines, whose text is clean and has room for so much and no more."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from textual import events
from textual.message import Message
from textual.widgets import TextArea
from textual.widgets.text_area import Edit, EditResult

from newsreader.keys.keymap import Keymap
from newsreader.text import clean_text
from newsreader.ui.bindings import bind

_LINE_FEED: Final = "ctrl+j"


class TextEditor(TextArea):
    """An editor whose text is fit to be shown, and no longer than `limit`, or as the one that was there.

    The cursor begins at its end.
    """

    class Full(Message):
        """Not all that was typed or pasted found room."""

    def __init__(self, text: str, keymap: Keymap, commands: Iterable[str], *, id: str, limit: int) -> None:
        super().__init__(text, compact=True, id=id)
        self.move_cursor(self.document.end)
        self._limit = max(limit, len(text))
        bind(self, keymap, commands, leave_characters=True)

    def types(self, event: events.Key) -> bool:
        """Return whether the key puts something into the text: a character or a line end."""
        return event.is_printable or event.key in ("enter", _LINE_FEED)

    async def _on_key(self, event: events.Key) -> None:
        """Take a line feed for a line end: so some terminals send what is pasted."""
        if event.key == _LINE_FEED:
            event.stop()
            event.prevent_default()
            self.insert("\n")

    def edit(self, edit: Edit) -> EditResult:
        """Put only clean text in, as much as there is room for."""
        start, end = sorted((edit.from_location, edit.to_location))
        room = self._limit - len(self.text) + len(self.get_text_range(start, end))
        text = clean_text(edit.text)
        if len(text) > room:
            self.post_message(self.Full())
        return super().edit(replace(edit, text=text[: max(room, 0)]))
