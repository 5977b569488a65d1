"""The list of stories: drawn line by line, so that a million rows cost no more than thirty."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import ClassVar, Final

from rich.style import Style
from textual import events
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from newsreader.store.records import Row
from newsreader.ui.commands import Place, bindings_for
from newsreader.ui.highlight import Wanted
from newsreader.ui.widgets.story_row import BIAS_STYLES, CURSOR, GROUND, LINES_A_ROW, STYLES, RowPainter

_ROWS_AT_ONCE: Final = 64
_MOST_ROWS: Final = 2048


class StoryList(ScrollView, can_focus=True):
    """Shows the stories whose numbers it is given, and knows which one the cursor is on.

    Rows come from a function that the screen gives, some at a time, and are kept until
    `refresh_rows`, or until they are shown `anew`.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"story-list--{name}" for name in (*STYLES, CURSOR, *BIAS_STYLES)}
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
        self._painter = RowPainter(self._style_of, now)
        self._numbers: array[int] = array("q")
        self._rows: dict[int, Row | None] = {}
        self._told: int | None = None
        self.moved = False
        """Whether the cursor was moved since `show` put it where it was then."""

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
        number = self._numbers[index]
        if number not in self._rows:
            self._fetch(index // _ROWS_AT_ONCE * _ROWS_AT_ONCE)
        return self._rows[number]

    def _fetch(self, start: int) -> None:
        missing = [number for number in self._numbers[start : start + _ROWS_AT_ONCE] if number not in self._rows]
        if len(self._rows) + len(missing) > _MOST_ROWS:
            self._rows.clear()
            missing = list(self._numbers[start : start + _ROWS_AT_ONCE])
        self._rows |= dict.fromkeys(missing)
        self._rows |= {row.story: row for row in self._rows_of(missing)}

    def show(self, numbers: array[int], wanted: tuple[Wanted, ...], *, cursor: int, anew: bool = False) -> None:
        """Show these stories with the cursor at that place, as far down the screen as it was before.

        `anew` says that what is known of the rows may be out of date. What looks as before is not drawn again.
        """
        before = self._looks()
        offset = self.cursor * LINES_A_ROW - self.scroll_offset.y
        self._numbers = numbers
        self._painter.wanted = wanted
        self.moved = False
        if anew:
            self._rows.clear()
        self._note_length()
        self.set_reactive(StoryList.cursor, max(0, min(cursor, len(numbers) - 1)))
        self.scroll_to(y=self.cursor * LINES_A_ROW - offset, animate=False, immediate=True, force=True)
        self._reveal_cursor()
        if anew or self._looks() != before:
            self.refresh()
        self._tell()

    def _note_length(self) -> None:
        """Tell the scrollbar how long the list is; lay out anew only where the bar comes or goes."""
        size = Size(self.size.width, len(self._numbers) * LINES_A_ROW)
        if (size.height > self.container_size.height) != self.show_vertical_scrollbar:
            self.virtual_size = size
            return
        self.set_reactive(StoryList.virtual_size, size)
        if self.show_vertical_scrollbar:
            self.vertical_scrollbar.window_virtual_size = size.height

    def _looks(self) -> tuple[object, ...]:
        """What decides how the rows in sight look, as long as the rows are the same."""
        top = self.scroll_offset.y
        first = top // LINES_A_ROW
        in_sight = self._numbers[first : first + self.size.height // LINES_A_ROW + 2]
        return top, self.cursor, self._painter.wanted, in_sight

    def refresh_rows(self) -> None:
        """Fetch the rows anew: what they show has changed."""
        self._rows.clear()
        self.refresh()

    def validate_cursor(self, cursor: int) -> int:
        """Keep the cursor on a row."""
        return max(0, min(cursor, len(self._numbers) - 1))

    def watch_cursor(self, before: int, after: int) -> None:
        """Repaint the two rows, show the new one, and tell who wants to know."""
        self.moved = True
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

    def notify_style_update(self) -> None:
        """Draw everything anew: theme or focus have changed."""
        super().notify_style_update()
        self._painter.forget()

    def render_line(self, y: int) -> Strip:
        """Draw line `y` of what is in sight."""
        index, part = divmod(y + self.scroll_offset.y, LINES_A_ROW)
        width = self.scrollable_content_region.width
        row = self.row_at(index)
        at_cursor = index == self.cursor and len(self._numbers) > 0
        if row is None:
            gone = index < len(self._numbers) and part == 0
            return self._painter.blank("    (this story is gone)" if gone else "", width, at_cursor=at_cursor)
        return self._painter.line(row, part, width, at_cursor=at_cursor)

    def _style_of(self, name: str) -> Style:
        if name == GROUND:
            return self.rich_style
        return self.get_component_rich_style(f"story-list--{name}", partial=name != CURSOR)

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
