"""The rail: views, outlets, topics and tags in one list, each with the number of its unread stories."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from msgspec import Struct
from textual import events
from textual.content import Content
from textual.message import Message

from newsreader.keys.keymap import DEFAULT_KEYMAP, Keymap
from newsreader.reader.overview import Entry
from newsreader.ui.bindings import CommandTable, bind
from newsreader.ui.widgets.choice_list import Choice, ChoiceList

_APPLIED: Final = "▸ "
_OTHER: Final = "  "


class _Line(Struct, frozen=True):
    """A line of the rail: an entry, the title of a section, or nothing."""

    title: str = ""
    entry: Entry | None = None


class Rail(ChoiceList, can_focus=True, inherit_bindings=False):
    """Shows the entries of several sections; the cursor goes from entry to entry."""

    class Picked(Message):
        """An entry was clicked: the user wants to see the stories of the one at the cursor."""

    def __init__(self, *, keymap: Keymap = DEFAULT_KEYMAP, id: str | None = None) -> None:
        super().__init__(self._choice, id=id)
        self._lines: tuple[_Line, ...] = ()
        self._unread: dict[str, int] = {}
        self._applied = ""
        self.commands: CommandTable = {
            "list-down": self.cursor_down,
            "list-up": self.cursor_up,
            "list-page-down": self.page_down,
            "list-page-up": self.page_up,
            "list-first": self.first,
            "list-last": self.last,
        }
        bind(self, keymap, [*self.commands, "list-enter"])  # what it shows is the screen's

    @property
    def entries(self) -> list[Entry]:
        """All entries, from top to bottom."""
        return [line.entry for line in self._lines if line.entry is not None]

    def unread(self, entry: Entry) -> int | None:
        """Return how many unread stories an entry has, None as long as they are not counted."""
        return self._unread.get(entry.filter)

    def show_sections(self, sections: Mapping[str, Sequence[Entry]]) -> None:
        """Show these sections by their titles; those without an entry are left out."""
        lines: list[_Line] = []
        for title, entries in sections.items():
            if entries:
                lines += [_Line(), _Line(title), *(_Line(entry=entry) for entry in entries)]
        lines = lines[1:]
        if tuple(lines) == self._lines:
            return
        current = self._entry_at(self.cursor)
        top = self.scroll_offset.y
        self._lines = tuple(lines)
        place = next((index for index, line in enumerate(lines) if current and line.entry == current), 0)
        self.show(range(len(lines)), cursor=place, empty="Nothing to narrow by yet.")
        if current is not None:
            self.scroll_to(y=top, animate=False, immediate=True, force=True)
            self._reveal_cursor()

    def show_unread(self, entry: Entry, count: int) -> None:
        """Show how many unread stories an entry has."""
        if self._unread.get(entry.filter) != count:
            self._unread[entry.filter] = count
            self.refresh()

    def show_applied(self, filter_text: str) -> None:
        """Mark the entry whose filter is applied, if there is one."""
        applied = " ".join(filter_text.split())
        if applied != self._applied:
            self._applied = applied
            self.refresh()

    def validate_cursor(self, cursor: int) -> int:
        """Keep the cursor on an entry: the next one in the direction in which it goes."""
        if not self._lines:
            return 0
        place = super().validate_cursor(cursor)
        down = range(place, len(self._lines))
        up = range(place, -1, -1)
        for way in (down, up) if cursor >= self.cursor else (up, down):
            for index in way:
                if self._lines[index].entry is not None:
                    return index
        return place

    def on_click(self, event: events.Click) -> None:
        """Go to the entry that was clicked, and pick it."""
        event.prevent_default()
        index = event.y + self.scroll_offset.y
        if self._entry_at(index) is not None:
            self.cursor = index
            self.post_message(self.Picked())

    @property
    def current_entry(self) -> Entry | None:
        """The entry at the cursor; None as long as there is none."""
        return self._entry_at(self.cursor)

    def _entry_at(self, index: int) -> Entry | None:
        return self._lines[index].entry if 0 <= index < len(self._lines) else None

    def _choice(self, number: int) -> Choice:
        line = self._lines[number]
        if line.entry is None:
            return Choice("", lead=Content.styled(line.title, "bold $quiet"))
        count = self._unread.get(line.entry.filter)
        sign = _APPLIED if " ".join(line.entry.filter.split()) == self._applied else _OTHER
        return Choice(line.entry.name, "" if count is None else f"{count:,}", Content.styled(sign, "$accent"))
