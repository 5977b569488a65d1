"""Comparing the library with its files, in a worker, and what is shown of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import monotonic
from typing import Any, Final

from textual import on, work
from textual.message import Message
from textual.screen import Screen
from textual.worker import get_current_worker

from newsreader.errors import Problem
from newsreader.keys.keymap import Keymap
from newsreader.reader import Reader
from newsreader.sync import IndexDamagedError, Progress, SyncResult
from newsreader.sync.files import LibraryEmptiedError
from newsreader.sync.results import SLOW
from newsreader.ui.main.damage import DamageActions
from newsreader.ui.trouble import TROUBLES, trouble_text
from newsreader.ui.widgets.status_line import StatusLine

_BETWEEN_PROGRESS: Final = 0.1
"""Seconds between two things a worker tells of how far it has come."""

_BETWEEN_LISTS: Final = 0.5
"""Seconds between two times the list is brought up to date while files are read."""


@dataclass(frozen=True, slots=True)
class Figures:
    """How many stories the library has, how many of them are unread, and how many problems there are."""

    total: int
    unread: int
    problems: int


@dataclass(frozen=True, slots=True)
class SyncOutcome:
    """What a comparison came to: its result, or the trouble that ended it; and the library's figures, if known."""

    result: SyncResult
    trouble: str
    figures: Figures | None


