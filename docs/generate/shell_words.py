"""What the completions of all shells are made of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from docs.generate.command_tree import FILES, FILTER, FOLDER, Entry, Option

from newsreader.query import FIELDS

HEADER: Final = "# Made by python -m docs.generate."

FIELD_VALUES: Final[Mapping[str, tuple[str, ...]]] = {
    field.name: field.values for field in FIELDS.values() if field.values
}
"""The values of the filter's fields that know which they take."""


def kind_of(value: str, choices: tuple[str, ...]) -> str:
    """What is offered where `value` is wanted: choices, folder, file, filter or nothing."""
    if choices:
        return "choices"
    if value == FOLDER:
        return "folder"
    if value in FILES:
        return "file"
    return "filter" if value == FILTER else "nothing"


def names_of_valued(root: Entry) -> tuple[str, ...]:
    """The names of all options, of whatever command, behind which a value stands."""
    return tuple(dict.fromkeys(name for option in _all_options(root) if option.value for name in option.names))


def below(entry: Entry) -> str:
    """The words that name `entry`, without the program's own."""
    return " ".join(entry.path[1:])


def first_line(text: str) -> str:
    """A help text on one line."""
    return " ".join(text.split())


def _all_options(root: Entry) -> Iterator[Option]:
    for entry in root.walk():
        yield from entry.options
