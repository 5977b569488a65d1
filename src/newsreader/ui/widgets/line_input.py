"""A field for one line of text."""

from __future__ import annotations

from textual.widgets import Input

from newsreader.text import clean_text


class LineInput(Input):
    """An Input whose text is fit to be shown, whatever was pasted into it."""

    def validate_value(self, value: str) -> str:
        """Keep out what would steer the terminal, and line ends."""
        return clean_text(value).replace("\n", " ")
