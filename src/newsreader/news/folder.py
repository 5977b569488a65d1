"""An open folder of a library, reached through no link."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

_NEW: Final = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
_FOLDER: Final = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_NOFOLLOW", 0)
_HAS_DESCRIPTORS: Final = {os.open, os.mkdir, os.link, os.unlink} <= os.supports_dir_fd


class Folder:
    """An open folder: what is done in it is done there, even where its path leads elsewhere meanwhile.

    Where the system has no descriptors of folders, its path stands for it.
    """

    def __init__(self, path: Path, descriptor: int | None) -> None:
        self._path = path
        self._descriptor = descriptor

    @classmethod
    def open(cls, library: Path, levels: Sequence[str]) -> Folder:
        """Open the folder at `levels` below the library, made where it is missing; none of them may be a link.

        Raises OSError where that is not possible.
        """
        if not library.is_dir():
            raise OSError(errno.ENOENT, "the library is not there")
        descriptor = os.open(library, os.O_RDONLY | getattr(os, "O_DIRECTORY", 0)) if _HAS_DESCRIPTORS else None
        place = cls(library, descriptor)
        for level in levels:
            try:
                below = place.enter(level)
            finally:
                place.close()
            place = below
        return place

    def close(self) -> None:
        """Let the folder go."""
        if self._descriptor is not None:
            os.close(self._descriptor)

    def enter(self, name: str) -> Folder:
        """Open the folder `name` in this one, and make it where it is missing."""
        with suppress(FileExistsError):
            os.mkdir(self._of(name), dir_fd=self._descriptor)
        if self._descriptor is not None:
            return Folder(self._path / name, os.open(name, _FOLDER, dir_fd=self._descriptor))
        if not stat.S_ISDIR(os.lstat(self._path / name).st_mode):
            raise OSError(errno.ENOTDIR, "it is not a folder")
        return Folder(self._path / name, None)

    def create(self, name: str) -> int:
        """Make a new file, and return its descriptor."""
        return os.open(self._of(name), _NEW, 0o666, dir_fd=self._descriptor)

    def link(self, name: str, new: str) -> None:
        """Give a file one more name. Raises FileExistsError where something has it."""
        os.link(
            self._of(name),
            self._of(new),
            src_dir_fd=self._descriptor,
            dst_dir_fd=self._descriptor,
            follow_symlinks=self._descriptor is None,
        )

    def remove(self, name: str) -> None:
        """Remove a name of a file."""
        os.unlink(self._of(name), dir_fd=self._descriptor)

    def sync(self) -> None:
        """Have the names on the disk, where the system can do that for a folder."""
        if self._descriptor is not None:
            with suppress(OSError):
                os.fsync(self._descriptor)

    def _of(self, name: str) -> str | Path:
        return self._path / name if self._descriptor is None else name
