"""Find the files of a library on disk, and read one file safely.

Files belong to the user: they are only ever read. Links are not followed and only regular files are opened, so that a
pipe or a device in the folder can't block the reader.
"""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from newsreader.errors import NewsreaderError, Problem
from newsreader.formats import SUFFIXES
from newsreader.kept_sources import has_sources
from newsreader.regular_file import read_regular_file
from newsreader.story import Outlet
from newsreader.story_file import FileContent, FileStamp
from newsreader.text import clean_line

if TYPE_CHECKING:
    from newsreader.index.prepared import PreparedFile

REGISTRY: Final = b"outlets.yaml"
"""The registry of outlets, in the library's top folder."""

FEEDS: Final = b"feeds.yaml"
"""The subscriptions, in the library's top folder: no story either."""

README: Final = b"readme.md"
"""A page about the library in its top folder, in any case, is no story."""

NO_STORIES: Final = (README, FEEDS)
"""Files in the top folder, in any case, that are not read as stories."""

_REGISTRY_NAMES: Final = (REGISTRY, b"outlets.yml")
"""File names, in any case and folder, that are meant as a registry."""

_NEAR_SUFFIXES: Final = {
    **dict.fromkeys((b".markdown", b".mdown", b".mkdn", b".mkd", b".mdwn", b".mdtext"), ".md"),
    b".text": ".txt",
}
"""Endings of text files that are not read, and the ending with which they would be read."""

_TO_ADD: Final = {
    **dict.fromkeys((b".html", b".htm", b".mhtml", b".mht", b".eml", b".vtt", b".srt"), ""),
    b".json": "Call it {stem}.yaml if it is a story, as YAML includes JSON; else try: ",
    b".jsonl": "Write each of its stories into a file of its own, or try: ",
    b".csv": "A list of ratings is read by: newsreader ratings import. Else try: ",
}
"""Endings of files that are no stories but may hold some, and what to do with each beside `newsreader add`."""

LARGEST_FILE: Final = 64 * 1024 * 1024
"""Bytes of the largest file that is read."""

DEEPEST_FOLDER: Final = 32
UNSURE: Final = -1
"""The time of a folder that changed so recently that another change could have the same time."""

UNREADABLE: Final = -3
"""The time of a file that could not be read: the next sync tries again."""

_NO_STAMP: Final = (0, 0)
_DOT: Final = ord(".")
_LONGEST_SUFFIX: Final = max(map(len, SUFFIXES))
_TIME_TO_TELL: Final = 2_000_000_000
_SEPARATOR: Final = os.fsencode(os.sep)
_SUFFIXES: Final = tuple(suffix.encode() for suffix in SUFFIXES)


class LibraryGoneError(NewsreaderError):
    """The library's folder can't be listed any more; the index keeps what it knows of it."""


class LibraryEmptiedError(LibraryGoneError):
    """All of a library's many files are gone at once, as when its disk is not mounted."""


class FolderListing(Struct, frozen=True):
    """One folder of a library: `path` relative to it, time and size of each story file by name, and its folders' paths.

    `mtime_ns` is when the folder last changed, in nanoseconds, or UNSURE if that was so recently that another change
    could have the same time.
    """

    path: bytes
    mtime_ns: int
    files: Mapping[bytes, tuple[int, int]]
    folders: Sequence[bytes]
    registry: FileStamp | None = None


class Listing(Struct, frozen=True):
    """The files of a library: story files, the registry if it has one, and folders that could not be listed."""

    files: Sequence[FileStamp]
    registry: FileStamp | None
    unlisted: Sequence[bytes]


class RegistryContent(Struct, frozen=True):
    """What a registry file holds and its problems; `is_read` is false if it could not be opened."""

    outlets: Sequence[Outlet] = ()
    problems: Sequence[Problem] = ()
    is_read: bool = True


