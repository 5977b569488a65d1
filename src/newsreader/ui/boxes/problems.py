"""The problems screen: what is wrong with the library's files, where, and how to mend it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from textual import events
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from newsreader.errors import Problem, Severity
from newsreader.keys.commands import Place
from newsreader.keys.keymap import DEFAULT_KEYMAP, Keymap
from newsreader.ui.boxes.text_box import TextBox
from newsreader.ui.safe import line
from newsreader.ui.widgets.own_keys import act_here

_MOST_SHOWN: Final = 500
_AS_IN_A_STORY: Final = {
    "story-down": "down",
    "story-up": "up",
    "story-page-down": "page_down",
    "story-page-up": "page_up",
    "story-first": "first",
    "story-last": "last",
}
"""The commands that scroll a story scroll here too."""


class ProblemsScreen(TextBox):
    """All problems, or the first of very many."""

    def __init__(self, problems: Sequence[Problem], keymap: Keymap = DEFAULT_KEYMAP) -> None:
        super().__init__(keymap)
        self._problems = problems
        closing = {key: "screen.close" for name in ("problems", "quit") for key in keymap.keys_of(name)}
        scrolling = {key: f"screen.{action}" for name, action in _AS_IN_A_STORY.items() for key in keymap.keys_of(name)}
        copying = {"ctrl+c": "screen.copy_text", "super+c": "screen.copy_text"}
        self._actions = {**copying, **closing, **scrolling, **self.keys_of(Place.BOX)}

    def compose(self) -> ComposeResult:
        """One scrolling text in a box."""
        with VerticalScroll(id="problems-box") as box:
            box.border_title = line(f"Problems: {len(self._problems):,}" if self._problems else "Problems")
            shown = self.keymap.shown
            box.border_subtitle = line(f"{shown('box-close')} closes, then {shown('rescan')} reads again")
            yield Static(problems_content(self._problems), id="problems-text", markup=False)

    async def on_key(self, event: events.Key) -> None:
        """Act on the keys in the order in which they come; they are all the box's."""
        await act_here(self, event, self._actions)


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
