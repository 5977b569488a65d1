"""A file of a library, as the folder lists it and with what was read from it."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from newsreader.errors import Problem
from newsreader.story import Story


class FileStamp(Struct, frozen=True):
    """Describe a file as its folder lists it: `path` relative to the library, time in nanoseconds, size in bytes."""

    path: bytes
    mtime_ns: int
    size: int


class FileContent(Struct, frozen=True):
    """What was read from a file: its stories with the line each begins at, and what is wrong with it."""

    stamp: FileStamp
    stories: Sequence[tuple[Story, int]] = ()
    problems: Sequence[Problem] = ()
