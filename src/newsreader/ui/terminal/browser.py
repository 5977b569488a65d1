"""Drawing into a page of a browser, through the server that started this process."""

from __future__ import annotations

import asyncio
import signal
from contextlib import suppress
from typing import Final, Protocol, cast

from textual.drivers.web_driver import WebDriver
from textual.events import AppFocus, Resize
from textual.message import Message
from textual.messages import InBandWindowResize

_PAGE_TITLE: Final = "page_title"
"""The kind of a message to the server; `newsreader.web.reader_process` calls it the same."""


class Leavable(Protocol):
    """An app that can be told to leave in order."""

    def leave(self, code: int = 0) -> None:
        """Leave with this exit code once everything is saved."""


class BrowserDriver(WebDriver):
    """Has the focus from the start, and leaves when the server is gone: nobody could end the reader after that."""

    _page_title = ""

    def start_application_mode(self) -> None:
        """Begin to draw; the base takes the page to be without focus until it says otherwise."""
        super().start_application_mode()
        self._app.call_later(self._app.post_message, AppFocus())
        for name in ("SIGINT", "SIGTERM"):
            with suppress(NotImplementedError):  # Windows has no such handlers
                asyncio.get_running_loop().add_signal_handler(getattr(signal, name), self._leave)

    def run_input_thread(self) -> None:
        """Take in what the page sends until the reader leaves or nothing can come any more."""
        super().run_input_thread()
        if not self.exit_event.is_set():
            self._leave()

    def show_page_title(self, title: str) -> None:
        """Have the page show `title`, where it shows another one."""
        if title != self._page_title:
            self._page_title = title
            self.write_meta({"type": _PAGE_TITLE, "title": title})

    def process_message(self, message: Message) -> None:
        """Hand on what was typed; a size comes from the server alone, which knows the sizes of windows."""
        if not isinstance(message, Resize | InBandWindowResize):
            super().process_message(message)

    def on_meta(self, packet_type: str, payload: dict[str, object]) -> None:
        """Take in what the server says of the page; one that is closed ends the reader as its own key does."""
        if packet_type == "quit":
            self._leave()
        else:
            super().on_meta(packet_type, payload)

    def _leave(self) -> None:
        self._app.call_later(cast("Leavable", self._app).leave)

    def stop_application_mode(self) -> None:
        """Tell the server that the reader leaves, if there still is one."""
        with suppress(BrokenPipeError):
            super().stop_application_mode()
