"""Which keys each command has: those of the table, and in their place those that the user wants.

Texts that name a key ask a `Keymap` for it, so that they name the one that the user presses.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from msgspec import Struct

from newsreader.keys.commands import BY_NAME, COMMANDS, Command, KeyContext
from newsreader.keys.names import key_name


class Keymap(Struct, frozen=True):
    """The keys of every command by its name, as events call them.

    `lost` has, for a command that the user changed nothing of, the keys that went to others, and to which.
    """

    keys: Mapping[str, tuple[str, ...]]
    lost: Mapping[str, Mapping[str, str]]

    def keys_of(self, name: str) -> tuple[str, ...]:
        """Return the keys of a command, as events call them."""
        return self.keys[name]

    def first(self, name: str) -> str:
        """Return the first key of a command as people write it, "" where it has none."""
        return next((key_name(key) for key in self.keys[name]), "")

    def every(self, name: str) -> str:
        """Return all keys of a command as people write them: "b s"."""
        return " ".join(map(key_name, self.keys[name]))

    def shown(self, name: str) -> str:
        """Return what to press, for a sentence: the first key of a command, or its title where it has none."""
        return self.first(name) or f"“{BY_NAME[name].title}”"

    def owner(self, key: str) -> Command | None:
        """Return a command that has a key, as events call it, in a pane or in the filter; None if it is free."""
        places = (KeyContext.READER, KeyContext.LIST, KeyContext.STORY, KeyContext.FILTER)
        return next((each for each in COMMANDS if each.place in places and key in self.keys[each.name]), None)

    def is_changed(self, name: str) -> bool:
        """Return whether a command has other keys than those of the table."""
        return self.keys[name] != BY_NAME[name].keys


DEFAULT_KEYMAP: Final = Keymap({command.name: command.keys for command in COMMANDS}, {})
"""The keys of somebody who wants no others."""


class Clash(Struct, frozen=True):
    """A key that the command `name` does not get, for it is that of `owner`; `is_last` says it is its only one."""

    name: str
    key: str
    owner: str
    is_last: bool = False


def remapped(wanted: Mapping[str, Sequence[str]]) -> tuple[Keymap, list[Clash]]:
    """Return the keymap in which the commands named in `wanted` have those keys, and what they could not have.

    A key that two of them want in one place is the first one's. A command that is not named loses a key of its own
    to one that is, but never its last where it needs one.
    """
    clashes: list[Clash] = []
    keys: dict[str, list[str]] = {}
    for name, asked in wanted.items():
        keys[name] = []
        for key in dict.fromkeys(asked):
            owner = _owner(BY_NAME[name], key, keys)
            if owner is None:
                keys[name].append(key)
            else:
                clashes.append(Clash(name, key, owner))
    for command in COMMANDS:
        if command.needs_key and not keys.get(command.name, [""]):
            del keys[command.name]  # all it wanted went to others: it is as if it had wanted nothing
        if command.needs_key and command.name not in keys:
            clashes += _keep_one(command, keys)
    lost: dict[str, Mapping[str, str]] = {}
    for command in COMMANDS:
        if command.name not in wanted or command.name not in keys:
            owners = {key: owner for key in command.keys if (owner := _owner(command, key, keys)) is not None}
            keys[command.name] = [key for key in command.keys if key not in owners]
            lost |= {command.name: owners} if owners else {}
    return Keymap({command.name: tuple(keys[command.name]) for command in COMMANDS}, lost), clashes


def _owner(command: Command, key: str, keys: Mapping[str, Sequence[str]]) -> str | None:
    """Return which of the commands in `keys` has a key that `command` could not have as well."""
    return next((name for name, taken in keys.items() if key in taken and BY_NAME[name].clashes_with(command)), None)


def _keep_one(command: Command, keys: Mapping[str, list[str]]) -> list[Clash]:
    """Take a key back from whoever took the last one of a command that needs one."""
    if any(_owner(command, key, keys) is None for key in command.keys):
        return []
    last = command.keys[0]
    clashes: list[Clash] = []
    while (owner := _owner(command, last, keys)) is not None:
        keys[owner].remove(last)
        clashes.append(Clash(owner, last, command.name, is_last=True))
    return clashes
