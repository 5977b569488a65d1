"""A row of the list as lines to draw: marks and title, below it gauge, outlet and age; or all of it on one line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final, NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.cache import LRUCache
from textual.strip import Strip

from newsreader.dates import age, read_ages
from newsreader.events.coverage import unpacked
from newsreader.query import TextField
from newsreader.records import Row
from newsreader.text import clean_title
from newsreader.ui.highlight import Wanted, find_words
from newsreader.ui.story.gauge import apart_from_gauge, coverage_gauge, small_gauge
from newsreader.ui.terminal.graphemes import drawable, fit, head, wrap

STYLES: Final = ("title", "read", "quiet", "faint", "match", "mark")
GROUND: Final = "ground"
CURSOR: Final = "cursor"
SELECTED: Final = "selected"
BIAS_STYLES: Final = ("bias-left", "bias-lean-left", "bias-center", "bias-lean-right", "bias-right")
COMPACT: Final = 0
"""The number of title lines of a row that has one line for everything."""

_MARKS_WIDTH: Final = 2
_UNREAD_SIGN: Final = "•"
_BOOKMARK_SIGN: Final = "★"
_SELECTED_SIGN: Final = "✓"
_GAUGE_WIDTH: Final = 5
_BESIDE_OUTLET: Final = _MARKS_WIDTH + _GAUGE_WIDTH + 5
"""Columns of the line below the title that neither the outlet's name nor the age can have."""

_AGE_FROM: Final = 24
_GAUGE_FROM: Final = 72
"""The least widths of a compact row that shows the age and the gauge beside the title."""
_LEAST_OUTLET: Final = 6
_MOST_OUTLET: Final = 24
"""The columns of an outlet's name in a compact row; where it can have fewer it is left out."""
_LONGEST_AGE: Final = 8
_GAP: Final = 2
_DOT: Final = " · "

_FEWEST_TELLERS: Final = 2

_NO_DATE: Final = "no date"
_FAIR_OUTLET: Final = 12
"""Columns that an outlet's name has before the age beside it says more than it must."""
_MOST_STRIPS: Final = 256


class _TitleLine(NamedTuple):
    """A line of a title as it is drawn, and where in the whole title it begins."""

    text: str
    at: int
    title: str


