"""Story files, read and written: one row for each format. What reads and writes is imported when it is needed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePosixPath
from pkgutil import resolve_name
from typing import Final

from msgspec import Struct

from newsreader.formats.decoding import decode
from newsreader.formats.reports import Parsed, ParsedOutlets, Placed, Report
from newsreader.story import Story

__all__ = [
    "FORMATS",
    "SUFFIXES",
    "Format",
    "Parsed",
    "ParsedOutlets",
    "Placed",
    "decode",
    "has_fast_parser",
    "is_markdown",
    "parse",
    "parse_outlets",
    "write",
]


class Format(Struct, frozen=True):
    """Describe one kind of story file.

    `name` is what options of the command line call it; `suffixes` are the endings of its files, in lower case.
    `reader` and `writer` name functions as "module:function": from the bytes of a file and its path to `Parsed`, and
    from a story to text. `is_markdown` says that summary and key points are Markdown; of all others they are text.
    `for_people` says that `newsreader show` can write it.
    """

    name: str
    suffixes: tuple[str, ...]
    reader: str
    writer: str
    is_markdown: bool = False
    for_people: bool = True

    def parse(self, data: bytes, path: str) -> Parsed:
        """Read the stories in the file at `path` that holds `data`. Never raises."""
        read: Callable[[bytes, str], Parsed] = resolve_name(self.reader)
        return read(data, path)

    def write(self, story: Story) -> str:
        """Return the text of a file from which `parse` gives back `story`."""
        written: Callable[[Story], str] = resolve_name(self.writer)
        return written(story)


FORMATS: Final = (
    Format(
        "yaml",
        (".yaml", ".yml"),
        "newsreader.formats.yaml.story:parse_yaml",
        "newsreader.formats.yaml.story:write_yaml",
        for_people=False,
    ),
    Format(
        "page",
        (".txt",),
        "newsreader.formats.page.story:parse_page",
        "newsreader.formats.page.text:write_page",
    ),
    Format(
        "markdown",
        (".md",),
        "newsreader.formats.markdown.story:parse_markdown",
        "newsreader.formats.markdown.story:write_markdown",
        is_markdown=True,
    ),
)
"""All formats of story files."""

_BY_SUFFIX: Final = {suffix: each for each in FORMATS for suffix in each.suffixes}

SUFFIXES: Final = tuple(_BY_SUFFIX)
"""The endings of file names that are story files, in lower case."""

_MARKDOWN_SUFFIXES: Final = tuple(suffix for suffix, each in _BY_SUFFIX.items() if each.is_markdown)


def is_markdown(path: str) -> bool:
    """Return whether summary and key points of the stories in the file at `path` are Markdown."""
    return path.casefold().endswith(_MARKDOWN_SUFFIXES)


def parse(data: bytes, path: str, suffix: str | None = None) -> Parsed:
    """Read the stories in the file at `path` (relative, with forward slashes) that holds `data`.

    The `suffix`, in any case, says which format it is. It is the ending of `path`, unless `path` is only
    what can be shown of it. Never raises: whatever is wrong with the content is among the problems.
    """
    known = _BY_SUFFIX.get((PurePosixPath(path).suffix if suffix is None else suffix).casefold())
    if known is None:
        report = Report(path)
        endings = ", ".join(sorted(SUFFIXES))
        report.error(1, 1, "This is not a kind of file that holds stories.", f"Give it one of the endings {endings}.")
        return report.parsed()
    return known.parse(data, path)


def parse_outlets(data: bytes, path: str) -> ParsedOutlets:
    """Read the outlets in the registry file at `path` that holds `data`. Never raises."""
    from newsreader.formats.yaml.story import parse_outlet_registry

    return parse_outlet_registry(data, path)


def has_fast_parser() -> bool:
    """Return whether YAML is read by the library in C, which takes a tenth of the time."""
    from newsreader.formats.yaml import events

    return events.has_fast_parser()


def write(story: Story, suffix: str) -> str:
    """Return the text of a file with the ending `suffix` from which `parse` gives back `story`.

    Raises ValueError if `suffix` is not among `SUFFIXES`.
    """
    known = _BY_SUFFIX.get(suffix.casefold())
    if known is None:
        raise ValueError(f"{suffix!r} is not one of {', '.join(sorted(SUFFIXES))}")
    return known.write(story)
