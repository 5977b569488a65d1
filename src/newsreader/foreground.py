"""Running a program that has the terminal until it ends: an editor, a browser, a pager."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager


def run_in_foreground(command: Sequence[str]) -> int:
    """Run `command` on the terminal of this process, and return its exit code; one below 0 is that of a signal.

    Raises OSError where it can't be started.
    """
    with terminal_lent():
        return subprocess.run(command, check=False).returncode


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
