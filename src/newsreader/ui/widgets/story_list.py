"""The list of stories: drawn line by line, so that a million rows cost no more than thirty."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import ClassVar, Final

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from newsreader.query import TextField
from newsreader.store.records import Row
from newsreader.text import clean_title
from newsreader.ui.ages import age
from newsreader.ui.commands import Place, bindings_for
from newsreader.ui.gauge import small_gauge
from newsreader.ui.highlight import Wanted, find_words

LINES_A_ROW: Final = 2
_ROWS_A_PAGE: Final = 64
_MOST_PAGES: Final = 32
_MARKS_WIDTH: Final = 4
_GAUGE_WIDTH: Final = 5
_BIAS_CLASSES: Final = (
    "story-list--bias-left",
    "story-list--bias-lean-left",
    "story-list--bias-center",
    "story-list--bias-lean-right",
    "story-list--bias-right",
)


class StoryList(ScrollView, can_focus=True):
    """Shows the stories whose numbers it is given, and knows which one the cursor is on.

    Rows come from a function that the screen gives, a page at a time, and are kept until `refresh_rows`.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "story-list--title",
        "story-list--read",
        "story-list--quiet",
        "story-list--faint",
        "story-list--match",
        "story-list--mark",
        "story-list--cursor",
        *_BIAS_CLASSES,
    }
    BINDINGS = bindings_for(Place.LIST)

    cursor: reactive[int] = reactive(0, repaint=False)

    class Moved(Message):
        """The cursor went to another story; `number` is None where the list is empty."""

        def __init__(self, number: int | None) -> None:
            super().__init__()
            self.number = number

    class Entered(Message):
        """The user wants to read the story at the cursor."""

    def __init__(
        self,
        rows_of: Callable[[Sequence[int]], Sequence[Row]],
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        id: str | None = None,
    ) -> None:
        super().__init__(id=id)
        self._rows_of = rows_of
        self._now = now
        self._numbers: array[int] = array("q")
        self._wanted: tuple[Wanted, ...] = ()
        self._pages: dict[int, dict[int, Row]] = {}
        self._told: int | None = None

    @property
    def numbers(self) -> array[int]:
        """The stories in the list, in its order."""
        return self._numbers

    @property
    def current(self) -> int | None:
        """The number of the story at the cursor, None where the list is empty."""
        return self._numbers[self.cursor] if self.cursor < len(self._numbers) else None

    def row_at(self, index: int) -> Row | None:
        """The row at this place of the list; None if its story is gone or there is no such place."""
        if not 0 <= index < len(self._numbers):
            return None
        page = index // _ROWS_A_PAGE
        rows = self._pages.get(page)
        if rows is None:
            start = page * _ROWS_A_PAGE
            found = self._rows_of(self._numbers[start : start + _ROWS_A_PAGE])
            rows = {row.story: row for row in found}
            if len(self._pages) >= _MOST_PAGES:
                self._pages.pop(next(iter(self._pages)))
            self._pages[page] = rows
        return rows.get(self._numbers[index])

    def show(self, numbers: array[int], wanted: tuple[Wanted, ...], *, cursor: int) -> None:
        """Show these stories with the cursor at that place, as far down the screen as it was before."""
        offset = self.cursor * LINES_A_ROW - self.scroll_offset.y
        self._numbers = numbers
        self._wanted = wanted
        self._pages.clear()
        self.virtual_size = Size(self.size.width, len(numbers) * LINES_A_ROW)
        self.set_reactive(StoryList.cursor, max(0, min(cursor, len(numbers) - 1)))
        self.scroll_to(y=self.cursor * LINES_A_ROW - offset, animate=False, immediate=True, force=True)
        self._reveal_cursor()
        self.refresh()
        self._tell()

    def place_of(self, number: int | None) -> int | None:
        """Where in the list a story stands, None if it is not in it."""
        if number is None:
            return None
        try:
            return self._numbers.index(number)
        except ValueError:
            return None

    def refresh_rows(self) -> None:
        """Fetch the rows anew: what they show has changed."""
        self._pages.clear()
        self.refresh()

    def validate_cursor(self, cursor: int) -> int:
        """Keep the cursor on a row."""
        return max(0, min(cursor, len(self._numbers) - 1))

    def watch_cursor(self, before: int, after: int) -> None:
        """Repaint the two rows, show the new one, and tell who wants to know."""
        for index in (before, after):
            self._refresh_row(index)
        self._reveal_cursor()
        self._tell()

    def on_resize(self) -> None:
        """Keep the width of the rows that of the list, and the cursor in sight."""
        self.virtual_size = Size(self.size.width, len(self._numbers) * LINES_A_ROW)
        self._reveal_cursor()

    def on_click(self, event: events.Click) -> None:
        """Put the cursor where the user clicked; a double click goes into the story."""
        index = (event.y + self.scroll_offset.y) // LINES_A_ROW
        if 0 <= index < len(self._numbers):
            self.cursor = index
            if event.chain == 2:
                self.post_message(self.Entered())

    def action_cursor_down(self) -> None:
        """Go to the next story."""
        self.cursor += 1

    def action_cursor_up(self) -> None:
        """Go to the story before."""
        self.cursor -= 1

    def action_page_down(self) -> None:
        """Go as many stories down as are on the screen."""
        self.cursor += self._rows_on_screen()

    def action_page_up(self) -> None:
        """Go as many stories up as are on the screen."""
        self.cursor -= self._rows_on_screen()

    def action_first(self) -> None:
        """Go to the first story."""
        self.cursor = 0

    def action_last(self) -> None:
        """Go to the last story."""
        self.cursor = len(self._numbers) - 1

    def action_enter(self) -> None:
        """Go into the story at the cursor."""
        if self._numbers:
            self.post_message(self.Entered())

    def render_line(self, y: int) -> Strip:
        """Draw line `y` of what is in sight."""
        index, part = divmod(y + self.scroll_offset.y, LINES_A_ROW)
        width = self.scrollable_content_region.width
        row = self.row_at(index)
        ground = self._ground(index)
        if row is None:
            gone = index < len(self._numbers) and part == 0
            text = set_cell_size("    (this story is gone)" if gone else "", width)
            return Strip([Segment(text, ground + self._style("quiet"))], width)
        segments = self._title_line(row, width) if part == 0 else self._outlet_line(row, width)
        return Strip([Segment(text, ground + style) for text, style in segments], width)

    def _title_line(self, row: Row, width: int) -> list[tuple[str, Style]]:
        title = fit(clean_title(row.title), max(width - _MARKS_WIDTH - 1, 1))
        style = self._style("read" if row.read else "title")
        marks = [
            (" ", style),
            (" " if row.read else "•", self._style("mark")),
            ("★" if row.bookmarked else " ", self._style("mark")),
            (" ", style),
        ]
        spans = find_words(title, self._wanted, TextField.TITLE)
        drawn = _with_spans(title, spans, style, style + self._style("match"))
        return [*marks, *drawn, (" " * max(width - _MARKS_WIDTH - cell_len(title), 0), style)]

    def _outlet_line(self, row: Row, width: int) -> list[tuple[str, Style]]:
        quiet, faint = self._style("quiet"), self._style("faint")
        published = age(row.published, self._now())
        room = width - _MARKS_WIDTH - _GAUGE_WIDTH - cell_len(published) - 5
        outlet = fit(clean_title(row.outlet) or "no outlet", max(room, 1))
        gauge, slot = small_gauge(row.rank)
        spans = find_words(outlet, self._wanted, TextField.OUTLET) if row.outlet else []
        drawn = _with_spans(outlet, spans, quiet, quiet + self._style("match"))
        if slot is None:
            gauge_parts = [(gauge, faint if gauge.startswith("·") else quiet)]
        else:
            gauge_parts = [
                (gauge[:slot], faint),
                (gauge[slot], self.get_component_rich_style(_BIAS_CLASSES[slot], partial=True)),
                (gauge[slot + 1 :], faint),
            ]
        return [
            (" " * _MARKS_WIDTH, quiet),
            *gauge_parts,
            ("  ", quiet),
            *drawn,
            (" " * max(room - cell_len(outlet) + 2, 0), quiet),
            (published + " ", quiet),
        ]

    def _style(self, name: str) -> Style:
        return self.get_component_rich_style(f"story-list--{name}", partial=True)

    def _ground(self, index: int) -> Style:
        if index == self.cursor and self._numbers:
            return self.get_component_rich_style("story-list--cursor")
        return self.rich_style

    def _rows_on_screen(self) -> int:
        return max(1, self.size.height // LINES_A_ROW - 1)

    def _refresh_row(self, index: int) -> None:
        top = index * LINES_A_ROW - self.scroll_offset.y
        if -LINES_A_ROW < top < self.size.height:
            self.refresh(Region(0, top, self.size.width, LINES_A_ROW))

    def _reveal_cursor(self) -> None:
        top = self.cursor * LINES_A_ROW
        height = self.size.height
        if top < self.scroll_offset.y:
            self.scroll_to(y=top, animate=False, immediate=True, force=True)
        elif height and top + LINES_A_ROW > self.scroll_offset.y + height:
            self.scroll_to(y=top + LINES_A_ROW - height, animate=False, immediate=True, force=True)

    def _tell(self) -> None:
        if self.current != self._told:
            self._told = self.current
            self.post_message(self.Moved(self.current))


def fit(text: str, width: int) -> str:
    """`text` in at most `width` columns, cut with … where it is longer."""
    if cell_len(text) <= width:
        return text
    return set_cell_size(text, width - 1).rstrip() + "…" if width > 1 else "…"[:width]


def _with_spans(text: str, spans: Sequence[tuple[int, int]], plain: Style, marked: Style) -> list[tuple[str, Style]]:
    """`text` in pieces, those within `spans` in the style `marked`."""
    pieces: list[tuple[str, Style]] = []
    at = 0
    for start, end in sorted(spans):
        if end <= at:
            continue
        start = max(start, at)
        pieces += [(text[at:start], plain), (text[start:end], marked)]
        at = end
    return [*pieces, (text[at:], plain)]
