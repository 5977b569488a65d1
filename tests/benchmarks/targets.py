"""What the reader has to reach, in a library of 100,000 stories and in one of a million."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

_MANY: Final = 300_000
"""From so many stories on the targets for a million count."""


class Name(StrEnum):
    """The rows that can be asked for."""

    START = "start"
    FILTER = "filter"
    ORDERS = "orders"
    SCROLL = "scroll"
    CURSOR = "cursor"
    MEMORY = "memory"
    INDEX = "index"
    UNCHANGED = "unchanged"
    CHANGES = "changes"
    COMMAND = "command"
    FETCH = "fetch"
    ADD = "add"
    EXTRACT = "extract"
    BESIDE = "beside"
    EVENTS = "events"


@dataclass(frozen=True, slots=True)
class Target:
    """At most so much: seconds, or with `is_ratio` times the floor."""

    limit: float
    is_ratio: bool = False


_RATIOS: Final = {
    Name.START: (1.25, 1.35),
    Name.CURSOR: (1.5, 1.5),
    Name.MEMORY: (2.5, 3.0),
    Name.UNCHANGED: (2.0, 2.0),
    Name.FETCH: (1.5, 1.5),
    Name.ADD: (1.5, 1.5),
}
_SECONDS: Final = {
    Name.FILTER: (0.033, 0.050),
    Name.ORDERS: (0.100, 0.400),
    Name.SCROLL: (0.150, 1.0),
    Name.CHANGES: (1.0, 1.0),
    Name.COMMAND: (0.120, 0.150),
    Name.EXTRACT: (0.005, 0.005),
    Name.BESIDE: (0.010, 0.010),
    Name.EVENTS: (0.033, 0.050),
}
AFTER_BOXES: Final = Target(1.15, is_ratio=True)
"""How many times the memory of before may be in use after many boxes and filters."""
LONGEST_SILENCE: Final = Target(0.025)
"""From a key of a held cursor to its row, at most: more is seen as a hitch."""
FETCH_UNCHANGED: Final = Target(0.5)
"""For 343 feeds of which nothing is new."""
FETCH_SLOW: Final = Target(12.0)
"""For 500 feeds whose servers take 0.3 s each, 16 at once."""
NEW_STORY: Final = Target(0.005)
"""To find the event of one story that came."""
EVENT_SECONDS_A_STORY: Final = 40 / 100_000
EVENT_BYTES_A_STORY: Final = 600
FETCH_MEMORY: Final = Target(150_000_000)
_INDEX_SECONDS_A_STORY: Final = 20 / 100_000
_TEXT_SECONDS_A_STORY: Final = 38 / 100_000


def target(name: Name, stories: int) -> Target:
    """What a row has to reach in a library of so many stories."""
    column = int(stories >= _MANY)
    if name in _RATIOS:
        return Target(_RATIOS[name][column], is_ratio=True)
    if name is Name.INDEX:
        return Target(_INDEX_SECONDS_A_STORY * stories)
    return Target(_SECONDS[name][column])


def text_target(stories: int) -> Target:
    """How soon all text of a new library of so many stories has to be searched."""
    return Target(_TEXT_SECONDS_A_STORY * stories)
