"""Reading story files and preparing them for the index: here where they are few, else in processes of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

from newsreader.index.prepared import PreparedFile, prepare_file
from newsreader.story_file import FileStamp
from newsreader.sync.files import read_story_file

_FILES_AT_ONCE: Final = 100
_BYTES_AT_ONCE: Final = 512 * 1024
_FILES_WORTH_PROCESSES: Final = 600
_BYTES_WORTH_PROCESSES: Final = 2 * 1024 * 1024


def prepare_files(root: Path, stamps: Sequence[FileStamp]) -> list[PreparedFile]:
    """The prepared content of files of the library at `root`."""
    return [prepare_file(read_story_file(root, stamp)) for stamp in stamps]


def prepared_files(
    root: Path, stamps: Iterable[FileStamp], files: int, size: int, cancelled: Callable[[], bool]
) -> Iterator[list[PreparedFile]]:
    """The prepared content of the files, in batches, in their order; `files` is about how many, `size` their bytes.

    Ends early once cancelled.
    """
    batches = _batches(stamps)
    if files >= _FILES_WORTH_PROCESSES or size >= _BYTES_WORTH_PROCESSES:
        from newsreader.sync.processes import prepared_beside  # it takes longer to import than few files to read

        yield from prepared_beside(root, batches, cancelled)
    for batch in batches:
        if cancelled():
            return
        yield prepare_files(root, batch)


def _batches(stamps: Iterable[FileStamp]) -> Iterator[list[FileStamp]]:
    batch: list[FileStamp] = []
    size = 0
    for stamp in stamps:
        batch.append(stamp)
        size += stamp.size
        if len(batch) >= _FILES_AT_ONCE or size >= _BYTES_AT_ONCE:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
