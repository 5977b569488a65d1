"""Writing stories into the library: whole files under names that nothing had, or none at all."""

from __future__ import annotations

import errno
import os
import secrets
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from datetime import date
from pathlib import Path
from typing import Final, TypeVar

from msgspec import Struct

from newsreader.atomic_file import FileChangedError, replace_file
from newsreader.errors import NewsreaderError, Severity
from newsreader.formats import parse, write
from newsreader.news.folder import Folder
from newsreader.news.names import file_name, safe_name
from newsreader.story import Story

_MOST_NAMES: Final = 1000
"""Names that are tried for one story."""

_SYNCS: Final = 8
"""Files that are synced at once: a disk writes down together what is asked for together."""

_NO_LINKS: Final = frozenset(
    {errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EACCES, errno.EMLINK, errno.EXDEV}
)
"""What systems and disks say that have no hard links."""


_T = TypeVar("_T")


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
    with closing(NewFiles(library)) as files:
        files.add(folder, name, data)
        return files.name_all()[0]


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


class _NewFile(Struct):
    """A file under a hidden name: its folder, the levels that lead to it, and the name that it is to have."""

    place: Folder
    levels: tuple[str, ...]
    hidden: str
    name: str
    data: bytes
    descriptor: int


class NewFiles:
    """Files of a library that get their names together, once all of them are on the disk.

    To sync many at once takes a tenth of the time. What has no name yet when this is closed is removed.
    """

    def __init__(self, library: Path) -> None:
        self._library = library
        self._folders: dict[tuple[str, ...], Folder] = {}
        self._files: list[_NewFile] = []
        self._workers = ThreadPoolExecutor(_SYNCS, "sync")

    def add(self, folder: str, name: str, data: bytes) -> None:
        """Write a file for `folder` of the library, below a folder of the month with which its `name` begins.

        Raises NotWrittenError where that is not possible. The other files stay.
        """
        levels = (*(safe_name(part) for part in folder.split("/") if part), name[:7])
        hidden = _hidden_name()
        try:
            place = self._folder(levels)
            self._files.append(_NewFile(place, levels, hidden, name, data, _filled(place, hidden, data)))
        except OSError as error:
            raise _not_written(levels, error) from error

    def name_all(self) -> list[Path]:
        """Sync all files, give them their names, and return their paths in the order in which they were added.

        Raises NotWrittenError where that is not possible for one of them. None of them is there then.
        """
        levels: tuple[str, ...] = ()
        named: list[tuple[_NewFile, str]] = []
        try:
            self._at_once(os.fsync, [file.descriptor for file in self._files])
            for file in self._files:
                levels = file.levels
                named.append((file, _named(file)))
            self._at_once(Folder.sync, self._folders.values())
        except OSError as error:
            for file, name in named:
                with suppress(OSError):  # what can't be removed is whole, and the next fetch finds it
                    file.place.remove(name)
            raise _not_written(levels or self._files[0].levels, error) from error
        finally:
            self._let_go()
        return [self._library.joinpath(*file.levels, name) for file, name in named]

    def close(self) -> None:
        """Remove what has no name."""
        self._let_go()
        self._workers.shutdown()

    def _at_once(self, sync: Callable[[_T], None], things: Collection[_T]) -> None:
        if len(things) == 1:
            sync(*things)
        else:
            list(self._workers.map(sync, things))

    def _let_go(self) -> None:
        for file in self._files:
            os.close(file.descriptor)
            with suppress(OSError):  # the next fetch removes it
                file.place.remove(file.hidden)
        self._files = []
        for folder in self._folders.values():
            folder.close()
        self._folders = {}

    def _folder(self, levels: tuple[str, ...]) -> Folder:
        if levels not in self._folders:
            self._folders[levels] = Folder.open(self._library, levels)
        return self._folders[levels]


def _not_written(levels: tuple[str, ...], error: OSError) -> NotWrittenError:
    reason = error.strerror or str(error)
    return NotWrittenError(f"The story can't be written into {'/'.join(levels)}: {reason}.")


def _named(file: _NewFile) -> str:
    """Give a file its name, or nearly so where there is one; return the name."""
    for candidate in _candidates(file.name):
        with suppress(FileExistsError):
            _give_name(file.place, file.hidden, candidate, file.data)
            return candidate
    raise OSError(errno.EEXIST, "there are too many files of this name")


def _candidates(name: str) -> Iterator[str]:
    yield name
    stem, dot, extension = name.rpartition(".")
    for number in range(2, _MOST_NAMES):
        yield f"{stem}-{number}{dot}{extension}"


def write_into(place: Folder, name: str, data: bytes) -> None:
    """Write a file into an open folder, whole or not at all. Raises FileExistsError where something has its name."""
    hidden = _hidden_name()
    descriptor = _filled(place, hidden, data)
    try:
        os.fsync(descriptor)
        _give_name(place, hidden, name, data)
    finally:
        os.close(descriptor)
        with suppress(OSError):  # it is in nobody's way
            place.remove(hidden)
    place.sync()


def _hidden_name() -> str:
    return f".{secrets.token_hex(8)}.new"


def _give_name(place: Folder, hidden: str, name: str, data: bytes) -> None:
    try:
        place.link(hidden, name)
    except FileExistsError:
        raise
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        descriptor = _filled(place, name, data)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _filled(place: Folder, name: str, data: bytes) -> int:
    """Write `data` into a new file, read it back, and return its descriptor."""
    descriptor = place.create(name)
    try:
        with os.fdopen(descriptor, "w+b", closefd=False) as file:
            file.write(data)
            file.seek(0)
            if file.read() != data:
                raise OSError(errno.EIO, "the disk gives back something else")
    except BaseException:
        os.close(descriptor)
        with suppress(OSError):
            place.remove(name)
        raise
    return descriptor
