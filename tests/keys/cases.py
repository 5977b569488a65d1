"""What is typed: ordered pairs of keys in each place of the reader, and random sequences of keys.

Commands and keys come from the program's own table. The keys are written as people write them. So a case can be typed
again from its text: "list: b /" or "list @10: b j / x Enter".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from random import Random
from typing import Final

from newsreader.keys.commands import BY_NAME, COMMANDS, Command, KeyContext
from newsreader.keys.keymap import DEFAULT_KEYMAP
from newsreader.keys.names import character_of, key_name, parse_key

GAPS: Final = (0, 2, 10, 50)
"""Milliseconds between the keys of a random sequence."""

SEQUENCES: Final = 200
_LENGTH: Final = 8

LEFT_OUT: Final[Mapping[str, str]] = {
    "quit": "The reader would end, and there is nothing left to compare.",
    "back-or-quit": "The reader would end, and there is nothing left to compare.",
    "suspend": "It needs a shell to go back to, and the pseudo-terminal has none.",
    **dict.fromkeys(
        ("fetch-news", "feeds", "add-save"),
        "What it shows comes from a process of its own, whenever that has an answer.",
    ),
    **dict.fromkeys(
        ("view-bookmarks", "view-today", "view-left", "view-center", "view-right"),
        "It is the action of view-all and view-unread with another name.",
    ),
}
"""The commands whose keys are not pressed, each with the reason. Links are opened, in a browser that does nothing."""

_LETTERS: Final = ("x", "o", "backspace")
"""What is typed where text is typed: a letter that nothing begins with, one that is often found, and a correction."""

_LEADS_AWAY: Final = frozenset({"box-close", "box-accept", "box-remove"})
"""The commands of boxes after which the next key may be another screen's."""


@dataclass(frozen=True, slots=True)
class Case:
    """Keys that are typed in a place; `gap` is in milliseconds, 0 sends all of them in one write."""

    place: str
    keys: tuple[str, ...]
    gap: int = 0

    def __str__(self) -> str:
        gap = f" @{self.gap}" if self.gap else ""
        return f"{self.place}{gap}: {' '.join(map(key_name, self.keys))}"


@dataclass(frozen=True, slots=True)
class Spot:
    """A place of the reader: the keys that lead there, which are typed slowly, and the commands that it has.

    `has_box` says that a box is open there.
    """

    name: str
    way: tuple[str, ...]
    places: tuple[KeyContext, ...]
    has_box: bool = False

    def commands(self) -> list[Command]:
        """The commands whose keys are pressed here."""
        return [command for command in COMMANDS if command.place in self.places and command.name not in LEFT_OUT]

    @property
    def takes_text(self) -> bool:
        """Whether letters are text here."""
        return any(place.takes_text for place in self.places)


def _spot_of_box(name: str, command: str, place: KeyContext, before: tuple[str, ...] = ()) -> Spot:
    return Spot(name, (*before, BY_NAME[command].keys[0]), (place,), has_box=True)


_FILTERING: Final = BY_NAME["filter"].keys[0]
_TO_LIST: Final = BY_NAME["filter-to-list"].keys[0]

SPOTS: Final[Mapping[str, Spot]] = {
    spot.name: spot
    for spot in (
        Spot("list", (), (KeyContext.READER, KeyContext.LIST)),
        Spot("story", (BY_NAME["pane-story"].keys[0],), (KeyContext.READER, KeyContext.STORY)),
        Spot("outlet", (BY_NAME["pane-outlet"].keys[0],), (KeyContext.READER,)),
        Spot("filter", (_FILTERING,), (KeyContext.FILTER, KeyContext.READER)),
        Spot("find", (BY_NAME["pane-story"].keys[0], BY_NAME["story-find"].keys[0]), (KeyContext.FIND,), has_box=True),
        _spot_of_box("palette", "palette", KeyContext.BOX),
        _spot_of_box("themes", "theme", KeyContext.BOX),
        _spot_of_box("tags", "tags", KeyContext.BOX),
        _spot_of_box("views", "views", KeyContext.BOX),
        _spot_of_box("prompt", "save-view", KeyContext.BOX, (_FILTERING, "o", _TO_LIST)),
        _spot_of_box("outlets", "outlets", KeyContext.BOX),
        _spot_of_box("links", "links", KeyContext.BOX),
        _spot_of_box("problems", "problems", KeyContext.BOX),
        _spot_of_box("help", "help", KeyContext.BOX),
        _spot_of_box("note", "note", KeyContext.NOTE),
        _spot_of_box("add", "add-story", KeyContext.ADD),
        _spot_of_box("confirm", "all-read", KeyContext.ANSWER),
    )
}
"""All places, each kind of box once."""


def _first_keys(commands: Iterable[Command]) -> list[str]:
    return [DEFAULT_KEYMAP.keys_of(command.name)[0] for command in commands]


def _reader_keys() -> list[str]:
    return _first_keys(SPOTS["list"].commands())


def keys_first(spot: Spot) -> list[str]:
    """The keys that are typed first in a place: of each command the first, and text where it is taken."""
    keys = _first_keys(spot.commands())
    if spot.takes_text:
        keys = [key for key, command in zip(keys, spot.commands(), strict=True)
                if command.place.takes_text or not character_of(key)]  # fmt: skip
        keys += _LETTERS
    return list(dict.fromkeys(keys))


def keys_second(spot: Spot, first: str) -> list[str]:
    """The keys that are typed after `first`: those of the place, and of where that key may have led."""
    keys = keys_first(spot)
    if not spot.has_box and not spot.takes_text:
        elsewhere = (
            command for command in COMMANDS if command.place not in (*spot.places, KeyContext.STORY, KeyContext.LIST)
        )
        keys += [*_first_keys(each for each in elsewhere if each.name not in LEFT_OUT), *_LETTERS]
    elif _leads_away(spot, first):
        keys += _reader_keys()
    return list(dict.fromkeys(keys))


def _leads_away(spot: Spot, key: str) -> bool:
    owners = (command for command in spot.commands() if key in command.keys)
    return any(command.place is not KeyContext.BOX or command.name in _LEADS_AWAY for command in owners)


def pairs() -> Iterator[Case]:
    """Every ordered pair of keys in every place."""
    for spot in SPOTS.values():
        for first in keys_first(spot):
            for second in keys_second(spot, first):
                yield Case(spot.name, (first, second))


def sequences(seed: int) -> Iterator[Case]:
    """Random sequences that follow from `seed`, each with all gaps, one after the other."""
    chance = Random(seed)
    everywhere = _first_keys(command for command in COMMANDS if command.name not in LEFT_OUT)
    text = [*_LETTERS, "enter", "escape", "s", "space"]
    for _ in range(SEQUENCES):
        keys = tuple(chance.choice(everywhere if chance.random() < 0.7 else text) for _ in range(_LENGTH))
        yield from (Case("list", keys, gap) for gap in GAPS)


def parse_case(text: str) -> Case:
    """The case that is written as `text`. Raises ValueError where it is none."""
    place, colon, typed = text.partition(": ")
    name, _, gap = place.partition(" @")
    keys = tuple(map(parse_key, typed.split()))
    if not colon or not keys or name not in SPOTS:
        raise ValueError(f'Write a case as in "list: b /". The places are: {", ".join(SPOTS)}.')
    return Case(name, keys, int(gap or 0))
