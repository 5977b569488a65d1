"""Prepare files and texts in separate processes: that keeps all cores busy and the user interface responsive.

A process takes work on its standard input and returns what comes of it on its standard output, one after the other,
pickled. It ends when its input does, so none outlives the program that started it. The standard library's pools are not
used, because they need standard streams that a terminal program may not have.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import cycle, islice
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from typing import Any, BinaryIO, Final, TypeAlias, TypeVar

Given = TypeVar("Given")
Prepared = TypeVar("Prepared")
Work: TypeAlias = Callable[[Path, list[Given]], list[Prepared]]
"""What a process does: it makes a list of results of a place on the disk and a batch."""

_MOST_PROCESSES: Final = 4
_BATCHES_AHEAD: Final = 16
"""How many batches wait for each process: enough to keep it busy while earlier ones are written."""


class ProcessEndedError(Exception):
    """A process ended before it had returned everything that it took."""


class PreparingProcess:
    """One process; raises OSError if it can't be started."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "newsreader.sync.processes"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=os.name == "posix",  # Ctrl-C is for the program that started it
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        self._done: SimpleQueue[list[Any] | None] = SimpleQueue()
        self._reader = Thread(target=self._read, name="prepared files", daemon=True)
        self._reader.start()

    @property
    def pid(self) -> int:
        """The id of the process."""
        return self._process.pid

    def give(self, work: Work[Given, Prepared], place: Path, batch: list[Given]) -> None:
        """Send a batch to be prepared by `work`. Raises ProcessEndedError if the process has ended."""
        assert self._process.stdin is not None
        try:
            pickle.dump((work, place, batch), self._process.stdin)
            self._process.stdin.flush()
        except OSError as error:
            raise ProcessEndedError from error

    def take(self) -> list[Any]:
        """Wait for the next prepared batch, and return it. Raises ProcessEndedError if the process has ended."""
        prepared = self._done.get()
        if prepared is None:
            raise ProcessEndedError
        return prepared

    def end(self) -> None:
        """End the process, whatever it is doing."""
        self._process.kill()
        self._process.wait()
        self._reader.join()
        for stream in (self._process.stdin, self._process.stdout):
            assert stream is not None
            with suppress(OSError):  # nobody reads any more what was left to be written
                stream.close()

    def _read(self) -> None:
        """Receive results as they come: a process whose output nobody reads would stop."""
        assert self._process.stdout is not None
        try:
            with suppress(EOFError, OSError, pickle.UnpicklingError):
                while True:
                    self._done.put(pickle.load(self._process.stdout))
        finally:
            self._done.put(None)  # whatever has ended the reading, nobody may wait for more


def prepared_beside(
    work: Work[Given, Prepared], place: Path, batches: Iterator[list[Given]], cancelled: Callable[[], bool]
) -> Iterator[list[Prepared]]:
    """Yield what `work` makes of all batches, in their order; ends early once cancelled.

    `work` also gets `place`, and has to be a function of a module, so that other processes find it. It also ends early
    if no process can be started or one ends; then `batches` has the rest.
    """
    processes: list[PreparingProcess] = []
    waiting: deque[tuple[list[Given], PreparingProcess]] = deque()
    try:
        for _ in range(min(os.cpu_count() or 1, _MOST_PROCESSES)):
            processes.append(PreparingProcess())
        turns = cycle(processes)
        while not cancelled():
            for batch in islice(batches, len(processes) * _BATCHES_AHEAD - len(waiting)):
                process = next(turns)
                waiting.append((batch, process))
                process.give(work, place, batch)
            if not waiting:
                return
            prepared = waiting[0][1].take()
            waiting.popleft()
            yield prepared
    except (ProcessEndedError, OSError):
        yield from (work(place, batch) for batch, _ in waiting)
    finally:
        for process in processes:
            process.end()


def serve(requests: BinaryIO, answers: BinaryIO) -> None:
    """Prepare what is requested until the input ends."""
    with suppress(EOFError, BrokenPipeError):
        while True:
            work, place, batch = pickle.load(requests)
            pickle.dump(work(place, batch), answers, pickle.HIGHEST_PROTOCOL)
            answers.flush()


if __name__ == "__main__":
    serve(sys.stdin.buffer, sys.stdout.buffer)
