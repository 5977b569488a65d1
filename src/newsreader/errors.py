"""What can go wrong, as values and exceptions that say where and how to fix it."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct


class NewsreaderError(Exception):
    """Signal any failure that the user reads as one sentence; `exit_code` is what a command ends with."""

    exit_code = 1


class UsageError(NewsreaderError):
    """Signal bad usage, bad query, bad config or no such library: a command ends with 2."""

    exit_code = 2


class NoSuchStoryError(NewsreaderError):
    """Signal that no story, or more than one, has an id that begins as asked."""


class StateError(NewsreaderError):
    """Signal that the user's own data could not be read or written; nothing was changed."""


class Severity(StrEnum):
    """Say how much a problem costs: an error costs the story, a warning one field of it, and a note nothing."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Problem(Struct, frozen=True):
    """Describe something wrong with one file of a library.

    `path` is relative to the library, with forward slashes; `line` and `column` count from 1. They are 0 where there
    is no such place, as in a file that could not be opened.
    """

    path: str
    line: int
    column: int
    message: str
    fix: str
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        """Return the problem as `path:line:col: message`, followed by the way to fix it."""
        level = "note: " if self.severity is Severity.NOTE else ""
        return f"{self.path}:{self.line}:{self.column}: {level}{self.message} {self.fix}".rstrip()


class FormatError(NewsreaderError):
    """Signal a text that is not a story, with the place (from 1) and the fix."""

    def __init__(self, message: str, fix: str, line: int = 1, column: int = 1) -> None:
        super().__init__(message)
        self.message = message
        self.fix = fix
        self.line = line
        self.column = column

    def problem(self, path: str) -> Problem:
        """Return this failure as a problem of the file at `path`."""
        return Problem(path, self.line, self.column, self.message, self.fix)
