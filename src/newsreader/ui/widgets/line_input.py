"""A field for one line of text."""

from __future__ import annotations

from collections.abc import Mapping

from textual import events
from textual.widgets import Input

from newsreader.text import clean_text
from newsreader.ui.widgets.own_keys import act_here, actions_of


class LineInput(Input):
    """An Input whose text is fit to be shown, whatever was pasted into it; `keys` are the actions of more keys."""

    def __init__(self, text: str = "", *, placeholder: str = "", keys: Mapping[str, str], id: str) -> None:
        super().__init__(text, placeholder=placeholder, select_on_focus=False, compact=True, id=id)
        self._actions = {**actions_of(Input.BINDINGS), **keys}

    async def on_key(self, event: events.Key) -> None:
        """Act on the keys in the order in which they come; they are all the field's."""
        await act_here(self, event, self._actions)

    def validate_value(self, value: str) -> str:
        """Keep out what would steer the terminal, and line ends."""
        return clean_text(value).replace("\n", " ")
