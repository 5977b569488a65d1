"""YAML text made fit for the parser without a change of its meaning, and what its values were before.

The parser takes some characters for more than YAML 1.2 does, or refuses them, and with them all that
follows. Each of those is replaced by a character for private use, which the parser takes for text, and
put back into the values. The text keeps its length, so every place in it stays what it was.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import Any, Final

from msgspec import Struct

from newsreader.formats.reports import Report
from newsreader.formats.yaml.comments import line_start
from newsreader.formats.yaml.spaces import with_plain_spaces

_BREAKS: Final = "\x85\u2028\u2029"
_ANY_BREAK = re.compile(f"[{_BREAKS}]")
_SEGMENT = re.compile(rf"([^\r\n{_BREAKS}]*)(\r\n?|[\n{_BREAKS}]|\Z)")
_BLOCK = re.compile(r"([ ]*(?:-[ ]+)*)(?:[^#]*?:[ ]+)?[|>][-+0-9]{0,2}[ ]*(?:(?<=[ ])#.*)?")
_STRUCTURE = re.compile(r"[ ]*(?:-(?:[ ]|\Z)|[^\s:][^:]{0,100}:(?:[ ]|\Z)|---|\.\.\.|#)")


def _line_breaks(text: str) -> list[int]:
    """List the places at which U+2028, U+2029 or U+0085 ends a line.

    They do so in blocks of text, as older libraries write and read them. Anywhere else they are text, as in YAML 1.2.
    """
    places: list[int] = []
    if not _ANY_BREAK.search(text):
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
        last = found.start(2) if block is not None and end and end in _BREAKS else None
    return places


_FIRST: Final = 0x10F000
"""What a character of the Basic Latin or Latin-1 block is replaced by, less the character."""

_ESCAPE: Final = chr(_FIRST + ord("\\"))
_BANG: Final = chr(_FIRST + ord("!"))
_NEXT_LINE: Final = chr(_FIRST + 0x85)
_LINE_SEPARATOR: Final = chr(_FIRST + 0x128)
_PARAGRAPH_SEPARATOR: Final = chr(_FIRST + 0x129)
_OWN: Final = f"[{chr(_FIRST)}-{_PARAGRAPH_SEPARATOR}]"
_BREAK: Final = f"[{_NEXT_LINE}{_LINE_SEPARATOR}{_PARAGRAPH_SEPARATOR}]"

_ODD_CHARACTER = re.compile(
    r"[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufffd\U00010000-\U0010efff\U0010f12a-\U0010ffff]"
)
_CONTROL = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_HALF: Final = r"(?:u|U0000)[dD][89a-fA-F][0-9a-fA-F]{2}"
_OF_OUR_OWN: Final = r"U0010[fF][01][0-9a-fA-F]{2}"
_ESCAPE_OF_HALF = re.compile(rf"(?<!\\)(?:\\\\)*\\(?={_HALF}|{_OF_OUR_OWN})")
_ESCAPED_OWN = re.compile(f"{_ESCAPE}{_OF_OUR_OWN}")
_BANG_OF_TEXT = re.compile(r"(?<![^\s\[{,])!(?!!\w|<)")
"""A `!` that YAML may take for the beginning of the name of a type."""

_ALONE = re.compile(r"[^\s,\[\]{}]{0,60}[ \t]*(?=[\r\n])")
"""Such a name with nothing behind it on its line."""

_DIRECTIVE = re.compile(r"^%.*", re.MULTILINE)
_FIELD_START = re.compile(r"(?:[ ]|-(?=[ ]))*")
_NEXT_INDENT = re.compile(r"\s*[\r\n]([ ]*)(?=[^\s#])")
_LINE_END = re.compile(r"\r\n?|\n")
_ESCAPED_HALVES = re.compile(rf"{_ESCAPE}(?:u|U0000)([dD][89a-fA-F][0-9a-fA-F]{{2}})")
_ESCAPED_PAIR = re.compile(
    rf"{_ESCAPE}(?:u|U0000)([dD][89abAB][0-9a-fA-F]{{2}}){_ESCAPE}(?:u|U0000)([dD][c-fC-F][0-9a-fA-F]{{2}})"
)
_FOLDED_AFTER_BREAK = re.compile(f"(?<={_BREAK})(?: (?! )|\n)")
_INDENT_AFTER_BREAK = re.compile(f"(?<={_BREAK}) {{2,}}")
_BACK: Final = {_FIRST + code: chr(code) for code in range(0x100)} | {
    ord(_LINE_SEPARATOR): "\u2028",
    ord(_PARAGRAPH_SEPARATOR): "\u2029",
}
_AWAY: Final = {char: chr(mark) for mark, char in _BACK.items()}


class Place(Struct, frozen=True):
    """A place in a text, counted from 0."""

    line: int
    column: int
    index: int = 0


class YamlSource:
    """A text in YAML: `given` as it is in the file, `text` as the parser gets it, of the same length.

    `is_marked` says whether the two differ; `has_breaks` whether the parser counts more lines than the file has.
    """

    def __init__(self, given: str) -> None:
        self.given = given
        self._breaks = [] if given.isascii() else _line_breaks(given)
        text = with_plain_spaces(_with(given, self._breaks, "\n"))
        if _ODD_CHARACTER.search(text):
            text = _ODD_CHARACTER.sub(lambda found: _AWAY.get(found.group(), "\ufffd"), text)
        if "\\u" in text or "\\U" in text:
            text = _ESCAPE_OF_HALF.sub(lambda found: found.group()[:-1] + _ESCAPE, text)
        if "!" in text:
            text = _DIRECTIVE.sub(lambda found: found.group().replace(_BANG, "!"), _BANG_OF_TEXT.sub(_bang, text))
        self.text = _with(text, self._breaks, "\u2028")
        self.has_breaks = bool(self._breaks)
        self.is_marked = self.text != given

    def mark(self, mark: Any) -> Any:
        """Return a place that the parser names, in the lines of the file."""
        return Place(mark.line - bisect_left(self._breaks, mark.index), mark.column, mark.index)

    def report_control_character(self, report: Report) -> None:
        """Report the first character that YAML forbids, if there is one."""
        if self.is_marked and (found := _CONTROL.search(self.given)):
            code = f"U+{ord(found.group()):04X}"
            message = f"The control character {code} is not allowed here."
            report.warn(*_end(self.given[: found.start()]), message, "Delete it from the file.")

    def value(self, event: Any, report: Report) -> str:
        """Return the text of a scalar, with the characters that the file has; what of it can't be is reported."""
        value: str = event.value
        if not re.search(_OWN, value):
            return value
        style = event.style
        if style == '"':
            value = self._unescaped(value, event, report)
        if style in ("'", '"') and re.search(_BREAK, value):
            value = _FOLDED_AFTER_BREAK.sub(lambda found: "\n" if found.group() == " " else "\n\n", value)
            value = _INDENT_AFTER_BREAK.sub("", value)
        return value.translate(_BACK)

    def begins_with_bang(self, event: Any) -> bool:
        """Return whether a plain scalar is text that YAML would take for the name of a type."""
        return not event.style and event.value.startswith(_BANG)

    def _unescaped(self, value: str, event: Any, report: Report) -> str:
        """Return `value` with the halves of surrogate pairs, as JSON escapes them, joined; a lone one is reported."""
        value = _ESCAPED_OWN.sub("\ufffd", _ESCAPED_PAIR.sub(_joined, value))
        lone = _ESCAPED_HALVES.search(value)
        if lone:
            code = lone[1].upper()
            source = self.text[event.start_mark.index : event.end_mark.index]
            within = _ESCAPED_PAIR.sub(lambda pair: "\0" * len(pair.group()), source).find(lone.group())
            message = f"The escape \\u{code} is one half of a surrogate pair; the other half is missing."
            line, column = _end(source[: max(within, 0)])
            start = self.mark(event.start_mark)
            column += start.column if line == 1 else 0
            report.warn(start.line + line, column, message, "Delete it, or write both.")
        return _ESCAPED_HALVES.sub("\ufffd", value)


def _with(text: str, places: Sequence[int], char: str) -> str:
    """Return `text` with `char` at each of the `places`."""
    if not places:
        return text
    chars = list(text)
    for place in places:
        chars[place] = char
    return "".join(chars)


def _bang(found: re.Match[str]) -> str:
    """Return a replaced `!`, unless it names the type of what stands in the lines below, indented."""
    text = found.string
    if alone := _ALONE.match(text, found.end()):
        line = line_start(text, found.start())
        start, below = _FIELD_START.match(text, line), _NEXT_INDENT.match(text, alone.end())
        if start and below and len(below[1]) > start.end() - line:
            return "!"
    return _BANG


def _end(text: str) -> tuple[int, int]:
    """Return the line and column, counted from 1, that follow `text`."""
    lines = _LINE_END.split(text)
    return len(lines), len(lines[-1]) + 1


def _joined(pair: re.Match[str]) -> str:
    high, low = int(pair[1], 16) - 0xD800, int(pair[2], 16) - 0xDC00
    return chr(0x10000 + (high << 10) + low)
