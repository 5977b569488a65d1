"""Running a program that has the terminal until it ends: an editor, a browser, a pager."""

from __future__ import annotations

import os
import re
import select
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Final, NamedTuple

_OWN_SCREEN: Final = re.compile(rb"\x1b\[\?(?:1049|1047|47)h")
_AT_ONCE: Final = 65_536
_REMEMBERED: Final = 65_536
"""Bytes of what was written that are looked at: a program that draws takes its screen at its beginning."""
_LOOK_AROUND: Final = 0.05
"""Seconds between two looks whether a program that writes nothing has ended."""
_PATIENCE: Final = 1.0
"""Seconds in which the rest of a text goes to those whom an ended program has left it to."""


def run_in_foreground(command: Sequence[str]) -> int:
    """Run `command` on the terminal of this process, and return its exit code; one below 0 is that of a signal.

    Raises OSError where it can't be started.
    """
    with terminal_lent():
        return subprocess.run(command, check=False).returncode


class Fed(NamedTuple):
    """How a program ended that was given text: its exit code, and whether what it wrote stands on the terminal."""

    code: int
    has_written: bool


def feed_in_foreground(command: Sequence[str], text: bytes) -> Fed:
    """Run `command` on the terminal with `text` as its input.

    What it writes is read on its way to the terminal: a pager clears it away at its end, others leave it there. Raises
    OSError where it can't be started.
    """
    with terminal_lent():
        if sys.platform == "win32" or not os.isatty(1):
            return Fed(subprocess.run(command, input=text, check=False).returncode, True)
        with _Relay() as relay:
            process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=relay.entrance)
            feeder = threading.Thread(target=_feed, args=(process, text), name="pipe", daemon=True)
            feeder.start()
            relay.pass_on_until(lambda: process.poll() is not None)
        feeder.join(_PATIENCE)
        return Fed(process.wait(), relay.has_written)


def _feed(process: subprocess.Popen[bytes], text: bytes) -> None:
    """Give `text` to a program, which may want no more of it."""
    assert process.stdin is not None
    with suppress(BrokenPipeError), process.stdin:
        process.stdin.write(text)


class _Relay:
    """A terminal of our own before the real one: what goes in at its `entrance` comes out there as it is."""

    def __enter__(self) -> _Relay:
        import pty
        import tty

        self._exit, self.entrance = pty.openpty()
        tty.setraw(self.entrance)  # the real one does what is to be done to lines
        self._written = b""
        self._follow_size()
        self._before = signal.signal(signal.SIGWINCH, self._follow_size)
        return self

    def __exit__(self, *_: object) -> None:
        signal.signal(signal.SIGWINCH, self._before)
        for descriptor in (self._exit, self.entrance):
            os.close(descriptor)

    @property
    def has_written(self) -> bool:
        """Whether something came out that is still to be seen: not from a program that draws on a screen of its own."""
        return bool(self._written) and not _OWN_SCREEN.search(self._written)

    def pass_on_until(self, has_ended: Callable[[], bool]) -> None:
        """Pass on what comes until the program has ended, and what is left then."""
        while True:
            was_last = has_ended()
            ready, _, _ = select.select([self._exit], [], [], 0 if was_last else _LOOK_AROUND)
            if ready:
                self._pass_on(os.read(self._exit, _AT_ONCE))
            elif was_last:
                return

    def _pass_on(self, data: bytes) -> None:
        self._written = (self._written + data)[:_REMEMBERED]
        while data:
            data = data[os.write(1, data) :]

    def _follow_size(self, *_: object) -> None:
        import termios

        termios.tcsetwinsize(self.entrance, termios.tcgetwinsize(1))


def ending_of(code: int) -> str:
    """Return how a program ended that did not end well, as the end of a sentence."""
    if code >= 0:
        return f"ended with exit status {code}"
    try:
        name = signal.Signals(-code).name
    except ValueError:
        name = f"signal {-code}"
    return f"was ended by {name}"


@contextmanager
def terminal_lent() -> Iterator[None]:
    """Let another program have the terminal, and have its settings be those from before at the end."""
    with _keys_are_for_others(), _settings_kept():
        yield


@contextmanager
def _settings_kept() -> Iterator[None]:
    """Have the terminal's settings be those from before at the end: a program that crashes leaves its own behind."""
    if sys.platform == "win32" or not sys.stdin.isatty():
        yield
        return
    import termios

    before = termios.tcgetattr(sys.stdin)
    try:
        yield
    finally:
        termios.tcsetattr(sys.stdin, termios.TCSADRAIN, before)


@contextmanager
def _keys_are_for_others() -> Iterator[None]:
    """Let the keys that interrupt programs interrupt the one that has the terminal, not this one as well."""
    before = {
        number: signal.signal(number, lambda *_: None)
        for number in (getattr(signal, name, None) for name in ("SIGINT", "SIGQUIT"))
        if number is not None
    }
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
