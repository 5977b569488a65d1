"""A text made of lines that know how they are wrapped, what in them can be clicked, and where words were found."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import Final, NamedTuple

from msgspec import Struct
from msgspec.structs import replace
from textual.content import Content
from textual.style import Style

from newsreader.ui.story.wrapping import rows_of

TARGET: Final = "target"
"""The key of the number of a target in the meta data of a style."""

_ADDED: Final = "added"
ADDED_STYLE: Final = Style.from_meta({_ADDED: True})
"""Of what stands in a text without being part of it, as the host behind a link: no words are looked for there."""

NOTHING: Final = Content("")
_LEAST_ROOM: Final = 8
"""Cells that margin and hang leave to the text; where they can't they are left out."""


class LinkTarget(Struct, frozen=True):
    """A link: where it leads, and the words that are clicked."""

    url: str
    text: str


class OutletTarget(Struct, frozen=True):
    """The name of the story's outlet."""


class TopicTarget(Struct, frozen=True):
    """One of the story's topics."""

    topic: str


class TagTarget(Struct, frozen=True):
    """One of the user's tags."""

    tag: str


class TellerTarget(Struct, frozen=True):
    """Another story of the same event, by its row."""

    row_id: int


class AllTellersTarget(Struct, frozen=True):
    """All stories of the event."""


Target = LinkTarget | OutletTarget | TopicTarget | TagTarget | TellerTarget | AllTellersTarget


class Targets:
    """Everything of a page that can be clicked; the page's styles carry only the numbers."""

    def __init__(self) -> None:
        self._all: list[Target] = []

    @property
    def all(self) -> tuple[Target, ...]:
        """The targets by their numbers."""
        return tuple(self._all)

    def put(self, content: Content, target: Target, style: str = "") -> Content:
        """`content` such that a click on it means `target`."""
        self._all.append(target)
        return content.stylize(style).stylize(Style.from_meta({TARGET: len(self._all) - 1}))


class Line(Struct, frozen=True):
    """A line of a page, of as many rows as it needs.

    Its first `hang` characters, a cell each, stand before the text, under which the other rows begin. The `margin`
    stands left of each row and is no part of the text. `found` are the places of words that were looked for.
    """

    content: Content = NOTHING
    hang: int = 0
    margin: Content = NOTHING
    found: tuple[tuple[int, int], ...] = ()

    def led_by(self, lead: Content) -> Line:
        """The line with `lead` before its text, below which nothing but space stands."""
        length = len(lead.plain)
        found = tuple((start + length, end + length) for start, end in self.found)
        return replace(self, content=Content.assemble(lead, self.content), hang=self.hang + length, found=found)


EMPTY_LINE: Final = Line()


class Row(NamedTuple):
    """One row of a page: which line it is of, and which of its characters it shows."""

    line: int
    start: int
    end: int


class Page:
    """Lines, and what of them can be clicked."""

    def __init__(self, lines: Iterable[Line] = (), targets: Sequence[Target] = ()) -> None:
        self.lines = tuple(lines)
        self.targets = tuple(targets)
        self.text = "\n".join(line.content.plain for line in self.lines)
        """What the page says, each line in one piece."""
        self.found = tuple((number, *place) for number, line in enumerate(self.lines) for place in line.found)
        """Line, start and end of each place of a word that was looked for."""
        lengths = (len(line.content.plain) + 1 for line in self.lines)
        self._starts = [0, *accumulate(lengths)]
        self._rows: tuple[int, Sequence[Row]] = (0, ())

    def rows(self, width: int) -> Sequence[Row]:
        """The rows of the page in `width` cells."""
        if self._rows[0] != width:
            self._rows = width, [row for number, line in enumerate(self.lines) for row in _rows(number, line, width)]
        return self._rows[1]

    def offset(self, row: Row) -> int:
        """How many characters of the page stand before `row`."""
        return self._starts[row.line] + row.start

    def row_at(self, offset: int, width: int) -> int:
        """The number of the row in which the character at `offset` stands."""
        rows = self.rows(width)
        return max(bisect_right(rows, offset, key=self.offset) - 1, 0)

    def line_at(self, offset: int) -> tuple[int, int]:
        """The line in which the character at `offset` stands, and its place there."""
        line = max(bisect_right(self._starts, offset, hi=max(len(self.lines), 1)) - 1, 0)
        return line, offset - self._starts[line]

    def found_from(self, offset: int) -> int:
        """The number of the first place of a found word from the character at `offset` on, 0 where there is none."""
        begins = (self.offset_in(line, start) for line, start, _ in self.found)
        return next((number for number, begin in enumerate(begins) if begin >= offset), 0)

    def offset_in(self, line: int, place: int) -> int:
        """How many characters of the page stand before a place in a line."""
        return self._starts[line] + place


def offset_in_other(page: Page, offset: int, other: Page) -> int:
    """Where in `other`, which has most lines of `page`, the character at `offset` of `page` stands.

    For an empty line the next one counts. In a line that `other` does not have, it is the character as far from the top
    as a part of the whole.
    """
    number, place = page.line_at(offset)
    texts = [line.content.plain for line in page.lines]
    while number < len(texts) - 1 and not texts[number]:
        number, place = number + 1, 0
    text = texts[number] if texts else ""
    alike = [each for each, line in enumerate(other.lines) if line.content.plain == text]
    before = texts[:number].count(text)
    if text and len(alike) > before:
        return other.offset_in(alike[before], place)
    return round(offset / max(len(page.text), 1) * len(other.text))


def added_places(content: Content) -> list[tuple[int, int]]:
    """Start and end of everything that stands in `content` without being part of the text."""
    return sorted(
        (span.start, span.end)
        for span in content.spans
        if not isinstance(span.style, str) and _ADDED in span.style.meta
    )


def indent_of(line: Line, width: int) -> tuple[Content, int]:
    """The margin and the hang that `line` has in `width` cells."""
    if width - line.margin.cell_length - line.hang < _LEAST_ROOM:
        return NOTHING, 0
    return line.margin, line.hang


def separated(parts: Iterable[Sequence[Line]]) -> list[Line]:
    """The lines of all parts, with an empty one between them."""
    lines: list[Line] = []
    for part in parts:
        if lines and part:
            lines.append(EMPTY_LINE)
        lines += part
    return lines


def _rows(number: int, line: Line, width: int) -> list[Row]:
    margin, hang = indent_of(line, width)
    rows = rows_of(line.content.plain[hang:], width - margin.cell_length - hang)
    return [Row(number, start + hang if place else 0, end + hang) for place, (start, end) in enumerate(rows)]
