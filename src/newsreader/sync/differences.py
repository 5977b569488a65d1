"""Find what differs between the files of a library and what the index knows of them.

Only one folder's files are held at a time. The files to read are found twice: first to count them, then when it is
their turn.
"""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from msgspec import Struct, field

from newsreader.copies import file_order
from newsreader.index.reading import Index
from newsreader.records import KnownFolder
from newsreader.story_file import FileStamp
from newsreader.sync.files import REGISTRY, FolderListing, LibraryGoneError, list_folder, stamp_of, top_of, walk

_FOLDERS_AT_ONCE: Final = 64
_FILES_AT_ONCE: Final = 2_000
"""How many folders one query asks for: fewer of folders with many files, which are held in memory."""

_Stamps = Mapping[bytes, tuple[int, int]]


class Differences(Struct):
    """What has to be done: how many files of which folders to read, and what is gone.

    `registry` is the registry's file as it is now, None if there is none.
    """

    to_read: int = 0
    bytes_to_read: int = 0
    folders_to_read: list[bytes] = field(default_factory=list)
    removed: list[bytes] = field(default_factory=list)
    folder_times: list[tuple[bytes, int]] = field(default_factory=list)
    folders_gone: list[bytes] = field(default_factory=list)
    registry: FileStamp | None = None
    registry_changed: bool = False

    @property
    def anything(self) -> bool:
        """Whether there is anything to do."""
        return bool(self.to_read or self.removed or self.folder_times or self.folders_gone or self.registry_changed)

    def add(self, listing: FolderListing, known: KnownFolder | None, files: dict[bytes, tuple[int, int]]) -> None:
        """Add one folder: as it is, and as it was known."""
        if not listing.path:
            self.registry = listing.registry
            before = files.pop(REGISTRY, None)
            self.registry_changed = before != _time_and_size(listing.registry)
        if listing.files != files:
            changed = _changed(listing.files, files)
            if changed:
                self.to_read += len(changed)
                self.bytes_to_read += sum(size for _, (_, size) in changed)
                self.folders_to_read.append(listing.path)
            self.removed += [os.path.join(listing.path, name) for name in files.keys() - listing.files.keys()]
        if (known.mtime_ns if known else None) != listing.mtime_ns:
            self.folder_times.append((listing.path, listing.mtime_ns))


def find_all(root: Path, index: Index, cancelled: Callable[[], bool]) -> Differences:
    """Find all differences; every file is looked at. Raises LibraryGoneError if the library can't be listed."""
    found = Differences()
    known = index.folders()
    files = _KnownFiles(index, known)
    unlisted: list[bytes] = []
    gone = dict(known)
    for listing in walk(root, unlisted, cancelled=cancelled):
        found.add(listing, gone.pop(listing.path, None), files.of(listing))
    if not cancelled():
        _add_gone(found, index, gone, unlisted)
    return found


