"""Where a notice is shown: on a line until the next key, or in a box of its own where it must be read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from textual.app import App

from newsreader.text import clean_line, clean_text
from newsreader.ui.boxes.box import BoxScreen
from newsreader.ui.widgets.notice import Notice


class Board(Protocol):
    """The main screen, as far as notices have to do with it."""

    @property
    def has_errors(self) -> bool:
        """Whether an error is shown that nobody has closed."""

    def show_notice(self, notice: Notice) -> None:
        """Show a notice in the status line."""

    def take_notice_away(self) -> None:
        """Show no notice."""


class Notices:
    """Shows notices on the `board`, and over a box that hides it. `show_box` gets text and title of an error."""

    def __init__(self, app: App[Any], board: Callable[[], Board], show_box: Callable[[str, str], None]) -> None:
        self._app = app
        self._board = board
        self._show_box = show_box
        self._last_error = "", ""
        self._shown: tuple[str, str] | None = None

    def show(self, message: str, title: str, *, is_warning: bool) -> None:
        """Show a line until the next key, in place of the one before."""
        self._shown = message, title
        notice = Notice(f"{title}: {message}" if title else message, is_warning)
        self._board().show_notice(notice)
        if isinstance(self._app.screen, BoxScreen):
            self._app.screen.show_notice(notice)

    def show_error(self, message: str, title: str, closing: str) -> None:
        """Show an error until it is closed, and say how that is done; one that is there already is not shown again."""
        error = clean_text(message), clean_line(title)
        if not (self._board().has_errors and error == self._last_error):
            self._last_error = error
            self._show_box(f"{error[0]}\n{closing}", error[1])

    def take_back(self, message: str, title: str) -> None:
        """Take a line away that is over, unless another one is shown by now."""
        if self._shown == (message, title):
            self.take_away()

    def take_away(self) -> None:
        """Take the line away: a key does something, and may cause another."""
        self._shown = None
        self._board().take_notice_away()
        if isinstance(self._app.screen, BoxScreen):
            self._app.screen.show_notice(None)
