"""The table `[keys]`: commands, and the keys that the user wants for them."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Final

from newsreader.config.reports import Reports
from newsreader.keys.commands import BY_NAME, Command
from newsreader.keys.keymap import Clash, Keymap, remapped
from newsreader.keys.names import KeyNameError, character_of, key_name, parse_key
from newsreader.text import clean_line

_SOME_KEYS: Final = 'bookmark = ["b", "x"]'


def read_keys(table: object, reports: Reports) -> Keymap:
    """The keys of all commands, with those of the table that can be had."""
    wanted: dict[str, tuple[str, ...]] = {}
    if isinstance(table, dict):
        for name, value in table.items():
            if name in BY_NAME:
                keys = _read_command(BY_NAME[name], value, reports)
                wanted |= {} if keys is None else {name: keys}
            else:
                reports.in_table("keys", name, f'There is no command "{clean_line(name)}".', _near_command(name))
    else:
        reports.of_setting("keys", '"keys" has to be a table of commands and keys.', f"Write [keys], then {_SOME_KEYS}")
    keymap, clashes = remapped(wanted)
    for clash in clashes:
        reports.in_table("keys", clash.name, *_told(clash))
    return keymap


def _near_command(name: str) -> str:
    near = get_close_matches(name.lower().replace("_", "-"), BY_NAME, n=1)
    return f'Did you mean "{near[0]}"?' if near else "All names: newsreader keys"


def _read_command(command: Command, value: object, reports: Reports) -> tuple[str, ...] | None:
    """The keys that are wanted for a command; None where it keeps its own."""
    name = command.name
    texts = [value] if isinstance(value, str) else value
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        reports.in_table(
            "keys", name, f'The keys of "{name}" have to be text in quotes, or a list of it.', f"Write {_SOME_KEYS}"
        )
        return None
    if not texts and command.needs_key:
        reports.in_table("keys", name, f'"{name}" needs a key: nothing else does what it does.', "Name one.")
        return None
    keys: list[str] = []
    for text in texts:
        try:
            keys.append(_usable(text, command))
        except KeyNameError as error:
            reports.in_table("keys", name, f'"{name}": {error}', error.mend)
    return tuple(keys) if keys or not texts else None


def _usable(text: str, command: Command) -> str:
    key = parse_key(clean_line(text))
    if command.place.takes_text and character_of(key):
        raise KeyNameError(
            f'"{key_name(key)}" would be typed as text here.', 'Take a key with Ctrl, or one like "F5" or "PgDn".'
        )
    return key


def _told(clash: Clash) -> tuple[str, str]:
    key = key_name(clash.key)
    if clash.is_last:
        return (
            f'"{clash.name}" can\'t have {key}: it is the only key of "{clash.owner}", which needs one.',
            f'Name another key, or one for "{clash.owner}" too.',
        )
    return (
        f'"{clash.name}" can\'t have {key}, which "{clash.owner}" has.',
        f"The first counts: take {key} off one of them.",
    )
