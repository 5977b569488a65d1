"""Comparing the index with the library's files, at the start, on demand and when they change, in a thread."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from functools import partial
from time import monotonic
from typing import Any, Final

from msgspec import Struct
from msgspec.structs import asdict, replace
from textual.screen import Screen

from newsreader.keys.keymap import Keymap
from newsreader.reader import Reader
from newsreader.sync import IndexDamagedError, Progress, SyncResult
from newsreader.sync.files import LibraryEmptiedError
from newsreader.sync.results import SLOW
from newsreader.ui.errors import EXPECTED_ERRORS, error_message
from newsreader.ui.main.background import run_in_background
from newsreader.ui.main.event_search import EventSearch
from newsreader.ui.main.library_status import LibraryStatus
from newsreader.ui.main.listing import Listing
from newsreader.ui.main.repair import IndexRepair
from newsreader.ui.main.throttle import Throttle

_BETWEEN_LISTS: Final = 0.5
"""Seconds between two times the list is brought up to date while files are read."""


class Figures(Struct, frozen=True):
    """How many stories lists have in all, how many of them are unread, new and bookmarked, and how many are muted.

    `problems` are those of the files, None where they were not counted.
    """

    total: int
    unread: int
    new: int
    bookmarked: int
    muted: int
    problems: int | None = None


class SyncOutcome(Struct, frozen=True):
    """What a comparison came to: its result, or the error that ended it; and the library's figures, if known."""

    result: SyncResult
    error: str
    figures: Figures | None


class SyncListener(Struct, frozen=True):
    """Who learns what: `state_opened` that marks can be made, `compared` that the index is up to date,
    `library_changed` that stories may be others."""

    state_opened: Callable[[], None]
    compared: Callable[[], None]
    library_changed: Callable[[], None]


