"""Slips in YAML whose meaning is plain: no space behind a colon or a dash, and words between the stories of a list."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from msgspec import Struct

from newsreader.formats.field_names import LIST_FIELDS, begins_with_field, field_before_colon, field_name, unread_colon
from newsreader.formats.reports import excerpt
from newsreader.formats.yaml.layout import ITEM, is_end_of_value, margin_of_list

_LINE_START = re.compile(r"[ ]*(?:-[ ]+)*")
_BARE_DASH = re.compile(r"-(?=[^\s-])")
_DASH_FIX: Final = "Write a space after it, like this: - …"
_WORDS_FIX: Final = "Indent it if it goes on with the text above, write a `#` before it, or delete it."


class Slip(Struct, frozen=True):
    """A slip in the lines from index `start` to before `end`: what it should be, and what is reported."""

    start: int
    end: int
    lines: str
    column: int
    message: str
    fix: str


class SlipFinder(Struct, frozen=True):
    """Look for slips in the lines of a text, which begin at `starts`."""

    text: str
    starts: Sequence[int]

    def slip(self, begun: int | None, places: Sequence[tuple[int, int]], *, is_alone: bool) -> Slip | None:
        """Return the first slip at one of the `places`, which are lines and columns, counted from 0.

        `begun` is the line of the value that the parser was in. `is_alone` says that plain text stands in place of a
        story.
        """
        for number, column in places:
            line = self._line(number)
            found = self._colon(number, column, line) or self._dash(number, column, line)
            if found is None and is_alone:
                found = self._words_above_list(number)
            elif found is None and (begun is None or number >= begun):
                found = self._words_in_list(number) or (self._words_above_list(number) if begun is None else None)
            if found:
                return found
        return self._dash_above_all()

    def _dash_above_all(self) -> Slip | None:
        """Return the dash without a space behind it of the first story: below it nothing fits."""
        number = next((number for number in range(len(self.starts)) if self._line(number).strip()), 0)
        line = self._line(number)
        return self._dash(number, 0, line) if begins_with_field(line[1:]) else None

    def _colon(self, number: int, column: int, line: str) -> Slip | None:
        """Return a known field whose colon is a full-width one or has no space behind it."""
        start = _LINE_START.match(line)
        known, problem = field_before_colon(line[column:]), unread_colon(line[column:])
        if not start or start.end() != column or not known or not problem:
            return None
        at = line.index(known[1], column)
        rest = line[at + 1 :]
        gap = "" if not rest or rest[0].isspace() else " "
        return Slip(number, number + 1, f"{line[:at]}:{gap}{rest}", column, *problem)

    def _dash(self, number: int, column: int, line: str) -> Slip | None:
        """Return a dash without a space behind it, where there are others, or below the field of a list."""
        if line[:column].strip(" ") or not _BARE_DASH.match(line, column):
            return None
        margin = margin_of_list(self.text, self.starts[number])
        is_story = begins_with_field(line[column + 1 :]) and (margin == column or self._is_first_line(number))
        if not is_story and not self._is_below_item(number, column):
            return None
        message = f"The dash is not followed by a space, so that this is no item of a list: {excerpt(line[column:])}."
        sign = line[column] if line[column + 1].isdigit() else ""  # the dash of a number belongs to it
        lines = f"{line[: column + 1]} {sign}{line[column + 1 :]}"
        return Slip(number, number + 1, lines, column, message, _DASH_FIX)

    def _is_first_line(self, number: int) -> bool:
        """Return whether nothing of a document stands above a line."""
        return not self.text[: self.starts[number]].strip().removesuffix("---").strip()

    def _is_below_item(self, number: int, column: int) -> bool:
        """Return whether an item, or the field of a list, stands above a line, in the same column."""
        for above in range(number - 1, -1, -1):
            line = self._line(above)
            width = _width(line)
            if line.strip() and width <= column:
                name, colon, rest = line.lstrip(" -").partition(":")
                is_list = bool(colon) and not rest.strip() and field_name(name) in LIST_FIELDS
                return is_list or (width == column and line[column] == "-")
        return False

    def _words_in_list(self, number: int) -> Slip | None:
        """Return words in a list of stories that stand no deeper than its dashes, so that they are part of none."""
        margin = margin_of_list(self.text, self.starts[min(number, len(self.starts) - 1)])
        line = self._line(number)
        if margin is None or _width(line) > margin or is_end_of_value(line):
            return None
        return self._left_out(number, line)

    def _words_above_list(self, number: int) -> Slip | None:
        """Return words above the first story of a list."""
        line = self._line(number)
        if is_end_of_value(line) or margin_of_list(self.text, self.starts[number]) is not None:
            return None
        following = ITEM.search(self.text, self.starts[number])
        if following is None or following["margin"] is None:
            return None
        return self._left_out(number, line)

    def _left_out(self, number: int, line: str) -> Slip:
        """Return the words from a line on, up to an empty line, a field or an item, made empty lines."""
        end = number + 1
        while end < len(self.starts) and not is_end_of_value(self._line(end)):
            end += 1
        words = self.text[self.starts[number] : self.starts[end] if end < len(self.starts) else len(self.text)]
        shown = excerpt(words.strip()).rstrip(".")
        message = f"This line is neither a field nor part of one, and is left out: {shown}."
        return Slip(number, end, "\n" * (end - number), _width(line), message, _WORDS_FIX)

    def _line(self, number: int) -> str:
        """Return the line with this index, with its end; "" if there is none."""
        if number >= len(self.starts):
            return ""
        end = self.starts[number + 1] if number + 1 < len(self.starts) else len(self.text)
        return self.text[self.starts[number] : end]


def _width(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
