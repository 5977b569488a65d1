"""The program's commands as plain values, taken from its own table and its own parsers."""

from __future__ import annotations

from argparse import Action, ArgumentParser
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from newsreader.cli.arguments import parser_of, program_parser
from newsreader.cli.command import Command, Group
from newsreader.cli.commands import PROGRAM

FOLDER: Final = "DIR"
FILE: Final = "FILE"
FILES: Final = frozenset({FILE, "PATH"})
FILTER: Final = "QUERY"


@dataclass(frozen=True, slots=True)
class Option:
    """An option; `value` is what stands for its value, "" where it takes none."""

    names: tuple[str, ...]
    value: str
    choices: tuple[str, ...]
    help: str

    @property
    def long(self) -> str:
        """Its long name."""
        return self.names[-1]


@dataclass(frozen=True, slots=True)
class Word:
    """What stands after a command."""

    value: str
    choices: tuple[str, ...]
    help: str
    may_repeat: bool
    is_optional: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """The program itself, a group of commands or one command; `path` are the words that name it."""

    path: tuple[str, ...]
    summary: str
    about: str
    example: str
    options: tuple[Option, ...]
    words: tuple[Word, ...] = ()
    commands: tuple[Entry, ...] = field(default=())

    @property
    def name(self) -> str:
        """The last of its words."""
        return self.path[-1]

    def walk(self) -> Iterator[Entry]:
        """The entry and all below it."""
        yield self
        for command in self.commands:
            yield from command.walk()


def program() -> Entry:
    """The whole program."""
    return _group(PROGRAM, (PROGRAM.name,), _options(program_parser()))


def _group(group: Group, path: tuple[str, ...], options: tuple[Option, ...]) -> Entry:
    commands = tuple(_entry(command, (*path, command.name)) for command in group.commands)
    return Entry(path, group.summary, group.about, group.example, options, commands=commands)


def _entry(command: Command | Group, path: tuple[str, ...]) -> Entry:
    if isinstance(command, Group):
        options = _options(parser_of(command.alone, " ".join(path))) if command.alone else _common_options()
        return _group(command, path, options)
    parser = parser_of(command, " ".join(path))
    words = tuple(_word(action) for action in parser._actions if not action.option_strings)
    return Entry(path, command.summary, command.details, command.example, _options(parser), words)


def _common_options() -> tuple[Option, ...]:
    """The options that every command has: those of a command without any of its own."""
    return _options(parser_of(Command("", "", "", ""), ""))


def _options(parser: ArgumentParser) -> tuple[Option, ...]:
    return tuple(_option(action) for action in parser._actions if action.option_strings)


def _option(action: Action) -> Option:
    takes_value = action.nargs != 0
    value = str(action.metavar or action.dest.upper()) if takes_value else ""
    return Option(tuple(action.option_strings), value, _choices(action), action.help or "")


def _word(action: Action) -> Word:
    value = str(action.metavar or action.dest.upper())
    return Word(value, _choices(action), action.help or "", action.nargs in ("*", "+"), action.nargs in ("*", "?"))


def _choices(action: Action) -> tuple[str, ...]:
    return tuple(map(str, action.choices or ()))
