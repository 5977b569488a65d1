"""Finding the stories of a filter: the first of them at once, all of them and the cursor's place in a worker."""

from __future__ import annotations

from array import array
from dataclasses import replace
from functools import partial
from typing import Any, Final

from textual import on
from textual.widgets import Static

from newsreader.keys.keymap import Keymap
from newsreader.query import Query, QueryError, Sort
from newsreader.reader import FIRST_SCREENFUL
from newsreader.ui.empty import empty_list_text
from newsreader.ui.highlight import Wanted, wanted_words
from newsreader.ui.main.searching import SearchActions
from newsreader.ui.trouble import TROUBLES
from newsreader.ui.widgets.filter_bar import FilterBar
from newsreader.ui.widgets.story_list import StoryList

_ORDER_NAMES: Final = {
    Sort.NEWEST: "",
    Sort.OLDEST: "oldest first",
    Sort.OUTLET: "by outlet",
    Sort.BIAS: "by bias",
    Sort.TITLE: "by title",
    Sort.RELEVANCE: "by relevance",
    Sort.UNREAD: "unread first",
    Sort.READ: "last read first",
}
_BEFORE_TELLING: Final = 0.1
"""Seconds after which a search that has found nothing yet is told of."""

_SORTS: Final = (Sort.NEWEST, Sort.OLDEST, Sort.OUTLET, Sort.BIAS, Sort.TITLE, Sort.RELEVANCE, Sort.UNREAD)


