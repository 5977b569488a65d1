"""Lists on a plain-text page whose lines look like prose one by one: numbered, lettered, or with Word's `o`.

A line that begins with `1.` or `o` may be prose, so it takes a list to make a point of it: at least two
lines that count up from 1 or a, or begin with `o`, on a page that has no other bullets.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from newsreader.formats.page.shapes import Kind, Shape

_ITEM = re.compile(r"[ \t]*(?:\(?(?P<mark>\d{1,2}|[a-z])[.)]|(?P<o>o))[ \t]+(?P<text>\S.*)")
_FEWEST: Final = 2


def begins_item(line: str) -> bool:
    """Whether a line of prose could be an item of such a list."""
    return _ITEM.fullmatch(line) is not None


def with_lists(lines: Sequence[str], shapes: Sequence[Shape]) -> Sequence[Shape]:
    """The `shapes` of these lines with a bullet for each item of the first such list on a page without bullets."""
    if any(shape.kind is Kind.BULLET for shape in shapes):
        return shapes
    items: list[tuple[int, str]] = []
    expected = ""
    for number, (line, shape) in enumerate(zip(lines, shapes, strict=True)):
        found = _ITEM.fullmatch(line) if shape.kind is Kind.TEXT else None
        mark = (found["mark"] or found["o"]) if found else ""
        if found and mark == expected:
            items.append((number, found["text"].strip()))
        elif found and (mark in ("1", "a") or found["o"]) and len(items) < _FEWEST:
            items = [(number, found["text"].strip())]
        elif shape.kind is Kind.BLANK or (items and shape.kind is Kind.TEXT and line[:1].isspace()):
            continue  # between two items, or the rest of one
        elif len(items) >= _FEWEST:
            break
        else:
            items = []
            expected = ""
            continue
        expected = "o" if mark == "o" and found and found["o"] else _after(mark)
    if len(items) < _FEWEST:
        return shapes
    changed = list(shapes)
    for number, text in items:
        changed[number] = Shape(Kind.BULLET, text)
    return changed


def _after(mark: str) -> str:
    return str(int(mark) + 1) if mark.isdecimal() else chr(ord(mark) + 1)
