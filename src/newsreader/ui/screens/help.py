"""The help screen: all keys as the command table has them, and the filter language as its fields have it."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from newsreader.commands import commands_by_place, key_name
from newsreader.query import FIELDS
from newsreader.ui.screens.box import BoxScreen

_KEYS_WIDTH = 16
_SYNTAX = (
    ("putin sanctions", "both words, at word beginnings, in any case and accent"),
    ('"defence pact"', "the phrase"),
    ("-vietnam", "not this"),
    ("a OR b, ( )", "alternatives"),
    ("bias:left,lean-left", "either value; bias:left..center is a range"),
)


class HelpScreen(BoxScreen[None]):
    """Every key and every field of the filter."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,question_mark,f1", "dismiss", "Close"),
        Binding("j", "scroll('down')", show=False),
        Binding("k", "scroll('up')", show=False),
    ]

    def compose(self) -> ComposeResult:
        """One scrolling text in a box."""
        with VerticalScroll(id="help-box") as box:
            box.border_title = "Help"
            box.border_subtitle = "Esc closes"
            yield Static(help_content(), id="help-text", markup=False)

    def action_scroll(self, direction: str) -> None:
        """Scroll a line."""
        box = self.query_one("#help-box", VerticalScroll)
        box.scroll_relative(y=1 if direction == "down" else -1, animate=False)


def help_content() -> Content:
    """The whole text of the help screen."""
    sections: list[Content] = []
    for place, commands in commands_by_place():
        rows = [_row(" ".join(map(key_name, command.keys)), command.help) for command in commands]
        sections.append(Content("\n").join([Content.styled(place.value, "bold $primary"), *rows]))
    rows = [_row(example, meaning) for example, meaning in _SYNTAX]
    sections.append(Content("\n").join([Content.styled("The filter", "bold $primary"), *rows]))
    fields = [
        _row(f"{field.name}:", f"{field.help}{': ' + ', '.join(field.values) if field.values else ''}")
        for field in FIELDS.values()
    ]
    sections.append(Content("\n").join([Content.styled("Fields of the filter", "bold $primary"), *fields]))
    return Content("\n\n").join(sections)


def _row(left: str, right: str) -> Content:
    gap = " " * max(_KEYS_WIDTH - len(left), 2)
    return Content.assemble((left, "bold $accent"), gap, right)
