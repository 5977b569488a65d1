"""The signals that tell the program to end."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable
from typing import Any, Final

_TOLD_BY: Final = ("SIGHUP", "SIGINT", "SIGQUIT", "SIGTERM")


def leave_on_signals(leave: Callable[[int], None]) -> None:
    """Have `leave` called with the exit code where a signal tells the program to end.

    Once the event loop has ended such signals do nothing, so that what is still to be written is written.
    """
    loop = asyncio.get_running_loop()

    def tell(number: int, _frame: Any) -> None:
        if not loop.is_closed():
            loop.call_soon_threadsafe(leave, 128 + number)

    for number in _numbers():
        signal.signal(number, tell)


def ignore_signals() -> None:
    """Take no notice any more of signals that would call a function: this process is about to end anyway."""
    for number in _numbers():
        if callable(signal.getsignal(number)) and signal.getsignal(number) is not signal.default_int_handler:
            signal.signal(number, signal.SIG_IGN)


def _numbers() -> list[int]:
    """The signals that there are here: Windows has not all of them."""
    return [getattr(signal, name) for name in _TOLD_BY if hasattr(signal, name)]
