"""What a reader of files hands back: stories with their places, outlets, and the problems met on the way."""

from __future__ import annotations

from msgspec import Struct, field

from newsreader.errors import FormatError, Problem, Severity
from newsreader.story import Outlet, Story
from newsreader.text import clean_line


class Placed(Struct, frozen=True):
    """A story and the line, counted from 1, where it begins in its file."""

    story: Story
    line: int


class Parsed(Struct, frozen=True):
    """What one file holds. A file can give both stories and problems."""

    stories: tuple[Placed, ...] = ()
    problems: tuple[Problem, ...] = ()


class ParsedOutlets(Struct, frozen=True):
    """What an outlet registry file holds."""

    outlets: tuple[Outlet, ...] = ()
    problems: tuple[Problem, ...] = ()


class Report(Struct):
    """Collect what is found in the file at `path`.

    `offset` is added to every line: a reader that is given only a part of a file counts in the whole file's lines.
    """

    path: str
    offset: int = 0
    stories: list[Placed] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def warn(self, line: int, column: int, message: str, fix: str) -> None:
        """Note something that costs one field; `line` and `column` count from 1."""
        self._note(line, column, message, fix, Severity.WARNING)

    def error(self, line: int, column: int, message: str, fix: str) -> None:
        """Note something that costs a story; `line` and `column` count from 1."""
        self._note(line, column, message, fix, Severity.ERROR)

    def note(self, line: int, column: int, message: str, fix: str) -> None:
        """Note something that is read although it is written otherwise; `line` and `column` count from 1."""
        self._note(line, column, message, fix, Severity.NOTE)

    def failure(self, error: FormatError) -> None:
        """Note an exception that carries its own place and fix."""
        self.error(error.line, error.column, error.message, error.fix)

    def place(self, story: Story, line: int) -> None:
        """Keep `story`, which begins at `line`."""
        self.stories.append(Placed(story, line + self.offset))

    def parsed(self) -> Parsed:
        """Return everything collected, problems in the order of their lines; what is read again is reported once."""
        ordered = sorted(self.problems, key=lambda p: (p.line, p.column))
        return Parsed(tuple(self.stories), tuple({(p.line, p.message): p for p in reversed(ordered)}.values())[::-1])

    def _note(self, line: int, column: int, message: str, fix: str, severity: Severity) -> None:
        self.problems.append(Problem(self.path, line + self.offset, column, message, fix, severity))


def excerpt(text: str, limit: int = 40) -> str:
    """Return the beginning of `text`, cleaned, on one line, for a message."""
    line = clean_line(text[: limit * 2])
    return line if len(line) <= limit else line[: limit - 1] + "…"
