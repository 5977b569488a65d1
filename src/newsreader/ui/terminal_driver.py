"""Reading from and writing to the terminal, which may go away at any time."""

from __future__ import annotations

import os
import selectors
import signal
from codecs import getincrementaldecoder
from io import BufferedWriter, RawIOBase, TextIOWrapper
from typing import TYPE_CHECKING, Final

from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver

from newsreader.ui.crashing import Faults

if TYPE_CHECKING:
    from textual.app import App
    from typing_extensions import Buffer

_AT_ONCE: Final = 4096
_LOOK_AROUND: Final = 0.1
"""Seconds without a key after which it is looked whether to end, and a lone Esc is one."""


class TerminalDriver(LinuxDriver):
    """Takes a terminal that is gone for a hang-up, as the system does where it can tell."""

    def __init__(
        self, app: App[object], *, debug: bool = False, mouse: bool = True, size: tuple[int, int] | None = None
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        if self._file is not None:
            screen = BufferedWriter(_Screen(self._file.fileno()))
            self._file = TextIOWrapper(screen, encoding=self._file.encoding, errors="backslashreplace")

    def run_input_thread(self) -> None:
        """Take in what comes from the keyboard until the program ends or nothing can come any more.

        Bytes that are no UTF-8 are no reason to end.
        """
        parser = XTermParser(self._debug)
        decoder = getincrementaldecoder("utf-8")("replace")
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                if selector.select(_LOOK_AROUND):
                    data = self._read()
                    if not data:
                        _hang_up()
                        return
                    text = decoder.decode(data)
                    for event in parser.feed(text) if text else ():  # no text would be the end to the parser
                        self.process_message(event)
                for event in parser.tick():
                    self.process_message(event)

    def _run_input_thread(self) -> None:
        """The same; a fault in it ends the program."""
        with Faults() as faults:
            self.run_input_thread()
        for fault in faults.all:
            self._app.call_later(self._app._handle_exception, fault)

    def _read(self) -> bytes:
        """What came, nothing where nothing comes any more."""
        try:
            return os.read(self.fileno, _AT_ONCE)
        except OSError:
            return b""


class _Screen(RawIOBase):
    """What is drawn on a terminal; once that is gone, drawing on it does nothing."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._is_gone = False

    def writable(self) -> bool:
        """Always."""
        return True

    def fileno(self) -> int:
        """The terminal's descriptor."""
        return self._descriptor

    def write(self, data: Buffer) -> int:
        """Draw some of it; returns how much."""
        if not self._is_gone:
            try:
                return os.write(self._descriptor, data)
            except OSError:
                self._is_gone = True
                _hang_up()
        return memoryview(data).nbytes


def _hang_up() -> None:
    os.kill(os.getpid(), signal.SIGHUP)
