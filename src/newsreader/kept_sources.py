"""The texts that summaries were made from, kept in a hidden folder of the library.

A kept text has its hash for a name. So a text that was changed is as good as none, and two stories share one.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import Final

from newsreader.regular_file import read_regular_file

FOLDER: Final = ".sources"
"""The folder of kept texts, below the library. Whatever reads a library skips it, since its name begins with a dot."""

LARGEST: Final = 16 * 1024 * 1024
"""The most bytes of a kept text."""

_HASH = re.compile("sha256:([0-9a-f]{64})")
_FOLDER_FLAGS: Final = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_CLOEXEC", 0)
_NO_LINK: Final = getattr(os, "O_NOFOLLOW", 0)
_HAS_DESCRIPTORS: Final = os.open in os.supports_dir_fd


def source_path(text_hash: str) -> PurePosixPath | None:
    """Return the path below the library at which the text of this hash is kept, None where it is no such hash.

    `text_hash` is what the origin of a story states: `sha256:` and 64 hexadecimal digits in lower case.
    """
    place = _place(text_hash)
    return PurePosixPath(place) if place else None


def has_sources(library: Path) -> bool:
    """Return whether the library keeps any source."""
    return os.path.isdir(os.path.join(library, FOLDER))


def kept_source(library: Path, text_hash: str) -> str | None:
    """Return the text of this hash, None where it is not kept, or not as it was.

    No link is followed below the library, and what is too large is left alone.
    """
    place = _place(text_hash)
    if not place:
        return None
    try:
        with _opened(library, PurePosixPath(place)) as (last, folder):
            data = read_regular_file(last, LARGEST, follows_link=False, folder=folder)
    except OSError:
        return None
    if f"sha256:{sha256(data).hexdigest()}" != text_hash:
        return None
    return data.decode("utf-8", "replace")


def _place(text_hash: str) -> str:
    found = _HASH.fullmatch(text_hash)
    return f"{FOLDER}/{found[1][:2]}/{found[1]}.txt" if found else ""


@contextmanager
def _opened(library: Path, path: PurePosixPath) -> Iterator[tuple[str | Path, int | None]]:
    """Yield the name of a file, and the descriptor of its folder, which no link leads to.

    Where the system has no descriptors of folders, the whole path stands for both. Raises OSError where there is none.
    """
    *levels, name = path.parts
    if not _HAS_DESCRIPTORS:
        if any(library.joinpath(*levels[:count]).is_symlink() for count in range(1, len(levels) + 1)):
            raise OSError(0, "a link leads to it")
        yield library / path, None
        return
    with ExitStack() as opened:
        folder = os.open(library, _FOLDER_FLAGS)
        opened.callback(os.close, folder)
        for level in levels:
            folder = os.open(level, _FOLDER_FLAGS | _NO_LINK, dir_fd=folder)
            opened.callback(os.close, folder)
        yield name, folder
