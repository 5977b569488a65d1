"""What is wrong with a config file, gathered while it is read."""

from __future__ import annotations

from dataclasses import dataclass, field

from newsreader.config.lines import line_in_table, line_of
from newsreader.errors import Problem, Severity


@dataclass(frozen=True, slots=True)
class Reports:
    """The problems of one file; each is told with the line at which the setting stands in its `text`."""

    path: str
    text: str
    problems: list[Problem] = field(default_factory=list)

    def of_setting(self, name: str, message: str, mend: str) -> None:
        """Something is wrong with a setting, or with a whole table."""
        self._add(line_of(name, self.text), message, mend)

    def in_table(self, table: str, key: str, message: str, mend: str) -> None:
        """Something is wrong with one key of a table."""
        self._add(line_in_table(key, self.text, table), message, mend)

    def _add(self, line: int, message: str, mend: str) -> None:
        self.problems.append(Problem(self.path, line, 1, message, mend, Severity.WARNING))
