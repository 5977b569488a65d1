"""The main screen: list, story, outlet; it calls the reader and hands on what comes back."""

from __future__ import annotations

from array import array
from dataclasses import replace
from typing import Any, Final

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.screen import Screen
from textual.timer import Timer
from textual.widgets import Footer, Static

from newsreader.query import Query, QueryError, Sort
from newsreader.reader import Reader
from newsreader.store.records import StoredStory
from newsreader.ui.commands import Place, bindings_for
from newsreader.ui.empty import empty_list_text
from newsreader.ui.highlight import Wanted, wanted_words
from newsreader.ui.screens.help import HelpScreen
from newsreader.ui.screens.links import LinkActions
from newsreader.ui.screens.marks import MarkActions
from newsreader.ui.screens.panes import PaneActions
from newsreader.ui.screens.sync import SyncActions
from newsreader.ui.widgets.filter_bar import FilterBar, FilterInput
from newsreader.ui.widgets.outlet_sidebar import OutletSidebar
from newsreader.ui.widgets.status_line import StatusLine
from newsreader.ui.widgets.story_list import StoryList
from newsreader.ui.widgets.story_view import StoryView

_REST: Final = 0.03
"""Seconds the cursor rests on a row before its story is loaded."""

_WIDTHS = [(0, "-narrow"), (80, "-medium"), (120, "-wide")]
_ORDER_NAMES: Final = {
    Sort.NEWEST: "",
    Sort.OLDEST: "oldest first",
    Sort.OUTLET: "by outlet",
    Sort.BIAS: "by bias",
    Sort.TITLE: "by title",
    Sort.RELEVANCE: "by relevance",
}
_SORTS: Final = (Sort.NEWEST, Sort.OLDEST, Sort.OUTLET, Sort.BIAS, Sort.TITLE)


