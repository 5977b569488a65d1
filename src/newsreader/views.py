"""Views: filters with names. Some come with the program; the sides of the scale among them derive from its table."""

from __future__ import annotations

from typing import Final

from msgspec import Struct

from newsreader.bias import SCALE, SLOTS

FILTERS_KEPT: Final = 200
"""Of the filters that were used so many are kept, those used last."""


class View(Struct, frozen=True):
    """A filter with a name; `is_own` says that the user made it, in the reader, and can remove it there.

    `key` is the one that the config gives it, as events call it.
    """

    name: str
    filter: str
    is_own: bool = False
    key: str = ""


def _sides() -> tuple[View, ...]:
    """Return the left, the middle and the right of the scale, each with all ratings that lean there."""
    middle = SLOTS // 2
    sides = (
        ("Left", [rating for rating in SCALE if rating.slot is not None and rating.slot < middle]),
        ("Center", [rating for rating in SCALE if rating.slot == middle]),
        ("Right", [rating for rating in SCALE if rating.slot is not None and rating.slot > middle]),
    )
    return tuple(View(name, f"bias:{','.join(rating.id for rating in ratings)}") for name, ratings in sides)


BUILT_IN: Final[tuple[View, ...]] = (
    View("All", ""),
    View("Unread", "is:unread"),
    View("Bookmarks", "is:bookmarked"),
    View("Today", "date:1d"),
    *_sides(),
)
"""The views that everybody has."""
