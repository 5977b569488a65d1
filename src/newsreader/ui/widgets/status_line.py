"""The status line: what is shown of how much, what goes on, and in their place a notice."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Final

from msgspec import Struct
from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.style import Style
from textual.widgets import Static

from newsreader.keys.keymap import DEFAULT_KEYMAP, Keymap
from newsreader.query import Sort
from newsreader.sync import Progress
from newsreader.ui.safe import line
from newsreader.ui.widgets.notice import Notice, notice_content

_ORDER_NAMES: Final = {
    Sort.NEWEST: "",
    Sort.OLDEST: "oldest first",
    Sort.OUTLET: "by outlet",
    Sort.BIAS: "by bias",
    Sort.TITLE: "by title",
    Sort.RELEVANCE: "by relevance",
    Sort.UNREAD: "unread first",
    Sort.READ: "last read first",
    Sort.EVENT: "",
}
"""What the line says of each order: nothing of the one that needs no word, nor where it counts events."""

_LONGEST_BAR: Final = 24
_FAIR_BAR: Final = 10
_SHORTEST_BAR: Final = 4
_PROBLEMS: Final = "problems"
"""The key in the meta data of a style by which the number of problems is known when it is clicked."""
_SEPARATOR: Final = " · "
_ORDER: Final = (
    "selected", "shown", "new", "unread", "bookmarked", "no bookmarks", "muted", "bar", "problems", "activity",
    "fetching", "fetched", "order", "library",
)  # fmt: skip
"""The parts of the line from left to right."""

_SHORT: Final = "shown shortly"
"""What stands in the place of what is shown once there is little room."""

_LEAST_FIRST: Final = (
    "no bookmarks", "library", "muted", "bookmarked", "order", _SHORT, "unread", "new", "problems", "fetched", "shown",
    "activity", "fetching",
)  # fmt: skip
"""What is left out where there is no room for everything, the least important first."""

_LESS_THAN_A_HINT: Final = ("no bookmarks", "library")
"""What is left out for a hint."""

_BEFORE_HINT: Final = 3
"""Columns between the line and its hint."""


class Fetched(Struct, frozen=True):
    """How far a fetch has come: `done` of `total` feeds, with so many `new` stories. Nothing is known at its start."""

    done: int = 0
    total: int = 0
    new: int = 0


class Status(Struct, frozen=True):
    """What the status line tells; None for what is not known yet, or not under way.

    Of `total` stories `shown` match the filter, and `selected` of these are selected; `unread` are so of all. With
    `sort` by event `shown` are events. `new` came since the last visit, and `muted` are left out by rules. `hint`
    teaches something, where there is room for it and nothing goes on. `is_looking` as long as what is listed belongs to
    another filter, as this one takes its time. `is_incomplete` if more stories may match, as texts are to come.
    `progress` is how far the reading has come, `finding` how far the finding of events, and `fetching` how far a fetch.
    As long as there is a `notice` it stands in
    the place of all this.
    """

    shown: int | None = None
    total: int | None = None
    bookmarked: int = 0
    problems: int = 0
    sort: Sort = Sort.NEWEST
    library: str = ""
    activity: str = ""
    progress: Progress | None = None
    finding: Progress | None = None
    fetching: Fetched | None = None
    unread: int | None = None
    selected: int = 0
    new: int = 0
    muted: int = 0
    hint: str = ""
    is_looking: bool = False
    is_incomplete: bool = False
    notice: Notice | None = None


class StatusLine(Static):
    """One line that says where the user stands; a long warning covers some lines more of the panes above."""

    ALLOW_SELECT = False

    class ProblemsClicked(Message):
        """The number of problems was clicked."""

    status: reactive[Status] = reactive(Status(), repaint=False)

    def __init__(self, *, keymap: Keymap = DEFAULT_KEYMAP, id: str | None = None) -> None:
        super().__init__(id=id, markup=False)
        self._problems_key = keymap.first("problems")
        self._new_key = keymap.first("new-stories")

    def watch_status(self) -> None:
        """Write the line again."""
        self._write()

    def on_resize(self) -> None:
        """Make the line as long as there is room."""
        self._write()

    def on_click(self, event: events.Click) -> None:
        """Tell if the problems were clicked."""
        if event.style.meta.get(_PROBLEMS):
            self.post_message(self.ProblemsClicked())

    def _write(self) -> None:
        width = self.content_size.width
        notice = self.status.notice
        if notice:
            content = notice_content(notice, width)
        else:
            content = status_content(self.status, width, self._problems_key, self._new_key)
        lines = content.plain.count("\n") + 1
        if self.styles.height is None or self.styles.height.value != lines:
            self.styles.height = lines
        self.update(content, layout=False)


def status_content(status: Status, width: int, problems_key: str = "!", new_key: str = "N") -> Content:
    """The line for `status` in `width` columns: "5 selected · 12 of 1,204 · 900 unread · 3 bookmarked".

    Where it does not fit, the least important parts are left out. First goes that there are no bookmarks, then the
    library's name, the bookmarks, the order, what is unread, and problems. How many are selected stays, else how many
    are shown. What goes on stays, too. Problems say with which key they are shown, if there is one.
    """
    parts = _parts(status, problems_key, new_key)
    if status.progress is not None:
        return _with_bar(parts, status.progress, "searchable" if status.progress.is_text else "reading", width)
    if status.finding is not None:
        return _with_bar(parts, status.finding, "finding events", width)
    if status.hint and not status.activity and not status.fetching:
        for way in (parts, {name: part for name, part in parts.items() if name not in _LESS_THAN_A_HINT}):
            room = width - _length(way) - cell_len(status.hint)
            if room >= _BEFORE_HINT:
                return Content.assemble(_joined(way), " " * room, (status.hint, "$quiet"))
    ways = list(_ways(parts, {"activity", "fetching", "selected" if status.selected else "shown"}))
    return _joined(next((way for way in ways if _length(way) <= width), ways[-1]))


def _with_bar(parts: Mapping[str, Content], progress: Progress, doing: str, width: int) -> Content:
    """The line while something takes long: the bar for that before anything else but what is selected."""
    short = _how_far(progress)
    ways = list(_ways(parts, {"selected"}))
    tries = [(way, f"{doing} {short}") for way in ways] + [(ways[-1], short)]
    if ways[-1]:
        tries.append((ways[-1], f"{100 * progress.done // max(progress.total, 1)} %"))
    for way, text in tries:
        room = width - _length({**way, "bar": Content(f" {text}")})
        if room >= (_FAIR_BAR if "shown" in way else _SHORTEST_BAR):
            bar = Content.assemble(_bar(progress, min(room, _LONGEST_BAR)), " ", (text, "$accent"))
            return _joined({**way, "bar": bar})
    least, text = tries[-1]
    return _joined({**least, "bar": Content.styled(text, "$accent")})


def _ways(parts: Mapping[str, Content], kept: Collection[str]) -> Iterator[Mapping[str, Content]]:
    """All parts, then fewer and fewer of them down to those to be kept; what is shown is told shortly in between."""
    yield parts
    for least in _LEAST_FIRST:
        if least in parts and least not in kept:
            shorter = {"shown": parts[_SHORT]} if least == _SHORT else {}
            parts = {name: part for name, part in parts.items() if name != least} | shorter
            yield parts


def _joined(parts: Mapping[str, Content]) -> Content:
    return Content(_SEPARATOR).join([parts[name] for name in _ORDER if name in parts])


def _length(parts: Mapping[str, Content]) -> int:
    return _joined(parts).cell_length


def _parts(status: Status, problems_key: str, new_key: str) -> dict[str, Content]:
    """What is to be told, by the names of `_ORDER`."""
    if status.is_looking:
        parts = {"shown": Content.styled(f"looking through {_number(status.total)}…", "bold $accent")}
    else:
        parts = _shown(status)
    parts["bookmarked" if status.bookmarked else "no bookmarks"] = Content(f"{status.bookmarked:,} bookmarked")
    if status.selected:
        parts["selected"] = Content.styled(f"{status.selected:,} selected", "bold $accent")
    if status.unread is not None:
        parts["unread"] = Content(f"{status.unread:,} unread")
    if status.new:
        key = f" ({new_key})" if new_key else ""
        parts["new"] = Content.styled(f"{status.new:,} new{key}", "$accent")
    if status.muted:
        parts["muted"] = Content(f"{status.muted:,} muted")
    if status.problems:
        noun = "problem" if status.problems == 1 else "problems"
        key = f" ({problems_key})" if problems_key else ""
        problems = Content.styled(f"{status.problems:,} {noun}{key}", "$warning")
        parts["problems"] = problems.stylize(Style.from_meta({_PROBLEMS: True}))
    if status.activity:
        parts["activity"] = Content.styled(status.activity, "$accent")
    if status.fetching:
        parts |= _fetching(status.fetching)
    if order := _ORDER_NAMES[status.sort]:
        parts["order"] = Content(order)
    if status.library:
        parts["library"] = line(status.library, "$quiet")
    return parts


def _shown(status: Status) -> dict[str, Content]:
    """What is told of the list: "12 of 1,204", or with one row for each event "34 events of 54 stories"."""
    shown = _number(status.shown)
    if status.is_incomplete and status.shown is not None:
        shown += "+"
    if status.sort is not Sort.EVENT:
        return {"shown": Content.styled(f"{shown} of {_number(status.total)}", "bold")}
    events = Content.styled(f"{shown} {'event' if status.shown == 1 else 'events'}", "bold")
    stories = "story" if status.total == 1 else "stories"
    return {"shown": Content.assemble(events, (f" of {_number(status.total)} {stories}", "bold")), _SHORT: events}


def _fetching(fetched: Fetched) -> dict[str, Content]:
    """What is told of a fetch: "Fetching 3/9 · 12 new"."""
    how_far = f" {fetched.done:,}/{fetched.total:,}" if fetched.total else "…"
    parts = {"fetching": Content.styled(f"Fetching{how_far}", "$accent")}
    return parts | ({"fetched": Content.styled(f"{fetched.new:,} new", "$accent")} if fetched.new else {})


def _number(number: int | None) -> str:
    return "…" if number is None else f"{number:,}"


def _how_far(progress: Progress) -> str:
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
