"""From the words of a command line to a command and its arguments."""

from __future__ import annotations

import argparse
import re
from argparse import ArgumentParser, Namespace, RawDescriptionHelpFormatter
from collections.abc import Sequence
from difflib import get_close_matches
from typing import Final, NoReturn

from newsreader import __version__
from newsreader.cli.command import Command, Group
from newsreader.cli.commands import PROGRAM, READER
from newsreader.cli.options import QUERY_OPTION, add_filter
from newsreader.errors import UsageError
from newsreader.text import clean_line

_SHIELD: Final = "\0"
"""Stands before a word that argparse shall not take for an option; no command line can hold it."""

_RESCAN: Final = "--rescan"


def parse(words: Sequence[str]) -> tuple[Command, Namespace]:
    """Return the command that `words` ask for, with its arguments.

    Raises UsageError for a command that is not known, SystemExit where argparse has said all there is to say.
    """
    arguments = program_parser().parse_args(words)
    if arguments.command is None:
        return READER, arguments
    if arguments.filter is not None:
        raise UsageError("--filter is for the reader. Give the query to the command: newsreader list QUERY")
    return _parse_in(PROGRAM, PROGRAM.name, arguments)


def program_parser() -> ArgumentParser:
    """Return a parser of what stands before the first command: the options of the reader."""
    parser = _overview(PROGRAM, PROGRAM.name, "[--filter QUERY] ")
    add_filter(parser)
    parser.add_argument("--version", action="version", version=f"newsreader {__version__}")
    return parser


def parser_of(command: Command, title: str) -> ArgumentParser:
    """Return a parser of the options and words of `command`, whose whole name is `title`."""
    parser = _Parser(
        title,
        description=f"{command.summary}.\n\n{command.details}".rstrip(),
        epilog=f"Example: {command.example}",
        formatter_class=RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    _add_common_options(parser)
    command.arguments(parser)
    return parser


def _parse_in(group: Group, title: str, overview: Namespace) -> tuple[Command, Namespace]:
    """Return the command of `group` that stands in what was read so far, and its own arguments."""
    name, *rest = overview.command
    given = Namespace(library=overview.library, rescan=overview.rescan)
    found = _find(group, name, title)
    title = f"{title} {name}"
    if isinstance(found, Group) and found.alone and not {"-h", "--help", *names_of(found)} & {*rest}:
        found = found.alone
    if isinstance(found, Command):
        words = _shielded(rest, found.takes_query)
        return found, _unshielded(parser_of(found, title).parse_intermixed_args(words, given))
    parser = _overview(found, title)
    if found.alone:
        found.alone.arguments(parser)  # so that its help tells them
    inner = parser.parse_args(rest, given)
    if inner.command is None:
        parser.error(f"say what to do: {', '.join(command.name for command in found.commands)}")
    return _parse_in(found, title, inner)


def _overview(group: Group, title: str, options: str = "") -> ArgumentParser:
    """Return a parser that knows the options before a command and lists the commands."""
    lines = [f"  {command.name:<10} {command.summary}" for command in group.commands]
    parser = _Parser(
        title,
        usage=f"{title} [--library DIR] [--rescan] {options}[COMMAND ...]",
        description=group.about,
        epilog="\n".join(
            ("commands:", *lines, "", f"Help on one: {title} COMMAND --help", f"Example: {group.example}")
        ),
        formatter_class=RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    _add_common_options(parser)
    # argparse lets an optional command have options of its own only where it is told so afterwards.
    parser.add_argument("command", nargs=argparse.PARSER, help=argparse.SUPPRESS).required = False
    return parser


def _add_common_options(parser: ArgumentParser) -> None:
    parser.add_argument("--library", metavar="DIR", help="the folder of the library to open")
    parser.add_argument(_RESCAN, action="store_true", help="look at every file first, also in a very large library")


def names_of(group: Group) -> list[str]:
    """Return the names of the commands of `group`."""
    return [command.name for command in group.commands]


def _find(group: Group, name: str, title: str) -> Command | Group:
    for command in group.commands:
        if command.name == name:
            return command
    names = names_of(group)
    near = get_close_matches(name, names, n=1)
    hint = f'Did you mean "{near[0]}"?' if near else f"The commands are {', '.join(names)}."
    raise UsageError(f'There is no command "{title} {name}". {hint}')


def _shielded(words: Sequence[str], takes_query: bool) -> list[str]:
    """Return `words` with a shield before those that begin with a hyphen and are no options.

    They are what follows `--`, in a query terms like `-vietnam`, and a query that is the value of an option.
    """
    shielded: list[str] = []
    value_follows = query_follows = no_more_options = False
    for word in words:
        if word == "--" and not no_more_options:
            no_more_options = True
            continue
        is_term = takes_query and re.match(r"-[^-]", word) and word != "-h" and not value_follows
        is_word = no_more_options or is_term or (query_follows and not word.startswith("--"))
        shielded.append(_SHIELD + word if word.startswith("-") and is_word else word)
        query_follows = word == QUERY_OPTION and not no_more_options
        value_follows = word.startswith("--") and "=" not in word and word != _RESCAN
    return shielded


def _unshielded(arguments: Namespace) -> Namespace:
    for name, value in vars(arguments).items():
        if isinstance(value, str):
            setattr(arguments, name, value.removeprefix(_SHIELD))
        elif isinstance(value, list):
            setattr(arguments, name, [each.removeprefix(_SHIELD) for each in value])
    return arguments


class _Parser(ArgumentParser):
    def error(self, message: str) -> NoReturn:
        super().error(clean_line(message.replace(_SHIELD, "")))
