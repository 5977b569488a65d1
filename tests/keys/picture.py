"""What a reader looks like and has on the disk, and in what two of them differ."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import pyte

_MOMENTARY: Final = re.compile(r"crc|uuid|.*_at")
"""Columns and fields that two readers never have alike, and checksums of them."""

_BOOKKEEPING: Final = "meta"
"""The table that counts the changes of the others and names their versions, by chance."""

_SHORT: Final = 160


@dataclass(frozen=True, slots=True)
class Picture:
    """One reader at rest: its screen line by line, how each line is coloured, what it says itself, and its state.

    `end` tells how it ended, where it did.
    """

    screen: tuple[str, ...] = ()
    colors: tuple[str, ...] = ()
    terminal_cursor: tuple[int, int] = (0, 0)
    inner: Mapping[str, object] = field(default_factory=dict)
    state: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    end: str = ""


def picture_of_screen(screen: pyte.Screen) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The lines of a screen, and how they are coloured."""
    texts, colors = [], []
    for y in range(screen.lines):
        cells = [screen.buffer[y][x] for x in range(screen.columns)]
        texts.append("".join(cell.data for cell in cells))
        colors.append(" ".join(_runs([_style(cell) for cell in cells])))
    return tuple(texts), tuple(colors)


def _style(cell: pyte.screens.Char) -> str:
    signs = {"bold": "b", "italics": "i", "underscore": "u", "strikethrough": "s", "reverse": "r"}
    return f"{cell.fg}/{cell.bg}{''.join(sign for name, sign in signs.items() if getattr(cell, name))}"


def _runs(styles: list[str]) -> Iterator[str]:
    start = 0
    for place in range(1, len(styles) + 1):
        if place == len(styles) or styles[place] != styles[start]:
            yield f"{place - start}x{styles[start]}"
            start = place


def state_in(path: Path) -> dict[str, tuple[str, ...]]:
    """The rows of all tables of a state, in an order that does not depend on when they were written."""
    if not path.exists():
        return {}
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, timeout=60)) as state:
        names = [name for (name,) in state.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
        return {name: _rows(state, name) for name in names if name != _BOOKKEEPING}


def _rows(state: sqlite3.Connection, table: str) -> tuple[str, ...]:
    cursor = state.execute(f'SELECT * FROM "{table}"')
    columns = [column for column, *_ in cursor.description]
    return tuple(sorted(_lasting(dict(zip(columns, row, strict=True))) for row in cursor))


def _lasting(row: Mapping[str, Any]) -> str:
    """A row without what is momentary in it, also within a record."""
    lasting = {name: value for name, value in row.items() if not _MOMENTARY.fullmatch(name)}
    if isinstance(lasting.get("record"), str):
        record = json.loads(lasting["record"])
        lasting["record"] = {name: value for name, value in record.items() if not _MOMENTARY.fullmatch(name)}
    return json.dumps(lasting, sort_keys=True, ensure_ascii=False, default=repr)


def differences(fast: Picture, slow: Picture) -> list[str]:
    """In what a reader differs that was typed at fast, in words; nothing where both are alike."""
    if fast.end or slow.end:
        told = [_told("end", fast.end or "still runs", slow.end or "still runs")] if fast.end != slow.end else []
        return told + _of_mappings("state: ", fast.state, slow.state)
    found = _of_mappings("", fast.inner, slow.inner) + _of_mappings("state: ", fast.state, slow.state)
    if fast.screen != slow.screen:
        found.append(_first_line("screen", fast.screen, slow.screen))
    elif fast.colors != slow.colors:
        found.append(_first_line("colours", fast.colors, slow.colors))
    if fast.terminal_cursor != slow.terminal_cursor:
        found.append(_told("terminal's cursor", fast.terminal_cursor, slow.terminal_cursor))
    return found


def _of_mappings(prefix: str, fast: Mapping[str, object], slow: Mapping[str, object]) -> list[str]:
    found: list[str] = []
    for name in dict.fromkeys((*slow, *fast)):
        one, other = fast.get(name), slow.get(name)
        if isinstance(one, Mapping) and isinstance(other, Mapping):
            found += _of_mappings(f"{prefix}{name} ", one, other)
        elif one != other:
            found.append(_told(f"{prefix}{name}", one, other))
    return found


def _first_line(what: str, fast: tuple[str, ...], slow: tuple[str, ...]) -> str:
    numbers = [number for number, (one, other) in enumerate(zip(fast, slow, strict=True)) if one != other]
    first = numbers[0]
    return _told(f"{what}, {len(numbers)} lines, the first is {first + 1}", fast[first].strip(), slow[first].strip())


def _told(what: str, fast: object, slow: object) -> str:
    return f"{what}: fast {_short(fast)}, slow {_short(slow)}"


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= _SHORT else f"{text[:_SHORT]}…"
