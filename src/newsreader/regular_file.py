"""Reading a file whose kind nobody vouches for: a pipe or a device in its place holds nothing up."""

from __future__ import annotations

import codecs
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

_FLAGS: Final = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)


def read_regular_file(
    path: str | bytes | os.PathLike[str], most_bytes: int, *, follows_link: bool = True, folder: int | None = None
) -> bytes:
    """Return all bytes of the regular file at `path`, which begins at the open `folder` where one is given.

    Raises OSError where there is none, and where it has more than `most_bytes`. It does so as well where something
    else stands in its place, such as a link, unless it `follows_link`.
    """
    with open_regular_file(path, follows_link=follows_link, folder=folder) as file:
        data = file.read(most_bytes + 1)
    if len(data) > most_bytes:
        raise OSError(0, f"it is larger than {_size(most_bytes)}")
    return data


@contextmanager
def open_regular_file(
    path: str | bytes | os.PathLike[str], *, follows_link: bool = True, folder: int | None = None
) -> Iterator[IO[bytes]]:
    """Give the regular file at `path`, open for reading. Raises OSError as `read_regular_file` does."""
    flags = _FLAGS | (0 if follows_link else getattr(os, "O_NOFOLLOW", 0))
    descriptor = os.open(path, flags) if folder is None else os.open(path, flags, dir_fd=folder)
    with os.fdopen(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(0, "it is not a regular file")
        yield file


def _size(count: int) -> str:
    return f"{count // 1024 // 1024} MB" if count >= 1024 * 1024 else f"{count // 1024} kB"


class NotTextError(Exception):
    """Signal a file that is not text in UTF-8; the message says what it is, as the end of a sentence."""


def read_text_file(path: Path, limit: int) -> str:
    """Return the text of the regular file at `path`, without the byte order mark that some editors write.

    Raises NotTextError where it is not UTF-8, and OSError as `read_regular_file` does.
    """
    data = read_regular_file(path, limit)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        is_utf_16 = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
        raise NotTextError("is UTF-16, not UTF-8 text" if is_utf_16 else "is not UTF-8 text") from error
