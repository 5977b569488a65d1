"""A list of choices, one line each, drawn line by line: fifty thousand cost no more than thirty."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar, Final

from msgspec import Struct
from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.geometry import Offset, Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.visual import Visual

from newsreader.text import clean_title
from newsreader.ui.terminal.graphemes import drawable, fit

_GAP: Final = 2
_NOTHING: Final = Content("")


class Choice(Struct, frozen=True):
    """What can be chosen, as one line.

    `text` comes from outside or from the program: it is cleaned, and cut where it is too long.
    `quiet` stands at the right: as str it is cleaned and cut like `text`, as Content it is drawn as
    it is. `lead` stands before the text, as wide in all choices of one list.
    """

    text: str
    quiet: str | Content = ""
    lead: Content = _NOTHING


class ChoiceList(ScrollView, can_focus=False):
    """Shows the choices whose numbers it is given, and has a cursor on one of them.

    `choice_of` is asked for the choice of a number whenever its line is drawn, and never for one that
    is not in sight.
    """

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"choice-list--cursor"}
    cursor: reactive[int] = reactive(0, repaint=False)

    class Chosen(Message):
        """The user chose the choice of that number."""

        def __init__(self, number: int) -> None:
            super().__init__()
            self.number = number

    def __init__(self, choice_of: Callable[[int], Choice], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._choice_of = choice_of
        self._numbers: Sequence[int] = ()
        self._empty = ""

    @property
    def numbers(self) -> Sequence[int]:
        """The numbers of the choices in the list, in its order."""
        return self._numbers

    @property
    def current(self) -> int | None:
        """The number of the choice at the cursor, None where the list is empty."""
        return self._numbers[self.cursor] if self.cursor < len(self._numbers) else None

    @property
    def cursor_screen_offset(self) -> Offset:
        """Where the choice at the cursor begins on the screen."""
        return self.content_region.offset + Offset(0, self.cursor - self.scroll_offset.y)

    def show(self, numbers: Sequence[int], *, cursor: int = 0, empty: str = "") -> None:
        """Show these choices with the cursor at that place; where there is none, say `empty`."""
        self._numbers = numbers
        self._empty = empty
        self.virtual_size = Size(self.size.width, len(numbers))
        self.set_reactive(ChoiceList.cursor, self.validate_cursor(cursor))
        self.scroll_to(y=0, animate=False, immediate=True, force=True)
        self._reveal_cursor()
        self.refresh()

    def validate_cursor(self, cursor: int) -> int:
        """Keep the cursor on a choice."""
        return max(0, min(cursor, len(self._numbers) - 1))

    def watch_cursor(self, before: int, after: int) -> None:
        """Repaint the two lines, and keep the new one in sight."""
        for index in (before, after):
            self.refresh(Region(0, index - self.scroll_offset.y, self.size.width, 1))
        self._reveal_cursor()

    def on_resize(self) -> None:
        """Keep the width of the lines that of the list, and the cursor in sight."""
        self.virtual_size = Size(self.size.width, len(self._numbers))
        self._reveal_cursor()

    def on_click(self, event: events.Click) -> None:
        """Put the cursor where the user clicked; a double click chooses."""
        index = event.y + self.scroll_offset.y
        if 0 <= index < len(self._numbers):
            self.cursor = index
            if event.chain == 2:
                self.choose()

    def cursor_down(self) -> None:
        """Go to the next choice."""
        self.cursor += 1

    def cursor_up(self) -> None:
        """Go to the choice before."""
        self.cursor -= 1

    def page_down(self) -> None:
        """Go as many choices down as are on the screen."""
        self.cursor += max(1, self.size.height - 1)

    def page_up(self) -> None:
        """Go as many choices up as are on the screen."""
        self.cursor -= max(1, self.size.height - 1)

    def first(self) -> None:
        """Go to the first choice."""
        self.cursor = 0

    def last(self) -> None:
        """Go to the last choice."""
        self.cursor = len(self._numbers) - 1

    def choose(self) -> None:
        """Tell that the choice at the cursor is chosen; nothing happens where there is none."""
        if self.current is not None:
            self.post_message(self.Chosen(self.current))

    def render_line(self, y: int) -> Strip:
        """Draw line `y` of what is in sight."""
        index = y + self.scroll_offset.y
        width = self.scrollable_content_region.width
        at_cursor = 0 <= index < len(self._numbers) and index == self.cursor
        style = self.get_visual_style("choice-list--cursor") if at_cursor else self.visual_style
        strips = Visual.to_strips(self, self._line(index, width), width, 1, style, apply_selection=False, pad=True)
        return strips[0] if strips else Strip.blank(width)

    def _line(self, index: int, width: int) -> Content:
        if index < len(self._numbers):
            return choice_content(self._choice_of(self._numbers[index]), width)
        is_note = index == 0 and self._empty
        return (
            Content.styled(f" {fit(drawable(clean_title(self._empty)), max(width - 2, 1))}", "$quiet")
            if is_note
            else _NOTHING
        )

    def _reveal_cursor(self) -> None:
        height = self.size.height
        if self.cursor < self.scroll_offset.y:
            self.scroll_to(y=self.cursor, animate=False, immediate=True, force=True)
        elif height and self.cursor >= self.scroll_offset.y + height:
            self.scroll_to(y=self.cursor - height + 1, animate=False, immediate=True, force=True)


def choice_content(choice: Choice, width: int) -> Content:
    """The line of `choice`, exactly `width` columns of it.

    The quiet text gives way to the main text as long as it keeps half of the line.
    """
    room = width - choice.lead.cell_length - 2
    text = drawable(clean_title(choice.text))
    if isinstance(choice.quiet, Content):
        quiet = choice.quiet
    else:
        share = max(room // 2, room - cell_len(text) - _GAP, 0)
        quiet = Content.styled(fit(drawable(clean_title(choice.quiet)), share), "$quiet")
    text = fit(text, max(room - quiet.cell_length - _GAP if quiet else room, 1))
    gap = " " * max(room - cell_len(text) - quiet.cell_length, 0)
    line = Content.assemble(" ", choice.lead, text, gap, quiet, " ")
    return line.truncate(width, pad=True)
