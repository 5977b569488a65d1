"""What is wrong in a config file, with the line at which it stands."""

from __future__ import annotations

import re

from msgspec import Struct, field

from newsreader.errors import Problem, Severity


class Reports(Struct, frozen=True):
    """The problems of one file; each is told with the line at which the setting stands in its `text`.

    `notes` say what works, but is written in another way now.
    """

    path: str
    text: str
    problems: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)

    def of_setting(self, name: str, message: str, fix: str) -> None:
        """Add what is wrong with a setting, or with a whole table."""
        self.problems.append(self._at(line_of(name, self.text), message, fix))

    def in_table(self, table: str, key: str, message: str, fix: str) -> None:
        """Add what is wrong with one key of a table."""
        self.problems.append(self._at(line_in_table(key, self.text, table), message, fix))

    def note_in_table(self, table: str, key: str, message: str, fix: str) -> None:
        """Add that one key of a table works, but has another meaning or name now."""
        self.notes.append(self._at(line_in_table(key, self.text, table), message, fix))

    def _at(self, line: int, message: str, fix: str) -> Problem:
        return Problem(self.path, line, 1, message, fix, Severity.WARNING)


def line_of(name: str, text: str) -> int:
    """Return the line of a setting: a key before all tables, else a table."""
    key = re.compile(rf"^[ \t]*\"?{re.escape(name)}\b", re.MULTILINE)
    table = re.compile(rf"^[ \t]*\[+[ \t]*\"?{re.escape(name)}\b", re.MULTILINE)
    first_table = re.search(r"^[ \t]*\[", text, re.MULTILINE)
    found = key.search(text, 0, first_table.start() if first_table else len(text)) or table.search(text)
    return _line_at(found, text) if found else 1


def line_in_table(key: str, text: str, table: str) -> int:
    """Return the line of a key of a table, else, where its name is written in another way, that of the table."""
    line_of_table = line_of(table, text)
    start = len("\n".join(text.split("\n")[: line_of_table - 1]))
    before, after = rf"^[ \t]*(?:{re.escape(table)}[ \t]*\.[ \t]*)?[\"']?", r"[\"']?[ \t]*[=.]"
    found = re.compile(before + re.escape(key) + after, re.MULTILINE).search(text, start)
    return _line_at(found, text) if found else line_of_table


def _line_at(found: re.Match[str], text: str) -> int:
    return text.count("\n", 0, found.start()) + 1