class SelectionActions(SearchActions):
    """Keeps the list to what the filter asks for, and the cursor on its story.

    What a worker tells of an older search changes nothing. The cursor goes to the story that is sought: the one
    it stood on when the search began, wherever that comes to stand. Once the user moves the cursor it stays on
    the story it was moved to instead.
    """

    keymap: Keymap
    is_syncing: bool
    trouble: str
    is_selecting = False
    """Whether all stories of the filter are still being looked for."""
    is_list_missing = False
    """Whether they could not be found."""
    return_to: int | None = None
    """The story on which the cursor is to be when the list is shown for the first time."""

    def __init__(self) -> None:
        super().__init__()
        self.wanted: tuple[Wanted, ...] = ()
        self._filter_text = self._applied = ""
        self._query = Query()
        self._sort = Sort.NEWEST
        self._sought: int | None = None
        self._looked_for = Query()
        self._listed: Query | None = None
        self._told: Query | None = None
        self._library_changed = False
        self._rows_changed = False
        self._edition = 0
        self.listed_edition = 0
        """The edition of the index that the numbers in the list are of."""

    @property
    def filter_text(self) -> str:
        """The filter that is applied."""
        return self._filter_text

    @property
    def order(self) -> str:
        """The name of the order that the list has where the filter asks for none."""
        return self._sort

    def take_order(self, name: str) -> None:
        """Have the list in the order of that name from now on, if there is one."""
        self._sort = next((sort for sort in _SORTS if sort == name), self._sort)

    @property
    def story_list(self) -> StoryList:
        """The list."""
        return self.query_one(StoryList)

    def tell(self, **changes: Any) -> None:
        """Change what the status line says."""
        raise NotImplementedError

    def load_story(self) -> None:
        """Show the story at the cursor."""
        raise NotImplementedError

    def load_story_soon(self) -> None:
        """Show the story at the cursor once nothing has changed for a moment."""
        raise NotImplementedError

    @on(FilterBar.Changed)
    def apply_typed(self) -> None:
        """Narrow the list to what stands in the bar, where that is not done yet."""
        text = self.query_one(FilterBar).text
        if text != self._applied:
            self.apply_filter(text)

    def set_filter(self, text: str) -> None:
        """Put a filter into the bar in place of what is there; the keys after this one find it applied."""
        bar = self.query_one(FilterBar)
        bar.put(text)
        self.apply_filter(bar.text)

    def apply_filter(self, text: str) -> None:
        """Show what matches `text`; what can't be understood keeps the list and says why."""
        bar = self.query_one(FilterBar)
        self._applied = text
        try:
            query = self.reader.query(text)
        except QueryError as error:
            bar.show_error(error)
            return
        if query.left_out:
            bar.show_cut(query.left_out)
        else:
            bar.show_error(None)
        self.reader.marks.hold()
        self._filter_text = text
        self._query = query
        self.wanted = wanted_words(query.wanted_words())
        self.refresh_list()
        self.load_story_soon()

    def action_cycle_sort(self) -> None:
        """Sort the list by the next order."""
        self._sort = _SORTS[(_SORTS.index(self._sort) + 1) % len(_SORTS)]
        if not self._query.depends_on_marks():  # else a story that was marked here would leave the list
            self.reader.marks.hold()
        self.refresh_list()

    def library_changed(self) -> None:
        """Bring the list up to date with the library; a search that is under way comes to its end before."""
        self._library_changed = True
        if not self.is_selecting:
            self.refresh_list()

    def refresh_list(self) -> None:
        """Find the filter's stories again: the first of them at once, then, in a worker, all of them."""
        stories = self.story_list
        if not self.is_selecting or stories.moved:
            self._sought = stories.current if self.return_to is None else self.return_to
        self._generation += 1
        self._edition = self.reader.index.edition
        self._rows_changed |= self._library_changed
        self._library_changed = False
        self.is_selecting = True
        query = self._looked_for = replace(self._query, sort=self._query.sort or self._sort)
        has_first = query == self._listed and len(stories.numbers) > 0
        if not has_first:
            first = self._first(query)
            has_first = first is not None
            if first is not None:
                self._show_first(first)
                if 0 < len(first) < FIRST_SCREENFUL:
                    self.is_selecting = False
        self.call_after_refresh(self._select_if_current, self._generation, query, has_first)

    def _select_if_current(self, generation: int, query: Query, has_first: bool) -> None:
        if generation != self._generation:
            return
        if not self.is_selecting:
            self._tell_found()
        else:
            if query != self._told:  # not before: a frame of list and status line is as dear as the whole screen
                self._told = None
                self.tell(shown=None, order=_ORDER_NAMES[query.sort or Sort.NEWEST])
            self._select(generation, query, self._sought, has_first)
            if not has_first:
                self.set_timer(_BEFORE_TELLING, partial(self._tell_looking, generation))

    def _tell_looking(self, generation: int) -> None:
        """Say that nothing is found yet, where that is so: what is listed belongs to another filter."""
        if generation == self._generation and self.is_selecting and self._listed != self._looked_for:
            self.tell(is_looking=True)

    def _first(self, query: Query) -> array[int] | None:
        """The first stories, None where they can't be had at once; a worker then tells why."""
        try:
            return self.reader.search.first(query)
        except TROUBLES:
            return None

    @on(SearchActions.FirstFound)
    def _first_found(self, event: SearchActions.FirstFound) -> None:
        if event.generation == self._generation and self.is_selecting:
            self._follow_cursor()
            self._show_first(event.numbers)

    @on(SearchActions.Selected)
    def _selected(self, event: SearchActions.Selected) -> None:
        if event.generation != self._generation:
            return
        self._follow_cursor()
        cursor = self.story_list.cursor
        if self._sought == event.sought:
            place = event.place
        elif cursor < len(event.numbers) and event.numbers[cursor] == self._sought:
            place = cursor
        else:
            self._find_place(event.generation, event.numbers, self._sought)
            return
        self.is_selecting = False
        self._show(event.numbers, place)
        self._tell_found()
        if self._library_changed:
            self.refresh_list()

    def _tell_found(self) -> None:
        self.is_list_missing = False
        self._told = self._looked_for
        self.tell(
            shown=len(self.story_list.numbers),
            bookmarked=self.reader.marks.bookmark_count(),
            order=_ORDER_NAMES[self._looked_for.sort or Sort.NEWEST],
        )

    @on(SearchActions.NotSelected)
    def _not_selected(self, event: SearchActions.NotSelected) -> None:
        if event.generation == self._generation:
            self.is_selecting = False
            self.is_list_missing = True
            self.tell(is_looking=False)
            if event.trouble:
                again = f"{self.keymap.shown('rescan')} tries again."
                self.notify(f"{event.trouble} {again}", title="The list can't be read", severity="error", markup=False)

    @on(SearchActions.CutOff)
    def _cut_off(self, event: SearchActions.CutOff) -> None:
        if event.generation != self._generation:
            return
        self.is_selecting = False
        if self._listed != self._looked_for:  # what is listed was found by another filter
            self._show(array("q"), None)
        self._tell_found()
        self.notify(
            f"It was given up after {event.seconds:.0f} s; only its first stories are listed."
            " A narrower one is faster.",
            title="This filter takes too long",
            severity="warning",
            markup=False,
        )

    def _follow_cursor(self) -> None:
        """Seek the story that the user has moved the cursor to, if they have."""
        if self.story_list.moved and self.return_to is None:
            self._sought = self.story_list.current

    def _show_first(self, first: array[int]) -> None:
        """Show the first screenful, short enough to be searched here."""
        place = next((place for place, number in enumerate(first) if number == self._sought), None)
        if self.return_to is not None and place is None and len(first) >= FIRST_SCREENFUL:
            return  # the cursor would be seen to jump
        if len(first) or not self.reader.index.is_new:
            self._show(first, place)

    def _show(self, numbers: array[int], place: int | None) -> None:
        stories = self.story_list
        self.return_to = None
        self.tell(is_looking=False)
        is_same = self._looked_for == self._listed
        beside = stories.cursor if is_same else 0
        self._listed = self._looked_for
        self.listed_edition = self._edition
        anew, self._rows_changed = self._rows_changed, False
        stories.show(
            numbers,
            self.wanted,
            cursor=beside if place is None else place,
            anew=anew,
            keep_selection=is_same,
            shows_reading=self._looked_for.sort is Sort.READ,
        )
        self.show_emptiness()
        if anew:
            self.load_story()

    def show_emptiness(self) -> None:
        """Say why the list is empty, if it is."""
        is_empty = len(self.story_list.numbers) == 0
        self.set_class(is_empty, "-empty-list")
        if is_empty:
            text = empty_list_text(self._filter_text, self.reader, self.trouble, self.is_syncing, self.keymap)
            self.query_one("#empty-list", Static).update(text)
