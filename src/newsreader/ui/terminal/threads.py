"""The threads of the event loop, for which the end of the program waits so long and no longer.

Nobody can end a thread from outside. One that reads from a file system that no longer answers would keep the program
for ever, long after the terminal has been given back.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import Any, Final, NoReturn, ParamSpec, TypeVar

PATIENCE: Final = 10.0
"""Seconds for which the end of the program waits for what its threads are doing."""
_LAST_PATIENCE: Final = 10.0
"""Seconds in which it writes what is left, where a thread is stuck with what that needs."""

_P = ParamSpec("_P")
_T = TypeVar("_T")


def end_now(code: int) -> NoReturn:
    """End this process with an exit code, whatever its threads do."""
    os._exit(code)


def end_later(code: int) -> None:
    """End this process in a while, whatever it waits for then."""
    end = threading.Timer(_LAST_PATIENCE, os._exit, (code,))
    end.daemon = True
    end.start()


class BoundedThreads(ThreadPoolExecutor):
    """Run calls in threads, and wait at the end for those that run, but no longer than `PATIENCE`."""

    def __init__(self) -> None:
        super().__init__(thread_name_prefix="newsreader")
        self._running: set[Future[Any]] = set()
        self.is_stuck = False
        """Whether a call was still running when the waiting ended. This process then ends by `end_now` alone."""

    def submit(self, fn: Callable[_P, _T], /, *args: _P.args, **kwargs: _P.kwargs) -> Future[_T]:
        """Run a call in a thread, as soon as there is one."""
        future = super().submit(fn, *args, **kwargs)
        self._running.add(future)
        future.add_done_callback(self._running.discard)
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Begin no more calls, and `wait` for those that run."""
        super().shutdown(wait=False, cancel_futures=cancel_futures or wait)
        if wait:
            self._wait()

    def _wait(self) -> None:
        self.is_stuck = bool(wait(self._running.copy(), PATIENCE).not_done)
