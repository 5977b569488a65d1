"""Everything a state holds, to be compared; and states with something of everything in them."""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from newsreader.events.groups import Pair
from newsreader.sqlite import open_copy
from newsreader.state.state import Bookmark, State
from newsreader.state.tables import TABLES, is_sound
from newsreader.story import Story, with_id

NOW: Final = datetime(2026, 3, 2, 12, tzinfo=UTC)
VERSION_1: Final = Path(__file__).parents[1] / "unit" / "data" / "state-version-1.db"
"""A file that the program wrote when its schema had version 1."""

Records = dict[tuple[str, ...], tuple[Any, ...]]
"""Values by table and key."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a program finds when it opens a state: its records, its messages, and how many are damaged."""

    records: Records
    notices: tuple[str, ...]
    damaged: int


def opened(path: Path, day: int = 0) -> State:
    """The state at `path`, so many days later."""
    return State.open(path, now=lambda: NOW + timedelta(days=day))


def records_in(path: Path) -> Records:
    """The records of a sound file that nobody has open, without opening it as a state."""
    with closing(open_copy(path)) as connection:
        return dict(_rows(connection))


def _rows(connection: sqlite3.Connection) -> Iterator[tuple[tuple[str, ...], tuple[Any, ...]]]:
    there = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
    for table in TABLES:
        if table.name in there:
            width = len(table.key)
            for row in connection.execute(f"SELECT {table.columns} FROM {table.name}"):
                if is_sound(row):
                    yield (table.name, *row[:width]), row[width:-1]


def found_by(path: Path, day: int = 0) -> Found:
    """What is found by a program that opens the state at `path`."""
    with closing(opened(path, day)) as state:
        notices, damaged = state.notices, state.damaged()
    return Found(records_in(path), notices, damaged)


def found_in_copy(path: Path, scratch: Path) -> Found:
    """The same, of a copy of all its files made in the folder `scratch`, so that they stay as they are."""
    if scratch.exists():
        shutil.rmtree(scratch)
    shutil.copytree(path.parent, scratch)
    for each in (scratch, *scratch.rglob("*")):
        each.chmod(0o700 if each.is_dir() else 0o600)  # what can only be read there can be written here
    return found_by(scratch / path.name, day=1)


def fill(path: Path, size: int, seed: int, day: int = 0) -> None:
    """Put `size` bookmarks into the state at `path`, and about six times as many other marks."""
    chance = random.Random(seed)
    with closing(opened(path, day)) as state, state.file.together():
        state.bookmarks.import_new(_bookmark(chance, f"{day}-{number}") for number in range(size))
        state.marks.mark_all_read((f"read-{day}-{number}" for number in range(3 * size)), NOW)
        for tag in ("later", "work", "море"):
            state.marks.tag((f"tagged-{day}-{number}" for number in range(size // 2)), tag)
        for number in range(size // 2):
            state.marks.write_note(f"noted-{day}-{number}", " ".join(chance.choices(_WORDS, k=12)))
        for number in range(size // 10):
            state.event_pairs.say([Pair(f"read-{day}-{number}", f"noted-{day}-{number}", number % 2 == 0)])
            state.save_view(f"View {day}-{number}", f"topic:{chance.choice(_WORDS)}")
            state.remember_filter(f"{chance.choice(_WORDS)} {number}")


def _bookmark(chance: random.Random, name: str) -> Bookmark:
    text = " ".join(chance.choices(_WORDS, k=chance.randrange(20, 200)))
    story = with_id(Story("", f"Story {name}", text, ("One point", "Другой")), f"story-{name}")
    return Bookmark(f"uuid-{name}", NOW, story, "/home/me/library", f"{name}.yaml")


_WORDS: Final = (
    "ferry",
    "harbour",
    "budget",
    "vote",
    "sea",
    "лодка",
    "école",
    "museum",
    "river",
    "trade",
    "storm",
    "会議",
)


def told_of(action: Callable[[], object], error: type[Exception]) -> str:
    """The message when `action` is refused, "" when it is done."""
    try:
        action()
    except error as refusal:
        return str(refusal)
    return ""
