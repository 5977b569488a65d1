"""Where in a config file something stands: TOML's parser does not tell."""

from __future__ import annotations

import re


def line_of(name: str, text: str) -> int:
    """The line of a setting: a key before all tables, else a table."""
    key = re.compile(rf"^[ \t]*\"?{re.escape(name)}\b", re.MULTILINE)
    table = re.compile(rf"^[ \t]*\[+[ \t]*\"?{re.escape(name)}\b", re.MULTILINE)
    first_table = re.search(r"^[ \t]*\[", text, re.MULTILINE)
    found = key.search(text, 0, first_table.start() if first_table else len(text)) or table.search(text)
    return _line_at(found, text) if found else 1


def line_in_table(key: str, text: str, table: str) -> int:
    """The line of a key of a table, else, where its name is written in another way, that of the table."""
    line_of_table = line_of(table, text)
    start = len("\n".join(text.split("\n")[: line_of_table - 1]))
    before, after = rf"^[ \t]*(?:{re.escape(table)}[ \t]*\.[ \t]*)?[\"']?", r"[\"']?[ \t]*[=.]"
    found = re.compile(before + re.escape(key) + after, re.MULTILINE).search(text, start)
    return _line_at(found, text) if found else line_of_table


def _line_at(found: re.Match[str], text: str) -> int:
    return text.count("\n", 0, found.start()) + 1
