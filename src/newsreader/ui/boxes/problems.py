"""The problems screen: what is wrong with the library's files, where, and how to fix it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.geometry import Offset

from newsreader.errors import Problem, Severity
from newsreader.keys.keymap import DEFAULT_KEYMAP, Keymap
from newsreader.ui.bindings import CommandTable
from newsreader.ui.boxes.box import ReadingBox
from newsreader.ui.safe import line
from newsreader.ui.story.page import EMPTY_LINE, Line, Page
from newsreader.ui.widgets.page_text import PageText

_MOST_SHOWN: Final = 500


class ProblemsScroll(VerticalScroll):
    """Scrolls the problems, and knows where the one at the cursor is."""

    @property
    def cursor_screen_offset(self) -> Offset:
        """Where the problem at the cursor begins on the screen."""
        text = self.query_one(PageText)
        return text.region.offset + Offset(0, current_rows(text).start)


class ProblemsScreen(ReadingBox):
    """All problems, or the first of very many, with a cursor on one of them.

    `edit` is called with the problem whose file the user wants to edit; the box stays open.
    """

    OPENED_BY: ClassVar[str] = "problems"

    def __init__(
        self,
        problems: Sequence[Problem],
        keymap: Keymap = DEFAULT_KEYMAP,
        edit: Callable[[Problem], Awaitable[None]] | None = None,
    ) -> None:
        super().__init__(keymap)
        self._problems = problems
        self._edit = edit

    def command_table(self) -> CommandTable:
        """Return the methods of the box; the keys that scroll a story go through the problems."""
        return {**super().command_table(), "box-accept": self.edit}

    def compose(self) -> ComposeResult:
        """One scrolling text in a box."""
        with ProblemsScroll(id="problems-box"):
            yield PageText(id="problems-text")

    def on_mount(self) -> None:
        """Show the problems, with the cursor on the first."""
        self.show(self._problems)

    def show(self, problems: Sequence[Problem]) -> None:
        """Show these problems in place of those before; the cursor stays on its problem, else at its place."""
        text, at = self._text, self._text.current or 0
        before = self._problems[at] if at < len(self._problems) else None
        same = (number for number, problem in enumerate(problems) if before and _is_same(problem, before))
        self._problems = problems
        text.show(problems_page(problems))
        shown = len(text.page.found)
        text.current = min(next(same, at), shown - 1) if shown else None
        box, keys = self.query_one(ProblemsScroll), self.keymap.shown
        box.border_title = line(f"Problems: {len(problems):,}" if problems else "Problems")
        closes = f"{keys('box-close')} closes"
        both = f"{keys('box-accept')} edits the file · {closes}", f"{closes}, then {keys('rescan')} reads again"
        box.border_subtitle = line(both[0] if problems else both[1])
        self.call_after_refresh(self._reveal)

    async def edit(self) -> None:
        """Edit the file of the problem at the cursor."""
        at = self._text.current
        if at is not None and self._edit is not None:
            await self._edit(self._problems[at])

    def down(self) -> None:
        """Go to the next problem, or on in the one at the cursor where its end is not in sight."""
        if self._rows.stop > self._sight.stop or self._is_at(-1):
            super().down()
        else:
            self._go(1)

    def up(self) -> None:
        """Go to the problem before, or back in the one at the cursor where its beginning is not in sight."""
        if self._rows.start < self._sight.start or self._is_at(0):
            super().up()
        else:
            self._go(-1)

    def page_down(self) -> None:
        """Go a page down."""
        super().page_down()
        self._follow(0 if self._sight.stop < self._text.virtual_region.bottom else -1)

    def page_up(self) -> None:
        """Go a page up."""
        super().page_up()
        self._follow(0)

    def first(self) -> None:
        """Go to the first problem."""
        super().first()
        self._follow(0)

    def last(self) -> None:
        """Go to the last problem."""
        super().last()
        self._follow(-1)

    @property
    def _text(self) -> PageText:
        return self.query_one(PageText)

    @property
    def _rows(self) -> range:
        """The rows of the problem at the cursor."""
        return current_rows(self._text)

    @property
    def _sight(self) -> range:
        """The rows that are in sight once all is scrolled."""
        box = self.query_one(ProblemsScroll)
        top = round(box.scroll_target_y) - self._text.virtual_region.y
        return range(top, top + box.scrollable_content_region.height)

    def _is_at(self, place: int) -> bool:
        places = range(len(self._text.page.found))
        return not places or self._text.current == places[place]

    def _go(self, step: int) -> None:
        self._text.current = (self._text.current or 0) + step
        self._reveal()

    def _reveal(self) -> None:
        """Have the problem at the cursor in sight, its beginning before its end."""
        box, rows, sight = self.query_one(ProblemsScroll), self._rows, self._sight
        if self._text.current == 0:
            top = 0
        elif rows.start < sight.start or len(rows) > len(sight):
            top = rows.start + self._text.virtual_region.y
        elif rows.stop > sight.stop:
            top = rows.stop - len(sight) + self._text.virtual_region.y
        else:
            return
        box.scroll_to(y=top, animate=False, immediate=True)

    def _follow(self, place: int) -> None:
        """Put the cursor on the first problem that begins in sight, or on the last of all."""
        page, width = self._text.page, self._text.rows_width
        if not page.found:
            return
        if place < 0:
            self._text.current = len(page.found) - 1
            return
        begins = (page.row_at(page.offset_in(number, 0), width) for number, _, _ in page.found)
        in_sight = (number for number, row in enumerate(begins) if row >= self._sight.start)
        self._text.current = next(in_sight, len(page.found) - 1)


def current_rows(text: PageText) -> range:
    """Return the rows of the problem that is marked in `text`."""
    page, width = text.page, text.rows_width
    if text.current is None or width <= 0:
        return range(0)
    number = page.found[text.current][0]
    last = min(number + _LINES_OF_ONE - 1, len(page.lines) - 1)
    start = page.row_at(page.offset_in(number, 0), width)
    return range(start, page.row_at(page.offset_in(last, len(page.lines[last].content.plain)), width) + 1)


_LINES_OF_ONE: Final = 3
"""Lines of a problem: its place, what is wrong, and how to fix it."""


def problems_page(problems: Sequence[Problem]) -> Page:
    """The text of the problems screen; the place of each problem is one that can be marked."""
    if not problems:
        return Page([Line(Content("No problems: every file of the library could be read."))])
    lines: list[Line] = []
    for problem in problems[:_MOST_SHOWN]:
        lines += [*_problem(problem), EMPTY_LINE]
    if len(problems) > _MOST_SHOWN:
        lines.append(Line(Content(f"And {len(problems) - _MOST_SHOWN:,} more. All of them: newsreader check")))
    return Page(lines)


_STYLES: Final = {Severity.ERROR: "bold $error", Severity.WARNING: "bold $warning", Severity.NOTE: "bold"}


def _problem(problem: Problem) -> list[Line]:
    style = _STYLES[problem.severity]
    at = f":{problem.line}:{problem.column}" if problem.line else ""
    place = Content.assemble(line(problem.path, style), (at, "$quiet"))
    return [
        Line(place, found=((0, len(place.plain)),)),
        Line(line(problem.message)),
        Line(line(problem.fix, "$quiet")),
    ]


def _is_same(one: Problem, other: Problem) -> bool:
    """Return whether two problems are one, perhaps in another line by now."""
    return (one.path, one.message) == (other.path, other.message)
