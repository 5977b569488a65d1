"""Tables of text whose columns stay straight, whatever script is in them."""

from __future__ import annotations

import re
import shutil
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from msgspec import Struct

from newsreader.text import clean_line

_GAP: Final = "  "
_DERIVED_ID: Final = re.compile(r"[0-9a-f]{16}")
_SHORT_ID: Final = 8
_NARROWEST_LAST: Final = 10


class Column(Struct, frozen=True):
    """One column. On a terminal it is cut to `part` of the width (0: never) with `end` after the cut.

    A spare one is left out where the last column would have too little room; of several the rightmost goes first.
    """

    part: float = 0
    end: str = "…"
    at_right: bool = False
    is_spare: bool = False


def short_id(story_id: str) -> str:
    """Return an id for people: of one that no file declares the first characters, which mostly are enough."""
    return story_id[:_SHORT_ID] if _DERIVED_ID.fullmatch(story_id) else story_id


def width_of(text: str) -> int:
    """Return how many columns of a terminal `text` takes."""
    if text.isascii():
        return len(text)
    return sum(map(_width_of_character, text))


def cut(text: str, width: int, end: str = "…") -> str:
    """Return `text` in at most `width` columns, with `end` where something of it is missing."""
    if width_of(text) <= width:
        return text
    room = width - width_of(end)
    for place, char in enumerate(text):
        room -= _width_of_character(char)
        if room < 0:
            while place and unicodedata.category(text[place]).startswith("M"):
                place -= 1  # marks stay with their letter
            return text[:place].rstrip() + end
    return text


def table(rows: Iterable[Sequence[Sequence[str]]], columns: Sequence[Column]) -> Iterator[str]:
    """Give the lines of a table whose rows come in chunks.

    On a terminal they fit its width, the last column giving way.

    A column is as wide as it had to be up to the end of a chunk, so that any number of rows can pass.
    """
    terminal = shutil.get_terminal_size().columns if sys.stdout.isatty() else 0
    widths = [0] * len(columns)
    for chunk in rows:
        cells = [[clean_line(cell) for cell in row] for row in chunk]
        if terminal:
            cells = [[_cut_cell(*pair, terminal) for pair in zip(row, columns, strict=True)] for row in cells]
        widths = [max(width, *(width_of(row[at]) for row in cells)) for at, width in enumerate(widths)]
        shown = _fitting(columns, widths, terminal)
        shown_columns, shown_widths = [columns[at] for at in shown], [widths[at] for at in shown]
        for row in cells:
            yield _line([row[at] for at in shown], shown_columns, shown_widths, terminal)


def _cut_cell(cell: str, column: Column, terminal: int) -> str:
    return cut(cell, max(8, int(terminal * column.part)), column.end) if column.part else cell


def _fitting(columns: Sequence[Column], widths: Sequence[int], terminal: int) -> list[int]:
    """Return the places of the columns to show: all, or on a narrow terminal all but spare ones."""
    shown = list(range(len(columns)))
    for at in reversed(shown):
        taken = sum(widths[each] + len(_GAP) for each in shown[:-1])
        if columns[at].is_spare and terminal and taken + _NARROWEST_LAST > terminal:
            shown.remove(at)
    return shown


def _line(row: Sequence[str], columns: Sequence[Column], widths: Sequence[int], terminal: int) -> str:
    padded = [
        " " * (width - width_of(cell)) + cell if column.at_right else cell + " " * (width - width_of(cell))
        for cell, column, width in zip(row[:-1], columns, widths, strict=False)
    ]
    last = row[-1]
    if columns[-1].at_right:
        last = " " * (widths[-1] - width_of(last)) + last
    if terminal:
        taken = sum(widths[:-1]) + len(_GAP) * len(padded)
        last = cut(last, max(_NARROWEST_LAST, terminal - taken))
    return _GAP.join((*padded, last)).rstrip() + "\n"


def _width_of_character(char: str) -> int:
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in ("W", "F") else 1