class RowPainter:
    """Draws rows in the styles that a function names, and keeps what it drew last.

    A title has up to `title_lines`; the line below it says who tells the story. A row is as high with a title that
    needs fewer. With `COMPACT` title lines a row is one line that holds everything. Who changes what the styles look
    like calls `forget`.
    """

    def __init__(self, style_of: Callable[[str], Style], now: Callable[[], datetime], title_lines: int = 1) -> None:
        self._style_of = style_of
        self._now = now
        self._title_lines = title_lines
        self._wanted: tuple[Wanted, ...] = ()
        self._styles: dict[str, Style] = {}
        self._strips: LRUCache[tuple[Row, int, str, int, bool, bool], Strip] = LRUCache(_MOST_STRIPS)
        self._titles: LRUCache[tuple[str, int], Sequence[_TitleLine]] = LRUCache(_MOST_STRIPS)
        self.shows_reading = False
        """Whether a row tells when its story was read, in place of how old it is."""
        self._shows_coverage = False

    @property
    def title_lines(self) -> int:
        """The most lines of a title."""
        return self._title_lines

    @title_lines.setter
    def title_lines(self, title_lines: int) -> None:
        self._title_lines = title_lines
        self._strips.clear()
        self._titles.clear()

    @property
    def lines_a_row(self) -> int:
        """How high every row is."""
        return self._title_lines + 1

    @property
    def wanted(self) -> tuple[Wanted, ...]:
        """The words that are marked as found."""
        return self._wanted

    @wanted.setter
    def wanted(self, wanted: tuple[Wanted, ...]) -> None:
        if wanted != self._wanted:
            self._wanted = wanted
            self._strips.clear()

    @property
    def shows_coverage(self) -> bool:
        """Whether a row shows of how many outlets of each side the event is told, in place of its outlet's rating."""
        return self._shows_coverage

    @shows_coverage.setter
    def shows_coverage(self, shows_coverage: bool) -> None:
        if shows_coverage != self._shows_coverage:
            self._shows_coverage = shows_coverage
            self._strips.clear()

    def forget(self) -> None:
        """Draw everything again from now on: the styles have changed."""
        self._styles.clear()
        self._strips.clear()

    def blank(self, text: str, width: int, *, at_cursor: bool = False, selected: bool = False) -> Strip:
        """A line without a story."""
        ground = self._ground(at_cursor, selected)
        quiet = ground + self._style("quiet")
        segments: list[Segment] = []
        if text:
            sign = _SELECTED_SIGN if selected else ""
            segments = [Segment(sign.rjust(_MARKS_WIDTH), ground + self._style("mark")), Segment(text, quiet)]
        return _exactly(Strip(segments), width, quiet)

    def line(self, row: Row, part: int, width: int, *, at_cursor: bool, selected: bool) -> Strip:
        """Line `part` of a row, from 0."""
        is_compact = self._title_lines == COMPACT
        age = self._age(row, width) if part or is_compact else ""
        if age:
            age = self._others(row, width - cell_len(age)) + age
        key = (row, part, age, width, at_cursor, selected)
        strip = self._strips.get(key)
        if strip is None:
            ground = self._ground(at_cursor, selected)
            if is_compact:
                parts = self._compact_line(row, age, width, selected=selected)
            else:
                lines = self._wrapped(row.title, max(width - _MARKS_WIDTH - 1, 1), self._title_lines)
                if part < len(lines):
                    parts = self._title_line(row, lines[part], selected=selected and part == 0, is_first=part == 0)
                else:
                    parts = self._outlet_line(row, age, width) if part == len(lines) else []
            drawn = Strip([Segment(text, ground + style) for text, style in parts if text])
            self._strips[key] = strip = _exactly(drawn, width, ground)
        return strip

    def _ground(self, at_cursor: bool, selected: bool) -> Style:
        return self._style(CURSOR if at_cursor else SELECTED if selected else GROUND)

    def _age(self, row: Row, width: int) -> str:
        """What stands at the right end: of what could be told, the longest for which there is room."""
        if not self.shows_reading:
            return age(row.published, self._now()) or _NO_DATE
        ways = read_ages(row.read_at, self._now())
        room = width - _BESIDE_OUTLET - min(_FAIR_OUTLET, cell_len(row.outlet))
        if self._title_lines == COMPACT:
            room = _LONGEST_AGE
        return next((way for way in ways if len(way) <= room), ways[-1])

    def _others(self, row: Row, width: int) -> str:
        """How many other outlets tell the event, and how many of all have no place on the gauge that is shown.

        These are told in few letters where words would leave the outlet too little of `width` columns.
        """
        if row.tellers < _FEWEST_TELLERS:
            return ""
        others = f"+{row.tellers - 1}"
        ways = [others + _DOT]
        if self._shows_coverage:
            ways = [f"{others} ({apart}){_DOT}" for apart in apart_from_gauge(unpacked(row.coverage))] or ways
        room = width - _BESIDE_OUTLET - min(_FAIR_OUTLET, cell_len(row.outlet))
        return ways[0] if self._title_lines != COMPACT and len(ways[0]) <= room else ways[-1]

    def _wrapped(self, title: str, width: int, most: int) -> Sequence[_TitleLine]:
        """The lines of a title, found once for all parts of its row."""
        wrapped = self._titles.get((title, width))
        if wrapped is None:
            shown = drawable(clean_title(title))
            wrapped = [_TitleLine(text, at, shown) for at, text in wrap(shown, width, most)]
            self._titles[title, width] = wrapped
        return wrapped

    def _title_line(self, row: Row, line: _TitleLine, *, selected: bool, is_first: bool) -> list[tuple[str, Style]]:
        style, mark = self._style("read" if row.read else "title"), self._style("mark")
        marks = [
            (_UNREAD_SIGN if is_first and not row.read else " ", mark),
            (_SELECTED_SIGN if selected else " ", mark),
        ]
        text, at, title = line
        found = find_words(title, self._wanted, TextField.TITLE) if self._wanted else []
        end = len(text) if title.startswith(text, at) else len(text) - 1
        spans = [(max(start - at, 0), min(stop - at, end)) for start, stop in found if start - at < end]
        return [*marks, *_with_spans(text, spans, style, style + self._style("match"))]

    def _outlet_line(self, row: Row, age: str, width: int) -> list[tuple[str, Style]]:
        quiet = self._style("quiet")
        room = width - _BESIDE_OUTLET - cell_len(age)
        outlet = _outlet_of(row, max(room, 1))
        return [
            ((_BOOKMARK_SIGN if row.bookmarked else "").ljust(_MARKS_WIDTH), self._style("mark")),
            *self._gauge(row),
            ("  ", quiet),
            *self._outlet(row, outlet),
            (" " * max(room - cell_len(outlet) + 2, 0), quiet),
            (age + " ", quiet),
        ]

    def _compact_line(self, row: Row, age: str, width: int, *, selected: bool) -> list[tuple[str, Style]]:
        """The title, and behind it what of bookmark, gauge, outlet and age has room in `width` columns."""
        quiet = self._style("quiet")
        facts = [(_BOOKMARK_SIGN + " ", self._style("mark"))] if row.bookmarked else []
        if width >= _GAUGE_FROM:
            facts += [*self._gauge(row), (" ", quiet)]
        room = min(width * 9 // 20 - cell_len(age) - len(_DOT), _MOST_OUTLET)  # the title has more than half
        if room >= _LEAST_OUTLET:
            facts += [*self._outlet(row, _outlet_of(row, room)), (_DOT, quiet)]
        if width >= _AGE_FROM:
            facts.append((age + " ", quiet))
        taken = _MARKS_WIDTH + _GAP + sum(cell_len(text) for text, _ in facts)
        (line,) = self._wrapped(row.title, max(width - taken, 1), 1)
        gap = " " * (max(width - taken - cell_len(line.text), 0) + _GAP)
        return [*self._title_line(row, line, selected=selected, is_first=True), (gap, quiet), *facts]

    def _gauge(self, row: Row) -> list[tuple[str, Style]]:
        quiet, faint = self._style("quiet"), self._style("faint")
        if self._shows_coverage and row.tellers >= _FEWEST_TELLERS:
            counts = coverage_gauge(unpacked(row.coverage))
            return [
                (count, self._style(style) if count.isdigit() else faint)
                for count, style in zip(counts, BIAS_STYLES, strict=True)
            ]
        gauge, slot = small_gauge(row.rank)
        if slot is None:
            return [(gauge, faint if gauge.startswith("·") else quiet)]
        mark = self._style(BIAS_STYLES[slot])
        return [(gauge[:slot], faint), (gauge[slot], mark), (gauge[slot + 1 :], faint)]

    def _outlet(self, row: Row, shown: str) -> list[tuple[str, Style]]:
        quiet = self._style("quiet")
        spans = find_words(shown, self._wanted, TextField.OUTLET) if row.outlet else []
        return _with_spans(shown, spans, quiet, quiet + self._style("match"))

    def _style(self, name: str) -> Style:
        style = self._styles.get(name)
        if style is None:
            style = self._styles[name] = self._style_of(name)
        return style


def _outlet_of(row: Row, width: int) -> str:
    return fit(drawable(clean_title(row.outlet)) or "no outlet", width)


def _exactly(strip: Strip, width: int, style: Style) -> Strip:
    """`strip` in exactly `width` columns; what has no room is left out as a whole, not cut."""
    if strip.cell_length == width:
        return strip
    if strip.cell_length < width:
        return strip.adjust_cell_length(width, style)
    segments: list[Segment] = []
    room = width
    for text, text_style, _ in strip:
        shown = head(text, room)
        segments.append(Segment(shown, text_style))
        room -= cell_len(shown)
        if shown != text:
            break
    return Strip(segments).adjust_cell_length(width, style)


def _with_spans(text: str, spans: Sequence[tuple[int, int]], plain: Style, marked: Style) -> list[tuple[str, Style]]:
    """`text` in pieces, those within `spans` in the style `marked`."""
    pieces: list[tuple[str, Style]] = []
    at = 0
    for start, end in sorted(spans):
        if end <= at or end <= start:
            continue
        start = max(start, at)
        pieces += [(text[at:start], plain), (text[start:end], marked)]
        at = end
    return [*pieces, (text[at:], plain)]
