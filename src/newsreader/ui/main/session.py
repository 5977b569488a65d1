"""What is remembered from one start to the next: how the reader looks, where the user stands, and what they know."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, NamedTuple

from textual.screen import Screen

from newsreader.keys.keymap import Keymap
from newsreader.query import QueryError, Sort
from newsreader.reader import Reader
from newsreader.session import LibraryPosition, SessionStore, place_of
from newsreader.ui.errors import not_remembered_message, or_default_if_corrupt
from newsreader.ui.main.background import run_in_background
from newsreader.ui.main.hints import HINT_OF, LEAST_HEIGHT, next_hint
from newsreader.ui.main.listing import Listing
from newsreader.ui.main.pane_widths import PaneShares
from newsreader.ui.main.panes import Panes
from newsreader.ui.main.row_height import RowHeight
from newsreader.ui.main.story import StoryPane

_BETWEEN_SAVES: Final = 5.0
"""Seconds between two looks for something to be saved."""

_ORDER_OF_SAMPLE: Final = Sort.OLDEST
"""How the sample is sorted at first: its oldest stories show one event as three outlets tell it."""


class SessionStart(NamedTuple):
    """What was said of how the reader is to begin.

    `filter` is the one that was given, None where none was. `order` is that of the config, "" where it has none.
    """

    filter: str | None
    order: str
    has_hints: bool


class SessionMemory:
    """Restores what the last session left, and saves what is to be found at the next start."""

    def __init__(
        self,
        screen: Screen[Any],
        reader: Reader,
        keymap: Keymap,
        store: SessionStore,
        listing: Listing,
        panes: Panes,
        row_height: RowHeight,
        story: StoryPane,
        update_status: Callable[..., None],
        begins: SessionStart,
    ) -> None:
        self._screen = screen
        self._reader = reader
        self._keymap = keymap
        self._store = store
        self._listing = listing
        self._panes = panes
        self._row_height = row_height
        self._story = story
        self._update_status = update_status
        self._begins = begins
        self._hints_of_this_start: set[str] = set()
        self._visit = _now()

    # Beginning

    def restore_layout(self) -> None:
        """Lay the panes and the rows of the list out as they were."""
        session = self._store.session
        self._row_height.is_compact = session.is_compact
        wanted = PaneShares(session.list_share, session.sidebar_share)
        self._panes.restore(
            wanted,
            is_sidebar_closed=session.is_sidebar_shut,
            is_zoomed=session.is_zoomed,
            wants_rail=session.wants_rail,
        )

    def restore_position(self) -> str:
        """Restore the order and, where no filter was given, the cursor's story; return the filter."""
        self._reader.marks.new_since = self._position.visit or self._visit
        first_order = _ORDER_OF_SAMPLE if self._reader.is_sample else ""
        self._listing.filter.set_order(self._begins.order or self._position.sort or first_order)
        if self._begins.filter is not None:
            return self._begins.filter
        try:
            self._reader.query(self._position.filter)
        except QueryError:
            return ""
        story = self._position.story
        if story:
            self._listing.restore_id = or_default_if_corrupt(lambda: self._reader.search.row_id_of(story), None)
        return self._position.filter

    def start_saving(self) -> None:
        """Go on from what was remembered of stories, and save what changes, from now on."""
        self._story.view.positions.load(self._store.session.positions)
        self._screen.set_interval(_BETWEEN_SAVES, self.save)

    @property
    def _library(self) -> str:
        return str(Path(self._reader.root).absolute())

    @property
    def _position(self) -> LibraryPosition:
        """Where the user stood in this library the last time."""
        return place_of(self._store.session, self._reader.root)

    # Saving

    def end(self) -> None:
        """Take note of everything at the end of the visit: what comes later is new at the next one."""
        self._visit = _now()
        self.note()

    def note(self) -> None:
        """Take note of everything that is to be remembered, once there is anything."""
        if not self._screen.is_mounted:
            return
        places = dict(self._store.session.places)
        places[self._library] = self._position_now()
        view = self._story.view
        view.note_position()
        self._store.change(
            list_share=self._panes.wanted.list,
            sidebar_share=self._panes.wanted.sidebar,
            is_sidebar_shut=self._panes.is_sidebar_closed,
            is_zoomed=self._panes.is_zoomed,
            wants_rail=self._panes.wants_rail,
            is_compact=self._row_height.is_compact,
            places=places,
            positions=view.positions.as_mapping(),
        )

    def _position_now(self) -> LibraryPosition:
        before, listing = self._position, self._listing
        if self._begins.filter is not None and not listing.filter.is_changed:
            return LibraryPosition(listing.filter.order, before.filter, before.story, self._visit)
        row = listing.stories.row_at(listing.stories.cursor) if listing.restore_id is None else None
        story = row.id if row else before.story
        return LibraryPosition(listing.filter.order, listing.filter.text, story, self._visit)

    def save(self) -> None:
        """Write what has changed, in a thread."""
        self.note()
        if self._store.is_due:
            run_in_background(self._screen, self._save, "session", exclusive=True)

    async def _save(self) -> None:
        try:
            await asyncio.to_thread(self._store.save)
        except OSError as error:
            if not self._store.is_failure_shown:
                self._store.is_failure_shown = True
                self._screen.notify(
                    not_remembered_message(error), title="Not remembered", severity="warning", markup=False
                )

    # Hints

    def show_hint(self) -> None:
        """Show the next useful thing, if there is any and the window is not too low."""
        session = self._store.session
        hint = next_hint(session.hints_done, session.hint_starts, self._hints_of_this_start)
        if hint is None or not self._begins.has_hints or self._screen.app.size.height < LEAST_HEIGHT:
            self._update_status(hint="")
            return
        if hint.command not in self._hints_of_this_start:
            self._hints_of_this_start.add(hint.command)
            starts = session.hint_starts.get(hint.command, 0) + 1
            self._store.change(hint_starts={**session.hint_starts, hint.command: starts})
        self._update_status(hint=f"{self._keymap.shown(hint.command)} {hint.text}")

    def followed(self, command: str) -> None:
        """Note that the user has used a command: its hint need not be shown again."""
        done = self._store.session.hints_done
        if command in HINT_OF and command not in done:
            self._store.change(hints_done=(*done, command))
            self.show_hint()


def _now() -> int:
    """Return the time as the index notes when stories came."""
    return time.time_ns() // 1_000_000
