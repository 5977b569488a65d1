"""A page drawn row by row: what can be clicked says so, and what is selected is copied as it was written."""

from __future__ import annotations

from rich.segment import Segment
from textual import events
from textual.content import Content
from textual.geometry import Offset, Size
from textual.message import Message
from textual.reactive import reactive
from textual.selection import Selection
from textual.strip import Strip
from textual.style import Style
from textual.widget import Widget

from newsreader.ui.story.page import TARGET, Page, Row, Target, indent_of

_POINTED_AT = "underline on $cursor-background"
_CURRENT = "bold $background on $accent"


def _parsed(style: str | Style) -> Style:
    return style if isinstance(style, Style) else Style.parse(style)


class PageText(Widget):
    """Shows a page. Its rows are made when they are drawn, so that a long one costs no more than a screenful."""

    pointed_at: reactive[int | None] = reactive(None)
    """The number of the target below the mouse."""
    current: reactive[int | None] = reactive(None)
    """Which of the places of found words is marked as the one the user went to."""

    class Clicked(Message):
        """Something that can be clicked was."""

        def __init__(self, target: Target) -> None:
            super().__init__()
            self.target = target

    class Rewrapped(Message):
        """The text was given another width."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._page = Page()
        self._width = 0

    @property
    def page(self) -> Page:
        """What is shown."""
        return self._page

    @property
    def rows_width(self) -> int:
        """The cells that the rows have."""
        return self.content_size.width

    def show(self, page: Page) -> None:
        """Show `page` in place of what was shown."""
        self._page = page
        self.pointed_at = self.current = None
        self.refresh(layout=True)

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """As wide as there is room."""
        return container.width

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As high as the page in this width."""
        return len(self._page.rows(width)) if width > 0 else 0

    def on_resize(self) -> None:
        """Tell when the rows have become others."""
        if self.rows_width != self._width:
            self._width = self.rows_width
            self.post_message(self.Rewrapped())

    def render_line(self, y: int) -> Strip:
        """Draw one row."""
        width = self.rows_width
        rows = self._page.rows(width) if width > 0 else ()
        style = self.visual_style
        if y >= len(rows):
            return Strip.blank(width, style.rich_style)
        row = rows[y]
        line = self._page.lines[row.line]
        margin, hang = indent_of(line, width)
        segments = [Segment(text, part.rich_style) for text, part in margin.render(style, "", _parsed)]
        if row.start:
            segments.append(Segment(" " * hang, style.rich_style))
        at = row.start
        for text, part in self._content(row).render(style, "", _parsed):
            if self.pointed_at is not None and part.meta.get(TARGET) == self.pointed_at:
                part += Style.parse(_POINTED_AT)
            segments.append(Segment(text, part.rich_style_with_offset(at, row.line)))
            at += len(text)
        return Strip(segments).adjust_cell_length(width, style.rich_style)

    def _content(self, row: Row) -> Content:
        content = self._page.lines[row.line].content[row.start : row.end]
        if self.current is not None:
            line, start, end = self._page.found[self.current]
            if line == row.line:
                content = content.stylize(_CURRENT, max(start - row.start, 0), max(end - row.start, 0))
        selected = self.text_selection.get_span(row.line) if self.text_selection is not None else None
        if selected is not None:
            start, end = selected
            end = row.end if end < 0 else min(end, row.end)
            style = Style.from_styles(self.screen.get_component_styles("screen--selection"))
            content = content.stylize(style, max(start - row.start, 0), max(end - row.start, 0))
        return content

    # The mouse

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """What is selected, each line of the page in one piece."""
        return selection.extract(self._page.text), "\n"

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Show what a click would mean something for."""
        self.pointed_at = self._target_at(event)

    def on_leave(self) -> None:
        """The mouse is elsewhere."""
        self.pointed_at = None

    def watch_pointed_at(self) -> None:
        """Have the mouse look as over something to be clicked, where the terminal can do that."""
        self.styles.pointer = "default" if self.pointed_at is None else "pointer"

    def on_click(self, event: events.Click) -> None:
        """Tell what was clicked, or select the word that was clicked twice."""
        target = self._target_at(event)
        if event.chain == 1 and target is not None and not self.screen.get_selected_text():
            self.post_message(self.Clicked(self._page.targets[target]))
        elif event.chain == 2:
            event.prevent_default()  # the whole text would be selected
            self._select_word(event)

    def _target_at(self, event: events.MouseEvent) -> int | None:
        number = event.style.meta.get(TARGET)
        return number if isinstance(number, int) and number < len(self._page.targets) else None

    def _select_word(self, event: events.Click) -> None:
        widget, offset = self.screen.get_widget_and_offset_at(event.screen_x, event.screen_y)
        if widget is not self or offset is None:
            return
        place, line = offset
        text = self._page.lines[line].content.plain
        start = end = place
        while start > 0 and not text[start - 1].isspace():
            start -= 1
        while end < len(text) and not text[end].isspace():
            end += 1
        self.screen.selections = {self: Selection(Offset(start, line), Offset(end, line))}