def list_library(root: Path) -> Listing:
    """List all files of the library at `root`. Raises LibraryGoneError if the folder itself can't be listed."""
    unlisted: list[bytes] = []
    folders = list(walk(root, unlisted))
    files = [
        FileStamp(os.path.join(folder.path, name), *stamp) for folder in folders for name, stamp in folder.files.items()
    ]
    return Listing(files, folders[0].registry, unlisted)


def list_library_folder(root: Path) -> FolderListing:
    """List the folder of the library at `root` itself. Raises LibraryGoneError if it can't be listed."""
    return next(walk(root, []))


def walk(
    root: Path, unlisted: list[bytes], start: bytes = b"", cancelled: Callable[[], bool] = lambda: False
) -> Iterator[FolderListing]:
    """Yield the folder `start` of the library at `root` and all below it; later names first, as many are dates.

    Folders that can't be listed are added to `unlisted`. Raises LibraryGoneError if that is the library's own.
    """
    top = top_of(root)
    folders = [start]
    while folders and not cancelled():
        folder = folders.pop()
        try:
            listing = list_folder(top, folder)
        except OSError as error:
            if not folder:
                raise LibraryGoneError(f"The library {root} can't be read: {error.strerror}.") from error
            unlisted.append(folder)
            continue
        yield listing
        folders += listing.folders


def top_of(root: Path) -> bytes:
    """Return the path of the library at `root` as it goes before that of a folder in it."""
    return os.path.join(os.fsencode(root), b"")


def list_folder(top: bytes, folder: bytes) -> FolderListing:
    """List one folder of the library whose path is `top`; raises OSError if it can't be listed."""
    place = top + folder
    below = folder + _SEPARATOR if folder else b""
    may_enter = below.count(_SEPARATOR) < DEEPEST_FOLDER
    changed, now = os.stat(place).st_mtime_ns, time.time_ns()
    files: dict[bytes, tuple[int, int]] = {}
    folders: list[bytes] = []
    with os.scandir(place) as entries:
        for entry in entries:
            name = entry.name
            if name[0] == _DOT:
                continue
            is_story = name.endswith(_SUFFIXES) or name[-_LONGEST_SUFFIX:].lower().endswith(_SUFFIXES)
            if is_story and entry.is_file(follow_symlinks=False):
                try:
                    found = entry.stat(follow_symlinks=False)
                except FileNotFoundError:
                    continue
                except OSError:  # its path may be too long: reading it reports why
                    files[name] = _NO_STAMP
                else:
                    files[name] = (found.st_mtime_ns, found.st_size)
            elif may_enter and entry.is_dir(follow_symlinks=False):
                folders.append(below + name)
    folders.sort()
    registry = None
    if not folder:
        if REGISTRY in files:
            registry = FileStamp(REGISTRY, *files.pop(REGISTRY))
        files = {name: stamp for name, stamp in files.items() if name.lower() not in NO_STORIES}
    return FolderListing(folder, changed if changed < now - _TIME_TO_TELL else UNSURE, files, folders, registry)


def unread_files(root: Path) -> list[Problem]:
    """Return the files of the library at `root` that look like stories except for the endings of their names."""
    problems: list[Problem] = []
    for folder in walk(root, []):
        with suppress(OSError), os.scandir(os.path.join(os.fsencode(root), folder.path)) as entries:
            for entry in entries:
                path = shown_path(os.path.join(folder.path, entry.name))
                fix = _way_to_read(entry.name, path)
                if fix and entry.name[0] != _DOT and entry.is_file(follow_symlinks=False):
                    message = f"This file is not read, as its name does not end in {', '.join(sorted(SUFFIXES))}."
                    problems.append(Problem(path, 0, 0, message, fix))
    return sorted(problems, key=lambda problem: problem.path)


def _way_to_read(name: bytes, path: str) -> str:
    """Return what to do so that the file `name` at `path`, which is not read, is a story; "" if nothing would help."""
    stem, suffix = os.path.splitext(name)
    known, first = _NEAR_SUFFIXES.get(suffix.lower()), _TO_ADD.get(suffix.lower())
    if known:
        return f"Call it {shown_path(stem)}{known}."
    if first is None:
        return ""
    given = quote(f"./{path}" if path.startswith("-") else path)
    return f"{first.replace('{stem}', shown_path(stem))}newsreader add {given}"


