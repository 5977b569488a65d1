"""Marks as years of use leave them: `python -m tests.benchmarks.marks LIBRARY READ BOOKMARKS`, in a home of its own."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Final

from newsreader.paths import user_paths
from newsreader.reader import Reader

READ: Final = 100_000
BOOKMARKS: Final = 10_000


def mark(library: Path, read: int, bookmarks: int) -> None:
    """Mark stories all over a library, the newest first, every other one where there are enough."""
    with closing(Reader(library, user_paths())) as reader:
        reader.open_state()
        reader.quick_sync()
        numbers = list(reader.search.select(reader.query("")) or ())
        reader.marking.mark_read(_spread(numbers, read), True)
        reader.marking.set_bookmarks(_spread(numbers, bookmarks), True)
        if not reader.marking.flush_marks():
            raise OSError("the index is written to by another program")


def _spread(numbers: Sequence[int], count: int) -> list[int]:
    return list(numbers[:: max(len(numbers) // max(count, 1), 1)][:count])


if __name__ == "__main__":
    mark(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