class _KnownFiles:
    """What the index knows of the files in folders, asked for in the order of a walk.

    One query gives it for the next few folders as well, as most folders have a few files only.
    """

    def __init__(self, index: Index, known: Mapping[bytes, KnownFolder]) -> None:
        self._index = index
        self._known = known
        self._ahead: list[bytes] = []
        """The folders that the walk comes to, the next one last."""
        self._asked: dict[bytes, dict[bytes, tuple[int, int]]] = {}
        files_each = index.file_count() // max(len(known), 1)
        self._at_once = max(1, min(_FOLDERS_AT_ONCE, _FILES_AT_ONCE // max(files_each, 1)))

    def of(self, listing: FolderListing) -> dict[bytes, tuple[int, int]]:
        """Return the files known in the folder that the walk has come to."""
        path = listing.path
        while self._ahead and self._ahead.pop() != path:
            pass  # folders that could not be listed
        files = self._asked.pop(path, None)
        if files is None:
            files = self._ask(path) if path in self._known else {}
        self._ahead += listing.folders
        return files

    def _ask(self, path: bytes) -> dict[bytes, tuple[int, int]]:
        next_ones = [each for each in self._ahead[: -self._at_once : -1] if each in self._known]
        paths = [path, *(each for each in next_ones if each not in self._asked)]
        found = self._index.files_in_each([self._known[each] for each in paths])
        for each in paths:
            self._asked[each] = found.get(self._known[each].row_id, {})
        return self._asked.pop(path)


def find_quickly(root: Path, index: Index, seconds: float) -> Differences:
    """Find the differences that show without looking at every file.

    The time of every folder is looked at: it changes when files are added, removed, renamed or replaced. A file that
    was rewritten in place shows only by its own time. Files are looked at for so many `seconds`: those in the library's
    own folder first, then those in the latest folders. So a small library is looked at whole.
    """
    end = time.monotonic() + seconds
    found = Differences()
    known = index.folders()
    unlisted: list[bytes] = []
    gone: dict[bytes, KnownFolder] = {}
    same: list[tuple[bool, int, bytes]] = []
    top = top_of(root)
    for path, folder in known.items():
        try:
            status = os.stat(top + path, follow_symlinks=not path)
            mtime_ns = status.st_mtime_ns if stat.S_ISDIR(status.st_mode) else None
        except (FileNotFoundError, NotADirectoryError):
            mtime_ns = None
        except OSError:
            unlisted.append(path)
            continue
        if mtime_ns is not None and mtime_ns == folder.mtime_ns:
            same.append((not path, mtime_ns, path))
        elif mtime_ns is None and path:
            gone[path] = folder
        else:
            _look_at(root, index, found, path, known, unlisted)
    _add_gone(found, index, gone, unlisted)
    for _, _, path in sorted(same, reverse=True):
        if time.monotonic() > end:
            break
        with suppress(OSError):  # a folder that can't be listed stays as it was known
            listing = list_folder(top, path)
            found.add(listing, known[path], index.files_in(known[path]))
    return found


def find_among(root: Path, index: Index, paths: Iterable[bytes]) -> tuple[Differences, Sequence[FileStamp]]:
    """Find the differences at these paths, which are of files or folders, and the files to read.

    Raises LibraryGoneError if the library's folder is gone.
    """
    found = Differences()
    stamps: list[FileStamp] = []
    known = index.folders()
    compared: list[bytes] = []
    for path in sorted(set(paths)):
        if path.startswith(tuple(compared)):
            continue
        if _is_folder(root, path):
            _compare_below(root, index, found, path, known)
            compared.append(os.path.join(path, b""))
            continue
        stamp = stamp_of(root, path)
        before = index.file_stamp(path)
        if path == REGISTRY:
            found.registry, found.registry_changed = stamp, before != _time_and_size(stamp)
        elif stamp is None and before is not None:
            found.removed.append(path)
        elif stamp is None and path in known:
            _add_gone(found, index, _below(known, path), ())
        elif stamp is not None and before != (stamp.mtime_ns, stamp.size):
            stamps.append(stamp)
    if not root.is_dir():
        raise LibraryGoneError(f"The library {root} can't be read: it is gone.")
    found.to_read += len(stamps)
    found.bytes_to_read += sum(stamp.size for stamp in stamps)
    return found, sorted(stamps, key=lambda stamp: file_order(stamp.path))


def stamps_to_read(root: Path, index: Index, found: Differences) -> Iterator[FileStamp]:
    """Yield the files to read, folder by folder, each in the order of the names, copies last, with present stamps."""
    known, top = index.folders() if found.folders_to_read else {}, top_of(root)
    for path in found.folders_to_read:
        try:
            listing = list_folder(top, path)
        except OSError:
            continue
        folder = known.get(path)
        changed = _changed(listing.files, index.files_in(folder) if folder else {})
        for name, stamp in sorted(changed, key=lambda item: file_order(item[0])):
            yield FileStamp(os.path.join(path, name), *stamp)


def _look_at(
    root: Path,
    index: Index,
    found: Differences,
    path: bytes,
    known: Mapping[bytes, KnownFolder],
    unlisted: list[bytes],
) -> None:
    """Add a folder that has changed, and what is new below it."""
    listing = next(walk(root, unlisted, path), None)
    if listing is None:
        return
    found.add(listing, known.get(path), index.files_in(known[path]) if path in known else {})
    for folder in listing.folders:
        if folder not in known:
            _look_at(root, index, found, folder, known, unlisted)


def _compare_below(
    root: Path, index: Index, found: Differences, path: bytes, known: Mapping[bytes, KnownFolder]
) -> None:
    """Add a new folder, and everything below it."""
    unlisted: list[bytes] = []
    gone = _below(known, path)
    for listing in walk(root, unlisted, path):
        folder = gone.pop(listing.path, None)
        found.add(listing, folder, index.files_in(folder) if folder else {})
    _add_gone(found, index, gone, unlisted)


def _below(known: Mapping[bytes, KnownFolder], path: bytes) -> dict[bytes, KnownFolder]:
    beginning = os.path.join(path, b"")
    return {folder: value for folder, value in known.items() if folder == path or folder.startswith(beginning)}


def _is_folder(root: Path, path: bytes) -> bool:
    """Return whether a folder of the library is at `path` that is neither hidden nor behind a link."""
    place = os.fsencode(root)
    for part in path.split(os.fsencode(os.sep)):
        place = os.path.join(place, part)
        try:
            if part.startswith(b".") or not stat.S_ISDIR(os.lstat(place).st_mode):
                return False
        except OSError:
            return False
    return True


def _time_and_size(stamp: FileStamp | None) -> tuple[int, int] | None:
    return (stamp.mtime_ns, stamp.size) if stamp else None


def _changed(now: _Stamps, before: _Stamps) -> list[tuple[bytes, tuple[int, int]]]:
    return [(name, stamp) for name, stamp in now.items() if before.get(name) != stamp]


def _add_gone(found: Differences, index: Index, gone: Mapping[bytes, KnownFolder], unlisted: Sequence[bytes]) -> None:
    """Add folders that are gone, unless they could not be listed or lie in one that could not."""
    hidden = tuple(os.path.join(folder, b"") for folder in unlisted) or (b"\0",)
    for path, folder in gone.items():
        if not os.path.join(path, b"").startswith(hidden):
            found.removed += [os.path.join(path, name) for name in index.files_in(folder)]
            found.folders_gone.append(path)
