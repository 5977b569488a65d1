"""The list of the main screen: the stories of the filter, the first of them at once, all of them after that.

What an older search finds changes nothing. The cursor goes to the story that is its target: the one it stood on when
the search began, wherever that comes to stand. Once the user moves the cursor it stays on the story it was moved to.
"""

from __future__ import annotations

import asyncio
from array import array
from collections.abc import Callable
from functools import partial
from time import monotonic
from typing import Final

from textual.screen import Screen
from textual.widgets import Static

from newsreader.keys.keymap import Keymap
from newsreader.query import Query, Sort
from newsreader.reader import FIRST_SCREENFUL, Reader
from newsreader.sync import IndexDamagedError
from newsreader.ui.empty import empty_list_text
from newsreader.ui.errors import EXPECTED_ERRORS, error_message, or_default_if_corrupt
from newsreader.ui.main.applied_filter import AppliedFilter
from newsreader.ui.main.background import run_in_background
from newsreader.ui.main.library_status import LibraryStatus
from newsreader.ui.main.list_cursor import ListCursor
from newsreader.ui.main.story import StoryPane
from newsreader.ui.widgets.filter_bar import FilterBar
from newsreader.ui.widgets.story_list import StoryList

_BEFORE_SAYING: Final = 0.1
"""Seconds after which the status line says that a search has found nothing yet."""

_PATIENCE: Final = 10.0
"""Seconds after which a search is given up."""


