"""The notices of the main screen: the one in the status line, and the errors that nobody has closed."""

from __future__ import annotations

from collections.abc import Callable

from textual.screen import Screen

from newsreader.ui.main.syncer import Syncer
from newsreader.ui.widgets.notice import Notice


class NoticeBoard:
    """Shows one notice at a time."""

    def __init__(self, screen: Screen[None], syncer: Syncer, update_status: Callable[..., None]) -> None:
        self._screen = screen
        self._syncer = syncer
        self._update_status = update_status
        self._has_notice = False

    def show_notice(self, notice: Notice) -> None:
        """Show a notice in the status line until the next key."""
        self._has_notice = True
        self._update_status(notice=notice)

    def take_notice_away(self) -> None:
        """Show no notice, and none of what comes of a comparison that was asked for."""
        self._syncer.dismiss_outcome()
        if self._has_notice:
            self._has_notice = False
            self._update_status(notice=None)

    @property
    def has_errors(self) -> bool:
        """Whether an error is shown that nobody has closed."""
        return bool(self._screen.query("Toast"))

    def close_errors(self) -> bool:
        """Close the errors that are shown; return whether there were any."""
        had_errors = self.has_errors
        self._screen.app.clear_notifications()
        return had_errors
