"""The one way in which text from outside becomes something to show."""

from __future__ import annotations

from textual.content import Content

from newsreader.text import clean_line, clean_text
from newsreader.ui.terminal.graphemes import drawable


def block(text: str, style: str = "") -> Content:
    """`text` from outside, several lines of it, as it is: cleaned, and never taken for markup."""
    return Content.styled(drawable(clean_text(text)), style)


def line(text: str, style: str = "") -> Content:
    """`text` from outside on one line: cleaned, and never taken for markup."""
    return Content.styled(drawable(clean_line(text)), style)
