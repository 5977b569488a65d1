"""A box with entries that are read one after the other, with a cursor on one of them."""

from __future__ import annotations

from itertools import takewhile

from textual.containers import VerticalScroll
from textual.geometry import Offset

from newsreader.ui.boxes.box import ReadingBox
from newsreader.ui.story.page import EMPTY_LINE, Page
from newsreader.ui.widgets.page_text import PageText


class EntriesScroll(VerticalScroll):
    """Scrolls the entries, and knows where the one at the cursor is."""

    @property
    def cursor_screen_offset(self) -> Offset:
        """Where the entry at the cursor begins on the screen."""
        text = self.query_one(PageText)
        return text.region.offset + Offset(0, current_rows(text).start)


class EntriesBox(ReadingBox):
    """A page whose entries each begin with a line that can be marked, and end before an empty line.

    It needs an `EntriesScroll` with a `PageText` in it.
    """

    @property
    def text(self) -> PageText:
        """The widget of the page, which marks the entry at the cursor as its current one."""
        return self.query_one(PageText)

    def show_entries(self, page: Page, at: int = 0) -> None:
        """Show a page with the cursor on this entry, or on the last if there are fewer."""
        self.text.show(page)
        entries = len(page.found)
        self.text.current = min(at, entries - 1) if entries else None
        self.call_after_refresh(self._reveal)

    def down(self) -> None:
        """Go to the next entry, or on in the one at the cursor where its end is not in sight."""
        if self._rows.stop > self._sight.stop or self._is_at(-1):
            super().down()
        else:
            self._go(1)

    def up(self) -> None:
        """Go to the entry before, or back in the one at the cursor where its beginning is not in sight."""
        if self._rows.start < self._sight.start or self._is_at(0):
            super().up()
        else:
            self._go(-1)

    def page_down(self) -> None:
        """Go a page down."""
        super().page_down()
        self._follow(0 if self._sight.stop < self.text.virtual_region.bottom else -1)

    def page_up(self) -> None:
        """Go a page up."""
        super().page_up()
        self._follow(0)

    def first(self) -> None:
        """Go to the first entry."""
        super().first()
        self._follow(0)

    def last(self) -> None:
        """Go to the last entry."""
        super().last()
        self._follow(-1)

    @property
    def _rows(self) -> range:
        """The rows of the entry at the cursor."""
        return current_rows(self.text)

    @property
    def _sight(self) -> range:
        """The rows that are in sight once all is scrolled."""
        box = self.query_one(EntriesScroll)
        top = round(box.scroll_target_y) - self.text.virtual_region.y
        return range(top, top + box.scrollable_content_region.height)

    def _is_at(self, place: int) -> bool:
        places = range(len(self.text.page.found))
        return not places or self.text.current == places[place]

    def _go(self, step: int) -> None:
        self.text.current = (self.text.current or 0) + step
        self._reveal()

    def _reveal(self) -> None:
        """Have the entry at the cursor in sight, its beginning before its end."""
        box, rows, sight = self.query_one(EntriesScroll), self._rows, self._sight
        if self.text.current == 0:
            top = 0
        elif rows.start < sight.start or len(rows) > len(sight):
            top = rows.start + self.text.virtual_region.y
        elif rows.stop > sight.stop:
            top = rows.stop - len(sight) + self.text.virtual_region.y
        else:
            return
        box.scroll_to(y=top, animate=False, immediate=True)

    def _follow(self, place: int) -> None:
        """Put the cursor on the first entry that begins in sight, or on the last of all."""
        page, width = self.text.page, self.text.rows_width
        if not page.found:
            return
        if place < 0:
            self.text.current = len(page.found) - 1
            return
        begins = (page.row_at(page.offset_in(number, 0), width) for number, _, _ in page.found)
        in_sight = (number for number, row in enumerate(begins) if row >= self._sight.start)
        self.text.current = next(in_sight, len(page.found) - 1)


def current_rows(text: PageText) -> range:
    """Return the rows of the entry that is marked in `text`."""
    page, width = text.page, text.rows_width
    if text.current is None or width <= 0:
        return range(0)
    number = page.found[text.current][0]
    last = number + len(list(takewhile(lambda line: line is not EMPTY_LINE, page.lines[number + 1 :])))
    start = page.row_at(page.offset_in(number, 0), width)
    return range(start, page.row_at(page.offset_in(last, len(page.lines[last].content.plain)), width) + 1)