def stamp_of(root: Path, path: bytes) -> FileStamp | None:
    """Return the stamp of the story file or registry at `path` as it is now; None if there is none.

    Raises LibraryGoneError if the library's folder is gone.
    """
    parts = path.split(_SEPARATOR)
    if any(part.startswith(b".") for part in parts) or len(parts) > DEEPEST_FOLDER + 1:
        return None
    if not parts[-1].lower().endswith(_SUFFIXES) or path.lower() in NO_STORIES:
        return None
    place = os.fsencode(root)
    for part in parts[:-1]:  # a folder may have become a link
        place = os.path.join(place, part)
        if not stat.S_ISDIR(_mode(place)):
            return None
    try:
        found = os.lstat(os.path.join(place, parts[-1]))
    except OSError:
        if not root.is_dir():
            raise LibraryGoneError(f"The library {root} can't be read: it is gone.") from None
        return None
    return FileStamp(path, found.st_mtime_ns, found.st_size) if stat.S_ISREG(found.st_mode) else None


def _mode(place: bytes) -> int:
    try:
        return os.lstat(place).st_mode
    except OSError:
        return 0


def read_story_file(root: Path, stamp: FileStamp) -> FileContent:
    """Return the stories and the problems of one file of the library at `root`."""
    path = shown_path(stamp.path)
    try:
        data = _read_bytes(root, stamp.path)
    except OSError as error:
        unread = FileStamp(stamp.path, UNREADABLE, stamp.size)
        return FileContent(unread, (), (_unreadable(path, error),))
    from newsreader.formats import parse  # most starts read no file

    parsed = parse(data, path, os.path.splitext(os.fsdecode(stamp.path))[1])
    problems = parsed.problems
    if not parsed.stories and os.path.basename(stamp.path).lower() in _REGISTRY_NAMES:
        message = "This looks like a registry of outlets, but is not read as one."
        fix = f"The registry is called {os.fsdecode(REGISTRY)} and lies in the library's top folder."
        problems = (Problem(path, 1, 1, message, fix),)
    return FileContent(stamp, [(placed.story, placed.line) for placed in parsed.stories], problems)


def prepare_files(root: Path, stamps: Sequence[FileStamp], *, titles_first: bool = False) -> list[PreparedFile]:
    """Read files of the library at `root`, and prepare their stories for the index, as `prepare_file` does."""
    from newsreader.index.prepared import prepare_file  # most starts read no file

    sources = root if has_sources(root) else None  # asked once, since each question to the system takes its time
    return [prepare_file(read_story_file(root, stamp), sources, titles_first=titles_first) for stamp in stamps]


def read_registry(root: Path) -> RegistryContent:
    """Return the outlets in the registry of the library at `root`; none if there is no such file."""
    try:
        data = _read_bytes(root, REGISTRY)
    except FileNotFoundError:
        return RegistryContent()
    except OSError as error:
        return RegistryContent((), (_unreadable(shown_path(REGISTRY), error),), is_read=False)
    from newsreader.formats import parse_outlets

    parsed = parse_outlets(data, shown_path(REGISTRY))
    return RegistryContent(parsed.outlets, parsed.problems)


def shown_path(path: bytes) -> str:
    """Return `path` as text that is safe to show, with forward slashes."""
    text = os.fsdecode(path).replace(os.sep, "/")
    return clean_line(text) or ascii(text)


def _unreadable(path: str, error: OSError) -> Problem:
    reason = error.strerror or str(error)
    fix = {
        "Permission denied": "Give yourself permission to read it.",
    }.get(reason, "Check the disk and the file's permissions.")
    return Problem(path, 0, 0, f"The file can't be read: {reason}.", fix)


def _read_bytes(root: Path, path: bytes) -> bytes:
    return read_regular_file(os.path.join(os.fsencode(root), path), LARGEST_FILE, follows_link=False)
