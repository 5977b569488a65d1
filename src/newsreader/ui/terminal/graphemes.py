"""Text in columns: what a reader takes for one character is never cut, and is as wide in every terminal.

Terminals do not agree on how wide joined emoji, flags, and characters with a colour or emoji sign behind them are.
They do agree on what `AgreedWidths` draws in their place, in as many columns.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import takewhile
from typing import Final

from rich.cells import CellSpan, cell_len
from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

from newsreader.ui.terminal.cell_widths import clusters, divided, goes_on, single_spans
from newsreader.ui.terminal.joiners import JOINER, join_only_emoji

_FLAG_LETTERS: Final = {0x1F1E6 + place: chr(ord("A") + place) for place in range(26)}
_DISPUTED: Final = re.compile("[\u200d\ufe0f\U0001f1e6-\U0001f1ff\U0001f3fb-\U0001f3ff]")


def drawable(text: str) -> str:
    """`text` with joiners left only between emoji, since terminals join whatever stands around one."""
    return join_only_emoji(text)


def head(text: str, width: int) -> str:
    """As much of the beginning of `text` as has room in `width` columns."""
    if text.isascii():
        return text[: max(width, 0)]
    return _pieces_with_room(text, clusters(text), width)


def _pieces_with_room(text: str, pieces: Iterable[CellSpan], width: int) -> str:
    used = 0
    for start, _, columns in pieces:
        used += columns
        if used > width:
            return text[:start]
    return text


def fit(text: str, width: int) -> str:
    """`text` in at most `width` columns, cut with … where it is longer."""
    if cell_len(text) <= width:
        return text
    return head(text, width - 1).rstrip() + "…" if width > 0 else ""


def wrap(text: str, width: int, lines: int) -> list[tuple[int, str]]:
    """`text` on at most so many `lines` of `width` columns, each with where in `text` it begins.

    Lines end at the end of a word, within one only where it has no room on a line; the last is cut with …
    """
    wrapped: list[tuple[int, str]] = []
    at = 0
    while len(wrapped) < lines - 1 and cell_len(text[at:]) > width:
        rest = text[at:]
        end = at + len(head(rest, width) or _pieces_with_room(rest, divided(rest), width))
        if end == at:
            break
        if not text[end].isspace():
            space = text.rfind(" ", at, end)
            end = space if space > at else end
        wrapped.append((at, text[at:end].rstrip()))
        at = end + len(text[end:]) - len(text[end:].lstrip())
        if end < at < len(text) and goes_on(text, end, at):
            at -= 1  # a mark on a space: the two are one character
    return [*wrapped, (at, fit(text[at:], width))]


class AgreedWidths(LineFilter):
    """Draws characters of disputed width in a way that every terminal gives as many columns as the layout does.

    Of joined emoji the first is drawn, a flag as the two letters of its country.
    """

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Leave everything else as it is."""
        if not any(_DISPUTED.search(text) for text, _, control in segments if not control):
            return segments
        return [segment if segment.control else Segment(agreed(segment.text), segment.style) for segment in segments]


def agreed(text: str) -> str:
    """`text` in as many columns, of characters on whose widths all terminals agree."""
    if not _DISPUTED.search(text):
        return text
    text = join_only_emoji(text)
    return "".join(_agreed_cluster(text[start:end], columns) for start, end, columns in single_spans(text))


def _agreed_cluster(cluster: str, columns: int) -> str:
    first = cluster[0].translate(_FLAG_LETTERS)
    if not _DISPUTED.search(cluster):
        return cluster
    marks = "".join(takewhile(lambda char: char != JOINER and not cell_len(char), cluster[1:]))
    drawn = _DISPUTED.sub("", first + marks)
    return drawn + " " * (columns - cell_len(drawn))
