"""What a command of the command line is, alone or under the name of a group."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Mapping
from pkgutil import resolve_name

from msgspec import Struct, field


class Command(Struct, frozen=True):
    """Describe one command.

    `target` is the function that does it, as "module:function" of this package, from the arguments to the exit code.
    `preset` are arguments that the command line can't give, by which one function does several commands.
    `takes_query` says that the words are a query, in which `-word` means without that word.
    """

    name: str
    summary: str
    example: str
    target: str
    arguments: Callable[[ArgumentParser], None] = lambda _: None
    details: str = ""
    takes_query: bool = False
    preset: Mapping[str, object] = field(default_factory=dict)

    def run(self, arguments: Namespace) -> int:
        """Import what does the command and do it; return the exit code."""
        for name, value in self.preset.items():
            setattr(arguments, name, value)
        act: Callable[[Namespace], int] = resolve_name(f"newsreader.cli.{self.target}")
        return act(arguments)


class Group(Struct, frozen=True):
    """Describe commands under one name; `alone` is what the name does without one of them."""

    name: str
    summary: str
    about: str
    example: str
    commands: tuple[Command | Group, ...]
    alone: Command | None = None
