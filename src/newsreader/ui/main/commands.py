"""The one table from the names of commands to the methods of the main screen's parts that do the work."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Protocol

from newsreader.keys.commands import VIEW_COMMANDS
from newsreader.ui.bindings import CommandTable
from newsreader.ui.main.balance import ReadingBalance
from newsreader.ui.main.editing import Editing
from newsreader.ui.main.filter import Filter
from newsreader.ui.main.finder import CommandFinder
from newsreader.ui.main.finding import Finding
from newsreader.ui.main.incoming import Incoming
from newsreader.ui.main.joining import EventJoiner
from newsreader.ui.main.links import Links
from newsreader.ui.main.listing import Listing
from newsreader.ui.main.marker import Marker
from newsreader.ui.main.notes import Notes
from newsreader.ui.main.panes import Panes
from newsreader.ui.main.problems import Problems
from newsreader.ui.main.rail import RailPane
from newsreader.ui.main.reading import Reading
from newsreader.ui.main.row_height import RowHeight
from newsreader.ui.main.sharing import Sharing
from newsreader.ui.main.story import StoryPane
from newsreader.ui.main.syncer import Syncer
from newsreader.ui.main.tagging import Tagger
from newsreader.ui.main.tellers import Tellers
from newsreader.ui.main.terms import Terms
from newsreader.ui.main.unread import UnreadNavigator
from newsreader.ui.main.views import Views
from newsreader.ui.main.way_out import WayOut


class Parts(Protocol):
    """The main screen, as far as commands have to do with it: its parts, and what concerns more than one of them."""

    balance: ReadingBalance
    editing: Editing
    filter: Filter
    finder: CommandFinder
    finding: Finding
    incoming: Incoming
    joiner: EventJoiner
    links: Links
    listing: Listing
    marker: Marker
    notes: Notes
    panes: Panes
    rail: RailPane
    problems: Problems
    reading: Reading
    sharing: Sharing
    row_height: RowHeight
    story: StoryPane
    syncer: Syncer
    tagger: Tagger
    tellers: Tellers
    terms: Terms
    unread: UnreadNavigator
    views: Views
    way_out: WayOut

    async def enter(self) -> None:
        """Go into the story at the cursor, or show the stories of the entry at the cursor of the rail."""

    def go_to_found(self, step: int) -> None:
        """Go to the next found word in the story, or the one before."""

    async def pick_theme(self) -> None:
        """Change the colours."""

    async def read_on(self) -> None:
        """Go a page down, or on to the next unread story."""

    async def when_saved(self, go: Callable[[], Awaitable[None]]) -> None:
        """Go on once all marks are on the disk."""


def command_table(screen: Parts) -> CommandTable:
    """Return the method of each command that the main screen has the key of, or the filter bar."""
    return {
        "filter": screen.filter.focus,
        "bookmark": screen.marker.toggle_bookmark,
        "help": screen.finder.show_help,
        "back-or-quit": screen.way_out.back_or_leave,
        "quit": screen.way_out.leave,
        "bookmarks-only": screen.terms.toggle_bookmarks,
        "read": screen.reading.toggle,
        "next-unread": partial(screen.when_saved, screen.unread.next),
        "previous-unread": partial(screen.when_saved, screen.unread.previous),
        "all-read": screen.marker.mark_all_read,
        "tags": screen.tagger.edit,
        "note": screen.notes.edit,
        "hide": screen.marker.toggle_hidden,
        "join-events": screen.joiner.join,
        "part-event": screen.joiner.part,
        "undo": screen.marker.undo,
        "redo": screen.marker.redo,
        "this-outlet": screen.terms.toggle_outlet,
        "original": screen.links.open_original,
        "website": screen.links.open_website,
        "copy-link": screen.links.copy,
        "cite": screen.sharing.cite,
        "pipe": screen.sharing.pipe,
        "links": screen.links.show,
        "found-next": partial(screen.go_to_found, 1),
        "found-previous": partial(screen.go_to_found, -1),
        "teller-next": screen.tellers.next,
        "teller-previous": screen.tellers.previous,
        "compare": screen.tellers.compare,
        "why-together": screen.tellers.explain,
        "outlets": screen.views.pick_outlet,
        "views": screen.views.pick,
        "save-view": screen.views.save,
        "history": screen.views.toggle_history,
        "reading-balance": screen.balance.show,
        "new-stories": screen.views.toggle_new,
        "one-sided": screen.views.toggle_one_sided,
        "fetch-news": screen.incoming.fetch,
        "add-story": screen.incoming.add,
        "feeds": screen.incoming.show_feeds,
        "subscribe": screen.incoming.subscribe,
        "summarize": screen.incoming.summarize,
        "sort": partial(screen.listing.sort_anew, screen.listing.filter.next_order),
        "by-event": partial(screen.listing.sort_anew, screen.listing.filter.toggle_events),
        **{command: partial(screen.views.show_named, view) for command, view in VIEW_COMMANDS.items()},
        "pane-list": screen.panes.show_list,
        "pane-story": screen.panes.show_story,
        "pane-outlet": screen.panes.toggle_outlet,
        "rail": screen.rail.toggle,
        "pane-next": screen.panes.next,
        "pane-previous": screen.panes.previous,
        "pane-narrower": screen.panes.narrow,
        "pane-wider": screen.panes.widen,
        "story-alone": screen.panes.zoom_story,
        "compact": screen.row_height.toggle_compact,
        "theme": screen.pick_theme,
        "rescan": screen.syncer.rescan,
        "edit-file": screen.editing.edit_story,
        "problems": screen.problems.show,
        "suspend": screen.way_out.suspend,
        "palette": screen.finder.open_palette,
        "back": screen.way_out.back,
        "list-enter": screen.enter,
        "story-read-on": screen.read_on,
        "story-find": screen.finding.open,
        "find-next": screen.finding.next,
        "find-previous": screen.finding.previous,
        "find-close": screen.finding.close,
        "filter-to-list": screen.filter.to_list,
        "filter-complete": screen.filter.complete,
        "filter-next-suggestion": screen.filter.next_choice,
        "filter-older": screen.filter.older,
        "filter-newer": screen.filter.newer,
        "filter-clear": screen.filter.clear,
    }
