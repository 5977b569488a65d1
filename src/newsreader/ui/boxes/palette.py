"""The palette: every command of the reader and every view, found by what it is called or does."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Final

from textual.content import Content

from newsreader.keys.commands import Command
from newsreader.keys.keymap import DEFAULT_KEYMAP, Keymap
from newsreader.text import clean_line
from newsreader.ui.boxes.narrowing import Found, Names
from newsreader.ui.boxes.picker import PickerScreen
from newsreader.ui.safe import line
from newsreader.ui.terminal.graphemes import fit
from newsreader.ui.widgets.choice_list import Choice, ChoiceList
from newsreader.views import View

_WIDE: Final = 54
"""Columns from which on the help of a command stands beside its title."""
_GAP: Final = 2
_VIEW: Final = "View"


class PaletteScreen(PickerScreen[Command | View]):
    """All of `commands` and `views`, each with its first key; leaves with the one to run or to show."""

    PLACEHOLDER: ClassVar[str] = "a command, what it does, or a view"
    PICKING: ClassVar[str] = "runs"
    NO_HIT: ClassVar[str] = "No command fits."

    def __init__(
        self,
        commands: Sequence[Command],
        views: Sequence[View],
        keymap: Keymap = DEFAULT_KEYMAP,
        *,
        view_keys: Sequence[str] = (),
    ) -> None:
        self._offers: tuple[Command | View, ...] = (*commands, *views)
        keys = [*(keymap.first(each.name) for each in commands), *(view_keys or [""] * len(views))]
        self._first_keys = [line(key, "bold $accent") for key in keys]
        self._key_width = max((key.cell_length for key in self._first_keys), default=0)
        self._title_width = max(len(title) for title in (_VIEW, *(each.title for each in commands)))
        found_by = [f"{each.title} {each.help} {each.name} {keymap.every(each.name)}" for each in commands]
        found_by += [f"{_VIEW}: {view.name} {view.filter}" for view in views]
        super().__init__("Commands", found_by, keymap)
        self._titles = Names([*(each.title for each in commands), *(view.name for view in views)])

    def find(self, typed: str) -> Found:
        """What fits; the best of it is what is called so, then what begins so, then the first."""
        found = super().find(typed)
        titled = self._titles.find(typed, found.numbers)
        return Found(found.numbers, found.numbers.index(titled.numbers[titled.best])) if titled.numbers else found

    def choice(self, number: int) -> Choice:
        """A command with its key, title and help, or a view with its filter."""
        offer = self._offers[number]
        key = self._first_keys[number]
        lead = key.pad_right(self._key_width - key.cell_length + _GAP)
        width = self.query_one(ChoiceList).scrollable_content_region.width
        if isinstance(offer, Command):
            title, text, quiet = offer.title, offer.help, ""
        else:
            title, text, quiet = _VIEW, clean_line(offer.name), clean_line(offer.filter) or "every story"
        if width >= _WIDE:
            column = line(title, "bold").pad_right(self._title_width - len(title) + _GAP)
            return Choice(text, quiet, Content.assemble(lead, column))
        if isinstance(offer, View):
            return Choice(f"{title}: {text}", quiet, lead)
        rest = width - lead.cell_length - len(title) - 2 - _GAP
        return Choice(title, Content.styled(fit(text, rest), "$quiet") if rest > 0 else "", lead)

    def chosen(self, number: int) -> None:
        """Leave with the command or view."""
        self.leave(self._offers[number])
