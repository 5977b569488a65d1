"""The problems screen: what is wrong with the library's files, where, and how to mend it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from newsreader.errors import Problem, Severity
from newsreader.ui.safe import line
from newsreader.ui.screens.box import BoxScreen

_MOST_SHOWN: Final = 500


class ProblemsScreen(BoxScreen[None]):
    """All problems, or the first of very many."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,exclamation_mark", "dismiss", "Close"),
        Binding("j", "scroll('down')", show=False),
        Binding("k", "scroll('up')", show=False),
    ]

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__()
        self._problems = problems

    def compose(self) -> ComposeResult:
        """One scrolling text in a box."""
        with VerticalScroll(id="problems-box") as box:
            box.border_title = "Problems"
            box.border_subtitle = "Esc closes · r in the reader reads the files again"
            yield Static(problems_content(self._problems), id="problems-text", markup=False)

    def action_scroll(self, direction: str) -> None:
        """Scroll a line."""
        box = self.query_one("#problems-box", VerticalScroll)
        box.scroll_relative(y=1 if direction == "down" else -1, animate=False)


def problems_content(problems: Sequence[Problem]) -> Content:
    """The text of the problems screen."""
    if not problems:
        return Content("No problems: every file of the library could be read.")
    parts = [_problem(problem) for problem in problems[:_MOST_SHOWN]]
    if len(problems) > _MOST_SHOWN:
        parts.append(Content(f"And {len(problems) - _MOST_SHOWN:,} more. All of them: newsreader check"))
    return Content("\n\n").join(parts)


def _problem(problem: Problem) -> Content:
    style = "bold $error" if problem.severity is Severity.ERROR else "bold $warning"
    place = f":{problem.line}:{problem.column}" if problem.line else ""
    return Content.assemble(
        line(problem.path, style), (place, "$quiet"), "\n", line(problem.message), "\n", line(problem.mend, "$quiet")
    )
