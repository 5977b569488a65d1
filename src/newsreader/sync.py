"""Bringing an index up to date: with the files of its library, and with the user's bookmarks."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Final

from newsreader.errors import NewsreaderError, Severity
from newsreader.library import (
    REGISTRY,
    Listing,
    compare,
    list_library,
    read_registry,
    read_story_file,
    registry_changed,
)
from newsreader.store import bookmark_links
from newsreader.store.index import Index
from newsreader.store.index_writer import ALWAYS_CHANGED, NOT_SETTLED, IndexWriter
from newsreader.store.state import State
from newsreader.story_file import FileContent, FileStamp

_FILES_AT_ONCE: Final = 200
_SECONDS_TO_SETTLE: Final = 2


class IndexDamagedError(NewsreaderError):
    """The index is broken and has to be made anew from the files."""


class WatchError(NewsreaderError):
    """The system does not tell when files change."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a comparison with the files has come: files read, files to read, and the time the rest may take."""

    done: int
    total: int
    seconds_left: float | None = None
    """None where it is not known yet."""


@dataclass(frozen=True, slots=True)
class SyncResult:
    """What a comparison with the files found: how many files were read anew, and how many are gone."""

    changed: int
    removed: int

    @property
    def anything(self) -> bool:
        """Whether the library is another than before."""
        return bool(self.changed or self.removed)


def bring_up_to_date(
    index_path: Path,
    root: Path,
    now: Callable[[], datetime],
    on_progress: Callable[[Progress], None],
    cancelled: Callable[[], bool],
) -> SyncResult:
    """Read what changed in the library at `root` into the index; stops between batches once cancelled.

    A file that was good, was written a moment ago and is faulty now may not be whole yet: what was read of it
    before stays, and it is read again at the next comparison.

    Raises LibraryGoneError when the library can't be listed, IndexDamagedError when the index is broken.
    """
    with _writer(index_path) as writer:
        listing = list_library(root, cancelled)
        known = _known_files(index_path)
        if cancelled():
            return SyncResult(0, 0)
        new_registry = registry_changed(listing, known)
        if new_registry:
            _read_registry(writer, root, listing.registry)
        changes = compare(listing, known)
        writer.remove(changes.removed)
        done = _read_changed(writer, root, changes.changed, now, on_progress, cancelled)
        if not cancelled():
            done += _read_refused_before(index_path, writer, root, listing)
        return SyncResult(done + new_registry, len(changes.removed))


def link_bookmarks(index_path: Path, library: str, state: State, *, files_changed: bool) -> dict[int, str] | None:
    """Let every bookmark find its story, where files or bookmarks have changed since it last did.

    Returns the uuid of the bookmark of each bookmarked story, None where nothing had changed. A bookmark
    whose story was edited gets the newer copy.
    """
    version = bookmark_links.state_version(state.uuids())
    index = Index(index_path)
    try:
        if not files_changed and index.meta("state") == version:
            return None
        with _writer(index_path) as writer:
            links = bookmark_links.link_bookmarks(writer, state.bookmarks(), library, version)
        for bookmark, number in links.found:
            stored = index.story(number)
            if stored and (stored.story, stored.path, library) != (bookmark.story, bookmark.path, bookmark.library):
                state.refresh_bookmark(bookmark.uuid, stored.story, library=library, path=stored.path)
        return links.by_story
    finally:
        index.close()


def note_bookmark(index_path: Path, number: int, uuid: str | None, state: State) -> None:
    """Note in the index that story `number` is bookmarked as `uuid`, or with None no longer."""
    with _writer(index_path) as writer:
        bookmark_links.note_bookmark(writer, number, uuid, state.uuids())


def _read_changed(
    writer: IndexWriter,
    root: Path,
    stamps: Sequence[FileStamp],
    now: Callable[[], datetime],
    on_progress: Callable[[Progress], None],
    cancelled: Callable[[], bool],
) -> int:
    done = 0
    for start in range(0, len(stamps), _FILES_AT_ONCE):
        if cancelled():
            break
        batch = [read_story_file(root, stamp) for stamp in stamps[start : start + _FILES_AT_ONCE]]
        fresh = [content.stamp.path for content in batch if _may_not_be_whole(content, now())]
        kept = set(writer.keep(fresh))
        writer.apply(content for content in batch if content.stamp.path not in kept)
        done += len(batch)
        on_progress(Progress(done, len(stamps)))
    return done


def _may_not_be_whole(content: FileContent, now: datetime) -> bool:
    age = now.timestamp() - content.stamp.mtime_ns / 1_000_000_000
    return 0 <= age < _SECONDS_TO_SETTLE and any(problem.severity is Severity.ERROR for problem in content.problems)


def _read_registry(writer: IndexWriter, root: Path, stamp: FileStamp | None) -> None:
    """Take the registry as it is now; one that is there but can't be read changes nothing but its problems."""
    content = read_registry(root)
    if stamp is None:
        writer.remove([REGISTRY])
    elif not content.is_read:
        writer.apply([FileContent(replace(stamp, mtime_ns=ALWAYS_CHANGED), (), content.problems)])
        return
    writer.set_registry(content.outlets, stamp, content.problems)


def _read_refused_before(index_path: Path, writer: IndexWriter, root: Path, listing: Listing) -> int:
    """Read files again from which a story was refused whose id has become free by what was just read."""
    known = _known_files(index_path)
    again = [stamp for stamp in compare(listing, known).changed if known.get(stamp.path, ())[:1] != (NOT_SETTLED,)]
    writer.apply(read_story_file(root, stamp) for stamp in again)
    return len(again)


def _known_files(index_path: Path) -> dict[bytes, tuple[int, int]]:
    index = Index(index_path)
    try:
        return index.files()
    finally:
        index.close()


@contextmanager
def _writer(index_path: Path) -> Iterator[IndexWriter]:
    if not index_path.exists():
        raise IndexDamagedError("The index is gone. It is made anew from the files.")
    try:
        writer = IndexWriter(index_path)
        try:
            yield writer
        finally:
            writer.close()
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.OperationalError | sqlite3.IntegrityError | sqlite3.ProgrammingError):
            raise
        raise IndexDamagedError(f"The index is damaged ({error}). It is made anew from the files.") from error
