"""Comparing the library with its files, in a worker, and what is shown of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from textual import on, work
from textual.message import Message
from textual.screen import Screen
from textual.worker import get_current_worker

from newsreader.errors import NewsreaderError, Problem
from newsreader.reader import Reader
from newsreader.sync import IndexDamagedError, Progress, SyncResult
from newsreader.ui.screens.problems import ProblemsScreen


@dataclass(frozen=True, slots=True)
class SyncOutcome:
    """What a comparison came to: its result, or the trouble that ended it; and the library's figures after it."""

    result: SyncResult
    trouble: str
    total: int
    problems: int


class SyncActions(Screen[None]):
    """Keeps the list up to date with the files."""

    reader: Reader
    is_syncing = False
    trouble = ""
    """Why the library can't be read, "" if it can."""

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

    class ProblemsFound(Message):
        """A worker fetched all problems."""

        def __init__(self, problems: list[Problem]) -> None:
            super().__init__()
            self.problems = problems

    def start_sync(self, told: bool = False) -> None:
        """Compare with the files; `told` says at the end what came of it even if nothing did."""
        if not self.is_syncing:
            self.is_syncing = True
            self.tell(activity="reading the library…" if self.reader.is_new else "")
            self._sync(told)

    def action_rescan(self) -> None:
        """Compare the library with its files now."""
        self.start_sync(told=True)
        self.tell(activity="comparing with the files…")

    @work(thread=True, group="sync", exit_on_error=False)
    def _sync(self, told: bool) -> None:
        worker = get_current_worker()
        result, trouble = SyncResult(0, 0), ""
        try:
            try:
                result = self.reader.sync(self._on_progress, lambda: worker.is_cancelled)
            except IndexDamagedError:
                self.app.call_from_thread(self.reader.rebuild)
                result = self.reader.sync(self._on_progress, lambda: worker.is_cancelled)
        except NewsreaderError as error:
            trouble = str(error)
        if not worker.is_cancelled:
            outcome = SyncOutcome(result, trouble, self.reader.count(), self.reader.problem_count())
            self.post_message(self.Synced(outcome, told))

    def _on_progress(self, progress: Progress) -> None:
        self.post_message(self.Progressed(progress))

    @on(Progressed)
    def _progressed(self, event: Progressed) -> None:
        self.tell(activity="", progress=event.progress)
        self.library_changed()

    @on(Synced)
    def _synced(self, event: Synced) -> None:
        self.is_syncing = False
        outcome = event.outcome
        self.trouble = outcome.trouble
        self.tell(
            activity="",
            progress=None,
            total=outcome.total,
            problems=outcome.problems,
            bookmarked=self.reader.bookmark_count(),
        )
        self.show_emptiness()
        if outcome.result.anything:
            self.library_changed()
        if outcome.trouble:
            self.notify(outcome.trouble, title="The library can't be read", severity="error", markup=False)
        elif event.told:
            self.notify(_sentence(outcome.result), title="Compared with the files", markup=False)

    def action_show_problems(self) -> None:
        """Show what is wrong with the library's files."""
        self._fetch_problems()

    @work(thread=True, exclusive=True, group="problems", exit_on_error=False)
    def _fetch_problems(self) -> None:
        self.post_message(self.ProblemsFound(self.reader.problems()))

    @on(ProblemsFound)
    def _problems_found(self, event: ProblemsFound) -> None:
        self.app.push_screen(ProblemsScreen(event.problems))

    def tell(self, **changes: Any) -> None:
        """Change what the status line says."""
        raise NotImplementedError

    def library_changed(self) -> None:
        """Bring the list up to date with the library."""
        raise NotImplementedError

    def show_emptiness(self) -> None:
        """Say why the list is empty, if it is."""
        raise NotImplementedError


def _sentence(result: SyncResult) -> str:
    if not result.anything:
        return "Nothing has changed."
    return f"{result.changed:,} {_files(result.changed)} read, {result.removed:,} gone."


def _files(number: int) -> str:
    return "file" if number == 1 else "files"
