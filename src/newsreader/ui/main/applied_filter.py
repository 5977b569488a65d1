"""What the list is asked for: the filter in force, and the order of its stories."""

from __future__ import annotations

from typing import Final

from msgspec.structs import replace
from textual.screen import Screen

from newsreader.config.settings import ORDERS
from newsreader.query import Query, QueryError, Sort, without_begun_field
from newsreader.reader import Reader
from newsreader.ui.highlight import wanted_words
from newsreader.ui.main.story import StoryPane
from newsreader.ui.widgets.filter_bar import FilterBar

_SORTS: Final = tuple(map(Sort, ORDERS))


class AppliedFilter:
    """Keeps the last filter that was understood.

    While a filter is typed, its last word may become the name of a field. Where no story has such a word, the filter
    without it can be used: the list then waits for the colon instead of getting empty.
    """

    def __init__(self, screen: Screen[None], reader: Reader, story: StoryPane) -> None:
        self._screen = screen
        self._reader = reader
        self._story = story
        self._sort = self._sort_before = Sort.NEWEST
        self._query = Query()
        self._without_begun_field: Query | None = None
        self.tried = self.text = ""
        """The text that was to be applied last, and the last that could be."""
        self.is_changed = False
        """Whether another filter was applied since the start, even if the first one is back."""
        self._is_first = True
        self._leaves_out_word = False

    @property
    def query(self) -> Query:
        """What is looked for, in the order that holds."""
        return replace(self._query, sort=self._query.sort or self._sort)

    @property
    def order(self) -> str:
        """The name of the order that the list has where the filter asks for none."""
        return self._sort

    def set_order(self, name: str) -> None:
        """Sort the list by the order of that name from now on, if there is one."""
        self._sort = next((sort for sort in _SORTS if sort == name), self._sort)

    def may_sort(self) -> bool:
        """Return whether the list can get another order; say why not where the filter itself names one."""
        if self._query.sort is None:
            return True
        message = f"The filter names an order, sort:{self._query.sort}. Take that out of it for another one."
        self._screen.notify(message, markup=False)
        return False

    def next_order(self) -> None:
        """Sort the list by the next order from now on."""
        self._sort = _SORTS[(_SORTS.index(self._sort) + 1) % len(_SORTS)]

    def toggle_events(self) -> None:
        """Have one row for each event from now on, or the order of before again."""
        if self._sort is Sort.EVENT:
            self._sort = self._sort_before
        else:
            self._sort_before, self._sort = self._sort, Sort.EVENT

    def apply(self, text: str, *, is_typed: bool = False) -> bool:
        """Look for what matches `text` from now on; where it can't be understood, say why and return False."""
        bar = self._screen.query_one(FilterBar)
        self.tried = text
        try:
            query = self._reader.query(text)
        except QueryError as error:
            bar.show_error(error)
            return False
        if query.left_out:
            bar.show_cut(query.left_out)
        else:
            bar.show_error(None)
        self.is_changed |= not self._is_first and text != self.text
        self._is_first = False
        self.text = text
        self._leaves_out_word = False
        self._without_begun_field = self._shorter(text) if is_typed else None
        self._take(query)
        return True

    def leave_out_begun_field(self) -> bool:
        """Look for the filter without its last word, where that may become a field; return whether it may."""
        shorter, self._without_begun_field = self._without_begun_field, None
        if shorter is None:
            return False
        self._leaves_out_word = True
        self._take(shorter)
        return True

    def finish(self) -> bool:
        """Count the last word as a word from now on; return whether it was left out until now."""
        was_left_out, self._leaves_out_word = self._leaves_out_word, False
        self._without_begun_field = None
        return was_left_out

    def _shorter(self, text: str) -> Query | None:
        """Return what is looked for without a last word that may become a field; None where there is none."""
        shorter = without_begun_field(text)
        try:
            return None if shorter is None else self._reader.query(shorter)
        except QueryError:  # the word was all that could be looked for
            return None

    def _take(self, query: Query) -> None:
        self._query = query
        self._story.highlights = wanted_words(query.wanted_words())
        self._story.is_filtered = bool(self.text.strip())
