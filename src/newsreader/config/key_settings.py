"""Reading the keys that the config gives to commands."""

from __future__ import annotations

from collections.abc import Collection
from difflib import get_close_matches
from typing import Final

from newsreader.config.reports import Reports
from newsreader.keys.commands import BY_NAME, FORMER_NAMES, Command
from newsreader.keys.keymap import Clash, Keymap, remapped
from newsreader.keys.names import KeyNameError, character_of, key_name, parse_key
from newsreader.text import clean_line

_SOME_KEYS: Final = 'bookmark = ["b", "F2"]'


def read_keys(table: object, reports: Reports) -> Keymap:
    """Return the keys of all commands, with those of the table that can be had."""
    wanted: dict[str, tuple[str, ...]] = {}
    if isinstance(table, dict):
        for written, value in table.items():
            name = _current_name(written, table, reports)
            if name in BY_NAME:
                keys = _read_command(BY_NAME[name], value, reports)
                wanted |= {} if keys is None else {name: keys}
            else:
                reports.in_table("keys", name, f'There is no command "{clean_line(name)}".', _near_command(name))
    else:
        reports.of_setting("keys", '"keys" has to be a table of commands and keys.', f"Write [keys], then {_SOME_KEYS}")
    _leave_with_one_command(wanted, reports)
    keymap, clashes = remapped(wanted)
    for clash in clashes:
        reports.in_table("keys", clash.name, *_told(clash))
    return keymap


def _current_name(name: str, table: Collection[str], reports: Reports) -> str:
    """Return what a command is called now; a note says so where the config has a former name of it."""
    current = FORMER_NAMES.get(name, name)
    if current == name or current in table:
        return name
    reports.note_in_table("keys", name, f'The command "{name}" is called "{current}" now.', "Both names work.")
    return current


def _leave_with_one_command(wanted: dict[str, tuple[str, ...]], reports: Reports) -> None:
    """Have no other key leave the reader than those of "quit", in a config from before there was "back-or-quit"."""
    if "quit" in wanted and "back-or-quit" not in wanted:
        wanted["back-or-quit"] = ()
        message = 'Only the keys of "quit" leave the reader: q is the key of "back-or-quit", which is not set here.'
        reports.note_in_table("keys", "quit", message, 'Write back-or-quit = "q", or back-or-quit = [] for none.')


def _near_command(name: str) -> str:
    near = get_close_matches(name.lower().replace("_", "-"), BY_NAME, n=1)
    return f'Did you mean "{near[0]}"?' if near else "All names: newsreader keys"


def _read_command(command: Command, value: object, reports: Reports) -> tuple[str, ...] | None:
    """Return the keys that are wanted for a command; None where it keeps its own."""
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
            reports.in_table("keys", name, f'"{name}": {error}', error.fix)
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
