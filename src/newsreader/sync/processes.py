"""Preparing files in processes of their own: that keeps all cores busy, and leaves the user interface alone.

The processes end with the one that started them, whatever ends that.
"""

from __future__ import annotations

import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from multiprocessing import get_context, parent_process
from pathlib import Path
from typing import Final

from newsreader.store.prepared import PreparedFile
from newsreader.story_file import FileStamp
from newsreader.sync.reading import prepare_files

_MOST_PROCESSES: Final = 4
_BATCHES_AHEAD: Final = 2
"""How many batches each process has waiting."""


def prepared_beside(
    root: Path, batches: Iterator[list[FileStamp]], cancelled: Callable[[], bool]
) -> Iterator[list[PreparedFile]]:
    """The prepared content of all batches, in their order; ends early once cancelled.

    Where no process can be started, or one dies, it ends early too: `batches` has the rest.
    """
    workers = min(os.cpu_count() or 1, _MOST_PROCESSES)
    waiting: deque[list[FileStamp]] = deque()
    done: deque[Future[list[PreparedFile]]] = deque()
    pool = ProcessPoolExecutor(workers, get_context("spawn"), _begin)
    try:
        while not cancelled():
            for batch in islice(batches, workers * _BATCHES_AHEAD - len(waiting)):
                waiting.append(batch)
                done.append(pool.submit(prepare_files, root, batch))
            if not waiting:
                return
            prepared = done.popleft().result()
            waiting.popleft()
            yield prepared
    except (BrokenProcessPool, OSError):
        yield from (prepare_files(root, batch) for batch in waiting)
    finally:
        pool.shutdown(cancel_futures=True)


def _begin() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that started this one
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
