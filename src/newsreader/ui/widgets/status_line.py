"""The status line: what is shown of how much, and what goes on."""

from __future__ import annotations

from dataclasses import dataclass

from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Static

from newsreader.ui.safe import line


@dataclass(frozen=True, slots=True)
class Status:
    """What the status line tells; None for what is not known yet."""

    shown: int | None = None
    total: int | None = None
    bookmarked: int = 0
    problems: int = 0
    order: str = ""
    library: str = ""
    activity: str = ""


class StatusLine(Static):
    """One line that says where the user stands."""

    status: reactive[Status] = reactive(Status())

    def watch_status(self, status: Status) -> None:
        """Write the line anew."""
        self.update(status_content(status))


def status_content(status: Status) -> Content:
    """The line for `status`: "12 of 1,204 · 3 bookmarked"."""
    shown = "…" if status.shown is None else f"{status.shown:,}"
    total = "…" if status.total is None else f"{status.total:,}"
    parts = [Content.styled(f"{shown} of {total}", "bold"), Content(f"{status.bookmarked:,} bookmarked")]
    if status.problems:
        noun = "problem" if status.problems == 1 else "problems"
        parts.append(Content.styled(f"{status.problems:,} {noun} (!)", "$warning"))
    if status.activity:
        parts.append(Content.styled(status.activity, "$accent"))
    parts += [Content(status.order)] if status.order else []
    parts += [line(status.library, "$quiet")] if status.library else []
    return Content(" · ").join(parts)
