"""Comments in YAML that swallow text: `title: The square for #QuietStreets` ends before the `#`.

A comment that is meant as one has a space after its `#`, or a line of its own.
"""

from __future__ import annotations

import re
from typing import Any, Final

from newsreader.formats.reports import Report, excerpt

_COMMENT = re.compile(r"(?<![^ \t\r\n])#+(?=[^\s#])")
_BEGUN = re.compile(r"(?<![^ \t\r\n])#")
_DASHES = re.compile(r"[ \t]*(?:-[ \t]+)*")
_KEY = re.compile(r"[^\r\n]*?:(?:\s|\Z)")
_ONE_LINE_END = re.compile(r"[ \t]*(?:\r\n?|\n)")
_LINE_ENDS = re.compile(r"\r\n?|\n")
_LINE_END = re.compile(r"[\r\n]|\Z")
_FIX: Final = "Put the whole value in quotes, or write a space after the `#` if it is meant as a comment."


class Comments:
    """The places of `text` that may be comments, judged as the parser passes them."""

    def __init__(self, text: str, report: Report) -> None:
        self._text = text
        self._report = report
        self._places = _COMMENT.finditer(text) if "#" in text else iter(())
        self._next = next(self._places, None)
        self._start = self._end = -1
        self._is_plain = False
        self._line, self._line_start = 1, 0

    @property
    def is_waiting(self) -> bool:
        """Return whether there is a place that the parser has not passed yet."""
        return self._next is not None

    def pass_scalar(self, event: Any) -> None:
        """Take note of a scalar that the parser has read: what is left before it is in comments."""
        start, end = event.start_mark.index, event.end_mark.index
        self.end(start)
        while self._next is not None and self._next.start() < end:
            self._next = next(self._places, None)
        self._start, self._end, self._is_plain = start, end, not event.style

    def end(self, index: int) -> None:
        """Look at what is left before `index`, all of which is in comments."""
        while self._next is not None and self._next.start() < index:
            end = _end(self._text, self._next.start())
            self._judge(self._next.start(), end)
            while self._next is not None and self._next.start() < end:
                self._next = next(self._places, None)

    def _judge(self, at: int, end: int) -> None:
        """Report the comment from `at` this place to the end of its line if it takes text away."""
        text = self._text
        start = line_start(text, at)
        if _BEGUN.search(text, max(start, self._end), at):
            return  # in a comment that has begun before
        before = text[start:at].rstrip(" \t")
        swallows = self._goes_on(start, at) if not before else self._follows_value(start + len(before))
        if not swallows:
            return
        self._line += len(_LINE_ENDS.findall(text, self._line_start, start))
        self._line_start = start
        message = f"What follows a `#` is a comment and is left out: {excerpt(text[at:end])}."
        self._report.warn(self._line, at - start + 1, message, _FIX)

    def _follows_value(self, end: int) -> bool:
        """Return whether what ends here is plain text, or the place of a value that is missing."""
        return self._is_plain if end == self._end else self._text[end - 1] in ",[{"

    def _goes_on(self, start: int, at: int) -> bool:
        """Return whether a comment on its own line stands where plain text would go on, right below its last line."""
        if not self._is_plain or not _ONE_LINE_END.fullmatch(self._text, self._end, start):
            return False
        first = line_start(self._text, self._start)
        dashes = _DASHES.match(self._text, first)
        column = dashes.end() - first if dashes else 0
        is_item = dashes is not None and dashes.group().strip() and not _KEY.match(self._text, dashes.end())
        return at - start > (self._text.rfind("-", 0, first + column) - first if is_item else column)


def line_start(text: str, at: int) -> int:
    """Return where the line of the character `at` this place begins."""
    above = text.rfind("\n", 0, at)
    return max(above, text.rfind("\r", above + 1, at)) + 1


def _end(text: str, at: int) -> int:
    """Return where the line of the character `at` this place ends."""
    found = _LINE_END.search(text, at)
    return found.start() if found else len(text)
