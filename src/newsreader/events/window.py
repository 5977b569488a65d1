"""Hold the stories of the last days in one language, and say how alike a story is to each of them."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Mapping
from typing import Final, NamedTuple

from newsreader.events.frequencies import Rarity
from newsreader.events.vectors import LARGEST_WEIGHT, Vector, cosine_of, weighed_by_rarity

_OF_RARITY: Final = 0.004
"""What a shared word adds to a score for each unit of its rarity."""

_DAY: Final = 86_400
_FOR_A_DAY: Final = 0.05

OF_TITLES: Final = 0.25
"""What titles that are the same add to a score."""


class Held(NamedTuple):
    """A story that a window holds: its row, when it was published (seconds since 1970), and its vector."""

    story: int
    moment: int
    vector: Vector


class Window:
    """The stories of one language that a new one may be compared with, in the order in which they were added."""

    def __init__(self, rare: Rarity) -> None:
        self._rare = rare
        self._held: dict[int, Held] = {}
        self._with_word: dict[int, deque[tuple[int, int]]] = defaultdict(deque)
        self._titles: dict[int, Mapping[int, float]] = {}

    def __len__(self) -> int:
        return len(self._held)

    def add(self, held: Held) -> None:
        """Take in a story that is not older than the others."""
        self._held[held.story] = held
        for key, weight in zip(held.vector.keys, held.vector.weights, strict=True):
            self._with_word[key].append((held.story, weight))

    def forget_before(self, moment: int) -> None:
        """Let go of the stories that were published before this moment."""
        while self._held:
            oldest = next(iter(self._held.values()))
            if oldest.moment >= moment:
                return
            del self._held[oldest.story]
            self._titles.pop(oldest.story, None)
            for key in oldest.vector.keys:
                with_word = self._with_word[key]
                with_word.popleft()
                if not with_word:
                    del self._with_word[key]

    def scores(self, held: Held, least: float) -> dict[int, float]:
        """Return the scores of the stories, by row, that are alike enough for a score of `least`.

        A score is the cosine of the vectors + 0.004 · the rarity of all shared words + 0.25 · the cosine of the titles
        - 0.05 for each day behind the first. What comes after a day or two is mostly another happening.
        """
        vector = held.vector
        scores: dict[int, float] = {}
        for key, weight in zip(vector.keys, vector.weights, strict=True):
            if key in self._with_word:
                of_word = _OF_RARITY * self._rare.of(key)
                share = weight / LARGEST_WEIGHT**2
                for story, other in self._with_word[key]:
                    scores[story] = scores.get(story, 0.0) + share * other + of_word
        title = weighed_by_rarity(vector.title_keys, self._rare)
        return {
            story: score + OF_TITLES * cosine_of(title, self._title_of(story)) - self._lateness(held.moment, story)
            for story, score in scores.items()
            if score + OF_TITLES >= least  # else its title can't help
        }

    def _lateness(self, moment: int, story: int) -> float:
        return _FOR_A_DAY * max(0, moment - self._held[story].moment - _DAY) / _DAY

    def _title_of(self, story: int) -> Mapping[int, float]:
        title = self._titles.get(story)
        if title is None:
            title = self._titles[story] = weighed_by_rarity(self._held[story].vector.title_keys, self._rare)
        return title
