"""Where files, documents, lists and items begin in YAML, as far as a look at the lines shows."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import Final

from newsreader.formats.field_names import is_field

_BOM: Final = "\ufeff"
_JOINT = re.compile(rf"^{_BOM}+|{_BOM}+(?=---(?:\s|\Z)|(?:-[ ]+)*([\w -]{{1,20}}):(?:\s|\Z))", re.MULTILINE)
_LINE_END = re.compile(r"\r\n?|\n")
_DOCUMENT = re.compile(r"^---(?=\s|\Z)", re.MULTILINE)
_DASH: Final = r"-(?=[ \t\r\n]|\Z)"
ITEM = re.compile(rf"^(?P<margin>[ ]*){_DASH}|{_DOCUMENT.pattern}", re.MULTILINE)
"""The beginning of an item of a list, with its `margin`, or of a document, without one."""

_ABOVE_VALUE: Final = r"(?:(?:[ \t]*(?:#[^\r\n]*)?|(?:---|%)[^\r\n]*)(?:\r\n?|\n))*+"
_LIST = re.compile(rf"{_ABOVE_VALUE}(?P<margin>[ ]*){_DASH}")
"""A document that is a list."""

_END_OF_VALUE = re.compile(
    rf"\s*+\Z|[ ]*+(?:{_DASH}|#|[\"']?[\w-][\w -]{{0,60}}[\"']?[ \t]*+:(?:\s|\Z))|(?:---|\.\.\.)(?=\s|\Z)"
)


def joined_files(text: str) -> list[tuple[int, str]]:
    """Return the files that were joined to `text`, each with the number of lines above it.

    Each but the first begins with a byte order mark, as editors of Windows write it. It stands at the beginning of a
    line. Where the file above ends without a line end, it stands before a document or a field.
    """
    if _BOM not in text:
        return [(0, text)]
    return list(_files(text))


def _files(text: str) -> Iterator[tuple[int, str]]:
    start = lines = 0
    for joint in _JOINT.finditer(text):
        at = joint.start()
        if (joint[1] and not is_field(joint[1])) or at < start:
            continue
        if at > start:
            yield lines, text[start:at]
            lines += len(_LINE_END.findall(text, start, at))
        start = joint.end()
    yield lines, text[start:]


def line_starts(text: str) -> list[int]:
    """Return where each line of `text` begins."""
    return [0, *(end.end() for end in _LINE_END.finditer(text))]


def line_of(starts: Sequence[int], at: int) -> int:
    """Return the index of the line of the character `at` this place."""
    return bisect_right(starts, at) - 1


def is_end_of_value(line: str) -> bool:
    """Return whether a line is empty or a comment, or begins an item, a document or a field."""
    return _END_OF_VALUE.match(line) is not None


def margin_of_list(text: str, end: int) -> int | None:
    """Return by how much the items of the last document above a place are indented; None where it is no list."""
    start = max((found.start() for found in _DOCUMENT.finditer(text, 0, end)), default=0)
    found = _LIST.match(text, start)
    return len(found["margin"]) if found else None


def item_above(text: str, starts: Sequence[int], number: int) -> int:
    """Return the index of the line where the item begins that the line `number` is part of.

    It is the line itself where there is no list.
    """
    margin = margin_of_list(text, starts[number])
    end = starts[number + 1] if number + 1 < len(starts) else len(text)
    first = number
    for found in ITEM.finditer(text, 0, end):
        if margin is not None and found["margin"] is not None and len(found["margin"]) == margin:
            first = line_of(starts, found.start())
    return first
