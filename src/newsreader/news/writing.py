"""Writing a story into the library: a whole file under a name that nothing had, or none at all."""

from __future__ import annotations

import errno
import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from typing import Final

from newsreader.atomic_file import FileChangedError, replace_file
from newsreader.errors import NewsreaderError, Severity
from newsreader.formats import parse, write
from newsreader.news.names import file_name, safe_name
from newsreader.story import Story

_MOST_NAMES: Final = 1000
"""Names that are tried for one story."""

_NEW: Final = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
_FOLDER: Final = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_NOFOLLOW", 0)
_HAS_DESCRIPTORS: Final = {os.open, os.mkdir, os.link, os.unlink} <= os.supports_dir_fd
_NO_LINKS: Final = frozenset(
    {errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EACCES, errno.EMLINK, errno.EXDEV}
)
"""What systems and disks say that have no hard links."""


class NotWrittenError(NewsreaderError):
    """Signal that a story was not written, and nothing is left of it; the text says why."""


def write_story(library: Path, folder: str, story: Story, extension: str = ".yaml") -> Path:
    """Write `story`, which has an id, into `folder` of the library, below a folder of its month; return the path.

    The file has another name until it is whole, on the disk, and read back. It never takes the place of another one.
    No folder on the way to it is a link. Raises NotWrittenError where that is not possible.
    """
    return write_file(library, folder, file_name(story, date.today(), extension), encoded(story, extension))


def write_file(library: Path, folder: str, name: str, data: bytes) -> Path:
    """Write a file as `write_story` does; its `name` begins with its day."""
    levels = [*(safe_name(part) for part in folder.split("/") if part), name[:7]]
    try:
        with _opened(library, levels) as place:
            made = _write_new(place, name, data)
    except OSError as error:
        reason = error.strerror or str(error)
        raise NotWrittenError(f"The story can't be written into {'/'.join(levels)}: {reason}.") from error
    return library.joinpath(*levels, made)


def rewrite_story(path: Path, before: bytes, story: Story) -> bool:
    """Write `story` in place of the file at `path`, and return True, if that has exactly the bytes `before`.

    Where it has others it stays as it is. Raises OSError where it can't be written.
    """
    try:
        replace_file(path, encoded(story, path.suffix), before)
    except FileChangedError:
        return False
    return True


def encoded(story: Story, extension: str) -> bytes:
    """Return the bytes of a file with `story`, which a reader has read as that story.

    Raises NotWrittenError where it reads another one.
    """
    data = write(story, extension).encode("utf-8", "replace")
    parsed = parse(data, f"story{extension}")
    found = [placed.story for placed in parsed.stories]
    wrong = next((problem for problem in parsed.problems if problem.severity is Severity.ERROR), None)
    if wrong or [(each.id, each.title) for each in found] != [(story.id, story.title)]:
        reason = wrong.message if wrong else "Its file reads as another story."
        raise NotWrittenError(f"The story can't be written. {reason}")
    return data


@contextmanager
def _opened(library: Path, levels: list[str]) -> Iterator[_Folder]:
    """Give the folder at `levels` below the library, made where it is missing; every level is a folder, not a link."""
    with _root(library) as root:
        place = root
        try:
            for level in levels:
                below = place.enter(level)
                if place is not root:
                    place.close()
                place = below
            yield place
        finally:
            if place is not root:
                place.close()


@contextmanager
def _root(library: Path) -> Iterator[_Folder]:
    if not library.is_dir():
        raise OSError(errno.ENOENT, "the library is not there")
    descriptor = os.open(library, os.O_RDONLY | getattr(os, "O_DIRECTORY", 0)) if _HAS_DESCRIPTORS else None
    root = _Folder(library, descriptor)
    try:
        yield root
    finally:
        root.close()


class _Folder:
    """An open folder: what is done in it is done there, even where its path leads elsewhere meanwhile.

    Where the system has no descriptors of folders, its path stands for it.
    """

    def __init__(self, path: Path, descriptor: int | None) -> None:
        self._path = path
        self._descriptor = descriptor

    def close(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)

    def enter(self, name: str) -> _Folder:
        """Open the folder `name` in this one, and make it where it is missing."""
        with suppress(FileExistsError):
            os.mkdir(self._of(name), dir_fd=self._descriptor)
        if self._descriptor is not None:
            return _Folder(self._path / name, os.open(name, _FOLDER, dir_fd=self._descriptor))
        if not stat.S_ISDIR(os.lstat(self._path / name).st_mode):
            raise OSError(errno.ENOTDIR, "it is not a folder")
        return _Folder(self._path / name, None)

    def create(self, name: str) -> int:
        return os.open(self._of(name), _NEW, 0o666, dir_fd=self._descriptor)

    def link(self, name: str, new: str) -> None:
        os.link(
            self._of(name),
            self._of(new),
            src_dir_fd=self._descriptor,
            dst_dir_fd=self._descriptor,
            follow_symlinks=self._descriptor is None,
        )

    def remove(self, name: str) -> None:
        os.unlink(self._of(name), dir_fd=self._descriptor)

    def sync(self) -> None:
        """Have the names on the disk, where the system can do that for a folder."""
        if self._descriptor is not None:
            with suppress(OSError):
                os.fsync(self._descriptor)

    def _of(self, name: str) -> str | Path:
        return self._path / name if self._descriptor is None else name


def _write_new(place: _Folder, name: str, data: bytes) -> str:
    """Write a file that is called `name`, or nearly so where there is one; return its name."""
    hidden = f".{secrets.token_hex(8)}.new"
    _fill(place, hidden, data)
    try:
        for candidate in _candidates(name):
            with suppress(FileExistsError):
                _give_name(place, hidden, candidate, data)
                place.sync()
                return candidate
        raise OSError(errno.EEXIST, "there are too many files of this name")
    finally:
        place.remove(hidden)


def _candidates(name: str) -> Iterator[str]:
    yield name
    stem, dot, extension = name.rpartition(".")
    for number in range(2, _MOST_NAMES):
        yield f"{stem}-{number}{dot}{extension}"


def _give_name(place: _Folder, hidden: str, name: str, data: bytes) -> None:
    try:
        place.link(hidden, name)
    except FileExistsError:
        raise
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        _fill(place, name, data)


def _fill(place: _Folder, name: str, data: bytes) -> None:
    """Write `data` into a new file, on the disk, and read it back."""
    descriptor = place.create(name)
    try:
        with os.fdopen(descriptor, "w+b") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
            file.seek(0)
            if file.read() != data:
                raise OSError(errno.EIO, "the disk gives back something else")
    except BaseException:
        with suppress(OSError):
            place.remove(name)
        raise
