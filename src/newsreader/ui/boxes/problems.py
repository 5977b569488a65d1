"""The problems screen: what is wrong with the library's files, where, and how to fix it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.content import Content

from newsreader.errors import Problem, Severity
from newsreader.keys.keymap import DEFAULT_KEYMAP, Keymap
from newsreader.ui.bindings import CommandTable
from newsreader.ui.boxes.entries import EntriesBox, EntriesScroll
from newsreader.ui.safe import line
from newsreader.ui.story.page import EMPTY_LINE, Line, Page
from newsreader.ui.widgets.page_text import PageText

_MOST_SHOWN: Final = 500


class ProblemsScreen(EntriesBox):
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
        """Return the methods of the box; those that scroll a story go through the problems."""
        return {**super().command_table(), "box-accept": self.edit}

    def compose(self) -> ComposeResult:
        """One scrolling text in a box."""
        with EntriesScroll(id="problems-box"):
            yield PageText(id="problems-text")

    def on_mount(self) -> None:
        """Show the problems, with the cursor on the first."""
        self.show(self._problems)

    def show(self, problems: Sequence[Problem]) -> None:
        """Show these problems in place of those before; the cursor stays on its problem, else at its place."""
        at = self.text.current or 0
        before = self._problems[at] if at < len(self._problems) else None
        same = (number for number, problem in enumerate(problems) if before and _is_same(problem, before))
        self._problems = problems
        self.show_entries(problems_page(problems), next(same, at))
        box, keys = self.query_one(EntriesScroll), self.keymap.shown
        box.border_title = line(f"Problems: {len(problems):,}" if problems else "Problems")
        closes = f"{keys('box-close')} closes"
        both = f"{keys('box-accept')} edits the file · {closes}", f"{closes}, then {keys('rescan')} reads again"
        box.border_subtitle = line(both[0] if problems else both[1])

    async def edit(self) -> None:
        """Edit the file of the problem at the cursor."""
        at = self.text.current
        if at is not None and self._edit is not None:
            await self._edit(self._problems[at])


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
