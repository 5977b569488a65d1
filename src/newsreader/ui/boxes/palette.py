"""The palette: every command of the reader and every view by what they concern, found by what they are called or do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Final

from textual.content import Content

from newsreader.keys.commands import GROUPS, OTHER_GROUP, Command, group_of
from newsreader.keys.keymap import DEFAULT_KEYMAP, Keymap
from newsreader.text import clean_line
from newsreader.ui.boxes.narrowing import Found, Names
from newsreader.ui.boxes.picker import PickerScreen
from newsreader.ui.safe import line
from newsreader.ui.widgets.choice_list import Choice, ChoiceList
from newsreader.views import View

_WIDE: Final = 48
"""Columns from which on the help of a command stands beside its title."""
_GAP: Final = 2
_VIEW: Final = "View"
_GROUPS: Final = (*GROUPS, OTHER_GROUP, _VIEW)
"""What commands and views concern, in the order in which they are listed."""
_GROUP_WIDTH: Final = max(map(len, _GROUPS)) + _GAP
_ROOM_FOR_GROUPS: Final = 36
"""Columns from which on each group stands beside its first command."""


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
        self._groups = [*(group_of(each.name) for each in commands), *[_VIEW] * len(views)]
        keys = [*(keymap.first(each.name) for each in commands), *(view_keys or [""] * len(views))]
        self._first_keys = [line(key, "bold $accent") for key in keys]
        self._key_width = max((key.cell_length for key in self._first_keys), default=0)
        self._title_width = max((len(each.title) for each in commands), default=0)
        found_by = [f"{each.title} {each.help} {each.name} {keymap.every(each.name)}" for each in commands]
        found_by += [f"{_VIEW}: {view.name} {view.filter}" for view in views]
        super().__init__("Commands", found_by, keymap)
        self._titles = Names([*(each.title for each in commands), *(view.name for view in views)])

    def arrangement(self) -> Sequence[int]:
        """The numbers of all offers, group by group."""
        return sorted(range(len(self._offers)), key=lambda number: _GROUPS.index(self._groups[number]))

    def find(self, typed: str) -> Found:
        """What fits; the best of it is what is called so, then what begins so, then the first."""
        found = super().find(typed)
        titled = self._titles.find(typed, found.numbers)
        return Found(found.numbers, found.numbers.index(titled.numbers[titled.best])) if titled.numbers else found

    def choice(self, number: int) -> Choice:
        """A command with its key, title and help, or a view with its filter."""
        offer = self._offers[number]
        width = self.query_one(ChoiceList).scrollable_content_region.width
        key = self._first_keys[number]
        lead = key.pad_right(self._key_width - key.cell_length + 1)
        is_grouped = width >= _ROOM_FOR_GROUPS
        if is_grouped:
            group = self._groups[number] if self._begins_group(number) else ""
            lead = Content.assemble((group.ljust(_GROUP_WIDTH), "$quiet"), lead, " ")
        if isinstance(offer, View):
            name, filter_text = clean_line(offer.name), clean_line(offer.filter) or "every story"
            return Choice(name, filter_text, lead) if is_grouped else Choice(f"{_VIEW}: {name}", lead=lead)
        if width < _WIDE:
            return Choice(offer.title, lead=lead)
        column = line(offer.title, "bold").pad_right(self._title_width - len(offer.title) + _GAP)
        return Choice(offer.help, lead=Content.assemble(lead, column))

    def _begins_group(self, number: int) -> bool:
        """Whether what is listed before an offer is of another group."""
        numbers = self.query_one(ChoiceList).numbers
        place = numbers.index(number)
        return place == 0 or self._groups[numbers[place - 1]] != self._groups[number]

    def chosen(self, number: int) -> None:
        """Leave with the command or view."""
        self.leave(self._offers[number])
