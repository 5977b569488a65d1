"""A file of YAML in parts that are read one by one, so that a fault in one does not cost the next."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from newsreader.formats.field_names import is_field

_BOM: Final = "\ufeff"
_JOINT = re.compile(rf"^{_BOM}+|{_BOM}+(?=---(?:\s|\Z)|(?:-[ ]+)*([\w -]{{1,20}}):(?:\s|\Z))", re.MULTILINE)
_LINE_END = re.compile(r"\r\n?|\n")
_ITEM = re.compile(r"^(?:-[ ]|---(?:[ \t]|$))", re.MULTILINE)


def joined_parts(text: str) -> list[tuple[int, str]]:
    """The files that were joined to `text`, each with the number of lines above it.

    Each but the first begins with a byte order mark, as editors of Windows write it: at the beginning of a line,
    or where the file above ends without one, before a document or a field.
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


def next_item(text: str, line: int) -> tuple[str, int] | None:
    """What begins with the next item of a list, or the next document, below this line; and how many lines are above it.

    None where there is none, and where the text is not a list of stories at all.
    """
    first = _ITEM.search(text)
    if first is None:
        return None
    ends = _LINE_END.finditer(text)
    start = 0
    for _ in range(line):
        end = next(ends, None)
        if end is None:
            return None
        start = end.end()
    found = _ITEM.search(text, start)
    return (text[found.start() :], line + len(_LINE_END.findall(text, start, found.start()))) if found else None
