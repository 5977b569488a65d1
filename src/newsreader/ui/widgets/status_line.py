"""The status line: what is shown of how much, and what goes on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Static

from newsreader.sync import Progress
from newsreader.ui.safe import line

_LONGEST_BAR: Final = 24
_FAIR_BAR: Final = 10
_SHORTEST_BAR: Final = 4
_SEPARATOR: Final = " · "


@dataclass(frozen=True, slots=True)
class Status:
    """What the status line tells; None for what is not known yet, or not under way."""

    shown: int | None = None
    total: int | None = None
    bookmarked: int = 0
    problems: int = 0
    order: str = ""
    library: str = ""
    activity: str = ""
    progress: Progress | None = None


class StatusLine(Static):
    """One line that says where the user stands."""

    status: reactive[Status] = reactive(Status(), repaint=False)

    def watch_status(self) -> None:
        """Write the line anew."""
        self._write()

    def on_resize(self) -> None:
        """Make the line as long as there is room."""
        self._write()

    def _write(self) -> None:
        self.update(status_content(self.status, self.content_size.width), layout=False)


def status_content(status: Status, width: int) -> Content:
    """The line for `status`: "12 of 1,204 · 3 bookmarked"; while files are read it fits into `width` columns."""
    counts, rest = _counts(status), _rest(status)
    if status.progress is None:
        return Content(_SEPARATOR).join([*counts, *rest])
    short = _reading(status.progress)
    long = f"reading {short}"
    ways: tuple[tuple[list[Content], list[Content], str], ...] = (
        (counts, rest, long),
        (counts, [], long),
        ([], [], long),
        ([], [], short),
    )
    for before, after, text in ways:
        others = sum(part.cell_length + len(_SEPARATOR) for part in (*before, *after))
        room = width - others - len(text) - 1
        if room >= (_FAIR_BAR if before else _SHORTEST_BAR):
            bar = Content.assemble(_bar(status.progress, min(room, _LONGEST_BAR)), " ", (text, "$accent"))
            return Content(_SEPARATOR).join([*before, bar, *after])
    return Content.styled(short, "$accent")


def _counts(status: Status) -> list[Content]:
    shown = "…" if status.shown is None else f"{status.shown:,}"
    total = "…" if status.total is None else f"{status.total:,}"
    return [Content.styled(f"{shown} of {total}", "bold"), Content(f"{status.bookmarked:,} bookmarked")]


def _rest(status: Status) -> list[Content]:
    parts: list[Content] = []
    if status.problems:
        noun = "problem" if status.problems == 1 else "problems"
        parts.append(Content.styled(f"{status.problems:,} {noun} (!)", "$warning"))
    if status.activity:
        parts.append(Content.styled(status.activity, "$accent"))
    parts += [Content(status.order)] if status.order else []
    parts += [line(status.library, "$quiet")] if status.library else []
    return parts


def _reading(progress: Progress) -> str:
    text = f"{progress.done:,} of {progress.total:,}"
    return text if progress.seconds_left is None else f"{text} · {_time_left(progress.seconds_left)}"


def _time_left(seconds: float) -> str:
    """How long it still takes, the longer the rougher: "25 s left"."""
    if seconds < 60:
        return f"{max(round(seconds), 1)} s left"
    if seconds < 3600:
        return f"{round(seconds / 60)} min left"
    return f"{seconds / 3600:.1f} h left"


def _bar(progress: Progress, width: int) -> Content:
    """A line of `width` columns, heavy as far as the files are read; half columns count."""
    halves = width * 2 * min(progress.done, progress.total) // max(progress.total, 1)
    done = "━" * (halves // 2) + "╸" * (halves % 2)
    return Content.assemble((done, "$accent"), ("─" * (width - len(done)), "$faint"))
