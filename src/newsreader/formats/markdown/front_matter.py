"""The front matter at the top of a Markdown file: where it ends, and in which language it is written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from msgspec import Struct

from newsreader.text import clean_text

YAML: Final = "YAML"
TOML: Final = "TOML"
JSON: Final = "JSON"

_FENCES: Final = {"---": YAML, "+++": TOML}
_ENDS: Final = {YAML: ("---", "..."), TOML: ("+++",)}
_FIELDS: Final = {
    YAML: re.compile(r"""\s*[\w"'][\w "'-]*:(?:\s|$)"""),
    TOML: re.compile(r"""\s*(?:[\w"'][\w."' -]*=|\[)"""),
}
"""What the first line of front matter looks like that is never closed."""

_JSON_START = re.compile(r"""\s*\{\s*(?:$|\}|["']|\w[\w -]*:)""")
_IN_JSON = re.compile(r'"(?:[^"\\\n]+|\\.)*"?|[{}\[\]]')


class FrontMatter(Struct, frozen=True):
    """The `text` of front matter, which begins below `offset` lines, and the lines of the body.

    `start` is the line where the file's text begins. Front matter that is not closed ends at the first empty line.
    """

    language: str
    start: int
    offset: int
    text: str
    body: Sequence[str]
    is_closed: bool = True


def first_line(lines: Sequence[str]) -> int:
    """Return the number of the first line with text, counted from 1; 0 if there is none."""
    return next((number for number, line in enumerate(lines, 1) if not is_blank(line)), 0)


def is_blank(line: str) -> bool:
    """Return whether nothing of `line` is to be seen."""
    return not line or line.isspace() or not clean_text(line).strip()


def find_front_matter(lines: Sequence[str]) -> FrontMatter | None:
    """Return the front matter of a file with these `lines`, None if it has none.

    A `---` above anything but a field is a rule, unless another one follows.
    """
    start = first_line(lines)
    if not start:
        return None
    first = _bare(lines[start - 1])
    language = _FENCES.get(first)
    if language is None:
        return _json(lines, start) if _JSON_START.match(first) else None
    for number in range(start, len(lines)):
        if lines[number][:1] in "-.+\u200b\ufeff" and _bare(lines[number]) in _ENDS[language]:
            return FrontMatter(language, start, start, "\n".join(lines[start:number]), lines[number + 1 :])
    if start == len(lines) or not _FIELDS[language].match(lines[start]):
        return None
    return _unclosed(language, lines, start, start)


def without_rule(lines: Sequence[str]) -> Sequence[str]:
    """Return `lines` without the rule that they begin with, if they do."""
    start = first_line(lines)
    return lines[start:] if start and _bare(lines[start - 1]) in _FENCES else lines


def _bare(line: str) -> str:
    return clean_text(line).strip() if not line[:1].isspace() else clean_text(line).rstrip()


def _unclosed(language: str, lines: Sequence[str], start: int, offset: int) -> FrontMatter:
    end = next((number for number in range(start, len(lines)) if is_blank(lines[number])), len(lines))
    return FrontMatter(language, start, offset, "\n".join(lines[offset:end]), lines[end:], is_closed=False)


def _json(lines: Sequence[str], start: int) -> FrontMatter:
    """Return an object in JSON at the top, up to its closing bracket, or to a line with only such."""
    text = "\n".join(lines[start - 1 :])
    end = _end_of_json(text)
    if end is not None:
        body = text[end:].split("\n")
        return FrontMatter(JSON, start, start - 1, text[:end], body)
    for number in range(start, len(lines)):
        if lines[number].rstrip() == "}":
            return FrontMatter(JSON, start, start - 1, "\n".join(lines[start - 1 : number + 1]), lines[number + 1 :])
    return _unclosed(JSON, lines, start, start - 1)


def _end_of_json(text: str) -> int | None:
    depth = 0
    for found in _brackets(text):
        depth += 1 if found.group() in "{[" else -1
        if not depth:
            return found.end()
    return None


def depth_of_json(text: str) -> int:
    """Return how deep the brackets in `text` are nested."""
    depth = deepest = 0
    for found in _brackets(text):
        depth += 1 if found.group() in "{[" else -1
        deepest = max(deepest, depth)
    return deepest


def _brackets(text: str) -> Iterator[re.Match[str]]:
    return (found for found in _IN_JSON.finditer(text) if found.group()[0] != '"')
