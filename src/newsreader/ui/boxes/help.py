"""The help screen: a card of what is needed first, all keys, the filter language and the signs; typing narrows it."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Input

from newsreader.keys.keymap import DEFAULT_KEYMAP, Keymap
from newsreader.ui.bindings import CommandTable
from newsreader.ui.boxes.box import TextBox
from newsreader.ui.boxes.narrowing import Names
from newsreader.ui.help_text import Section, help_card, help_lines, help_sections
from newsreader.ui.safe import line
from newsreader.ui.widgets.fitted_text import FittedText
from newsreader.ui.widgets.hinted_box import HintedBox
from newsreader.ui.widgets.line_input import LineInput


class HelpScreen(TextBox):
    """Everything there is to press and to type, and a field that finds it."""

    def __init__(self, keymap: Keymap = DEFAULT_KEYMAP, *, has_shell: bool = True) -> None:
        super().__init__(keymap)
        sections = help_sections(keymap, has_shell=has_shell)
        self._card = help_card(keymap)
        self._sections = [(section, Names(section.names())) for section in sections]

    def command_table(self) -> CommandTable:
        """Return the methods of the box; the key that opens the help closes it, too."""
        return {"help": self.close, **super().command_table()}

    def compose(self) -> ComposeResult:
        """A field, and below it the text, which scrolls."""
        with HintedBox(id="help-box") as box:
            box.border_title = "Help"
            box.hint(self._hint())
            yield LineInput(
                self.keymap, self.commands, placeholder="type to find a key or what it does", id="help-input"
            )
            text = VerticalScroll(FittedText(id="help-text"), id="help-scroll")
            text.can_focus = False
            yield text

    def _hint(self) -> str:
        shown = self.keymap.shown
        return f"{shown('box-down')} {shown('box-page-down')} scroll · {shown('box-close')} closes"

    def on_mount(self) -> None:
        """Show everything."""
        self._narrow("")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show what fits what was typed."""
        event.stop()
        self._narrow(event.value)
        self.first()

    def _narrow(self, typed: str) -> None:
        found = [
            Section(section.heading, tuple(section.rows[number] for number in numbers))
            for section, names in self._sections
            if (numbers := names.find(typed, range(len(section.rows))).numbers)
        ]
        empty = Content.assemble(
            ("Nothing fits ", "bold"), line(typed, "bold"), "\n\n",
            ("Try the beginning of another word: “unread”, “copy”, “story”.", "$quiet"),
        )  # fmt: skip
        card = [] if typed.strip() else [self._card]  # what is looked for stands below, and once is enough
        sections = [*card, *found]
        self.query_one(FittedText).show(
            lambda width: Content("\n").join(help_lines(sections, width)) if sections else empty
        )
