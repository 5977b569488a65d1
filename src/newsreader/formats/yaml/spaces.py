"""No-break and wide spaces where YAML needs plain ones: in indentation and behind the name of a field.

Anywhere else they are text. Whether a place is one or the other depends on the lines above it. There are no fields in
a block of text, nor in a value that goes on over several lines.
"""

from __future__ import annotations

import re
from typing import Final

from msgspec import Struct, field

from newsreader.formats.field_names import LIST_FIELDS, field_name, is_field

_ODD: Final = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_NEEDS_LOOK = re.compile(f"^[ ]*(?:-[ ]+)*[{_ODD}]|[:|>-][-+0-9 \t]*[{_ODD}]", re.MULTILINE)
_ODD_SPACE = re.compile(f"[{_ODD}]")
_LINES = re.compile(r"[^\r\n]*(?:\r\n?|\n|\Z)")
_RUN = re.compile(f"[ {_ODD}]*")
_DASHES = re.compile(rf"(?:-(?:[ {_ODD}]+|(?=[\r\n]|\Z)))*")
_DASH_ALONE = re.compile(f"-[{_ODD}]")
"""A dash whose space is an odd one. Behind a plain space such a space is the beginning of the text."""
_FIELD = re.compile(rf"[\"']?([^\s:\"'#][^:\"'#\r\n]{{0,30}}?)[\"']?[ \t{_ODD}]*:(?P<gap>[ \t{_ODD}]+|(?=[\r\n]|\Z))")
_FIELD_IN_BRACKETS = re.compile(rf"[\[{{,][ \t]*[\"']?([\w -]{{1,20}})[\"']?[ \t]*:(?P<gap>[ \t{_ODD}]+)")
_BLOCK_HEADER = re.compile(rf"[|>][-+0-9]{{0,2}}(?P<gap>[ \t{_ODD}]*)(?:(?<=\s)#.*)?(?=[\r\n]|\Z)")


def with_plain_spaces(text: str) -> str:
    """Return `text` of the same length, with plain spaces in these places."""
    if text.isascii() or not _NEEDS_LOOK.search(text):
        return text
    lines = _Lines()
    for line in _LINES.finditer(text):
        lines.read(line.group())
    return "".join(lines.done)


class _Lines(Struct):
    """Text while its lines are read: those that are done, and what the last ones are part of.

    `block` is the column of the field or dash above a block of text, `margin` the indentation of that block. `text` is
    the column of a field or dash whose value has begun on its line. `in_list` says that the value of the last field is
    a list that begins below it.
    """

    done: list[str] = field(default_factory=list)
    block: int | None = None
    margin: int | None = None
    text: int | None = None
    in_list: bool = False

    def read(self, line: str) -> None:
        """Take in the next line."""
        width = _end(_RUN, line, 0)
        if line[width:].strip():
            line = self._in_block(line, width) if self._is_in_block(width) else self._outside(line, width)
        self.done.append(line)

    def _is_in_block(self, width: int) -> bool:
        if self.block is not None and width <= self.block:
            self.block = None
        return self.block is not None

    def _in_block(self, line: str, width: int) -> str:
        """Return a line of a block, with as many plain spaces as the block is indented by."""
        plain = len(line) - len(line.lstrip(" "))
        if self.margin is None:
            self.margin = plain if self.block is not None and plain > self.block else width
        return line if plain >= self.margin else _spaced(line, 0, min(self.margin, width))

    def _outside(self, line: str, width: int) -> str:
        if self.text is not None and width > self.text:
            return line
        self.text = None
        dashes = _end(_DASHES, line, width)
        found = _FIELD.match(line, dashes)
        is_known = found is not None and is_field(found[1])
        if is_known or dashes > width:
            line = _spaced(line, 0, dashes if is_known else width)
        if not is_known and self.in_list:
            line = line[:width] + _DASH_ALONE.sub("- ", line[width:dashes]) + line[dashes:]
        if found is None:
            return self._value(line, dashes, line.rfind("-", 0, dashes)) if dashes > width else self._bracketed(line)
        if is_known:
            self.in_list = not line[found.end() :].strip() and field_name(found[1]) in LIST_FIELDS
            line = _spaced(line, *found.span("gap")) if found["gap"][:1] not in (" ", "\t") else line
        return self._value(line, found.end(), dashes)

    def _value(self, line: str, at: int, column: int) -> str:
        """Return a line whose value begins `at` a place; `column` is that of its field or dash."""
        if header := _BLOCK_HEADER.match(line, at):
            self.block, self.margin = column, None
            return _spaced(line, *header.span("gap"))
        if line[at:].strip() and line[at] not in "[{":
            self.text = column
        return self._bracketed(line, at)

    @staticmethod
    def _bracketed(line: str, at: int = 0) -> str:
        """Return `line` with plain spaces behind the known fields within brackets, where it has such at a place."""
        if line[at : at + 1] in ("[", "{") or (not at and line.lstrip()[:1] in ("[", "{", ",")):
            return line[:at] + _FIELD_IN_BRACKETS.sub(_spaced_field, line[at:])
        return line


def _end(pattern: re.Pattern[str], line: str, at: int) -> int:
    found = pattern.match(line, at)
    return found.end() if found else at


def _spaced_field(found: re.Match[str]) -> str:
    whole, start = found.group(), found.start("gap") - found.start()
    return _spaced(whole, start, len(whole)) if is_field(found[1]) else whole


def _spaced(line: str, start: int, end: int) -> str:
    """Return `line` with each space from `start` to `end` made a plain one; tabs stay."""
    return line[:start] + _ODD_SPACE.sub(" ", line[start:end]) + line[end:]
