"""Where U+2028, U+2029 and U+0085 end a line of YAML: in blocks of text, as older libraries write and read them.

Anywhere else they are text, as in YAML 1.2.
"""

from __future__ import annotations

import re
from typing import Final

BREAKS: Final = "\x85\u2028\u2029"
_BREAK = re.compile(f"[{BREAKS}]")
_SEGMENT = re.compile(rf"([^\r\n{BREAKS}]*)(\r\n?|[\n{BREAKS}]|\Z)")
_BLOCK = re.compile(r"([ ]*(?:-[ ]+)*)(?:[^#]*?:[ ]+)?[|>][-+0-9]{0,2}[ ]*(?:(?<=[ ])#.*)?")
_STRUCTURE = re.compile(r"[ ]*(?:-(?:[ ]|\Z)|[^\s:][^:]{0,100}:(?:[ ]|\Z)|---|\.\.\.|#)")


def line_breaks(text: str) -> list[int]:
    """The places of those of these characters that end a line."""
    places: list[int] = []
    if not _BREAK.search(text):
        return places
    block: int | None = None  # the column of the field or dash above a block of text
    margin: int | None = None  # the indentation of that block
    last: int | None = None
    for found in _SEGMENT.finditer(text):
        line, end = found.groups()
        width = len(line) - len(line.lstrip(" "))
        if block is not None and width < len(line):
            if width <= block and (last is None or _STRUCTURE.match(line)):
                block = margin = None
            elif width < (margin or block + 1):
                last = None
            elif margin is None:
                margin = width
        if last is not None:
            places.append(last)
        if block is None and (header := _BLOCK.fullmatch(line)):
            dashes = header[1]
            block = max(len(dashes) if ":" in line[len(dashes) :] else dashes.rfind("-"), 0)
        last = found.start(2) if block is not None and end and end in BREAKS else None
    return places
