"""Story files, read and written: YAML, Markdown with front matter, and plain-text pages."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePosixPath
from typing import Final

from newsreader.formats.decoding import decode
from newsreader.formats.markdown.story import parse_markdown, write_markdown
from newsreader.formats.page.story import parse_page
from newsreader.formats.page.text import write_page
from newsreader.formats.reports import Parsed, ParsedOutlets, Placed, Report
from newsreader.formats.yaml.events import has_fast_parser
from newsreader.formats.yaml.story import parse_outlet_registry, parse_yaml, write_yaml
from newsreader.story import Story
from newsreader.story_file import SUFFIXES

__all__ = [
    "SUFFIXES",
    "Parsed",
    "ParsedOutlets",
    "Placed",
    "decode",
    "has_fast_parser",
    "parse",
    "parse_outlets",
    "write",
]

_Reader = Callable[[bytes, str], Parsed]
_Writer = Callable[[Story], str]

_FORMATS: Final[dict[str, tuple[_Reader, _Writer]]] = {
    ".yaml": (parse_yaml, write_yaml),
    ".yml": (parse_yaml, write_yaml),
    ".md": (parse_markdown, write_markdown),
    ".txt": (parse_page, write_page),
}


def parse(data: bytes, path: str, suffix: str | None = None) -> Parsed:
    """The stories in the file at `path` (relative, with forward slashes) that holds `data`.

    The `suffix`, in any case, says which format it is; it is the ending of `path` unless `path` is only
    what can be shown of it. Never raises: whatever is wrong with the content is among the problems.
    """
    known = _FORMATS.get((PurePosixPath(path).suffix if suffix is None else suffix).casefold())
    if known is None:
        report = Report(path)
        endings = ", ".join(sorted(SUFFIXES))
        report.error(1, 1, "This is not a kind of file that holds stories.", f"Give it one of the endings {endings}.")
        return report.parsed()
    return known[0](data, path)


def parse_outlets(data: bytes, path: str) -> ParsedOutlets:
    """The outlets in the registry file at `path` that holds `data`. Never raises."""
    return parse_outlet_registry(data, path)


def write(story: Story, suffix: str) -> str:
    """The text of a file with the ending `suffix` from which `parse` gives back `story`.

    Raises ValueError if `suffix` is not among `SUFFIXES`.
    """
    known = _FORMATS.get(suffix.casefold())
    if known is None:
        raise ValueError(f"{suffix!r} is not one of {', '.join(sorted(SUFFIXES))}")
    return known[1](story)
