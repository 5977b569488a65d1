"""What is typed in a soak: the keys of all commands, text, pastes, clicks and Esc, as a terminal sends them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from random import Random
from typing import Final

from textual.keys import key_to_character

from newsreader.keys.commands import COMMANDS

_CURSOR: Final = {"up": "A", "down": "B", "right": "C", "left": "D", "home": "H", "end": "F"}
_NUMBERED: Final = {"delete": 3, "pageup": 5, "pagedown": 6, "f5": 15, "f6": 17, "f7": 18, "f8": 19, "f9": 20,
                    "f10": 21, "f11": 23, "f12": 24}  # fmt: skip
_PLAIN: Final = {"enter": b"\r", "tab": b"\t", "shift+tab": b"\x1b[Z", "escape": b"\x1b", "space": b" ",
                 "backspace": b"\x7f", "slash": b"/", "f1": b"\x1bOP", "f2": b"\x1bOQ", "f3": b"\x1bOR",
                 "f4": b"\x1bOS"}  # fmt: skip
_HELD: Final = {"shift": 1, "alt": 2, "ctrl": 4}

_TEXTS: Final = (
    "storm", "is:unread", "is:bookmarked", "sort:oldest", "outlet:x OR", "-\"defence", "date:7d", "tag:later", "(",
    "Українa", "東京", "👩‍👩‍👧", "café", "later", "a view", "x" * 90, " ", "AND", "note:", "[/]", "50%",
)  # fmt: skip
_PASTES: Final = (
    "one line", "two\nlines", "with\ttabs", "\x1b[31mred\x1b[0m", "q\nq\nq\n", "https://example.org/a?b=c", "é" * 300,
    "", "\r\n\r\n",
)  # fmt: skip
_QUIT: Final = ("q", "ctrl+q")


def bytes_of(key: str) -> bytes:
    """What a terminal sends for a key that is named as Textual does."""
    if key in _PLAIN:
        return _PLAIN[key]
    *held, name = key.split("+") if len(key) > 1 else (key,)
    modifier = 1 + sum(_HELD[each] for each in held)
    if name in _CURSOR:
        return f"\x1b[1;{modifier}{_CURSOR[name]}".encode() if held else f"\x1b[{_CURSOR[name]}".encode()
    if name in _NUMBERED:
        return f"\x1b[{_NUMBERED[name]}{f';{modifier}' if held else ''}~".encode()
    if held == ["ctrl"] and len(name) == 1 and name.isalpha():
        return bytes([ord(name.lower()) & 0x1F])
    if held == ["alt"]:
        return b"\x1b" + bytes_of(name)
    if held and name == "enter":  # terminals that tell it from Enter alone use the protocol of kitty
        return f"\x1b[13;{modifier}u".encode()
    character = name if len(name) == 1 else key_to_character(name)
    if held or character is None:
        raise ValueError(f"a terminal has no plain way to send {key}")
    return character.encode()


def all_keys() -> list[str]:
    """The keys of every command that a terminal can send; those that leave come once, others in proportion."""
    keys = [key for command in COMMANDS for key in command.keys if key not in _QUIT]
    return [*keys, *keys, *_QUIT, "backspace", "left", "right", "ctrl+c"]


KEYS: Final = tuple(bytes_of(key) for key in all_keys())


def quits(data: bytes) -> bool:
    """Whether any of these bytes may have been a command to leave, by its key or picked in the palette."""
    return any(byte in data for byte in (b"q", b"\x11", b"\r"))


def interrupts(typed: Iterable[bytes]) -> bool:
    """Whether Ctrl+C came after Ctrl+Z: then the shell's terminal makes a signal of it."""
    _, suspended, after = b"".join(typed).partition(b"\x1a")
    return bool(suspended) and b"\x03" in after


def keys_of(names: Sequence[str]) -> tuple[bytes, ...]:
    """The keys of the commands of these names."""
    return tuple(bytes_of(key) for command in COMMANDS if command.name in names for key in command.keys)


def typed(chance: Random, left_out: Sequence[bytes] = ()) -> bytes:
    """Something typed, in which none of the keys is that are to be `left_out`."""
    while True:
        data = _typed(chance)
        if not any(key in data for key in left_out):
            return data


def _typed(chance: Random) -> bytes:
    """Something typed: one key, a text, a paste or a click, or several at once."""
    kind = chance.random()
    if kind < 0.62:
        return chance.choice(KEYS)
    if kind < 0.70:
        return b"".join(chance.choice(KEYS) for _ in range(chance.randint(2, 12)))
    if kind < 0.76:
        return chance.choice(KEYS) * chance.randint(2, 30)
    if kind < 0.84:
        return chance.choice(_TEXTS).encode()
    if kind < 0.88:
        return b"\x1b[200~" + chance.choice(_PASTES).encode() + b"\x1b[201~"
    if kind < 0.95:
        return _mouse(chance)
    return b"\x1b"


def _mouse(chance: Random) -> bytes:
    """A click, a double click, a click with a key held, or the wheel, anywhere."""
    column, line = chance.randint(1, 200), chance.randint(1, 60)
    button = chance.choice((0, 0, 0, 2, 4, 16, 64, 65))
    press = f"\x1b[<{button};{column};{line}M"
    release = f"\x1b[<{button};{column};{line}m" if button < 64 else ""
    return ((press + release) * chance.choice((1, 1, 2))).encode()
