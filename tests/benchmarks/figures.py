"""What many measured times come to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from statistics import median
from typing import Self

__all__ = ["Spread", "median", "percentile"]


@dataclass(frozen=True, slots=True)
class Spread:
    """What several ratios come to: their median, the least and the most."""

    middle: float
    least: float
    most: float

    @classmethod
    def of_ratios(cls, measured: Sequence[float], floors: Sequence[float]) -> Self | None:
        """The ratios of figures that were taken in turn, each to its own floor; None where there are none."""
        ratios = [ours / floor for ours, floor in zip(measured, floors, strict=True) if floor]
        return cls(median(ratios), min(ratios), max(ratios)) if ratios else None

    def __str__(self) -> str:
        return f"{self.middle:.2f}× ({self.least:.2f} to {self.most:.2f})"


def percentile(values: Sequence[float], share: int) -> float:
    """The smallest of `values` that at least `share` percent of them do not exceed (nearest rank).

    Raises ValueError where there are no values, or `share` is not from 1 to 100.
    """
    if not values:
        raise ValueError("there is nothing to take a percentile of")
    if not 1 <= share <= 100:
        raise ValueError(f"{share} is not a percentage from 1 to 100")
    return sorted(values)[ceil(len(values) * share / 100) - 1]
