"""Make the summaries and points of a large library searchable, once all its stories are listed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from newsreader.index.text_to_come import ComingText, read_texts
from newsreader.sync.batches import ProgressReport, gathered
from newsreader.sync.processes import prepared_beside

if TYPE_CHECKING:
    from newsreader.index.writing import IndexWriter
    from newsreader.sync.results import Progress

_ROWS_AT_ONCE: Final = 200
_BEYOND_ALL_ROWS: Final = 1 << 62


def add_texts_to_come(
    index_path: Path, writer: IndexWriter, on_progress: Callable[[Progress], None], cancelled: Callable[[], bool]
) -> bool:
    """Add all texts that are to come, those of the newest stories first, and return whether none is left.

    Once `cancelled` it ends early, and the next comparison goes on from there.
    """
    done, total = 0, writer.count_to_come()
    report = ProgressReport(on_progress, is_text=True)
    is_under_way = total > 0
    if is_under_way:
        report.tell(0, total)
    while is_under_way:
        before = done
        for texts in gathered(_texts(index_path, writer, cancelled), lambda _: 1):
            if cancelled():
                return False
            done += writer.add_texts(texts)
            report.tell(done, max(total, done))
        is_under_way = done > before and writer.count_to_come() > 0  # a story may have changed since it was read
    return writer.count_to_come() == 0


def _texts(index_path: Path, writer: IndexWriter, cancelled: Callable[[], bool]) -> Iterator[list[ComingText]]:
    batches = _batches(writer)
    yield from prepared_beside(read_texts, index_path, batches, cancelled)
    for rows in batches:
        if cancelled():
            return
        yield read_texts(index_path, rows)


def _batches(writer: IndexWriter) -> Iterator[list[int]]:
    below = _BEYOND_ALL_ROWS
    while rows := writer.rows_to_come(below, _ROWS_AT_ONCE):
        yield rows
        below = rows[0]
