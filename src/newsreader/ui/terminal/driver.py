"""Reading from and writing to the terminal, which may go away at any time, or be another program's for a while."""

from __future__ import annotations

import asyncio
import os
import selectors
import signal
import termios
import tty
from codecs import getincrementaldecoder
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from io import BufferedWriter, RawIOBase, TextIOWrapper
from typing import TYPE_CHECKING, Any, Final, cast

from textual import constants
from textual._xterm_parser import XTermParser
from textual.driver import Driver
from textual.drivers.linux_driver import (
    KITTY_DISAMBIGUATE_ESCAPE_CODES,
    KITTY_REPORT_ALL_KEYS,
    KITTY_REPORT_ASSOCIATED_TEXT,
    LinuxDriver,
)
from textual.events import Paste, Resize
from textual.geometry import Size

from newsreader.ui.terminal.crashing import CrashingApp, Faults
from newsreader.ui.terminal.pastes import PasteSplitter

if TYPE_CHECKING:
    from textual.app import App
    from typing_extensions import Buffer

_AT_ONCE: Final = 4096
_LOOK_AROUND: Final = 0.1
"""Seconds without a key after which it is looked whether to end, and a lone Esc is one."""


_KITTY: Final = KITTY_DISAMBIGUATE_ESCAPE_CODES | KITTY_REPORT_ALL_KEYS | KITTY_REPORT_ASSOCIATED_TEXT
_KEYBOARD: Final = f"\x1b[<u\x1b[>{_KITTY}u"
"""Ask once more for the keys as Textual wants them, in place of the wish that the terminal may still know."""


