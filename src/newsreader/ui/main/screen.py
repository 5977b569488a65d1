"""The main screen: a switchboard that gives keys, clicks and news to the parts that do the work."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, ClassVar, Protocol

from msgspec.structs import replace
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.reactive import reactive
from textual.screen import Screen
from textual.widgets import Static
from textual.worker import Worker

from newsreader.config import Config
from newsreader.keys.commands import COMMANDS, KeyContext
from newsreader.keys.keymap import Keymap
from newsreader.reader import Reader
from newsreader.session import SessionStore
from newsreader.ui.bindings import bind, named
from newsreader.ui.boxes.box import Asker
from newsreader.ui.errors import or_default_if_corrupt
from newsreader.ui.key_queue import KeyQueue
from newsreader.ui.main.balance import ReadingBalance
from newsreader.ui.main.clicks import TextClicks
from newsreader.ui.main.commands import command_table
from newsreader.ui.main.editing import Editing
from newsreader.ui.main.event_search import EventSearch
from newsreader.ui.main.faults import FaultReporter
from newsreader.ui.main.filter import Filter
from newsreader.ui.main.finder import CommandFinder
from newsreader.ui.main.finding import Finding
from newsreader.ui.main.footer import Footer
from newsreader.ui.main.incoming import Incoming
from newsreader.ui.main.joining import EventJoiner
from newsreader.ui.main.library_status import LibraryStatus
from newsreader.ui.main.links import Links
from newsreader.ui.main.listing import Listing
from newsreader.ui.main.marker import Marker
from newsreader.ui.main.notes import Notes
from newsreader.ui.main.notice_board import NoticeBoard
from newsreader.ui.main.panes import Panes
from newsreader.ui.main.problems import Problems
from newsreader.ui.main.rail import RailPane
from newsreader.ui.main.reading import Reading, ReadingRule
from newsreader.ui.main.row_height import RowHeight
from newsreader.ui.main.session import SessionMemory, SessionStart
from newsreader.ui.main.sharing import Sharing
from newsreader.ui.main.story import StoryPane
from newsreader.ui.main.syncer import Syncer, SyncListener
from newsreader.ui.main.tagging import Tagger
from newsreader.ui.main.tellers import Tellers
from newsreader.ui.main.terms import Terms
from newsreader.ui.main.unread import UnreadNavigator
from newsreader.ui.main.views import Views
from newsreader.ui.main.way_out import WayOut
from newsreader.ui.widgets.filter_bar import FilterBar, FilterInput
from newsreader.ui.widgets.key_footer import KeyFooter
from newsreader.ui.widgets.outlet_sidebar import OutletSidebar
from newsreader.ui.widgets.page_text import PageText
from newsreader.ui.widgets.pane_border import PaneBorder
from newsreader.ui.widgets.status_line import Status, StatusLine
from newsreader.ui.widgets.story_list import StoryList
from newsreader.ui.widgets.story_view import StoryView


class Host(Asker, Protocol):
    """The app, as far as the main screen has to do with it."""

    keys: KeyQueue
    """The queue from which the screen gets its keys; what a click begins goes there, too."""

    async def pick_theme(self, keymap: Keymap) -> None:
        """Change the colours to a theme that the user picks."""


class MainScreen(Screen[None], inherit_bindings=False):
    """The reader's panes with filter bar, rail, status line and footer."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+c,super+c", "screen.copy_text", show=False)]

    status: reactive[Status] = reactive(Status(), repaint=False)
    """What the status line says; each part changes what it knows of."""

    def __init__(
        self,
        host: Host,
        reader: Reader,
        config: Config,
        *,
        filter_text: str | None = None,
        store: SessionStore | None = None,
    ) -> None:
        super().__init__()
        self._host = asker = host
        self._reader = reader
        self._config = config
        self.keymap = keymap = config.keys
        self.pick_theme = partial(host.pick_theme, keymap)
        self.faults = FaultReporter(self)
        self.library = library = LibraryStatus()
        update = self._update_status
        self.story = StoryPane(self, reader, self._story_changed)
        self.listing = Listing(self, reader, keymap, library, self.story, update)
        self.panes = Panes(self, config.text_width, self.story.load_if_behind)
        self.row_height = RowHeight(self, config.title_lines)
        self.footer = Footer(self, keymap, self.panes, self.story)
        self.filter = Filter(self, reader, self.listing, self.panes)
        listener = SyncListener(self._state_opened, self._compared, self.library_changed)
        self.events = events = EventSearch(self, reader, self._events_found, update)
        self.syncer = Syncer(self, reader, keymap, library, self.listing, listener, events, update)
        store = store or SessionStore()
        draft = store.draft_file
        self.incoming = Incoming(self, asker, reader, config, self.syncer, self.listing, self.story, draft, update)
        self.board = NoticeBoard(self, self.syncer, update)
        self.marker = Marker(self, asker, reader, keymap, self.listing, self.story, self.syncer, update)
        self.reading = Reading(self, reader, self.story, self.marker, ReadingRule(config.read_when, config.read_after))
        self.notes = Notes(self, asker, reader, keymap, self.story, self.marker, host.keys.start)
        self.tagger = Tagger(self, asker, reader, keymap, self.marker, self.filter.forget_vocabulary)
        self.links = Links(self, asker, keymap, self.story)
        self.sharing = Sharing(self, keymap, self.story, config.pipe)
        self.finding = finding = Finding(self.story, self.panes, self.footer.follow)
        self.way_out = WayOut(
            self, self.story, self.listing, self.panes, self.marker, self.notes, finding, self.board, self.footer
        )
        self.joiner = EventJoiner(self, reader, keymap, self.marker, self.story)
        self.editing = Editing(self, reader, self.story, self.syncer)
        self.problems = Problems(self, asker, reader, keymap, self.editing)
        self.views = Views(self, asker, reader, keymap, store, self.listing, self.panes, self.marker, self.syncer)
        self.work_of = self.views.work_of  # what a key does that is no command's
        self.balance = ReadingBalance(self, asker, reader, keymap, store, self.marker)
        self.rail = RailPane(self, reader, keymap, library, self.panes, self.views, lambda: self.listing.filter.text)
        self.views.on_changed = self.rail.refresh_soon
        self.marker.on_marked = self._marked
        self.terms = Terms(self, self.listing, self.panes, self.story, self.marker)
        self.tellers = Tellers(self, asker, reader, keymap, self.listing, self.panes, self.story, self.joiner)
        self.clicks = TextClicks(self.links, self.terms, self.tellers, host.keys.start)
        self.finder = CommandFinder(self, asker, keymap, self.views, host.keys.run)
        self.unread = UnreadNavigator(self, reader, keymap, partial(self.story.load, from_top=True))
        shown = (self.listing, self.panes, self.row_height, self.story)
        begins = SessionStart(filter_text, config.sort, has_hints=config.hints)
        self.session = SessionMemory(self, reader, keymap, store, *shown, update, begins)
        self.session.restore_layout()
        self.commands = command_table(self)
        bind(self, keymap, (each.name for each in COMMANDS if each.place is KeyContext.READER))

    def compose(self) -> ComposeResult:
        """Lay out the panes; the style sheet decides which are shown at which width."""
        with Horizontal(id="panes"):
            with Vertical(id="list-pane"):
                yield FilterBar(keymap=self.keymap, id="filter-bar")
                yield StoryList(
                    lambda numbers: or_default_if_corrupt(lambda: self._reader.search.rows(numbers), None),
                    now=self._reader.now,
                    title_lines=self.row_height.title_lines,
                    keymap=self.keymap,
                    id="stories",
                )
                yield Static(id="empty-list", markup=False)
            yield PaneBorder(id="list-border")
            yield StoryView(keymap=self.keymap, id="story-pane")
            yield PaneBorder(id="outlet-border")
            yield OutletSidebar(keymap=self.keymap, id="outlet-pane")
        yield StatusLine(keymap=self.keymap, id="status").data_bind(MainScreen.status)
        yield KeyFooter(id="keys")

    def on_mount(self) -> None:
        """Paint from the index at once; compare with the files after that."""
        self.syncer.repair.watch()
        self.query_one("#story-text").styles.max_width = self._config.text_width
        self.story.view.measure = self._config.text_width
        self.panes.fit()
        self.panes.show(2 if self.panes.is_zoomed else 1)
        self._update_status(library="sample library" if self._reader.is_sample else self._reader.root.name)
        filter_text = self.session.restore_position()
        if filter_text:
            self.query_one(FilterBar).put(filter_text)
        self.listing.apply_filter(filter_text)
        self.session.start_saving()
        self.call_after_refresh(self.rail.follow_window)
        self.call_after_refresh(self.syncer.start)

    def on_unmount(self) -> None:
        """Let go of the threads, which the end of the program waits for."""
        self.syncer.stop()
        self.rail.stop()

    async def on_resize(self) -> None:
        """Follow the window, and show a hint where there is room for it."""
        await self.on_screen_resume()
        self.footer.follow()
        self.session.show_hint()

    async def on_screen_resume(self) -> None:
        """Follow the window, whatever became of it while something lay over the panes."""
        self.panes.follow_window()
        self.panes.fit()
        self.row_height.fit()
        await self.rail.follow_window()

    def on_descendant_focus(self) -> None:
        """Note which pane the keys go to, however they came there."""
        if not isinstance(self.focused, FilterInput):
            self.listing.finish_typing()
        self.panes.follow_focus()
        self.footer.follow_focus()
        self.reading.pane_changed(is_story=self.panes.is_in_story)

    def _update_status(self, **changes: Any) -> None:
        """Change what the status line says; the names are those of `Status`."""
        self.status = replace(self.status, **changes)
        self.footer.follow()

    def watch_status(self) -> None:
        """Mark in the rail what the list shows now."""
        self.rail.show_applied()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While the filter is being typed its own key is a letter like others."""
        return not (named(action, parameters) == "filter" and isinstance(self.focused, FilterInput))

    # News from the parts

    def _state_opened(self) -> None:
        self.views.find_own()
        self.filter.find_used()
        self.filter.forget_vocabulary()
        self.filter.find_vocabulary()

    def _story_changed(self) -> None:
        self.reading.story_changed()
        self.footer.follow()

    def _compared(self) -> None:
        self.marker.report_gone()
        self.incoming.start()

    def library_changed(self) -> None:
        """Bring list, story and counts up to date with the library."""
        self.story.forget_counts()
        self.filter.forget_vocabulary()
        self.listing.library_changed()
        self.rail.refresh_soon()
        self.problems.library_changed()

    def _marked(self) -> None:
        self.rail.refresh_soon()
        self.events.start()  # stories may have been joined or parted

    def _events_found(self) -> None:
        """Show who tells what in the list, and beside the story at its cursor."""
        self.listing.library_changed()
        self.rail.refresh_soon()

    # News from the widgets

    @on(FilterBar.Changed)
    def _filter_changed(self) -> None:
        self.listing.apply_typed()
        self.filter.offer_after_list()

    def follow_typed(self) -> None:
        """Narrow the list to what was typed, before the next key."""
        self.listing.apply_typed()

    @on(FilterBar.Used)
    def _filter_used(self, event: FilterBar.Used) -> None:
        self.filter.note_used(event.text)

    @on(StoryList.Moved)
    def _cursor_moved(self, event: StoryList.Moved) -> None:
        self.story.cursor_moved(event.row_id)

    @on(StoryList.Selecting)
    def _selection_changed(self, event: StoryList.Selecting) -> None:
        self._update_status(selected=event.count)

    async def enter(self) -> None:
        """Go into the story at the cursor of the list, or show the stories of the entry at that of the rail."""
        if self.panes.is_in_rail:
            await self.rail.show_picked()
        else:
            self.enter_story()

    @on(StoryList.Entered)
    def enter_story(self) -> None:
        """Show the story at the cursor, and go into it."""
        if self.story.has_row:
            self.story.load()
            self.panes.show_story()
            self.reading.story_opened()

    @on(StoryView.EndReached)
    def _end_reached(self, event: StoryView.EndReached) -> None:
        self.reading.end_reached(event.row_id)

    def on_rail_picked(self) -> None:
        """Show the stories of what was clicked in the rail."""
        self._host.keys.start(self.rail.show_picked())

    @on(PageText.Clicked)
    def _text_clicked(self, event: PageText.Clicked) -> None:
        self.clicks.follow(event.target)

    @on(StatusLine.ProblemsClicked)
    def _problems_clicked(self) -> None:
        self._host.keys.start(self.problems.show())

    @on(PaneBorder.Dragged)
    def _border_dragged(self, event: PaneBorder.Dragged) -> None:
        self.panes.drag(event.control.id, event.column)

    @on(PaneBorder.LetGo)
    def _border_let_go(self, event: PaneBorder.LetGo) -> None:
        self.panes.forget_drag(event.control.id)

    @on(Worker.StateChanged)
    def _worker_changed(self, event: Worker.StateChanged) -> None:
        self.faults.worker_changed(event)

    # Commands that concern more than one part

    async def when_saved(self, go: Callable[[], Awaitable[None]]) -> None:
        """Go on once all marks are on the disk: where to go depends on them."""
        await self.marker.saved()
        await go()

    async def read_on(self) -> None:
        """Go a page down, or at the end of the story on to the next unread one."""
        if not self.story.view.page_on():
            await self.when_saved(self.unread.read_on)

    def go_to_found(self, step: int) -> None:
        """Go to the next found word in the story, or the one before."""
        if self.story.go_to_found(step) and not self.story.view.is_on_screen:
            self.panes.show_story()
