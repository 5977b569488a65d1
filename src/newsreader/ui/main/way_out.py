"""The way back and out: a step back from where the user is, and the end of the program."""

from __future__ import annotations

from textual.screen import Screen

from newsreader.ui.key_queue import caught_up
from newsreader.ui.main.finding import Finding
from newsreader.ui.main.footer import Footer
from newsreader.ui.main.listing import Listing
from newsreader.ui.main.marker import Marker
from newsreader.ui.main.notes import Notes
from newsreader.ui.main.notice_board import NoticeBoard
from newsreader.ui.main.panes import Panes
from newsreader.ui.main.story import StoryPane
from newsreader.ui.widgets.filter_bar import FilterBar


class WayOut:
    """Goes back or leaves, once all marks are on the disk."""

    def __init__(
        self,
        screen: Screen[None],
        story: StoryPane,
        listing: Listing,
        panes: Panes,
        marker: Marker,
        notes: Notes,
        finding: Finding,
        board: NoticeBoard,
        footer: Footer,
    ) -> None:
        self._screen = screen
        self._story = story
        self._listing = listing
        self._panes = panes
        self._marker = marker
        self._notes = notes
        self._finding = finding
        self._board = board
        self._footer = footer

    async def back(self) -> None:
        """Close the errors that are shown, else go back to the list; from there clear the filter."""
        await self._marker.saved()
        await caught_up(self._screen.app)  # what marks announce goes with the rest
        self._board.take_notice_away()
        if self._finding.is_open:
            self._finding.close()
        elif self._board.close_errors() or self._story.end_visit() or self._panes.step_back():
            pass  # one step at a time
        elif self._screen.query_one(FilterBar).text:
            self._listing.set_filter("")
        self._footer.follow()

    async def back_or_leave(self) -> None:
        """Go back to the list where one pane is shown at a time, and it is another; else leave."""
        if self._panes.steps_back_first:
            await self.back()
        else:
            await self.leave()

    async def leave(self, code: int = 0) -> None:
        """Leave with this exit code, once all marks and a note that is being written are on the disk."""
        self._notes.keep_open()
        await self._marker.saved()
        self._screen.app.exit(return_code=code)

    def suspend(self) -> None:
        """Go back to the shell; fg in it comes back here."""
        self._screen.app.action_suspend_process()
