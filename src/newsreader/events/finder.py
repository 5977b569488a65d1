"""Decide which event a story joins. Stories are taken in the order in which they were published.

What is decided of a story depends on the stories of the seven days before it, and on nothing else. So the events are a
function of the library, in whatever order its files came.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Mapping
from typing import Final, NamedTuple

from msgspec import Struct

from newsreader.events.frequencies import rarity
from newsreader.events.window import Held, Window

_DAY: Final = 86_400

WINDOW: Final = 3 * _DAY
"""How far apart two stories may be, in seconds, that are compared."""

SPAN: Final = 7 * _DAY
"""How long an event may last, in seconds."""

_BASE: Final = 0.46
_FOR_DENSITY: Final = 0.10
_DENSITY: Final = 200
_LOWEST: Final = 0.36
_HIGHEST: Final = 0.80
_OF_MEAN: Final = 0.75
_MOST_COMPARED: Final = 8


def threshold(stories: int) -> float:
    """Return the score from which on two stories may tell of one event, among so many of the last days.

    Among more stories more are alike by chance.
    """
    return min(_HIGHEST, max(_LOWEST, _BASE + _FOR_DENSITY * math.log10(max(stories, 1) / _DENSITY)))


class Joining(NamedTuple):
    """How a story came to its event: the row of the event's first story, and the story that it is most alike.

    `score` is how alike they are, and `with_story` the row of that story. Both are None for the first story.
    """

    event: int
    score: float | None = None
    with_story: int | None = None


class _Event(Struct):
    """An event while it may still grow: its first and last moment, how many stories it has, and its place in order."""

    first: int
    last: int
    size: int
    number: int


class _Place(NamedTuple):
    """The event of a story, and the story's place in the order of all."""

    event: int
    number: int


class Finder:
    """Find the events of stories that are given in the order of their publication."""

    def __init__(self) -> None:
        self._windows: dict[str, Window] = {}
        self._events: dict[int, _Event] = {}
        self._places: dict[int, _Place] = {}
        self._placed: deque[tuple[int, int]] = deque()
        self._number = 0

    def restore(self, held: Held, event: int, begun: int) -> None:
        """Take in a story whose event is known; it began at the moment `begun`."""
        self._forget_before(held.moment)
        self._take(held, event, begun)

    def remember(self, story: int, moment: int, event: int, begun: int) -> None:
        """Take in the event of a story that is too old to be compared."""
        self._grow(story, moment, event, begun)

    def place(self, held: Held) -> Joining:
        """Decide which event a story joins, or that it begins one, and take it in."""
        self._forget_before(held.moment)
        joining = self._best(held) or Joining(held.story)
        self._take(held, joining.event, held.moment)
        return joining

    def _best(self, held: Held) -> Joining | None:
        window = self._window(held.vector.language)
        window.forget_before(held.moment - WINDOW)
        least = threshold(len(window))
        scores = window.scores(held, _OF_MEAN * least)
        best: tuple[float, int, Joining] | None = None
        for event, members in self._by_event(scores).items():
            alike = min(members, key=lambda story: (-scores[story], self._places[story].number))
            state = self._events[event]
            if scores[alike] < least or held.moment - state.first > SPAN:
                continue
            compared = min(state.size, _MOST_COMPARED)
            mean = sum(sorted((scores[story] for story in members), reverse=True)[:compared]) / compared
            if mean >= _OF_MEAN * least and (best is None or (mean, -state.number) > best[:2]):
                best = mean, -state.number, Joining(event, scores[alike], alike)
        return best[2] if best else None

    def _by_event(self, scores: Mapping[int, float]) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {}
        for story in scores:
            found.setdefault(self._places[story].event, []).append(story)
        return found

    def _take(self, held: Held, event: int, begun: int) -> None:
        self._window(held.vector.language).add(held)
        self._grow(held.story, held.moment, event, begun)

    def _grow(self, story: int, moment: int, event: int, begun: int) -> None:
        self._number += 1
        self._placed.append((story, moment))
        self._places[story] = _Place(event, self._number)
        state = self._events.get(event)
        if state is None:
            self._events[event] = _Event(begun, moment, 1, self._number)
        else:
            state.last = moment
            state.size += 1

    def _window(self, language: str) -> Window:
        window = self._windows.get(language)
        if window is None:
            window = self._windows[language] = Window(rarity(language))
        return window

    def _forget_before(self, moment: int) -> None:
        """Let go of the stories whose events a story of this moment can't join."""
        while self._placed and self._placed[0][1] < moment - SPAN:
            story, _ = self._placed.popleft()
            event = self._places.pop(story).event
            state = self._events.get(event)
            if state is not None and state.last < moment - SPAN:
                del self._events[event]
