"""One fetch at a time for a library, whoever starts it."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path

from newsreader.errors import NewsreaderError
from newsreader.paths import make_private_folder
from newsreader.text import clean_line


class FetchRunsError(NewsreaderError):
    """Signal that another process fetches for this library."""

    exit_code = 3


@contextmanager
def one_fetch(store: Path, now: datetime) -> Iterator[None]:
    """Keep other processes from fetching meanwhile; raises FetchRunsError, which says who does it.

    The lock is the system's and goes with the process, however that ends.
    """
    make_private_folder(store.parent)
    holder = store.with_name("fetch.holder")
    with closing(sqlite3.connect(store.with_name("fetch.lock"), timeout=0, isolation_level=None)) as lock:
        try:
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                raise
            with suppress(OSError):
                who = clean_line(holder.read_text(encoding="utf-8"), 200)
                raise FetchRunsError(f"Another fetch of this library runs: {who}.") from error
            raise FetchRunsError("Another fetch of this library runs.") from error
        holder.write_text(f"process {os.getpid()}, since {now.astimezone():%H:%M:%S}", encoding="utf-8")
        yield
