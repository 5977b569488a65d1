"""Replacing a file of the user's as a whole: whoever reads it sees the old one or the new one."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path
from typing import Final

from newsreader.regular_file import read_regular_file

_NEW: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)


class FileChangedError(OSError):
    """Signal that a file is not the one any more that was read before."""


def replace_file(path: Path, data: bytes, expected: bytes | None) -> None:
    """Have `data` in the regular file at `path`, which holds `expected` until then; None: there is no file.

    The file keeps its mode. Raises OSError where that is not possible, and FileChangedError where the file has
    changed; the file then is as it was.
    """
    mode = None if expected is None else _writable_mode(path)
    scratch = path.with_name(f".{path.name}.{os.urandom(4).hex()}.new")
    descriptor = os.open(scratch, _NEW, 0o666)
    try:
        with os.fdopen(descriptor, "wb") as file:
            if mode is not None:
                os.chmod(scratch, mode)
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if _content(path, len(expected or b"")) != expected:
            raise FileChangedError(0, "it has changed meanwhile")
        scratch.replace(path)
    except BaseException:
        with suppress(OSError):
            scratch.unlink()
        raise
    _sync_folder(path.parent)


def _writable_mode(path: Path) -> int:
    """Return the mode of a regular file that may be written; a new file in its place would need no permission."""
    found = os.lstat(path)
    if not stat.S_ISREG(found.st_mode):
        raise OSError(0, "it is not a regular file")
    if not os.access(path, os.W_OK):
        raise PermissionError(0, "it is read-only")
    return stat.S_IMODE(found.st_mode)


def _content(path: Path, most: int) -> bytes | None:
    """Return what is in the regular file at `path`, which has `most` bytes unless it has changed; None for no file."""
    try:
        return read_regular_file(path, most, follows_link=False)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise FileChangedError(0, "it has changed meanwhile") from error


def _sync_folder(folder: Path) -> None:
    """Have the new name on the disk, where the system can do that for a folder."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
