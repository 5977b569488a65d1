"""The problems screen: what is wrong with the library's files, where, and how to mend it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from newsreader.errors import Problem, Severity
from newsreader.keys.keymap import DEFAULT_KEYMAP, Keymap
from newsreader.ui.bindings import CommandTable, bind
from newsreader.ui.boxes.box import TextBox
from newsreader.ui.safe import line

_MOST_SHOWN: Final = 500


class ProblemsScreen(TextBox):
    """All problems, or the first of very many."""

    def __init__(self, problems: Sequence[Problem], keymap: Keymap = DEFAULT_KEYMAP) -> None:
        super().__init__(keymap)
        self._problems = problems
        bind(self, keymap, self.commands)

    def command_table(self) -> CommandTable:
        """Return the methods of the box; the keys that scroll a story scroll here too."""
        return {
            "problems": self.close,
            "back-or-quit": self.close,
            "story-down": self.down,
            "story-up": self.up,
            "story-page-down": self.page_down,
            "story-page-up": self.page_up,
            "story-first": self.first,
            "story-last": self.last,
            **super().command_table(),
        }

    def compose(self) -> ComposeResult:
        """One scrolling text in a box."""
        with VerticalScroll(id="problems-box") as box:
            box.border_title = line(f"Problems: {len(self._problems):,}" if self._problems else "Problems")
            shown = self.keymap.shown
            box.border_subtitle = line(f"{shown('box-close')} closes, then {shown('rescan')} reads again")
            yield Static(problems_content(self._problems), id="problems-text", markup=False)


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
        line(problem.path, style), (place, "$quiet"), "\n", line(problem.message), "\n", line(problem.fix, "$quiet")
    )
