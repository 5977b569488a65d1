"""The main screen: list, story, outlet; it calls the reader and hands on what comes back."""

from __future__ import annotations

import signal
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, Final, cast

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.screen import Screen
from textual.timer import Timer
from textual.widgets import Static

from newsreader.config import Config
from newsreader.keys.commands import COMMANDS, Command, Place
from newsreader.reader import Reader
from newsreader.records import StoredStory
from newsreader.session import SessionStore
from newsreader.story import Outlet
from newsreader.ui.bindings import bind
from newsreader.ui.main.faults import FaultActions
from newsreader.ui.main.filter import FilterActions
from newsreader.ui.main.links import LinkActions
from newsreader.ui.main.notes import AnnotateActions
from newsreader.ui.main.pane_sizes import PaneSizeActions
from newsreader.ui.main.panes import PaneActions
from newsreader.ui.main.remembering import RememberActions
from newsreader.ui.main.session import SessionActions
from newsreader.ui.main.story import ReadingActions
from newsreader.ui.main.unread import UnreadActions
from newsreader.ui.main.views import ViewActions, outlet_filter
from newsreader.ui.main.watching import WatchActions
from newsreader.ui.widgets.filter_bar import FilterBar, FilterInput
from newsreader.ui.widgets.key_footer import KeyFooter
from newsreader.ui.widgets.outlet_sidebar import OutletSidebar
from newsreader.ui.widgets.pane_border import PaneBorder
from newsreader.ui.widgets.status_line import StatusLine
from newsreader.ui.widgets.story_list import StoryList
from newsreader.ui.widgets.story_view import StoryView
from newsreader.views import View

if TYPE_CHECKING:
    from newsreader.ui.theme.appearance import AppearanceApp

_REST: Final = 0.06
"""Seconds nothing changes in the list before the story at its cursor is loaded: longer than between held keys."""


