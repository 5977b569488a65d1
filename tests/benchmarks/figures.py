"""What many measured times come to."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from statistics import median

__all__ = ["median", "percentile"]


def percentile(values: Sequence[float], share: int) -> float:
    """The smallest of `values` that at least `share` percent of them do not exceed (nearest rank).

    Raises ValueError where there are no values, or `share` is not from 1 to 100.
    """
    if not values:
        raise ValueError("there is nothing to take a percentile of")
    if not 1 <= share <= 100:
        raise ValueError(f"{share} is not a percentage from 1 to 100")
    return sorted(values)[ceil(len(values) * share / 100) - 1]
