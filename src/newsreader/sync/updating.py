"""Bring an index up to date with the files of its library."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Final

from msgspec import Struct
from msgspec.structs import replace

from newsreader.errors import Severity
from newsreader.index.reading import Index
from newsreader.index.schema import ALWAYS_CHANGED, COMPLETE, LISTED, NOT_SETTLED
from newsreader.story_file import FileStamp
from newsreader.sync.batches import ProgressReport, gathered
from newsreader.sync.differences import Differences, find_all, find_among, find_quickly, stamps_to_read
from newsreader.sync.files import REGISTRY, LibraryEmptiedError, prepare_files, read_registry, stamp_of
from newsreader.sync.results import Progress, SyncResult
from newsreader.sync.writing import open_index_reader, open_writer

if TYPE_CHECKING:
    from newsreader.index.prepared import PreparedFile
    from newsreader.index.writing import IndexWriter

_MANY_FILES: Final = 20
"""If so many files are all gone at once, their disk is more probably gone than they are deleted."""

_FILES_AT_ONCE: Final = 100
_BYTES_AT_ONCE: Final = 512 * 1024
_FILES_WORTH_PROCESSES: Final = 600
_BYTES_WORTH_PROCESSES: Final = 2 * 1024 * 1024
"""With fewer files or bytes, starting processes takes longer than reading the files here."""

_FILES_WORTH_STAGES: Final = 10_000
_BYTES_WORTH_STAGES: Final = 32 * 1024 * 1024
"""From so many files or bytes on a new library is listed first, and its text made searchable after that."""

_SECONDS_TO_SETTLE: Final = 2
_NOTHING: Final = SyncResult(0, 0)


class Update(Struct, frozen=True):
    """One comparison of the library at `root` with the index at `index_path`.

    If a file was good, was written a moment ago and is faulty now, it may be incomplete. Then its earlier stories stay,
    and it is read again at the next sync.

    Every method raises LibraryGoneError if the library can't be listed, and IndexDamagedError if the index is damaged.
    Once `cancelled` they end early: what was read until then stays in the index, and the next sync continues from
    there.
    """

    index_path: Path
    root: Path
    now: Callable[[], datetime]
    on_progress: Callable[[Progress], None] = lambda _: None
    cancelled: Callable[[], bool] = lambda: False
    takes_empty: bool = False
    """Whether a library whose many files are all gone is accepted as it is."""

    def look_at_all(self, *, in_stages: bool = True) -> SyncResult:
        """Compare every file.

        A large library that is new is read `in_stages`: `add_text` makes the text of its stories searchable. Both
        together take longer than reading all at once.
        """
        with open_index_reader(self.index_path) as index:
            found = find_all(self.root, index, self.cancelled)
            titles_first = in_stages and not index.meta(LISTED) and _is_worth_stages(found)
            result = self._apply(index, found, stamps_to_read(self.root, index, found), titles_first=titles_first)
            if not self.cancelled() and not index.meta(LISTED):
                with open_writer(self.index_path) as writer:
                    writer.note_listed(self.cancelled)
            return result

    def add_text(self) -> None:
        """Make the text searchable that is to come, once all files have been read for the first time."""
        with open_index_reader(self.index_path) as index:
            if self.cancelled() or index.meta(COMPLETE) or not index.meta(LISTED):
                return
        from newsreader.sync.texts import add_texts_to_come

        with open_writer(self.index_path) as writer:
            if add_texts_to_come(self.index_path, writer, self.on_progress, self.cancelled):
                writer.complete(self.cancelled)

    def quick_sync(self, seconds: float, *, in_stages: bool) -> SyncResult:
        """Compare what takes hardly any time, and single files for so many `seconds`; a new index with every file.

        In a library of many thousands of files one that was rewritten in place may be missed.
        """
        with open_index_reader(self.index_path) as index:
            if index.meta(LISTED):
                found = find_quickly(self.root, index, seconds)
                stamps = chain(stamps_to_read(self.root, index, found), self._unsettled(index, found))
                return self._apply(index, found, stamps)
        return self.look_at_all(in_stages=in_stages)

    def look_at(self, paths: Iterable[bytes]) -> SyncResult:
        """Compare only these files and folders, and files that may have been incomplete the last time."""
        with open_index_reader(self.index_path) as index:
            found, stamps = find_among(self.root, index, {*paths, *index.files_marked(NOT_SETTLED)})
            return self._apply(index, found, chain(stamps_to_read(self.root, index, found), stamps))

    def _unsettled(self, index: Index, found: Differences) -> Sequence[FileStamp]:
        paths = [path for path in index.files_marked(NOT_SETTLED) if os.path.dirname(path) not in found.folders_to_read]
        return [stamp for stamp in (stamp_of(self.root, path) for path in paths) if stamp is not None]

    def _apply(
        self, index: Index, found: Differences, stamps: Iterable[FileStamp], *, titles_first: bool = False
    ) -> SyncResult:
        if self.cancelled():
            return _NOTHING
        self._require_files(index, found)
        first = next(iter_stamps := iter(stamps), None)
        if first is None and not found.anything and not index.files_marked(ALWAYS_CHANGED):
            return _NOTHING
        stamps = chain([first] if first else [], iter_stamps)
        with open_writer(self.index_path) as writer:
            if found.registry_changed:
                self._read_registry(writer, found.registry)
            writer.remove(sorted(found.removed))
            done = self._read(writer, stamps, found, titles_first=titles_first)
            if not self.cancelled():
                done += self._read_refused(index, writer)
                writer.note_folders(found.folder_times, found.folders_gone)
        return SyncResult(done + found.registry_changed, len(found.removed), is_slow=done > 0 and _is_slow())

    def _require_files(self, index: Index, found: Differences) -> None:
        """Raise LibraryEmptiedError if many files were known and not one is left."""
        gone = len(found.removed)
        if self.takes_empty or gone < _MANY_FILES or found.to_read:
            return
        if gone < index.file_count() - (index.file_stamp(REGISTRY) is not None):
            return
        raise LibraryEmptiedError(
            f"The library {self.root} is empty, and had {gone:,} files: its disk may not be mounted. The index keeps "
            "what it knows of them. If it is meant to be empty, compare again (Rescan), or give a command the option "
            "--rescan."
        )

    def _read(self, writer: IndexWriter, stamps: Iterable[FileStamp], found: Differences, *, titles_first: bool) -> int:
        """Read files into the index, and return how many."""
        done = 0
        report = ProgressReport(self.on_progress)
        prepare = partial(prepare_files, titles_first=titles_first)
        batches = _prepared_files(prepare, self.root, _batches(stamps), found, self.cancelled)
        for batch in gathered(batches, lambda content: len(content.stories)):
            if self.cancelled():
                break
            fresh = [content.stamp.path for content in batch if self._may_not_be_whole(content)]
            kept = set(writer.keep(fresh)) if fresh else ()
            writer.apply([content for content in batch if content.stamp.path not in kept])
            done += len(batch)
            report.tell(done, max(found.to_read, done))
        return done

    def _may_not_be_whole(self, content: PreparedFile) -> bool:
        age = self.now().timestamp() - content.stamp.mtime_ns / 1_000_000_000
        return abs(age) < _SECONDS_TO_SETTLE and any(problem.severity is Severity.ERROR for problem in content.problems)

    def _read_registry(self, writer: IndexWriter, stamp: FileStamp | None) -> None:
        """Read the registry; one that is there but can't be read changes only its problems."""
        from newsreader.index.prepared import PreparedFile

        content = read_registry(self.root)
        if stamp is not None and not content.is_read:
            writer.apply([PreparedFile(replace(stamp, mtime_ns=ALWAYS_CHANGED), (), content.problems)])
            return
        writer.set_registry(content.outlets, stamp, content.problems)
        if stamp is None:
            writer.remove([REGISTRY])  # only now: as long as it is known, its absence is noticed

    def _read_refused(self, index: Index, writer: IndexWriter) -> int:
        """Read files again from which a story was refused whose id has become free by the files read just now."""
        stamps = [stamp_of(self.root, path) for path in index.files_marked(ALWAYS_CHANGED) if path != REGISTRY]
        again = [stamp for stamp in stamps if stamp is not None]
        writer.apply(prepare_files(self.root, again))
        return len(again)


def _is_slow() -> bool:
    from newsreader.formats import has_fast_parser  # most starts read no file

    return not has_fast_parser()


def _is_worth_stages(found: Differences) -> bool:
    return found.to_read >= _FILES_WORTH_STAGES or found.bytes_to_read >= _BYTES_WORTH_STAGES


def _prepared_files(
    prepare: Callable[[Path, list[FileStamp]], list[PreparedFile]],
    root: Path,
    batches: Iterator[list[FileStamp]],
    found: Differences,
    cancelled: Callable[[], bool],
) -> Iterator[list[PreparedFile]]:
    """Read and prepare files in batches, in their order; `found` says about how many, and their bytes.

    Few files are read in this process, many in separate processes. Ends early once cancelled.
    """
    if found.to_read >= _FILES_WORTH_PROCESSES or found.bytes_to_read >= _BYTES_WORTH_PROCESSES:
        from newsreader.sync.processes import prepared_beside  # it takes longer to import than few files to read

        yield from prepared_beside(prepare, root, batches, cancelled)
    for batch in batches:
        if cancelled():
            return
        yield prepare(root, batch)


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