class MainScreen(  # what a base leaves to others is done by those before it
    SessionActions,
    FilterActions,
    PaneSizeActions,
    PaneActions,
    RememberActions,
    LinkActions,
    AnnotateActions,
    ViewActions,
    UnreadActions,
    ReadingActions,
    WatchActions,
    FaultActions,
    Screen[None],
    inherit_bindings=False,
):
    """The reader's three panes with filter bar, status line and footer."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+c,super+c", "screen.copy_text", show=False)]

    class Counted(Message):
        """A worker counted the stories of an outlet."""

        def __init__(self, outlet: Outlet, stories: int) -> None:
            super().__init__()
            self.outlet = outlet
            self.stories = stories

    def __init__(
        self, reader: Reader, config: Config, *, filter_text: str | None = None, keeper: SessionStore | None = None
    ) -> None:
        super().__init__()
        # What is known of the layout before anything is styled need not be styled again.
        self.add_class("-pane-1")
        self.note_window()
        self.keeper = keeper or SessionStore()
        self.take_up_looks()
        self.reader = reader
        self.keymap = config.keys
        bind(self, self.keymap, Place.READER)
        self.stored: StoredStory | None = None
        self._text_width = config.text_width
        self._title_lines = config.title_lines
        self._read_after = config.read_after
        self._read_when = config.read_when
        self._given_filter = filter_text
        self._has_hints = config.hints
        self._rest: Timer | None = None
        self._counts: dict[str, int] = {}

    def compose(self) -> ComposeResult:
        """Lay out the panes; the style sheet decides which are shown at which width."""
        with Horizontal(id="panes"):
            with Vertical(id="list-pane"):
                yield FilterBar(keymap=self.keymap, id="filter-bar")
                yield StoryList(
                    self.rows_of,
                    now=self.reader.now,
                    title_lines=self._title_lines,
                    keymap=self.keymap,
                    id="stories",
                )
                yield Static(id="empty-list", markup=False)
            yield PaneBorder(id="list-border")
            yield StoryView(keymap=self.keymap, id="story-pane")
            yield PaneBorder(id="outlet-border")
            yield OutletSidebar(keymap=self.keymap, id="outlet-pane")
        yield StatusLine(keymap=self.keymap, id="status")
        yield KeyFooter(show_command_palette=False, compact=True)

    def on_mount(self) -> None:
        """Paint from the index at once; compare with the files after that."""
        self.watch_for_damage()
        self.query_one("#story-text").styles.max_width = self._text_width
        self.query_one(StoryView).measure = self._text_width
        self.fit_panes()
        self.show_pane(2 if self.has_class("-zoomed") else 1)
        self.tell(library="sample library" if self.reader.is_sample else self.reader.root.name)
        filter_text = self.take_up_place()
        if filter_text:
            self.query_one(FilterBar).put(filter_text)
        self.apply_filter(filter_text)
        self.start_saving()
        self.call_after_refresh(self.start_sync)

    def tell(self, **changes: Any) -> None:
        """Change what the status line says; the names are those of `Status`."""
        status = self.query_one(StatusLine)
        status.status = replace(status.status, **changes)

    def state_opened(self) -> None:
        """The user's own data can be read and written."""
        self.find_views()
        self.find_filters()
        self.find_vocabulary()

    # The story

    @on(StoryList.Moved)
    def _moved(self, event: StoryList.Moved) -> None:
        if event.number is None or self.stored is None:
            self.load_story()
        else:
            self.load_story_soon()

    @on(StoryList.Selecting)
    def _selection_changed(self, event: StoryList.Selecting) -> None:
        self.tell(selected=event.count)

    @on(StoryList.Entered)
    def _entered(self) -> None:
        self.load_story()
        self.action_focus_story()

    @property
    def is_story_due(self) -> bool:
        """Whether the story at the cursor is still to be shown, or to be shown anew."""
        return self._rest is not None

    def load_story_soon(self) -> None:
        """Show the story at the cursor once nothing has changed for a moment."""
        if self._rest is not None:
            self._rest.stop()
        self._rest = self.set_timer(_REST, self.load_story)

    def load_story(self, *, from_top: bool = False) -> None:
        """Show the story at the cursor, from where it was left or from its top."""
        if self._rest is not None:
            self._rest.stop()
            self._rest = None
        number = self.story_list.current
        is_same = self.stored is not None and self.stored.row_id == number
        self.stored = (
            self.guarded(lambda: self.reader.search.listed_story(number), None) if number is not None else None
        )
        self.query_one(StoryView).show(self.stored, self.wanted, from_top=from_top)
        self._show_outlet()
        if not is_same:
            self.story_came()

    def _show_outlet(self) -> None:
        story = self.stored.story if self.stored else None
        outlet = story.outlet if story else None
        count = self._counts.get(outlet.id) if outlet else None
        self.query_one(OutletSidebar).show(story, count)
        if outlet is not None and count is None:
            self._count_outlet(outlet)

    @work(thread=True, exclusive=True, group="count", exit_on_error=False)
    def _count_outlet(self, outlet: Outlet) -> None:
        stories = self.guarded(lambda: self.reader.search.stories_of(outlet), None)
        if stories is not None:
            self.post_message(self.Counted(outlet, stories))

    @on(Counted)
    def _counted(self, event: Counted) -> None:
        self._counts[event.outlet.id] = event.stories
        self._show_outlet()

    def library_changed(self) -> None:
        """Bring list, story and counts up to date with the library."""
        self._counts.clear()
        self.forget_vocabulary()
        super().library_changed()

    def show_pane(self, pane: int) -> None:
        """Show a pane and give it the keys; they find what was typed before them applied, and its story there."""
        self.apply_typed()
        if self.stored is not None and self.stored.row_id != self.story_list.current:
            self.load_story()
        super().show_pane(pane)

    # Filters by key

    def action_filter(self) -> None:
        """Let the user type a filter."""
        self.show_filter()
        self.find_vocabulary()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While the filter is being typed its own key is a letter like others."""
        if action == "filter":
            return not isinstance(self.focused, FilterInput)
        return super().check_action(action, parameters)

    def action_show_bookmarks(self) -> None:
        """Show bookmarked stories only, or all again; those that are being written too."""
        self.after_marking(lambda: self.toggle_term("is:bookmarked"))

    def action_only_outlet(self) -> None:
        """Show stories of this outlet only, or all again."""
        self.load_story()
        if self.stored is None or self.stored.story.outlet is None:
            self.notify("No outlet is named for this story. Its file can name one: outlet: reuters", markup=False)
            return
        self.toggle_term(outlet_filter(self.stored.story.outlet))

    def toggle_term(self, term: str) -> None:
        """Narrow the list by `term`, or take it off the filter."""
        text = self.query_one(FilterBar).text.strip()
        if term in text:
            self.set_filter(" ".join(text.replace(term, " ").split()))
        else:
            self.set_filter(f"{text} {term}".strip())
        self.show_pane(1)

    async def action_change_theme(self) -> None:
        """Change the colours."""
        await cast("AppearanceApp", self.app).pick_theme(self.keymap)

    def action_go_back(self) -> None:
        """Take notices away, and go back to the list; from there clear the filter."""
        self.app.clear_notifications()
        if self.leave_pane():
            return
        if self.query_one(FilterBar).text:
            self.set_filter("")

    def action_show_help(self) -> None:
        """Show all keys and the filter language."""
        from newsreader.ui.boxes.help import HelpScreen

        self.app.push_screen(HelpScreen(self.keymap, has_shell=self.has_shell))

    @property
    def has_shell(self) -> bool:
        """Whether there may be a shell to go back to."""
        return hasattr(signal, "SIGTSTP") and not self.app.is_web

    def action_suspend(self) -> None:
        """Go back to the shell until that comes back here."""
        self.app.action_suspend_process()

    def action_leave(self) -> None:
        """Leave the reader."""
        self.leave()

    def leave(self, code: int = 0) -> None:
        """Leave the reader with this exit code, once all marks and a note that is being written are on the disk."""
        self.keep_open_notes()
        self.after_marking(partial(self.app.exit, return_code=code))

    async def action_open_palette(self) -> None:
        """Find a command by name; what is typed right after the key is for the palette."""
        from newsreader.ui.boxes.palette import PaletteScreen

        everywhere = (each for each in COMMANDS if each.in_palette and each.place is Place.READER)
        offered = [each for each in everywhere if self.has_shell or not each.needs_shell]
        await self.app.push_screen(PaletteScreen(offered, self.views, self.keymap), self._picked_in_palette)

    async def _picked_in_palette(self, offer: Command | View | None) -> None:
        if isinstance(offer, Command):
            await self.run_action(offer.action)
        elif offer is not None:
            self.show_view(offer)
