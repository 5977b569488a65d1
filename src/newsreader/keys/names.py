"""The names of keys: as people write them, and as the terminal's events call them.

An event calls `?` "question_mark" and PgDn "pagedown"; people write "?", "PgDn", "Ctrl+r". Modifiers stand in the
order of the alphabet, as they do in events.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from difflib import get_close_matches
from typing import Final

_SHOWN: Final[Mapping[str, str]] = {
    "escape": "Esc",
    "enter": "Enter",
    "tab": "Tab",
    "space": "Space",
    "backspace": "Backspace",
    "delete": "Del",
    "insert": "Ins",
    "home": "Home",
    "end": "End",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    **{f"f{number}": f"F{number}" for number in range(1, 25)},
}
_ALSO: Final[Mapping[str, str]] = {
    "return": "enter",
    "page up": "pageup",
    "page down": "pagedown",
    "pgdown": "pagedown",
    "spacebar": "space",
}
"""Further names that people have for these keys."""

_CHARACTERS: Final[Mapping[str, str]] = {
    "solidus": "slash",
    "reverse_solidus": "backslash",
    "commercial_at": "at",
    "hyphen_minus": "minus",
    "plus_sign": "plus",
    "low_line": "underscore",
}
"""Characters that events call by another name than Unicode does."""

_MODIFIERS: Final[Mapping[str, str]] = {"alt": "alt", "ctrl": "ctrl", "control": "ctrl", "shift": "shift"}
_MODIFIER: Final = re.compile(rf"\s*({'|'.join(_MODIFIERS)})\s*[+-]\s*(?=\S)", re.IGNORECASE)
_SAME_IN_A_TERMINAL: Final[Mapping[str, str]] = {
    "ctrl+i": "Tab",
    "ctrl+m": "Enter",
    "ctrl+left_square_bracket": "Esc",
    "ctrl+h": "Backspace",
}
"""Keys that most terminals can't tell from another one."""

_EXAMPLES: Final = '"/", "Ctrl+r", "F5", "Space", "PgDn", "Shift+Tab" or "↓"'


class KeyNameError(ValueError):
    """Signal a name that no key has, or that of a key which can't be had; `fix` says what to write in its place."""

    def __init__(self, message: str, fix: str) -> None:
        super().__init__(message)
        self.fix = fix


def _name_of(character: str) -> str:
    if character.isalnum():
        return character
    name = unicodedata.name(character, "").lower().replace("-", "_").replace(" ", "_")
    return _CHARACTERS.get(name, name)


_PUNCTUATION: Final[Mapping[str, str]] = {
    _name_of(character): character for character in map(chr, range(0x21, 0x7F)) if not character.isalnum()
}
_NAMES: Final[Mapping[str, str]] = {
    **{shown.lower(): name for name, shown in _SHOWN.items()},
    **{name: name for name in (*_SHOWN, *_PUNCTUATION)},
    **_ALSO,
}


def parse_key(text: str) -> str:
    """Return the key that is written as `text`, as events call it. Raises KeyNameError where there is none."""
    modifiers: set[str] = set()
    rest = text.strip()
    while found := _MODIFIER.match(rest):
        modifiers.add(_MODIFIERS[found[1].lower()])
        rest = rest[found.end() :]
    rest = rest if len(rest) == 1 else " ".join(rest.split())
    if rest.lower() in _NAMES:
        name = _NAMES[rest.lower()]
    elif len(rest) == 1 and rest.isprintable() and _name_of(rest):
        name = _name_of(rest)
    else:
        raise _unknown(text)
    return _with_modifiers(modifiers, name)


def _with_modifiers(modifiers: set[str], name: str) -> str:
    character = character_of(name).strip()
    if modifiers == {"shift"} and character:
        return _shifted(character)
    if modifiers and len(name) == 1:
        name = name.lower()
    key = "+".join([*sorted(modifiers), name])
    if key in _SAME_IN_A_TERMINAL:
        other = _SAME_IN_A_TERMINAL[key]
        raise KeyNameError(f'"{key_name(key)}" is the same as {other} in most terminals.', f'Write "{other}".')
    return key


def _shifted(character: str) -> str:
    """Return the key of a letter with Shift; what it makes of another sign only the keyboard knows."""
    upper = character.upper()
    if upper == character or len(upper) > 1:
        raise KeyNameError(f'"Shift+{character}" types another sign.', "Write that sign.")
    return upper


def _unknown(text: str) -> KeyNameError:
    head, plus, tail = text.strip().lower().rpartition("+")
    near_modifier = get_close_matches(head, _MODIFIERS, n=1)
    near_name = get_close_matches(tail, _NAMES, n=1)
    if plus and near_modifier and (tail in _NAMES or len(tail) == 1):
        hint = f'Did you mean "{near_modifier[0].capitalize()}+{key_name(_NAMES.get(tail, tail))}"?'
    elif near_name:
        hint = f'Did you mean "{text.strip()[: len(head + plus)]}{key_name(_NAMES[near_name[0]])}"?'
    else:
        hint = f"Write it as in {_EXAMPLES}."
    return KeyNameError(f'There is no key "{text}".', hint)


def key_name(key: str) -> str:
    """Return the key as people write it."""
    *modifiers, name = key.split("+")
    shown = _SHOWN.get(name) or character_of(name) or name
    return "+".join([*(modifier.capitalize() for modifier in modifiers), shown])


def character_of(key: str) -> str:
    """Return the character that the key types where text is typed, "" if it types none."""
    if len(key) == 1:
        return key
    if key in _SHOWN or "+" in key:
        return " " if key == "space" else ""
    try:
        return _PUNCTUATION.get(key) or unicodedata.lookup(key.replace("_", " "))
    except KeyError:
        return ""
