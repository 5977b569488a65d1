"""The scale of media bias: one table from which parsing, filtering, sorting and gauges derive.

The seven ratings are those of AllSides (https://www.allsides.com/media-bias/media-bias-rating-methods);
five of them have a place on a line from left to right, two have none.
"""

from __future__ import annotations

import re
from typing import Final

from msgspec import Struct


class Rating(Struct, frozen=True):
    """Describe one rating of the scale.

    `slot` is its place on the five-slot gauge, 0 at the left; None has no place.
    `rank` orders all ratings, those without a place last.
    """

    id: str
    name: str
    slot: int | None
    rank: int


SCALE: Final[tuple[Rating, ...]] = (
    Rating("left", "Left", 0, 0),
    Rating("lean-left", "Lean Left", 1, 1),
    Rating("center", "Center", 2, 2),
    Rating("lean-right", "Lean Right", 3, 3),
    Rating("right", "Right", 4, 4),
    Rating("mixed", "Mixed", None, 5),
    Rating("not-rated", "Not Rated", None, 6),
)
SLOTS: Final = sum(rating.slot is not None for rating in SCALE)
BY_ID: Final = {rating.id: rating for rating in SCALE}
NOT_RATED: Final = BY_ID["not-rated"]
RATING_CAVEAT: Final = "It rates online news content and says nothing of accuracy."
"""What has to be said with a rating."""

_SEPARATORS = re.compile(r"[\s_-]+")
_OTHER_SPELLINGS = {"centre": "center", "unrated": "not-rated", "none": "not-rated"}


def parse_rating(text: str) -> Rating | None:
    """Return the rating meant by `text` ("Lean Left", "lean-left", "Centre"), or None if there is no such one."""
    key = _SEPARATORS.sub("-", text.strip().casefold())
    return BY_ID.get(_OTHER_SPELLINGS.get(key, key))
