"""The list of stories: drawn line by line, so that a million rows cost no more than thirty."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import ClassVar, Final

from rich.style import Style
from textual import events
from textual.geometry import Offset, Region, Size
from textual.message import Message
from textual.strip import Strip

from newsreader.keys.keymap import DEFAULT_KEYMAP, Keymap
from newsreader.query import Sort
from newsreader.records import Row
from newsreader.ui.bindings import CommandTable, bind
from newsreader.ui.highlight import Wanted
from newsreader.ui.widgets.selectable import SelectableList
from newsreader.ui.widgets.story_row import BIAS_STYLES, CURSOR, GROUND, SELECTED, STYLES, RowPainter

_ROWS_AT_ONCE: Final = 64
_MOST_ROWS: Final = 2048
_MOST_NEW: Final = 512
"""With more new stories at the top than this, no line parts them from the others."""
_RULE: Final = Style(underline=True)
_GONE: Final = "(this story is gone)"
_NOT_READ: Final = "(can't be read at the moment)"


class StoryList(SelectableList, can_focus=True, inherit_bindings=False):
    """Shows the stories whose numbers it is given, and knows which one the cursor is on.

    Rows come from a function that the screen gives, some at a time; it returns None where it has none at the moment.
    They are kept until `refresh_rows`, or until `show` is asked to `reload` them.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        f"story-list--{name}" for name in (*STYLES, CURSOR, SELECTED, *BIAS_STYLES)
    }

    ALLOW_SELECT = False

    class Moved(Message):
        """The cursor went to another story; `row_id` is None where the list is empty."""

        def __init__(self, row_id: int | None) -> None:
            super().__init__()
            self.row_id = row_id

    class Entered(Message):
        """The user wants to read the story at the cursor."""

    def __init__(
        self,
        rows_of: Callable[[Sequence[int]], Sequence[Row] | None],
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        title_lines: int = 1,
        keymap: Keymap = DEFAULT_KEYMAP,
        id: str | None = None,
    ) -> None:
        super().__init__(id=id)
        self.commands: CommandTable = {
            "list-down": self.cursor_down,
            "list-up": self.cursor_up,
            "list-page-down": self.page_down,
            "list-page-up": self.page_up,
            "list-first": self.first,
            "list-last": self.last,
            "list-select": self.toggle_selected,
            "list-select-down": self.extend_down,
            "list-select-up": self.extend_up,
            "list-select-all": self.select_all,
            "list-unselect": self.clear_selection,
        }
        bind(self, keymap, [*self.commands, "list-enter"])  # what it enters is the screen's
        self._rows_of = rows_of
        self._painter = RowPainter(self._style_of, now, title_lines)
        self._rows: dict[int, Row | None] = {}
        self._told: int | None = None
        self._sort: Sort | None = None
        self._newest_old: int | None = None
        """The place of the first story that is not new, where those above it are parted from it; None: not known."""
        self.moved = False
        """Whether the cursor was moved since `show` put it where it was then."""

    @property
    def lines_a_row(self) -> int:
        """How high every row is."""
        return self._painter.lines_a_row

    def set_title_lines(self, title_lines: int) -> None:
        """Give titles up to so many lines from now on; the row at the cursor stays where it begins, if it can."""
        if title_lines == self._painter.title_lines:
            return
        offset = self.cursor * self.lines_a_row - self.scroll_offset.y
        self._painter.title_lines = title_lines
        self._note_length()
        self._scroll_to_cursor(offset)
        self.refresh()

    def row_at(self, index: int) -> Row | None:
        """The row at this place of the list; None if its story is gone or there is no such place."""
        if not 0 <= index < len(self._numbers):
            return None
        number = self._numbers[index]
        if number not in self._rows:
            self._fetch(index // _ROWS_AT_ONCE * _ROWS_AT_ONCE)
        return self._rows.get(number)

    def seen(self) -> dict[int, str]:
        """The ids of the stories whose rows were drawn a moment ago, by number."""
        return {number: row.id for number, row in self._rows.items() if row is not None}

    def _fetch(self, start: int) -> None:
        missing = [number for number in self._numbers[start : start + _ROWS_AT_ONCE] if number not in self._rows]
        if len(self._rows) + len(missing) > _MOST_ROWS:
            self._rows.clear()
            missing = list(self._numbers[start : start + _ROWS_AT_ONCE])
        rows = self._rows_of(missing)
        if rows is not None:  # else they are asked for again when they are drawn again
            self._rows |= dict.fromkeys(missing)
            self._rows |= {row.story: row for row in rows}

    def show(
        self,
        numbers: array[int],
        wanted: tuple[Wanted, ...],
        *,
        cursor: int,
        reload: bool = False,
        keep_selection: bool = False,
        sort: Sort | None = None,
    ) -> None:
        """Show these stories with the cursor at that place, as far down the screen as it was before.

        `reload` says that what is known of the rows may be out of date. `keep_selection` says that these are the
        stories of the same filter, and `sort` in which order they are. Of the newest first a line parts those that are
        new from the others. What looks as before is not drawn again.
        """
        before = self._looks()
        self._sort, self._newest_old = sort, None
        offset = self.cursor * self.lines_a_row - self.scroll_offset.y
        self.set_numbers(numbers, cursor, keep_selection=keep_selection)
        self._painter.wanted = wanted
        self._painter.shows_reading = sort is Sort.READ
        self._painter.shows_coverage = sort is Sort.EVENT
        self.moved = False
        if reload:
            self._rows.clear()
        self._note_length()
        self._scroll_to_cursor(offset)
        if reload or self._looks() != before:
            self.refresh()
        self._tell()

    def take_out(self, numbers: array[int], cursor: int) -> None:
        """Show these stories, which are all of those that were shown but some, with the cursor at that place."""
        self.show(numbers, self._painter.wanted, cursor=cursor, keep_selection=True, sort=self._sort)
        self.moved = True  # the story at the cursor is another one

    def _is_last_new(self, index: int) -> bool:
        """Whether the row at this place is the last of those at the top that are new."""
        if self._sort is not Sort.NEWEST:
            return False
        if self._newest_old is None:
            self._newest_old = next((at for at in range(_MOST_NEW) if not self._is_new(at)), 0)
        return index + 1 == self._newest_old < len(self._numbers)

    def _is_new(self, index: int) -> bool:
        row = self.row_at(index)
        return row is not None and row.is_new

    def _note_length(self) -> None:
        """Tell the scrollbar how long the list is; lay out again only where the bar comes or goes."""
        size = Size(self.size.width, len(self._numbers) * self.lines_a_row)
        if (size.height > self.container_size.height) != self.show_vertical_scrollbar:
            self.virtual_size = size
            return
        self.set_reactive(StoryList.virtual_size, size)
        if self.show_vertical_scrollbar:
            self.vertical_scrollbar.window_virtual_size = size.height

    def _looks(self) -> tuple[object, ...]:
        """What decides how the rows in sight look, as long as the rows are the same."""
        in_sight = [self._numbers[index] for index in self.rows_in_sight()]
        selected = [number in self.selection for number in in_sight]
        painted = self._painter.wanted, self._sort
        return self.scroll_offset.y, self.cursor, painted, in_sight, selected

    @property
    def cursor_screen_offset(self) -> Offset:
        """Where the row at the cursor begins on the screen."""
        return self.content_region.offset + Offset(0, self.cursor * self.lines_a_row - self.scroll_offset.y)

    def rows_in_sight(self) -> range:
        """The places in the list that are on the screen, wholly or in part."""
        top = self.scroll_offset.y
        below = -((top + self.size.height) // -self.lines_a_row)
        return range(top // self.lines_a_row, min(below, len(self._numbers)))

    def refresh_rows(self) -> None:
        """Fetch the rows again: what they show has changed."""
        self._rows.clear()
        self._newest_old = None
        self.refresh()

    def watch_cursor(self, before: int, after: int) -> None:
        """Repaint the two rows, show the new one, and tell who wants to know."""
        self.moved = True
        self.end_stretch()
        for index in (before, after):
            self.refresh_row(index)
        self._reveal_cursor()
        self._tell()

    def on_resize(self) -> None:
        """Keep the width of the rows that of the list, and the cursor in sight."""
        self.virtual_size = Size(self.size.width, len(self._numbers) * self.lines_a_row)
        self._reveal_cursor()

    def on_click(self, event: events.Click) -> None:
        """Put the cursor where the user clicked, or select as the keys held say; a double click goes into the story."""
        index = (event.y + self.scroll_offset.y) // self.lines_a_row
        if 0 <= index < len(self._numbers) and self.click_row(index, event) and event.chain == 2:
            self.post_message(self.Entered())

    def cursor_down(self) -> None:
        """Go to the next story."""
        self.cursor += 1

    def cursor_up(self) -> None:
        """Go to the story before."""
        self.cursor -= 1

    def page_down(self) -> None:
        """Go as many stories down as are on the screen."""
        self.cursor += self._rows_on_screen()

    def page_up(self) -> None:
        """Go as many stories up as are on the screen."""
        self.cursor -= self._rows_on_screen()

    def first(self) -> None:
        """Go to the first story."""
        self.cursor = 0

    def last(self) -> None:
        """Go to the last story."""
        self.cursor = len(self._numbers) - 1

    def notify_style_update(self) -> None:
        """Draw everything again: theme or focus have changed."""
        super().notify_style_update()
        self._painter.forget()

    def render_line(self, y: int) -> Strip:
        """Draw line `y` of what is in sight."""
        index, part = divmod(y + self.scroll_offset.y, self.lines_a_row)
        width = self.scrollable_content_region.width
        row = self.row_at(index)
        if index >= len(self._numbers):
            return self._painter.blank("", width)
        at_cursor = index == self.cursor
        selected = self._numbers[index] in self.selection
        if row is None:
            text = "" if part else _GONE if self._numbers[index] in self._rows else _NOT_READ
            return self._painter.blank(text, width, at_cursor=at_cursor, selected=selected)
        line = self._painter.line(row, part, width, at_cursor=at_cursor, selected=selected)
        if part == self.lines_a_row - 1 and self._is_last_new(index):
            return line.apply_style(_RULE)
        return line

    def _style_of(self, name: str) -> Style:
        if name == GROUND:
            return self.rich_style
        return self.get_component_rich_style(f"story-list--{name}", partial=name not in (CURSOR, SELECTED))

    def _rows_on_screen(self) -> int:
        return max(1, self.size.height // self.lines_a_row - 1)

    def refresh_row(self, index: int) -> None:
        """Draw the row at this place again, if it is in sight."""
        top = index * self.lines_a_row - self.scroll_offset.y
        if -self.lines_a_row < top < self.size.height:
            self.refresh(Region(0, top, self.size.width, self.lines_a_row))

    def _scroll_to_cursor(self, offset: int) -> None:
        """Have the row at the cursor begin `offset` lines below the top, or the nearest place at which it is whole."""
        self.scroll_to(y=self.cursor * self.lines_a_row - offset, animate=False, immediate=True, force=True)
        self._reveal_cursor()

    def _reveal_cursor(self) -> None:
        top = self.cursor * self.lines_a_row
        height = self.size.height
        if top < self.scroll_offset.y:
            self.scroll_to(y=top, animate=False, immediate=True, force=True)
        elif height and top + self.lines_a_row > self.scroll_offset.y + height:
            self.scroll_to(y=top + self.lines_a_row - height, animate=False, immediate=True, force=True)

    def _tell(self) -> None:
        if self.current != self._told:
            self._told = self.current
            self.post_message(self.Moved(self.current))
