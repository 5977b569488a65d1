"""Where the rows of a text begin and end, so that long texts cost little."""

from __future__ import annotations

import re
from typing import Final

from rich.cells import cell_len, get_character_cell_size

from newsreader.ui.terminal.cell_widths import goes_on

_ONE_CELL_EACH = re.compile(
    r"[\x20-\x7e\u00a0-\u02ff\u0370-\u0482\u048a-\u0588\u2010-\u2027\u2030-\u205e\u20a0-\u20bf]*"
)
_EMOJI_STYLE: Final = "\ufe0f"
"""It makes the character before it two cells wide."""
_BREAKS_WORDS: Final = "/?&=-_."
"""After these a word that is longer than a row is best broken."""


def rows_of(text: str, width: int) -> list[tuple[int, int]]:
    """Start and end of each row of `text`, a single line, in `width` cells; spaces at the end of a row are left out."""
    width = max(width, 2)
    narrow = _ONE_CELL_EACH.fullmatch(text) is not None
    rows: list[tuple[int, int]] = []
    at, length = 0, len(text)
    while True:
        reach = at + width if narrow else _reach(text, at, width)
        if reach >= length:
            rows.append((at, length))
            return rows
        cut = _cut(text, at, reach, narrow)
        rows.append((at, at + len(text[at:cut].rstrip())))
        at = cut
        while at < length and text[at] == " ":
            at += 1
        if at == length:
            return rows
        if at - 1 > rows[-1][0] and text[at - 1] == " " and goes_on(text, at - 1, at):
            at -= 1  # a mark on a space: the two are one character, if they have room in a row


def _reach(text: str, at: int, width: int) -> int:
    """The place of the first character after `at` that has no room in the row; at least one has."""
    cells = 0
    for place in range(at, len(text)):
        char = text[place]
        cells += 1 if char == _EMOJI_STYLE else get_character_cell_size(char)
        if cells > width and place > at:
            return _boundary(text, at, place, width)
    return len(text)


def _boundary(text: str, at: int, place: int, width: int) -> int:
    """Where what is seen as one character, and has a part at `place`, begins; its end where the row begins with it.

    What has no room in a whole row is cut at `place`, so that nothing of it is lost.
    """
    start = place
    while start > at and goes_on(text, at, start):
        start -= 1
    if start > at:
        return start
    end = place
    while end < len(text) and goes_on(text, at, end):
        end += 1
    return end if cell_len(text[at:end]) <= width else place


def _cut(text: str, at: int, reach: int, narrow: bool) -> int:
    """Where to break the row that begins at `at` and has room up to `reach`."""
    if text[reach] == " ":
        return reach
    cut = text.rfind(" ", at, reach) + 1
    if not narrow:
        cut = max(cut, _cut_between_wide(text, max(at, cut), reach))
    if cut > at and not text[at:cut].isspace():
        return cut
    half = at + (reach - at) // 2
    cut = max(text.rfind(mark, half, reach) for mark in _BREAKS_WORDS) + 1
    return cut if cut > at else reach


def _cut_between_wide(text: str, least: int, reach: int) -> int:
    """The last place beside a character of two cells, before which a script without spaces may be broken; else 0."""
    for place in range(reach, least, -1):
        is_beside_wide = 2 in (get_character_cell_size(text[place]), get_character_cell_size(text[place - 1]))
        if is_beside_wide and not goes_on(text, least, place):
            return place
    return 0