class Syncer:
    """Keeps the index, and the list with it, up to date with the files until `stop`."""

    def __init__(
        self,
        screen: Screen[None],
        reader: Reader,
        keymap: Keymap,
        library: LibraryStatus,
        listing: Listing,
        listener: SyncListener,
        events: EventSearch,
        update_status: Callable[..., None],
    ) -> None:
        self._screen = screen
        self._reader = reader
        self._keymap = keymap
        self._library = library
        self._listing = listing
        self._listener = listener
        self._events = events
        self._update_status = update_status
        self._stopped = threading.Event()
        self.repair = IndexRepair(screen, reader, self.start, self._stopped.is_set)
        self._listed_at = 0.0
        self._is_state_open = False
        self._is_slowness_known = False
        self._is_another_due = False
        self._is_outcome_wanted = False
        """Whether the user has asked for the comparison under way, so that a notice says what comes of it."""
        self._is_emptied = False
        """Whether all files were gone at the last comparison, and a notice said so."""
        self._is_watching = False
        self._watch_error = ""

    @property
    def is_syncing(self) -> bool:
        """Whether a comparison is under way."""
        return self._library.is_syncing

    @property
    def is_watching(self) -> bool:
        """Whether changes of the files are noticed by themselves."""
        return self._is_watching

    @property
    def comparisons(self) -> int:
        """How many comparisons with the files have begun."""
        return self._library.comparisons

    def start(self, *, is_asked: bool = False) -> None:
        """Compare with the files; `is_asked` says at the end what came of it even if nothing did."""
        if not self.is_syncing:
            self._is_outcome_wanted = is_asked
            self._events.pause()
            self._library.is_syncing = True
            self._library.comparisons += 1
            self._listed_at = 0.0
            self._update_status(activity="reading the library…" if self._reader.index.is_new else "")
            takes_empty = is_asked and self._is_emptied
            run_in_background(self._screen, partial(self._sync, takes_empty), "sync")

    def sync_from_now(self) -> None:
        """Compare with the files as they are from now on; after the comparison that is under way, if there is one."""
        if self.is_syncing:
            self._is_another_due = True
        else:
            self.start()

    def rescan(self) -> None:
        """Compare the library with its files now."""
        self.start(is_asked=True)
        self._is_outcome_wanted = True  # also that of a comparison that is under way
        self._update_status(activity="comparing with the files…")

    def look_at(self, path: bytes) -> None:
        """Bring index and list up to date with one file, which has just been changed."""
        run_in_background(self._screen, partial(self.read_files, path), "sync")

    async def read_files(self, *paths: bytes) -> None:
        """Do the same with several files, and wait for it."""
        try:
            await asyncio.to_thread(self._reader.look_at, paths, self._stopped.is_set)
        except IndexDamagedError:
            return  # a notice says so, and the repair is under way
        except EXPECTED_ERRORS as error:
            self._notify(error_message(error), title="The library can't be read", severity="error")
            return
        await self.show_changes()

    async def show_changes(self) -> None:
        """Bring list and figures up to date with the index."""
        figures = await asyncio.to_thread(self._figures)
        if not self._stopped.is_set():
            self._show_changes(figures)

    def dismiss_outcome(self) -> None:
        """Show no notice of what comes of the comparison under way, unless it fails; the user has gone on."""
        self._is_outcome_wanted = False

    def stop(self) -> None:
        """Let go of the threads, which the end of the program waits for."""
        self._stopped.set()
        self._events.stop()

    # Comparing

    async def _sync(self, takes_empty: bool) -> None:
        if not self._is_state_open:
            await self._open_state()
        outcome = await asyncio.to_thread(self._compare, takes_empty)
        if not self._stopped.is_set():
            self._synced(outcome)

    async def _open_state(self) -> None:
        try:
            state = await asyncio.to_thread(self._reader.open_state)
        except EXPECTED_ERRORS as error:
            self._notify(error_message(error), title="Nothing can be marked", severity="error")
            return
        if state.notices:
            text = "\n".join(state.notices)
            self._notify(text, title="Bookmarks, notes and read marks", severity="error")
        self._is_state_open = True
        self._listener.state_opened()

    def _compare(self, takes_empty: bool) -> SyncOutcome:
        on_progress = Throttle(self._tell_progress)
        is_ending = self._stopped.is_set
        result, error_text = SyncResult(0, 0), ""
        try:
            try:
                result = self._reader.sync(on_progress, is_ending, takes_empty)
                self._is_emptied = False
            except IndexDamagedError:
                result = self._reader.reload(on_progress, is_ending)
        except EXPECTED_ERRORS as error:
            error_text = error_message(error)
            self._is_emptied = isinstance(error, LibraryEmptiedError)
        return SyncOutcome(result, error_text, self._figures())

    def _tell_progress(self, progress: Progress) -> None:
        """Hand on, from the thread, how far it has come, and what the library holds once all stories are listed."""
        is_just_listed = progress.is_text and not self._library.is_text_to_come
        figures = self._figures() if is_just_listed else None
        self._screen.call_later(self.progressed, progress, figures)

    def _figures(self) -> Figures | None:
        """Return how much the library holds; None where it can't be counted. For a thread."""
        try:
            return replace(self.figures_of_marks(), problems=self._reader.search.problem_count())
        except EXPECTED_ERRORS:
            return None

    def figures_of_marks(self) -> Figures:
        """Return what may be others when stories were marked. For a thread."""
        search = self._reader.search
        bookmarked = self._reader.marks.count_bookmarks()
        return Figures(search.count(), search.unread_count(), search.new_count(), bookmarked, search.muted_count())

    def show_figures(self, figures: Figures | None) -> None:
        """Say in the status line how much the library holds; what is not known stays as it is."""
        if figures is not None:
            self._update_status(**{name: number for name, number in asdict(figures).items() if number is not None})

    def progressed(self, progress: Progress, figures: Figures | None = None) -> None:
        """Show how far the reading has come, and now and then the stories that were read."""
        if not self.is_syncing:
            return
        is_just_listed = progress.is_text and not self._library.is_text_to_come
        self._library.is_text_to_come = progress.is_text
        self._update_status(activity="", progress=progress)
        self.show_figures(figures)
        if self._is_list_due(progress, is_just_listed=is_just_listed) and not self.repair.is_damaged:
            self._listed_at = monotonic()
            self._listener.library_changed()

    def _is_list_due(self, progress: Progress, *, is_just_listed: bool) -> bool:
        """Return whether the list may have other stories, and is to be brought up to date now."""
        if is_just_listed:
            return True  # also while it is searched: without words in the filter, nothing else would be a reason
        if progress.is_text and not self._listing.misses_text:
            return False
        return monotonic() - self._listed_at > _BETWEEN_LISTS and not self._listing.is_searching

    def _synced(self, outcome: SyncOutcome) -> None:
        missed_text = self._listing.misses_text
        self._library.is_syncing = self._library.is_text_to_come = False
        self._library.error = outcome.error
        self._update_status(activity="", progress=None)
        self.show_figures(outcome.figures)
        self.repair.note_replaced()
        self._listing.show_emptiness()
        if outcome.result.shows or missed_text or self._listing.is_missing:
            self._listener.library_changed()
        self._say_outcome(outcome)
        is_another_due, self._is_another_due = self._is_another_due, False
        if not outcome.error:
            self._start_watching()
            self.repair.plan_check()
            self.repair.repair_if_damaged()
            self._listener.compared()
            if is_another_due:
                self.start()
            else:
                self._events.start()

    def _say_outcome(self, outcome: SyncOutcome) -> None:
        if outcome.error:
            again = "" if self._is_emptied else f" {self._keymap.shown('rescan')} tries again."
            self._notify(f"{outcome.error}{again}", title="The library can't be read", severity="error")
        elif self._is_outcome_wanted:
            self._notify(self._sentence(outcome), title="Compared with the files")
        if outcome.result.is_slow and not self._is_slowness_known:
            self._is_slowness_known = True
            self._notify(SLOW, title="Reading is slow", severity="warning")

    def _sentence(self, outcome: SyncOutcome) -> str:
        """Say what a comparison has found, and how many stories are new to the user."""
        result, new = outcome.result, outcome.figures.new if outcome.figures else 0
        found = f"{result.changed:,} {_files(result.changed)} read, {result.removed:,} gone."
        key = f" ({self._keymap.first('new-stories')})" if self._keymap.first("new-stories") else ""
        return f"{found if result.anything else 'Nothing has changed.'}{f' {new:,} new{key}.' if new else ''}"

    def _notify(self, message: str, **options: Any) -> None:
        self._screen.notify(message, markup=False, **options)

    # Watching

    def _start_watching(self) -> None:
        """Notice changes of the files from now on."""
        if not self._is_watching:
            self._is_watching = True
            run_in_background(self._screen, self._watch, "watch")

    async def _watch(self) -> None:
        try:
            await asyncio.to_thread(self._reader.watch, self._files_changed, self._stopped)
        except EXPECTED_ERRORS as error:
            message = error_message(error)
        else:
            return
        self._is_watching = False  # the next comparison without an error tries again
        if message != self._watch_error:
            self._notify(
                f"{message} Press {self._keymap.shown('rescan')} to see changes.",
                title="Changes are not noticed here",
                severity="warning",
            )
        self._watch_error = message

    def _files_changed(self, _result: SyncResult) -> None:
        """Learn, in the watching thread, that the index is up to date with files that have changed."""
        if not self._stopped.is_set():
            self._screen.call_later(self._show_changes, self._figures())

    def _show_changes(self, figures: Figures | None) -> None:
        self.show_figures(figures)
        self._listener.library_changed()
        if not self.is_syncing:  # else its end finds what is new
            self._events.start()


def _files(number: int) -> str:
    return "file" if number == 1 else "files"
