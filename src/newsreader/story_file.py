"""A file of a library, as the folder lists it and with what was read from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from newsreader.errors import Problem
from newsreader.story import Story

SUFFIXES: Final = (".yaml", ".yml", ".md", ".txt")
"""The endings of file names that are story files, in lower case."""

_MARKDOWN: Final = ".md"


def is_markdown(path: str) -> bool:
    """Whether summary and key points of the stories in the file at `path` are Markdown; of all others they are text."""
    return path[-len(_MARKDOWN) :].casefold() == _MARKDOWN


@dataclass(frozen=True, slots=True)
class FileStamp:
    """A file as its folder lists it: `path` relative to the library, as bytes; time in nanoseconds; size in bytes."""

    path: bytes
    mtime_ns: int
    size: int


@dataclass(frozen=True, slots=True)
class FileContent:
    """What a file holds: its stories with the line each begins at, and what is wrong with it."""

    stamp: FileStamp
    stories: Sequence[tuple[Story, int]] = ()
    problems: Sequence[Problem] = ()