class Listing:
    """Keeps the list to what the filter asks for, and the cursor on its story."""

    def __init__(
        self,
        screen: Screen[None],
        reader: Reader,
        keymap: Keymap,
        library: LibraryStatus,
        story: StoryPane,
        update_status: Callable[..., None],
    ) -> None:
        self._screen = screen
        self._reader = reader
        self._keymap = keymap
        self._library = library
        self._story = story
        self._update_status = update_status
        self.is_searching = False
        """Whether all stories of the filter are still being looked for."""
        self.is_missing = False
        """Whether they could not be found."""
        self.restore_id: int | None = None
        """The story on which the cursor is to be when the list is shown for the first time."""
        self.edition = self._edition_looked_for = 0
        """The edition of the index that the numbers in the list are of."""
        self.generation = 0
        """The number of the search whose answers count."""
        self.filter = AppliedFilter(screen, reader, story)
        self._cursor = ListCursor(reader)
        self._target_id: int | None = None
        self._looked_for = Query()
        self._listed: Query | None = None
        self._announced: Query | None = None
        self._has_library_changed = self._have_rows_changed = False

    @property
    def misses_text(self) -> bool:
        """Whether more stories may match the filter once all text can be searched."""
        return self._library.is_text_to_come and self.filter.query.searches_text()

    @property
    def stories(self) -> StoryList:
        """The widget of the list."""
        return self._screen.query_one(StoryList)

    # Filtering

    def apply_typed(self) -> None:
        """Narrow the list to what stands in the bar, where that is not done yet."""
        text = self._screen.query_one(FilterBar).text
        if text != self.filter.tried:
            self.apply_filter(text, is_typed=True)

    def finish_typing(self) -> None:
        """Take the filter as it stands: its last word becomes no name of a field any more."""
        if self.filter.finish():
            self.apply_filter(self.filter.tried)

    def set_filter(self, text: str) -> None:
        """Put a filter into the bar in place of what is there, and apply it."""
        bar = self._screen.query_one(FilterBar)
        bar.put(text)
        self.apply_filter(bar.text)

    def apply_filter(self, text: str, *, is_typed: bool = False) -> None:
        """Show what matches `text`; what can't be understood keeps the list and says why."""
        if self.filter.apply(text, is_typed=is_typed):
            self._reader.marks.hold()
            self.refresh()
            self._story.load_soon()

    def sort_anew(self, change_order: Callable[[], None]) -> None:
        """Have the filter change its order, if it may, and sort the list by it."""
        if not self.filter.may_sort():
            return
        change_order()
        if not self.filter.query.depends_on_marks():  # else a story that was marked here would leave the list
            self._reader.marks.hold()
        self.refresh()

    async def go_to(self, row_id: int) -> None:
        """Put the cursor on a story; a filter that does not find it is cleared."""
        query, generation = self.filter.query, self.generation
        self._cursor.aim(query, row_id)
        try:
            place = await asyncio.to_thread(self._place, query, row_id)
        except EXPECTED_ERRORS:
            place = None  # the search that follows says why
        if generation == self.generation or query == self.filter.query:
            self.restore_id = self._target_id = row_id
            if place is None:
                self.set_filter("")
            else:
                self.refresh()

    def _place(self, query: Query, row_id: int) -> int | None:
        """Return where a story stands among those of a query, None where it does not, or if another is asked for."""

        def is_superseded() -> bool:
            return query != self.filter.query

        numbers = self._reader.search.select(query, is_superseded)
        return None if numbers is None else self._cursor.place(numbers, row_id, is_superseded)

    # Searching

    def library_changed(self) -> None:
        """Bring the list up to date with the library; a search that is under way comes to its end before."""
        self._has_library_changed = True
        if not self.is_searching:
            self.refresh()

    def refresh(self) -> None:
        """Find the filter's stories again: the first of them at once, then, in a thread, all of them."""
        stories = self.stories
        if not self.is_searching or stories.moved:
            self._target_id = self._cursor.story(stories) if self.restore_id is None else self.restore_id
        self.generation += 1
        if self._has_library_changed:
            self._follow_changed_row()
        self._edition_looked_for = self._reader.index.edition
        self._have_rows_changed |= self._has_library_changed
        self._has_library_changed = False
        self.is_searching = True
        query = self._looked_for = self.filter.query
        self._cursor.aim(query, self._target_id)
        has_first = query == self._listed and len(stories.numbers) > 0
        if not has_first:
            first = self._first(query)
            if first is not None and not first and self.filter.leave_out_begun_field():
                self.refresh()
                return
            has_first = first is not None
            if first is not None:
                self._show_first(first)
                if 0 < len(first) < FIRST_SCREENFUL:
                    self.is_searching = False
        # The first stories are painted before all are looked for: both at once would make the key wait.
        self._screen.call_after_refresh(self._search_if_current, self.generation, query, has_first)

    def _follow_changed_row(self) -> None:
        """Make the story at the cursor the target, also where its file has got another date, and so another row."""
        row = self.stories.row_at(self.stories.cursor)
        if row is not None and row.story == self._target_id:
            row_id = or_default_if_corrupt(lambda: self._reader.search.row_id_of(row.id), None)
            if row_id not in (None, row.story):
                self._target_id = row_id
                self.stories.moved = False  # the cursor's row is that of another story, or of none

    def _search_if_current(self, generation: int, query: Query, has_first: bool) -> None:
        if generation != self.generation:
            return
        if not self.is_searching:
            self._announce_found()
            return
        if query != self._announced:  # not before: a frame of list and status line costs as much as the whole screen
            self._announced = None
            self._update_status(shown=None, sort=query.sort or Sort.NEWEST)
        search = partial(self._search, generation, query, self._target_id, has_first)
        run_in_background(self._screen, search, "select", exclusive=True)
        if not has_first:
            self._screen.set_timer(_BEFORE_SAYING, partial(self._say_looking, generation))

    def _say_looking(self, generation: int) -> None:
        """Say that nothing is found yet, where that is so: what is listed belongs to another filter."""
        if generation == self.generation and self.is_searching and self._listed != self._looked_for:
            self._update_status(is_looking=True)

    def _first(self, query: Query) -> array[int] | None:
        """Return the first stories; None where they can't be had at once, and the search says why."""
        try:
            return self._reader.search.first(query)
        except EXPECTED_ERRORS:
            return None

    async def _search(self, generation: int, query: Query, target: int | None, has_first: bool) -> None:
        deadline = monotonic() + _PATIENCE
        found_first = partial(self._screen.call_later, self.first_found, generation)

        def is_superseded() -> bool:
            return generation != self.generation

        def find() -> tuple[array[int], int | None] | None:
            numbers = self._reader.search.select(
                query, lambda: is_superseded() or monotonic() > deadline, None if has_first else found_first
            )
            return None if numbers is None else (numbers, self._cursor.place(numbers, target, is_superseded))

        try:
            found = await asyncio.to_thread(find)
            if found is None:
                self._give_up(generation)
            else:
                await self.found_all(generation, *found, target)
        except IndexDamagedError:
            self.not_found(generation, "")
        except EXPECTED_ERRORS as error:
            self.not_found(generation, error_message(error))

    def first_found(self, generation: int, numbers: array[int]) -> None:
        """Show the first stories that the search of this generation has found."""
        if generation == self.generation and self.is_searching:
            self._follow_cursor()
            self._show_first(numbers)

    async def found_all(self, generation: int, numbers: array[int], place: int | None, target: int | None) -> None:
        """Show all stories that the search of this generation has found; `target` stands at `place` among them."""
        while generation == self.generation:
            self._follow_cursor()
            cursor = self.stories.cursor
            if self._target_id != target and cursor < len(numbers) and numbers[cursor] == self._target_id:
                target, place = self._target_id, cursor
            if self._target_id == target:
                self._show_all(numbers, place)
                return
            target = self._target_id
            place = await asyncio.to_thread(self._cursor.place, numbers, target, lambda: generation != self.generation)

    def _show_all(self, numbers: array[int], place: int | None) -> None:
        self.is_searching = False
        if not numbers and self.filter.leave_out_begun_field():
            self.refresh()
            return
        self._show(numbers, place)
        self._announce_found()
        if self._has_library_changed:
            self.refresh()

    def _announce_found(self) -> None:
        self.is_missing = False
        self._announced = self._looked_for
        self._update_status(
            shown=len(self.stories.numbers),
            is_incomplete=self.misses_text,
            bookmarked=self._reader.marks.bookmark_count(),
            sort=self._looked_for.sort or Sort.NEWEST,
        )

    def not_found(self, generation: int, message: str) -> None:
        """Note that the search of this generation has failed; `message` is "" where others say why."""
        if generation == self.generation:
            self.is_searching = False
            self.is_missing = True
            self._update_status(is_looking=False)
            if message:
                again = f"{self._keymap.shown('rescan')} tries again."
                self._screen.notify(
                    f"{message} {again}", title="The list can't be read", severity="warning", markup=False
                )

    def _give_up(self, generation: int) -> None:
        if generation != self.generation:
            return
        self.is_searching = False
        if self._listed != self._looked_for:  # what is listed was found by another filter
            self._show(array("q"), None)
        self._announce_found()
        self._screen.notify(
            f"The search was given up after {_PATIENCE:.0f} s; only its first stories are listed."
            " A narrower filter is faster.",
            title="This filter takes too long",
            severity="warning",
            markup=False,
        )

    def _follow_cursor(self) -> None:
        """Make the story that the user has moved the cursor to the target, if they have."""
        if self.stories.moved and self.restore_id is None:
            self._target_id = self.stories.current

    # Showing

    def _show_first(self, first: array[int]) -> None:
        """Show the first screenful, short enough to be searched here."""
        place = self._cursor.place_at_once(first, self._target_id)
        if self.restore_id is not None and place is None and len(first) >= FIRST_SCREENFUL:
            return  # the cursor would be seen to jump
        if len(first) or not self._reader.index.is_new:
            self._show(first, place)

    def _show(self, numbers: array[int], place: int | None) -> None:
        stories = self.stories
        self.restore_id = None
        self._update_status(is_looking=False)
        is_same_filter = self._looked_for == self._listed
        beside = stories.cursor if is_same_filter else 0
        self._listed = self._looked_for
        self.edition = self._edition_looked_for
        reload, self._have_rows_changed = self._have_rows_changed, False
        stories.show(
            numbers,
            self._story.highlights,
            cursor=beside if place is None else place,
            reload=reload,
            keep_selection=is_same_filter,
            sort=self._looked_for.sort,
        )
        self._cursor.put(stories.current, self._target_id, is_found=place is not None)
        self.show_emptiness()
        if reload:
            self._story.load()

    def show_emptiness(self) -> None:
        """Say why the list is empty, if it is."""
        is_empty = len(self.stories.numbers) == 0
        self._screen.set_class(is_empty, "-empty-list")
        if is_empty:
            state = self._library.error, self._library.is_syncing, self.misses_text
            text = empty_list_text(self.filter.text, self._reader, *state, self._keymap)
            self._screen.query_one("#empty-list", Static).update(text)
