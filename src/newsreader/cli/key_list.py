"""Listing the reader's commands with their keys, as the config has them."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from newsreader.cli.columns import Column, table
from newsreader.cli.output import json_text, write
from newsreader.config import require_config
from newsreader.keys.commands import BY_NAME, COMMANDS, Command, commands_by_place
from newsreader.keys.keymap import Keymap
from newsreader.keys.names import key_name
from newsreader.paths import user_paths

_COLUMNS: Final = (Column(), Column(), Column(), Column())


def list_keys(arguments: Namespace) -> int:
    """Write all commands by place, each with its keys and, where the config changed them, those it had before."""
    keymap = require_config(user_paths().config_file).keys
    _FORMATS[arguments.format](keymap)
    return 0


def _write_table(keymap: Keymap) -> None:
    cells = [(keymap.every(each.name) or "-", each.help, each.name, _note(keymap, each)) for each in COMMANDS]
    lines = dict(zip(BY_NAME, table([cells], _COLUMNS), strict=True))
    for number, (place, commands) in enumerate(commands_by_place()):
        write(f"\n{place.value}\n" if number else f"{place.value}\n")
        for command in commands:
            write(lines[command.name])


def _write_json(keymap: Keymap) -> None:
    write(json_text([_data(keymap, command) for command in COMMANDS], indent=2) + "\n")


def _write_markdown(keymap: Keymap) -> None:
    write(keys_markdown(keymap))


def keys_markdown(keymap: Keymap) -> str:
    """Return a table for each place."""
    return "\n".join("".join(_section(keymap, place.value, commands)) for place, commands in commands_by_place())


def _section(keymap: Keymap, heading: str, commands: list[Command]) -> Iterator[str]:
    yield f"### {heading}\n\n| keys | do | name |\n|---|---|---|\n"
    for command in commands:
        keys = " ".join(_code(key_name(key)) for key in keymap.keys_of(command.name)) or "none"
        note = _note(keymap, command)
        yield f"| {keys} | {command.help}{f' ({note})' if note else ''} | `{command.name}` |\n"


def _code(key: str) -> str:
    """Return a key as code in a cell of a table."""
    return "`` ` ``" if key.endswith("`") else f"`{key}`".replace("|", r"\|")


def _note(keymap: Keymap, command: Command) -> str:
    """Return what the config changed of a command, "" if nothing."""
    if not keymap.is_changed(command.name):
        return ""
    taken = [f"{key_name(key)} went to {owner}" for key, owner in _lost(keymap, command).items()]
    return ", ".join([f"default: {' '.join(map(key_name, command.keys))}", *taken])


def _data(keymap: Keymap, command: Command) -> dict[str, Any]:
    return {
        "name": command.name,
        "place": command.place.value,
        "title": command.title,
        "help": command.help,
        "keys": [key_name(key) for key in keymap.keys_of(command.name)],
        "default_keys": [key_name(key) for key in command.keys],
        "changed": keymap.is_changed(command.name),
        "lost": {key_name(key): owner for key, owner in _lost(keymap, command).items()},
    }


def _lost(keymap: Keymap, command: Command) -> Mapping[str, str]:
    return keymap.lost.get(command.name, {})


_FORMATS: Final[Mapping[str, Callable[[Keymap], None]]] = {
    "table": _write_table,
    "json": _write_json,
    "markdown": _write_markdown,
}
