"""How far each story was read, so that it opens where it was left."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from newsreader.session import MOST_POSITIONS

TOP: Final = 0.0


class ReadingPositions:
    """The positions of the stories that were left in their middle, from 0 to 1 by their ids; the latest stand last."""

    def __init__(self) -> None:
        self._positions: dict[str, float] = {}

    def load(self, positions: Mapping[str, float]) -> None:
        """Take over what was kept from an earlier start; what was noted since counts more."""
        self._positions = {**positions, **self._positions}
        self._shorten()

    def as_mapping(self) -> Mapping[str, float]:
        """All positions, to be kept."""
        return dict(self._positions)

    def note(self, story: str, position: float) -> None:
        """Note where a story is left; one that is left at its top needs no note."""
        self._positions.pop(story, None)
        if TOP < position <= 1:
            self._positions[story] = position
            self._shorten()

    def forget(self, story: str) -> None:
        """Have a story begin at its top again."""
        self._positions.pop(story, None)

    def of(self, story: str) -> float:
        """Where a story was left."""
        return self._positions.get(story, TOP)

    def _shorten(self) -> None:
        while len(self._positions) > MOST_POSITIONS:
            del self._positions[next(iter(self._positions))]
