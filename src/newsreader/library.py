"""The library on disk: finding its files, telling what changed, and reading one file safely.

Files are the user's: they are only ever read. Links are not followed and only regular files are
opened, so that a pipe or a device in the folder cannot hold the reader up.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from newsreader.errors import NewsreaderError, Problem
from newsreader.formats import SUFFIXES, parse, parse_outlets
from newsreader.story import Outlet
from newsreader.story_file import FileContent, FileStamp
from newsreader.text import clean_line

REGISTRY: Final = b"outlets.yaml"
"""The registry of outlets, in the library's top folder."""

README: Final = b"readme.md"
"""A page about the library in its top folder, in any case, is no story."""

LARGEST_FILE: Final = 64 * 1024 * 1024
"""Bytes of the largest file that is read."""

DEEPEST_FOLDER: Final = 32
_SUFFIXES: Final = tuple(suffix.encode() for suffix in SUFFIXES)


class LibraryGoneError(NewsreaderError):
    """The library's folder can't be listed any more; what is known of it is kept."""


@dataclass(frozen=True, slots=True)
class Listing:
    """The files of a library: its stories' files, its registry if it has one, and folders that could not be listed."""

    files: Sequence[FileStamp]
    registry: FileStamp | None
    unlisted: Sequence[bytes]


@dataclass(frozen=True, slots=True)
class Changes:
    """What is to be done to bring an index up to date: files to read, in the order of their paths, and files gone."""

    changed: Sequence[FileStamp]
    removed: Sequence[bytes]


@dataclass(frozen=True, slots=True)
class RegistryContent:
    """What a registry file holds, and what is wrong with it; `is_read` is false where it could not be opened."""

    outlets: Sequence[Outlet] = ()
    problems: Sequence[Problem] = ()
    is_read: bool = True


@dataclass(slots=True)
class _Walk:
    """Folders still to be listed, and what was found so far."""

    root: bytes
    files: list[FileStamp] = field(default_factory=list)
    registry: FileStamp | None = None
    unlisted: list[bytes] = field(default_factory=list)
    folders: list[tuple[bytes, int]] = field(default_factory=lambda: [(b"", 0)])


def list_library(root: Path, cancelled: Callable[[], bool] = lambda: False) -> Listing:
    """All files of the library at `root`; stops early once `cancelled` is true.

    Raises LibraryGoneError when the folder itself can't be listed.
    """
    walk = _Walk(os.fsencode(root))
    while walk.folders and not cancelled():
        folder, depth = walk.folders.pop()
        try:
            _list_folder(walk, folder, depth)
        except OSError as error:
            if not folder:
                raise LibraryGoneError(f"The library {root} can't be read: {error.strerror}.") from error
            walk.unlisted.append(folder)
    return Listing(walk.files, walk.registry, walk.unlisted)


def _list_folder(walk: _Walk, folder: bytes, depth: int) -> None:
    with os.scandir(os.path.join(walk.root, folder)) as entries:
        for entry in entries:
            if entry.name.startswith(b"."):
                continue
            path = os.path.join(folder, entry.name)
            if entry.is_dir(follow_symlinks=False):
                if depth < DEEPEST_FOLDER:
                    walk.folders.append((path, depth + 1))
            elif entry.name.lower().endswith(_SUFFIXES) and entry.is_file(follow_symlinks=False):
                _add_file(walk, path, entry)


def _add_file(walk: _Walk, path: bytes, entry: os.DirEntry[bytes]) -> None:
    try:
        found = entry.stat(follow_symlinks=False)
    except FileNotFoundError:
        return
    stamp = FileStamp(path, found.st_mtime_ns, found.st_size)
    if path == REGISTRY:
        walk.registry = stamp
    elif path.lower() != README:
        walk.files.append(stamp)


def compare(listing: Listing, known: Mapping[bytes, tuple[int, int]]) -> Changes:
    """What differs between the files as they are and as they were `known` (time and size by path)."""
    changed = [stamp for stamp in listing.files if known.get(stamp.path) != (stamp.mtime_ns, stamp.size)]
    changed.sort(key=lambda stamp: stamp.path)
    gone = known.keys() - {stamp.path for stamp in listing.files} - {REGISTRY}
    unlisted = tuple(os.path.join(folder, b"") for folder in listing.unlisted)
    return Changes(changed, sorted(path for path in gone if not path.startswith(unlisted or b"\0")))


def registry_changed(listing: Listing, known: Mapping[bytes, tuple[int, int]]) -> bool:
    """Whether the registry is another than the one that was `known`."""
    stamp = listing.registry
    return known.get(REGISTRY) != ((stamp.mtime_ns, stamp.size) if stamp else None)


def read_story_file(root: Path, stamp: FileStamp) -> FileContent:
    """The stories of one file of the library at `root`. Whatever is wrong with the file is a problem in the result."""
    path = shown_path(stamp.path)
    try:
        data = _read_bytes(root, stamp.path)
    except OSError as error:
        unread = FileStamp(stamp.path, -1, stamp.size)  # looked at again next time
        return FileContent(unread, (), (_unreadable(path, error),))
    parsed = parse(data, path)
    return FileContent(stamp, [(placed.story, placed.line) for placed in parsed.stories], parsed.problems)


def read_registry(root: Path) -> RegistryContent:
    """The outlets that the registry of the library at `root` holds; none where there is no such file."""
    try:
        data = _read_bytes(root, REGISTRY)
    except FileNotFoundError:
        return RegistryContent()
    except OSError as error:
        return RegistryContent((), (_unreadable(shown_path(REGISTRY), error),), is_read=False)
    parsed = parse_outlets(data, shown_path(REGISTRY))
    return RegistryContent(parsed.outlets, parsed.problems)


def shown_path(path: bytes) -> str:
    """`path` as text that is safe to show, with forward slashes."""
    return clean_line(os.fsdecode(path).replace(os.sep, "/"))


def _unreadable(path: str, error: OSError) -> Problem:
    reason = error.strerror or str(error)
    mend = {
        "Permission denied": "Give yourself the right to read it.",
    }.get(reason, "Check the disk and the file's rights.")
    return Problem(path, 0, 0, f"The file can't be read: {reason}.", mend)


def _read_bytes(root: Path, path: bytes) -> bytes:
    """All bytes of a regular file; raises OSError for anything else, also for one that is too large."""
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
    flags |= getattr(os, "O_NOFOLLOW", 0)
    descriptor = os.open(os.path.join(os.fsencode(root), path), flags)
    with os.fdopen(descriptor, "rb") as file:
        found = os.fstat(descriptor)
        if not stat.S_ISREG(found.st_mode):
            raise OSError(0, "it is not a regular file")
        data = file.read(LARGEST_FILE + 1)
    if len(data) > LARGEST_FILE:
        raise OSError(0, f"it is larger than {LARGEST_FILE // 1024 // 1024} MB")
    return data
