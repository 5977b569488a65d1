"""What is remembered from one start to the next: how the reader looks, where the user stands, and what they know."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from textual import on, work
from textual.message import Message
from textual.screen import Screen

from newsreader.keys.keymap import Keymap
from newsreader.query import QueryError
from newsreader.records import StoredStory
from newsreader.session import LibraryPosition, SessionStore
from newsreader.ui.main.damage import DamageActions
from newsreader.ui.main.hints import LEAST_HEIGHT, hint_for_action, next_hint
from newsreader.ui.main.listing import SelectionActions
from newsreader.ui.main.pane_sizes import PaneSizeActions
from newsreader.ui.main.pane_widths import PaneWidths
from newsreader.ui.trouble import not_remembered_text
from newsreader.ui.widgets.story_view import StoryView

_BETWEEN_SAVES: Final = 5.0
"""Seconds from looking for something to be saved to the next time."""


class SessionActions(SelectionActions, PaneSizeActions, DamageActions, Screen[None]):
    """Takes up what the last session left, and has kept what is to be found at the next start."""

    keeper: SessionStore
    keymap: Keymap
    stored: StoredStory | None
    _given_filter: str | None
    _has_hints: bool

    class NotSaved(Message):
        """What is to be remembered can't be written."""

        def __init__(self, trouble: str) -> None:
            super().__init__()
            self.trouble = trouble

    def __init__(self) -> None:
        super().__init__()
        self._hints_of_this_start: set[str] = set()

    def tell(self, **changes: Any) -> None:
        """Change what the status line says."""
        raise NotImplementedError

    # Beginning

    def take_up_looks(self) -> None:
        """Have the panes as they were."""
        session = self.keeper.session
        self.wanted_widths = PaneWidths(session.list_width, session.sidebar_width)
        self.set_class(session.is_sidebar_shut, "-sidebar-shut")
        self.set_class(session.is_zoomed, "-zoomed")

    def take_up_place(self) -> str:
        """Have the order as it was and, where no filter was given, the cursor on its story; returns the filter."""
        self.take_order(self._place.sort)
        if self._given_filter is not None:
            return self._given_filter
        try:
            self.reader.query(self._place.filter)
        except QueryError:
            return ""
        story = self._place.story
        self.return_to = self.guarded(lambda: self.reader.search.row_id_of(story), None) if story else None
        return self._place.filter

    def start_saving(self) -> None:
        """Go on from what was remembered of stories, and save what changes, from now on."""
        self.query_one(StoryView).positions.load(self.keeper.session.positions)
        self.set_interval(_BETWEEN_SAVES, self.save_session)

    @property
    def _library(self) -> str:
        return str(Path(self.reader.root).absolute())

    @property
    def _place(self) -> LibraryPosition:
        """Where the user stood in this library the last time."""
        return self.keeper.session.places.get(self._library, LibraryPosition())

    # Noting and saving

    def reading_positions(self) -> Mapping[str, float]:
        """How far stories were read, by their ids, the latest last."""
        view = self.query_one(StoryView)
        view.note_position()
        return view.positions.as_mapping()

    def note_session(self) -> None:
        """Take note of everything that is to be remembered, once there is anything."""
        if not self.is_mounted:
            return
        places = dict(self.keeper.session.places)
        places[self._library] = self._place_now()
        self.keeper.change(
            list_width=self.wanted_widths.list,
            sidebar_width=self.wanted_widths.sidebar,
            is_sidebar_shut=self.is_sidebar_shut,
            is_zoomed=self.has_class("-zoomed"),
            places=places,
            positions=self.reading_positions(),
        )

    def _place_now(self) -> LibraryPosition:
        before = self._place
        if self._given_filter is not None and self.filter_text == self._given_filter:
            return LibraryPosition(self.order, before.filter, before.story)
        row = self.story_list.row_at(self.story_list.cursor) if self.return_to is None else None
        return LibraryPosition(self.order, self.filter_text, row.id if row else before.story)

    def save_session(self) -> None:
        """Have what has changed written, in a worker."""
        self.note_session()
        if self.keeper.is_due:
            self._save_session()

    @work(thread=True, exclusive=True, group="session", exit_on_error=False)
    def _save_session(self) -> None:
        try:
            self.keeper.save()
        except OSError as error:
            self.post_message(self.NotSaved(not_remembered_text(error)))

    @on(NotSaved)
    def _not_saved(self, event: NotSaved) -> None:
        if not self.keeper.is_failure_shown:
            self.keeper.is_failure_shown = True
            self.notify(event.trouble, title="Not remembered", severity="warning", markup=False)

    # Hints

    def on_resize(self) -> None:
        """Show a hint where there is room for it."""
        self.show_hint()

    def show_hint(self) -> None:
        """Tell the next useful thing, if there is any and the window is not too low."""
        session = self.keeper.session
        hint = next_hint(session.hints_done, session.hint_starts, self._hints_of_this_start)
        if hint is None or not self._has_hints or self.app.size.height < LEAST_HEIGHT:
            self.tell(hint="")
            return
        if hint.command not in self._hints_of_this_start:
            self._hints_of_this_start.add(hint.command)
            starts = session.hint_starts.get(hint.command, 0) + 1
            self.keeper.change(hint_starts={**session.hint_starts, hint.command: starts})
        self.tell(hint=f"{self.keymap.shown(hint.command)} {hint.text}")

    def followed(self, action: str) -> None:
        """Note that the user has done this: its hint need not be shown again."""
        hint = hint_for_action(action)
        done = self.keeper.session.hints_done
        if hint is not None and hint.command not in done:
            self.keeper.change(hints_done=(*done, hint.command))
            self.show_hint()