class SyncActions(DamageActions, Screen[None]):
    """Keeps the list up to date with the files."""

    reader: Reader
    keymap: Keymap
    is_selecting: bool
    is_list_missing: bool
    is_syncing = False
    comparisons = 0
    """How many comparisons with the files have begun."""
    trouble = ""
    """Why the library can't be read, "" if it can."""
    _listed_at = 0.0
    _is_state_open = False
    _is_slowness_told = False
    _is_another_due = False
    _is_emptied = False
    """Whether all files were gone at the last comparison, which the user was told."""

    class Progressed(Message):
        """More files were read."""

        def __init__(self, progress: Progress) -> None:
            super().__init__()
            self.progress = progress

    class Synced(Message):
        """The comparison is done."""

        def __init__(self, outcome: SyncOutcome, told: bool) -> None:
            super().__init__()
            self.outcome = outcome
            self.told = told

    class StateOpened(Message):
        """The user's own data is open, or can't be had."""

        def __init__(self, notices: Sequence[str], trouble: str = "") -> None:
            super().__init__()
            self.notices = notices
            self.trouble = trouble

    class ProblemsFound(Message):
        """A worker fetched all problems."""

        def __init__(self, problems: list[Problem]) -> None:
            super().__init__()
            self.problems = problems

    def start_sync(self, told: bool = False) -> None:
        """Compare with the files; `told` says at the end what came of it even if nothing did."""
        if not self.is_syncing:
            self.is_syncing = True
            self.comparisons += 1
            self._listed_at = 0.0
            self.tell(activity="reading the library…" if self.reader.index.is_new else "")
            self._sync(told)

    def sync_from_now(self) -> None:
        """Compare with the files as they are from now on; after the comparison that is under way, if there is one."""
        if self.is_syncing:
            self._is_another_due = True
        else:
            self.start_sync()

    def action_rescan(self) -> None:
        """Compare the library with its files now."""
        self.start_sync(told=True)
        self.tell(activity="comparing with the files…")

    @work(thread=True, group="sync", exit_on_error=False)
    def _sync(self, told: bool) -> None:
        worker = get_current_worker()
        if not self._is_state_open:
            self._open_state()
        outcome = self._compare(lambda: worker.is_cancelled, takes_empty=told and self._is_emptied)
        if not worker.is_cancelled:
            self.post_message(self.Synced(outcome, told))

    def _open_state(self) -> None:
        try:
            self.post_message(self.StateOpened(self.reader.open_state().notices))
        except TROUBLES as error:
            self.post_message(self.StateOpened((), trouble_text(error)))

    @on(StateOpened)
    def _state_opened(self, event: StateOpened) -> None:
        if event.notices:
            text = "\n".join(event.notices)
            self.notify(text, title="Bookmarks, notes and read marks", severity="warning", timeout=30, markup=False)
        if event.trouble:
            self.notify(event.trouble, title="Nothing can be marked", severity="error", timeout=20, markup=False)
        else:
            self._is_state_open = True
            self.state_opened()

    def _compare(self, cancelled: Callable[[], bool], *, takes_empty: bool) -> SyncOutcome:
        on_progress = _Seldom(lambda progress: self.post_message(self.Progressed(progress)))
        result, trouble = SyncResult(0, 0), ""
        try:
            try:
                result = self.reader.sync(on_progress, cancelled, takes_empty)
                self._is_emptied = False
            except IndexDamagedError:
                result = self.reader.reload(on_progress, cancelled)
        except TROUBLES as error:
            trouble = trouble_text(error)
            self._is_emptied = isinstance(error, LibraryEmptiedError)
        return SyncOutcome(result, trouble, self.figures())

    def figures(self) -> Figures | None:
        """How much the library holds, counted in a worker; None where it can't be counted."""
        try:
            return Figures(
                self.reader.search.count(), self.reader.search.unread_count(), self.reader.search.problem_count()
            )
        except TROUBLES:
            return None

    def tell_figures(self, figures: Figures | None) -> None:
        """Say in the status line how much the library holds; what is not known stays as it is."""
        if figures is not None:
            self.tell(
                total=figures.total,
                unread=figures.unread,
                problems=figures.problems,
                bookmarked=self.reader.marks.bookmark_count(),
            )

    @on(Progressed)
    def _progressed(self, event: Progressed) -> None:
        if not self.is_syncing:
            return
        self.tell(activity="", progress=event.progress)
        if monotonic() - self._listed_at > _BETWEEN_LISTS and not self.is_selecting and not self.is_index_damaged:
            self._listed_at = monotonic()
            self.library_changed()

    @on(Synced)
    def _synced(self, event: Synced) -> None:
        self.is_syncing = False
        outcome = event.outcome
        self.trouble = outcome.trouble
        self.tell(activity="", progress=None)
        self.tell_figures(outcome.figures)
        self.see_whether_mended()
        self.show_emptiness()
        if outcome.result.shows or self.is_list_missing:
            self.library_changed()
        if outcome.trouble:
            again = "" if self._is_emptied else f" {self.keymap.shown('rescan')} tries again."
            self.notify(f"{outcome.trouble}{again}", title="The library can't be read", severity="error", markup=False)
        elif event.told:
            self.notify(_sentence(outcome.result), title="Compared with the files", markup=False)
        if outcome.result.is_slow and not self._is_slowness_told:
            self._is_slowness_told = True
            self.notify(SLOW, title="Reading is slow", severity="warning", timeout=20, markup=False)
        is_another_due, self._is_another_due = self._is_another_due, False
        if not outcome.trouble:
            self.start_watching()
            self.look_over_index()
            self.mend_if_damaged()
            self.compared()
            if is_another_due:
                self.start_sync()

    @on(StatusLine.ProblemsClicked)
    def action_show_problems(self) -> None:
        """Show what is wrong with the library's files."""
        self._fetch_problems()

    @work(thread=True, exclusive=True, group="problems", exit_on_error=False)
    def _fetch_problems(self) -> None:
        try:
            self.post_message(self.ProblemsFound(self.reader.search.problems()))
        except IndexDamagedError:
            pass  # it is told, and mended
        except TROUBLES as error:
            self.notify(trouble_text(error), title="The problems can't be read", severity="error", markup=False)

    @on(ProblemsFound)
    def _problems_found(self, event: ProblemsFound) -> None:
        from newsreader.ui.boxes.problems import ProblemsScreen

        self.app.push_screen(ProblemsScreen(event.problems, self.keymap))

    def tell(self, **changes: Any) -> None:
        """Change what the status line says."""
        raise NotImplementedError

    def state_opened(self) -> None:
        """The user's own data can be read and written."""
        raise NotImplementedError

    def library_changed(self) -> None:
        """Bring the list up to date with the library."""
        raise NotImplementedError

    def compared(self) -> None:
        """The index is up to date with the files."""
        raise NotImplementedError

    def start_watching(self) -> None:
        """Have changes of the files noticed, from now on."""
        raise NotImplementedError

    def show_emptiness(self) -> None:
        """Say why the list is empty, if it is."""
        raise NotImplementedError


class _Seldom:
    """Passes on what it is told, but not more often than somebody can read it; the end always."""

    def __init__(self, tell: Callable[[Progress], object]) -> None:
        self._tell = tell
        self._told_at = 0.0

    def __call__(self, progress: Progress) -> None:
        """Pass `progress` on, or leave it out."""
        if progress.done >= progress.total or monotonic() - self._told_at > _BETWEEN_PROGRESS:
            self._told_at = monotonic()
            self._tell(progress)


def _sentence(result: SyncResult) -> str:
    if not result.anything:
        return "Nothing has changed."
    return f"{result.changed:,} {_files(result.changed)} read, {result.removed:,} gone."


def _files(number: int) -> str:
    return "file" if number == 1 else "files"
