"""Drawing into a page of a browser, through the server that started this process."""

from __future__ import annotations

from contextlib import suppress

from textual.drivers.web_driver import WebDriver
from textual.events import AppFocus
from textual.messages import ExitApp


class BrowserDriver(WebDriver):
    """Has the focus from the start, and leaves when the server is gone: nobody could end the reader after that."""

    def start_application_mode(self) -> None:
        """Begin to draw; the base takes the page to be without focus until it says otherwise."""
        super().start_application_mode()
        self._app.call_later(self._app.post_message, AppFocus())

    def run_input_thread(self) -> None:
        """Take in what the page sends until the reader leaves or nothing can come any more."""
        super().run_input_thread()
        if not self.exit_event.is_set():
            self._app.post_message(ExitApp())

    def stop_application_mode(self) -> None:
        """Tell the server that the reader leaves, if there still is one."""
        with suppress(BrokenPipeError):
            super().stop_application_mode()
