"""A file of YAML in parts that are read one by one, so that a fault in one does not cost the next."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from typing import Final

from newsreader.errors import FormatError
from newsreader.formats.field_names import is_field
from newsreader.formats.reports import Report
from newsreader.formats.yaml.events import BrokenYamlError, Node, read_units

_MOST_FAULTS: Final = 100
"""Faults in the YAML of one file behind which reading goes on."""

_MOST_READ_AGAIN: Final = 20_000_000
"""Characters that are read again behind such faults: there are some behind which the parser looks at all the rest."""

_BOM: Final = "\ufeff"
_JOINT = re.compile(rf"^{_BOM}+|{_BOM}+(?=---(?:\s|\Z)|(?:-[ ]+)*([\w -]{{1,20}}):(?:\s|\Z))", re.MULTILINE)
_LINE_END = re.compile(r"\r\n?|\n")
_DOCUMENT = re.compile(r"^---(?=\s|\Z)", re.MULTILINE)
_DASH: Final = r"-(?=[ \t\r\n]|\Z)"
_ITEM = re.compile(rf"^(?P<margin>[ ]*){_DASH}|{_DOCUMENT.pattern}", re.MULTILINE)
_ABOVE_VALUE: Final = r"(?:(?:[ \t]*(?:#[^\r\n]*)?|(?:---|%)[^\r\n]*)(?:\r\n?|\n))*+"
_LIST = re.compile(rf"{_ABOVE_VALUE}(?P<margin>[ ]*){_DASH}")
"""A document that is a list."""


def joined_parts(text: str) -> list[tuple[int, str]]:
    """Return the files that were joined to `text`, each with the number of lines above it.

    Each but the first begins with a byte order mark, as editors of Windows write it. It stands at the beginning of a
    line. Where the file above ends without a line end, it stands before a document or a field.
    """
    if _BOM not in text:
        return [(0, text)]
    return list(_parts(text))


def _parts(text: str) -> Iterator[tuple[int, str]]:
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


def read_on(text: str, report: Report, is_last: Callable[[str], bool]) -> Iterator[Node]:
    """Give the top-level values in `text`, as `read_units` does; a fault costs the value that it is in.

    Values below a fault are read on from the next item of the list, or the next document. `is_last` is asked
    after each fault whether the text from the value with the fault on is done with.
    """
    left = _MOST_READ_AGAIN
    while True:
        try:
            yield from read_units(text, report)
            return
        except FormatError as error:
            report.failure(error)
            following = None if is_last(text) else _next_item(text, error)
        if following is None:
            return
        text, lines = following
        report.offset += lines
        left -= len(text) + _MOST_READ_AGAIN // _MOST_FAULTS
        if left < 0:
            fix = "Correct those above; then the next ones are told."
            report.error(1, 1, "There are too many faults in this file: what begins here was not read.", fix)
            return


def _next_item(text: str, fault: FormatError) -> tuple[str, int] | None:
    """Return what begins with the next item of a list, or the next document, and how many lines are above it.

    It is the next one behind the value that the fault cuts off, though that may have taken it for a part of itself.
    None where there is none.
    """
    starts = [0, *(end.end() for end in _LINE_END.finditer(text))]
    begun = fault.begun if isinstance(fault, BrokenYamlError) else None
    line = fault.line if begun is None else begun
    if line >= len(starts):
        return None
    margin = _margin_of_list(text, starts[line - 1])
    for found in _ITEM.finditer(text, starts[line]):
        if found["margin"] is None or len(found["margin"]) == margin:
            return text[found.start() :], bisect_right(starts, found.start()) - 1
    return None


def _margin_of_list(text: str, end: int) -> int | None:
    """Return by how much the items of the last document above a place are indented; None where it is no list."""
    start = max((found.start() for found in _DOCUMENT.finditer(text, 0, end)), default=0)
    found = _LIST.match(text, start)
    return len(found["margin"]) if found else None
