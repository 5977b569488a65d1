"""What the completions of all shells are made of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from docs.generate.command_tree import FILE, FILES, FILTER, FOLDER, Entry, Option, Word

from newsreader.query import FIELDS

_FILTER_OR_FILE: Final = f"{FILTER} or {FILE}"

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
    if value == _FILTER_OR_FILE:
        return "filter or file"
    return "filter" if value == FILTER else "nothing"


def offered_words(entry: Entry) -> tuple[Word, ...]:
    """What may stand after a command, place by place; a file behind words of a filter may be any of them."""
    if [word.value for word in entry.words] == [FILTER, FILE]:
        return (replace(entry.words[0], value=_FILTER_OR_FILE),)
    return entry.words


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
