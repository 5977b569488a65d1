"""What the help tells: the keys as they are now, the filter language, and what the signs mean."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import zip_longest
from typing import Final

from msgspec import Struct
from textual.content import Content

from newsreader.bias import SCALE
from newsreader.events.coverage import Coverage
from newsreader.keys.commands import BY_NAME, commands_by_place
from newsreader.keys.keymap import Keymap
from newsreader.query import FIELDS
from newsreader.ui.story.gauge import apart_from_gauge, coverage_gauge, gauge_style, small_gauge

_WIDE: Final = 70
"""Columns from which on the title of a command stands beside its keys."""
_TITLE: Final = 17
_FEWEST: Final = 11
_MOST: Final = 22
"""Columns that keys, or an example, take at least, and at most before they are wrapped."""
_FAIR_SHARE: Final = 3
"""The part of the width that they take at most."""
_GAP: Final = 2
_BETWEEN_PARTS: Final = "   "

_CARD: Final = (
    ("Move", ("list-down", "list-up", "list-page-down", "list-first", "list-last", "pane-next")),
    ("Read", ("list-enter", "story-read-on", "next-unread", "original", "website", "story-alone")),
    ("Filter", ("filter", "filter-clear", "this-outlet", "bookmarks-only", "views", "sort")),
    ("Mark", ("bookmark", "read", "tags", "note", "undo")),
    ("Leave", ("back", "back-or-quit", "quit")),
)
"""What somebody needs first, by what it is for: the commands of the card with which the help begins."""

_SYNTAX: Final = (
    ("putin sanctions", "both words, at word beginnings, in any case and accent; AND between them is the same"),
    ('"defence pact"', "the phrase"),
    ("-vietnam", "not this word; any term can have the minus"),
    ("summit OR treaty", "alternatives; ( ) keep them together"),
    ("title:coast", "the word in one field; the fields are listed below"),
    ("bias:left,lean-left", "either value"),
    ("bias:left..center", "from one value to another"),
    ("outlet:bbc date:7d", "an outlet's stories of the last seven days"),
    ("is:unread sort:oldest", "what is unread, the oldest first"),
)
_SIGNS: Final = (
    ("•", "$accent", "unread"),
    ("★", "$accent", "bookmarked"),
    ("✓", "$accent", "selected"),
)

_SOME_COVERAGE: Final = Coverage((0, 1, 2, 0, 1, 1, 3))
"""An event as an example: how many outlets of each rating tell it."""


class Row(Struct, frozen=True):
    """One line of the help: a key, an example or a sign, perhaps a title, and what it means.

    In place of a text there may be `parts`, none of which is wrapped where it has room on a line.
    """

    left: Content
    text: str = ""
    title: str = ""
    parts: tuple[Content, ...] = ()


class Section(Struct, frozen=True):
    """Rows under a heading."""

    heading: str
    rows: tuple[Row, ...]

    def names(self) -> list[str]:
        """What each row is found by."""
        return [f"{row.left.plain} {row.title} {row.text} {self.heading}" for row in self.rows]


def help_sections(keymap: Keymap, *, has_shell: bool = True) -> list[Section]:
    """All sections of the help; without commands that need a shell where there is none."""
    places = [
        Section(place.value, tuple(_row(keymap.every(each.name) or "no key", each.help, each.title) for each in group))
        for place, group in commands_by_place(has_shell=has_shell)
    ]
    fields = [
        (f"{field.name}:", f"{field.help}{': ' + ', '.join(field.values) if field.values else ''}")
        for field in FIELDS.values()
    ]
    return [
        *places,
        Section("The filter", tuple(_row(example, meaning) for example, meaning in _SYNTAX)),
        Section("Fields of the filter", tuple(_row(name, meaning) for name, meaning in fields)),
        Section("Signs", (*_signs(), *_signs_of_events(keymap.shown("by-event")))),
    ]


def help_card(keymap: Keymap) -> Section:
    """The card with which the help begins: what somebody needs first, on one screen of 80 columns and 24 lines."""
    rows = (
        Row(
            Content.styled(purpose, "bold"),
            parts=tuple(
                Content.assemble((keymap.every(name), "bold $accent"), " ", BY_NAME[name].title)
                for name in names
                if keymap.first(name)
            ),
        )
        for purpose, names in _CARD
    )
    return Section("First of all", tuple(rows))


def _row(left: str, text: str, title: str = "") -> Row:
    return Row(Content.styled(left, "bold $accent"), text, title)


def _signs() -> Iterable[Row]:
    for sign, style, meaning in _SIGNS:
        yield Row(Content.styled(sign, f"bold {style}"), f"The story is {meaning}")
    for rating in SCALE:
        drawn, slot = small_gauge(rating.rank)
        content = Content.styled(drawn, "$faint")
        if slot is not None:
            content = content.stylize(f"bold {gauge_style(rating)}", slot, slot + 1)
        yield Row(
            content, f"The outlet is rated {rating.name}" if rating.id != "not-rated" else "Nobody rates the outlet"
        )


def _signs_of_events(by_event: str) -> Iterable[Row]:
    yield _row("+2", "Two other outlets tell the same event")
    yield _row(
        coverage_gauge(_SOME_COVERAGE),
        f"By event ({by_event}): how many outlets of each rating tell it, from left to right; 9 stands for more, too",
    )
    words, letters = apart_from_gauge(_SOME_COVERAGE)
    yield _row(f"({letters})", f"Beside these {words}, which have no place from left to right")


def help_lines(sections: Sequence[Section], width: int) -> list[Content]:
    """The sections in `width` columns; what is wrapped goes on under its column."""
    lines: list[Content] = []
    for section in sections:
        if lines:
            lines.append(Content(""))
        lines.append(_heading(section.heading, width))
        widest = max(_FEWEST, *(row.left.cell_length for row in section.rows))
        left = min(widest, _MOST, max(width // _FAIR_SHARE, 1))
        for row in section.rows:
            lines += _wrapped(row, left, width)
    return lines


def _heading(text: str, width: int) -> Content:
    rule = "─" * max(width - len(text) - 1, 0)
    return Content.assemble((text, "bold $primary"), " ", (rule, "$faint")).truncate(max(width, 1))


def _wrapped(row: Row, left: int, width: int) -> list[Content]:
    cells = [(row.left, left)]
    if row.title and width >= _WIDE:
        cells.append((Content.styled(row.title, "bold"), _TITLE))
    taken = sum(room + _GAP for _, room in cells)
    room = max(width - taken, 1)
    cells.append((_packed(row.parts, room) if row.parts else Content(row.text), room))
    columns = [cell.wrap(room) for cell, room in cells]
    gap = Content(" " * _GAP)
    return [
        gap.join([(part or Content("")).truncate(room, pad=True) for part, (_, room) in zip(parts, cells, strict=True)])
        for parts in zip_longest(*columns)
    ]


def _packed(parts: Sequence[Content], width: int) -> Content:
    """Return the parts on lines of `width` columns, as many on each as it has room for."""
    lines: list[Content] = []
    for part in parts:
        longer = Content(_BETWEEN_PARTS).join([lines[-1], part]) if lines else part
        if lines and longer.cell_length <= width:
            lines[-1] = longer
        else:
            lines.append(part)
    return Content("\n").join(lines)
