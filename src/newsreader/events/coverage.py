"""Count how many outlets of each side tell an event."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from newsreader.bias import SCALE

_BITS: Final = 8
_MOST: Final = (1 << _BITS) - 1
LEAST_RATED: Final = 3
"""Of so many rated outlets that tell an event one may ask from which side none of them is."""

_RATED: Final = len(SCALE) - 1
"""The ratings but the last of the scale, which stands for none."""

_SLOTS: Final = {rating.rank: place for place, rating in enumerate(SCALE)}


class Coverage(NamedTuple):
    """How many outlets tell an event, by rating in the order of the scale: those from left to right, then all others.

    A count of more than 255 stands as 255.
    """

    counts: tuple[int, ...]

    @property
    def tellers(self) -> int:
        """Return how many outlets tell the event."""
        return sum(self.counts)

    @property
    def packed(self) -> int:
        """Return all counts as one number, eight bits for each, the first rating in the lowest."""
        return sum(min(count, _MOST) << (_BITS * place) for place, count in enumerate(self.counts))


def unpacked(number: int) -> Coverage:
    """Return the coverage that was packed into a number."""
    return Coverage(tuple(number >> (_BITS * place) & _MOST for place in range(len(SCALE))))


def coverage_of(rank_of_outlet: Mapping[int, int]) -> Coverage:
    """Return the coverage by outlets of which each has the rank of its rating."""
    counts = [0] * len(SCALE)
    for rank in rank_of_outlet.values():
        counts[_SLOTS[rank]] += 1
    return Coverage(tuple(counts))


def mask_of(rating_ids: frozenset[str]) -> int:
    """Return the bits of a packed coverage that are set if an outlet of one of these ratings tells the event."""
    return sum(_MOST << (_BITS * place) for place, rating in enumerate(SCALE) if rating.id in rating_ids)


def rated_sql(column: str) -> str:
    """Return the SQL that counts the rated outlets of a packed coverage in this column."""
    return "(" + " + ".join(f"({column} >> {_BITS * place} & {_MOST})" for place in range(_RATED)) + ")"