class MainScreen(LinkActions, MarkActions, SyncActions, PaneActions, Screen[None]):
    """The reader's three panes with filter bar, status line and footer."""

    BINDINGS = bindings_for(Place.READER)
    HORIZONTAL_BREAKPOINTS = _WIDTHS

    class Selected(Message):
        """A worker found all stories of the filter of this generation."""

        def __init__(self, generation: int, numbers: array[int], keep: int | None) -> None:
            super().__init__()
            self.generation = generation
            self.numbers = numbers
            self.keep = keep

    class Counted(Message):
        """A worker counted the stories of the outlet of story `number`."""

        def __init__(self, number: int, stories: int) -> None:
            super().__init__()
            self.number = number
            self.stories = stories

    def __init__(self, reader: Reader, *, text_width: int, read_after: float, filter_text: str = "") -> None:
        super().__init__()
        self.reader = reader
        self.stored: StoredStory | None = None
        self._text_width = text_width
        self._read_after = read_after
        self._filter_text = filter_text
        self._query = Query()
        self._sort = Sort.NEWEST
        self._wanted: tuple[Wanted, ...] = ()
        self._generation = 0
        self._rest: Timer | None = None

    def compose(self) -> ComposeResult:
        """Lay out the panes; the style sheet decides which are shown at which width."""
        with Horizontal(id="panes"):
            with Vertical(id="list-pane"):
                yield FilterBar(id="filter-bar")
                yield StoryList(self.reader.rows, now=self.reader.now, id="stories")
                yield Static(id="empty-list", markup=False)
            yield StoryView(id="story-pane")
            yield OutletSidebar(id="outlet-pane")
        yield StatusLine(id="status", markup=False)
        yield Footer(show_command_palette=False, compact=True)

    def on_mount(self) -> None:
        """Paint from the index at once; compare with the files after that."""
        self.query_one("#story-text").styles.max_width = self._text_width
        self.show_pane(1)
        self.tell(library="sample library" if self.reader.is_sample else self.reader.root.name)
        if self._filter_text:
            bar = self.query_one(FilterBar)
            with bar.prevent(FilterBar.Changed), self.prevent(FilterBar.Changed):
                self.query_one(FilterInput).value = self._filter_text
        self.apply_filter(self._filter_text)
        for notice in self.reader.notices:
            self.notify(notice, severity="warning", timeout=20, markup=False)
        self.call_after_refresh(self.start_sync)

    @property
    def story_list(self) -> StoryList:
        """The list."""
        return self.query_one(StoryList)

    def tell(self, **changes: Any) -> None:
        """Change what the status line says; the names are those of `Status`."""
        status = self.query_one(StatusLine)
        status.status = replace(status.status, **changes)

    # The filter

    @on(FilterBar.Changed)
    def filter_changed(self, event: FilterBar.Changed) -> None:
        """Narrow the list to what was typed."""
        self.apply_filter(event.text)

    def apply_filter(self, text: str) -> None:
        """Show what matches `text`; what can't be understood keeps the list and says why."""
        bar = self.query_one(FilterBar)
        try:
            query = self.reader.query(text)
        except QueryError as error:
            bar.show_error(error)
            return
        bar.show_error(None)
        self._filter_text = text
        self._query = query
        self._wanted = wanted_words(query.wanted_words())
        self.refresh_list()
        self._show_story(self.stored, from_top=False)

    def refresh_list(self) -> None:
        """Find the filter's stories again: the first of them at once, all of them in a worker."""
        self._generation += 1
        query = replace(self._query, sort=self._query.sort or self._sort)
        keep = self.story_list.current
        first = self.reader.first(query)
        if first is not None and (len(first) or not self.reader.is_new):
            self._show_numbers(first, keep)
        self.tell(shown=None, order=_ORDER_NAMES[query.sort or Sort.NEWEST])
        self._select(self._generation, query, keep)

    @work(thread=True, exclusive=True, group="select", exit_on_error=False)
    def _select(self, generation: int, query: Query, keep: int | None) -> None:
        numbers = self.reader.select(query, lambda: generation != self._generation)
        if numbers is not None and generation == self._generation:
            self.post_message(self.Selected(generation, numbers, keep))

    @on(Selected)
    def _selected(self, event: Selected) -> None:
        if event.generation != self._generation:
            return
        before = self.story_list.current
        self._show_numbers(event.numbers, event.keep if before is None or self._is_first_page_top(before) else before)
        self.tell(shown=len(event.numbers), bookmarked=self.reader.bookmark_count())

    def _is_first_page_top(self, number: int) -> bool:
        """Whether the cursor stands where a new first screenful put it, not where the user moved it."""
        return self.story_list.cursor == 0 and self.story_list.numbers[0] == number

    def _show_numbers(self, numbers: array[int], keep: int | None) -> None:
        stories = self.story_list
        try:
            cursor = numbers.index(keep) if keep is not None else 0
        except ValueError:
            cursor = min(stories.cursor, len(numbers) - 1) if self._query == Query() else 0
        stories.show(numbers, self._wanted, cursor=cursor)
        self._show_emptiness(len(numbers) == 0)

    def _show_emptiness(self, is_empty: bool) -> None:
        self.set_class(is_empty, "-empty-list")
        if is_empty:
            text = empty_list_text(self._filter_text, self.reader, self.trouble, self.is_syncing)
            self.query_one("#empty-list", Static).update(text)

    def story_list_changed(self, anything: bool) -> None:
        """Say anew why the list is empty, if it is, and show the story as it is now."""
        self._show_emptiness(len(self.story_list.numbers) == 0)
        if anything:
            self.story_list.refresh_rows()
            self.load_story()

    # The story

    @on(StoryList.Moved)
    def _moved(self, event: StoryList.Moved) -> None:
        if self._rest is not None:
            self._rest.stop()
        if event.number is None or self.stored is None:
            self.load_story()
        else:
            self._rest = self.set_timer(_REST, self.load_story)

    @on(StoryList.Entered)
    def _entered(self) -> None:
        self.load_story()
        self.action_focus_story()

    def load_story(self) -> None:
        """Show the story at the cursor."""
        number = self.story_list.current
        is_same = self.stored is not None and self.stored.number == number
        self.stored = self.reader.story(number) if number is not None else None
        self._show_story(self.stored, from_top=not is_same)
        self.expect_reading(self._read_after)

    def _show_story(self, stored: StoredStory | None, *, from_top: bool) -> None:
        self.query_one(StoryView).show(stored, self._wanted, from_top=from_top)
        self.query_one(OutletSidebar).show(stored.story if stored else None, None)
        if stored is not None and stored.story.outlet is not None:
            self._count_outlet(stored)

    @work(thread=True, exclusive=True, group="count", exit_on_error=False)
    def _count_outlet(self, stored: StoredStory) -> None:
        if stored.story.outlet is not None:
            self.post_message(self.Counted(stored.number, self.reader.stories_of(stored.story.outlet)))

    @on(Counted)
    def _counted(self, event: Counted) -> None:
        if self.stored is not None and self.stored.number == event.number:
            self.query_one(OutletSidebar).show(self.stored.story, event.stories)

    # Filters by key

    def action_filter(self) -> None:
        """Let the user type a filter."""
        self.show_filter()

    def action_to_list(self) -> None:
        """Go from the filter to the list."""
        self.show_pane(1)

    def action_clear_filter(self) -> None:
        """Clear the filter; where it is empty already go to the list."""
        bar = self.query_one(FilterBar)
        if bar.text:
            bar.text = ""
        else:
            self.show_pane(1)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While the filter is being typed its own key is a letter like others."""
        if action == "filter":
            return not isinstance(self.focused, FilterInput)
        return super().check_action(action, parameters)

    def action_show_bookmarks(self) -> None:
        """Show bookmarked stories only, or all again."""
        self._toggle_term("is:bookmarked")

    def action_only_outlet(self) -> None:
        """Show stories of this outlet only, or all again."""
        self.load_story()
        if self.stored is None or self.stored.story.outlet is None:
            self.notify("No outlet is named for this story.", markup=False)
            return
        name = self.stored.story.outlet.name.replace('"', " ")
        self._toggle_term(f'outlet:"{name}"')

    def _toggle_term(self, term: str) -> None:
        bar = self.query_one(FilterBar)
        text = bar.text.strip()
        if term in text:
            bar.text = " ".join(text.replace(term, " ").split())
        else:
            bar.text = f"{text} {term}".strip()
        self.show_pane(1)

    def action_cycle_sort(self) -> None:
        """Sort the list by the next order."""
        self._sort = _SORTS[(_SORTS.index(self._sort) + 1) % len(_SORTS)]
        self.refresh_list()

    def action_go_back(self) -> None:
        """Go back to the list; from there clear the filter."""
        if self.leave_pane():
            return
        if self.query_one(FilterBar).text:
            self.query_one(FilterBar).text = ""

    def action_show_help(self) -> None:
        """Show all keys and the filter language."""
        self.app.push_screen(HelpScreen())

    def action_leave(self) -> None:
        """Leave the reader."""
        self.app.exit()

    def action_open_palette(self) -> None:
        """Find a command by name."""
        self.app.action_command_palette()
