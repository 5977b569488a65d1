"""Taking in by itself what changes in the library's files, as long as the reader is open."""

from __future__ import annotations

import threading

from textual import on, work
from textual.message import Message
from textual.screen import Screen

from newsreader.sync import SyncResult
from newsreader.ui.main.syncer import Figures, SyncActions
from newsreader.ui.trouble import TROUBLES, trouble_text


class WatchActions(SyncActions, Screen[None]):
    """Watches the library from the first comparison with its files on, until the screen is left."""

    class Changed(Message):
        """Files have changed, and the index is up to date with them."""

        def __init__(self, figures: Figures | None) -> None:
            super().__init__()
            self.figures = figures

    class NotWatched(Message):
        """Nobody tells when files change."""

        def __init__(self, trouble: str) -> None:
            super().__init__()
            self.trouble = trouble

    def __init__(self) -> None:
        super().__init__()
        self._is_watching = False
        self._watch_trouble = ""
        self._stopped = threading.Event()

    def on_unmount(self) -> None:
        """Let go of the watching thread, which the end of the program waits for."""
        self._stopped.set()

    def start_watching(self) -> None:
        """Have changes of the files noticed, from now on."""
        if not self._is_watching:
            self._is_watching = True
            self._watch()

    @work(thread=True, group="watch", exit_on_error=False)
    def _watch(self) -> None:
        try:
            self.reader.watch(self._on_change, self._stopped)
        except TROUBLES as error:
            self.post_message(self.NotWatched(trouble_text(error)))

    def _on_change(self, _result: SyncResult) -> None:
        if not self._stopped.is_set():
            self.post_message(self.Changed(self.figures()))

    @on(Changed)
    def _changed(self, event: Changed) -> None:
        self.tell_figures(event.figures)
        self.library_changed()

    @on(NotWatched)
    def _not_watched(self, event: NotWatched) -> None:
        self._is_watching = False  # the next comparison without trouble tries again
        if event.trouble != self._watch_trouble:
            self.notify(
                f"{event.trouble} Press {self.keymap.shown('rescan')} to see changes.",
                title="Changes are not noticed here",
                markup=False,
            )
        self._watch_trouble = event.trouble
