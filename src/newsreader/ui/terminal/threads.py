"""The threads of the event loop, for which the end of the program waits so long and no longer.

Nobody can end a thread from outside. One that reads from a file system that no longer answers would keep the program
for ever, long after the terminal has been given back.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from threading import Thread
from typing import Any, Final, NoReturn, ParamSpec, TypeVar

PATIENCE: Final = 10.0
"""Seconds for which the end of the program waits for what its threads are doing."""

_P = ParamSpec("_P")
_T = TypeVar("_T")


def end_now(code: int) -> NoReturn:
    """End this process with an exit code, whatever its threads do."""
    os._exit(code)


def done_within(seconds: float, work: Callable[[], object]) -> bool:
    """Do `work` in a thread; return whether it was done after so many seconds. If not it goes on."""
    thread = Thread(target=work, daemon=True)
    thread.start()
    thread.join(seconds)
    return not thread.is_alive()


class BoundedThreads(ThreadPoolExecutor):
    """Run calls in threads, and wait at the end for those that run, but no longer than `PATIENCE`."""

    def __init__(self) -> None:
        super().__init__(thread_name_prefix="newsreader")
        self._running: set[Future[Any]] = set()

    @property
    def is_busy(self) -> bool:
        """Whether a call is running. Python waits for it at its end, so that only `end_now` ends this process."""
        return any(not future.done() for future in self._running.copy())

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
        wait(self._running.copy(), PATIENCE)