class TerminalDriver(LinuxDriver):
    """A terminal that may be gone, which counts as a hang-up, and that belongs to the shell while we are suspended.

    The signals of job control and of new sizes are handled between two steps of the event loop, never within one.
    """

    def __init__(
        self, app: App[object], *, debug: bool = False, mouse: bool = True, size: tuple[int, int] | None = None
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self._is_ours = False
        """Whether the terminal is in the state that the program needs."""
        self._is_suspended = False
        """Whether it was given back by a suspend of ours, and is to be taken again."""
        if self._file is not None:
            screen = BufferedWriter(_Screen(self._file.fileno()))
            self._file = TextIOWrapper(screen, encoding=self._file.encoding, errors="backslashreplace")

    # Taking the terminal, and giving it back

    def start_application_mode(self) -> None:
        """Take the terminal, once this process may."""
        while not self._is_in_foreground():
            _stop()
        start: Callable[[], None] = super().start_application_mode
        start()
        _take_up_between_steps(signal.SIGWINCH)
        self._is_ours = True

    def disable_input(self) -> None:
        """Read no more; where that is for good neither job control nor a new size matters from here on."""
        if self._is_leaving:
            self._ignore_signals()
        if self._is_ours:
            super().disable_input()

    def stop_application_mode(self) -> None:
        """Give the terminal back for good."""
        self._ignore_signals()
        if not self._is_in_foreground():
            self.attrs_before = None  # the settings are those of the shell now
        self._give_back()

    def _ignore_signals(self) -> None:
        for number in (signal.SIGTSTP, signal.SIGCONT, signal.SIGWINCH, signal.SIGTTOU):
            signal.signal(number, signal.SIG_IGN)

    def suspend_application_mode(self) -> None:
        """Give the terminal back for a while."""
        self._give_back()
        self.close()

    def _give_back(self) -> None:
        if self._is_ours:
            super().stop_application_mode()
            self._is_ours = False

    def close(self) -> None:
        """Write what is still to be written, and nothing after that."""
        super().close()
        self._writer_thread = None

    def write(self, data: str) -> None:
        """Draw, as long as the terminal is ours: what is drawn while it is not is drawn again afterwards."""
        if self._writer_thread is not None:
            super().write(data)

    def _is_in_foreground(self) -> bool:
        """Whether the shell has let this process have the terminal; also where no shell says anything about it."""
        try:
            return os.tcgetpgrp(self.fileno) == os.getpgrp()
        except OSError:
            return True

    # Job control

    def suspend_job(self) -> None:
        """Give the terminal to the shell, as its own key does; nothing happens where there is no shell."""
        if self._is_in_control():
            self._suspend(self._stop_job)

    def _is_in_control(self) -> bool:
        """Whether a stop of this process's group is one of the terminal's foreground job."""
        try:
            return os.tcgetpgrp(self.fileno) == os.getpgrp()
        except OSError:
            return False

    def _sigtstp_application(self, *_: Any) -> None:
        """Suspend; at once where another program has the terminal, as that one is stopped, too."""
        if not self._auto_restart:
            _stop()
        elif not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._suspend, _stop)

    def _sigcont_application(self, *_: Any) -> None:
        """Look after the terminal: somebody has stopped this process, and others may have used it meanwhile."""
        if self._auto_restart and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._take_up)

    def _suspend(self, stop: Callable[[], None]) -> None:
        """Give the terminal back and stop; go on once this process is continued, in the foreground."""
        if self._is_leaving or not (self._is_ours or self._is_suspended):
            return
        if self._is_ours:
            self.suspend_application_mode()
        self._is_suspended = True
        with _default(signal.SIGCONT):  # it is known already that the terminal is to be taken again
            stop()
        self._loop.call_soon(self._resume)  # a signal to end that came meanwhile goes first

    def _stop_job(self) -> None:
        """Stop all processes of the job, so that the shell gets the terminal; the system does so only where one is."""
        with _default(signal.SIGTSTP):
            os.killpg(0, signal.SIGTSTP)

    def _resume(self) -> None:
        """Take the terminal again after a suspend of ours, or stay stopped where it is not to be had yet."""
        if self._is_leaving or not self._is_suspended:
            return
        if self._is_in_foreground():
            self._is_suspended = False
            self._must_signal_resume = True
            self.start_application_mode()
        else:
            _stop()
            self._loop.call_soon(self._resume)

    def _take_up(self) -> None:
        """Put the terminal into our state again, which it may have lost without our doing, and draw the screen."""
        if self._is_leaving or not self._is_ours:
            return
        if not self._is_in_foreground():
            _stop()
            return
        self._set_raw()
        self.write("\x1b[?1049h\x1b[?25l\x1b[?1004h")
        if not constants.DISABLE_KITTY_KEY:
            self.write(_KEYBOARD)
        self._enable_mouse_support()
        self._enable_bracketed_paste()
        self._disable_line_wrap()
        size = Size(*self._get_terminal_size())
        self.send_message(Resize(size, size))
        self.send_message(Driver.SignalResume())

    def _set_raw(self) -> None:
        if self.attrs_before is None:
            return
        raw = [*self.attrs_before]
        raw[tty.LFLAG] = self._patch_lflag(raw[tty.LFLAG])
        raw[tty.IFLAG] = self._patch_iflag(raw[tty.IFLAG])
        raw[tty.CC] = [*raw[tty.CC]]
        raw[tty.CC][termios.VMIN] = 1
        with suppress(termios.error):  # it is gone: whoever reads from it will notice
            termios.tcsetattr(self.fileno, termios.TCSANOW, raw)

    @property
    def _is_leaving(self) -> bool:
        return cast("CrashingApp", self._app).is_leaving

    # Reading

    def run_input_thread(self) -> None:
        """Take in what comes from the keyboard until the program ends or nothing can come any more.

        Bytes that are no UTF-8 are no reason to end.
        """
        parser = XTermParser(self._debug)
        pastes = PasteSplitter()
        decoder = getincrementaldecoder("utf-8")("replace")
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                if selector.select(_LOOK_AROUND):
                    data = self._read()
                    if not data:
                        _hang_up()
                        return
                    for text, is_pasted in pastes.split(decoder.decode(data)):
                        if is_pasted:
                            self.process_message(Paste(text))
                        else:
                            self._take_keys(parser, text)
                for event in parser.tick():
                    self.process_message(event)

    def _take_keys(self, parser: XTermParser, text: str) -> None:
        for event in parser.feed(text):
            if not isinstance(event, Paste):  # the parser sees that a paste begins and ends, and nothing of it
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


@contextmanager
def _default(number: int) -> Iterator[None]:
    """Have a signal do what it does by itself, without our handler, until the block ends."""
    handler = signal.signal(number, signal.SIG_DFL)
    try:
        yield
    finally:
        signal.signal(number, handler)


def _take_up_between_steps(number: int) -> None:
    """Have the event loop call the handler of a signal. In a storm of them it would interrupt itself without end."""
    handler = signal.getsignal(number)
    if callable(handler):
        asyncio.get_running_loop().add_signal_handler(number, handler, number, None)


def _stop() -> None:
    """Stop this process until it is continued."""
    os.kill(os.getpid(), signal.SIGSTOP)


def _hang_up() -> None:
    os.kill(os.getpid(), signal.SIGHUP)
