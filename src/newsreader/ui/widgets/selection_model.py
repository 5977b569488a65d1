"""Which stories of a list the user has selected: everything costs no more than nothing, however long the list."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from itertools import filterfalse
from typing import Final

from msgspec import Struct

AT_ONCE: Final = 20_000
"""So many stories are looked at within a millisecond; more of them are looked at in steps, by a worker."""


class Selection(Struct, frozen=True):
    """Selected stories by their numbers: those in `but` or, with `everything`, all of the list but those.

    `everything` stays everything when the list grows. Each change copies `but`: 1 ms for a hundred thousand.
    """

    everything: bool = False
    but: frozenset[int] = frozenset()

    def __contains__(self, number: int) -> bool:
        return (number in self.but) is not self.everything

    def count(self, of: int, unlisted: int = 0) -> int:
        """How many of a list of `of` stories are selected, where so many of `but` are not in that list."""
        listed = min(len(self.but) - unlisted, of)
        return of - listed if self.everything else listed

    def toggled(self, number: int) -> Selection:
        """This selection with one story selected that was not, or no longer selected."""
        return Selection(self.everything, self.but ^ {number})

    def including(self, numbers: array[int]) -> Selection:
        """This selection with all of these stories selected; in a worker where they are more than `AT_ONCE`."""
        but = set(self.but)
        change = but.difference_update if self.everything else but.update
        for step in _steps(numbers):
            change(step)
        return Selection(self.everything, frozenset(but))

    def listed(self, numbers: array[int]) -> int:
        """How many of `but` are in this list; in a worker where it is longer than `AT_ONCE`."""
        return sum(len(self.but.intersection(step)) for step in _steps(numbers))

    def pick(self, numbers: array[int]) -> array[int]:
        """The selected stories of this list in its order.

        For a worker: it goes through the whole list, in steps too short to keep another thread waiting.
        """
        choose = filterfalse if self.everything else filter
        picked = array("q")
        for step in _steps(numbers):
            picked.extend(choose(self.but.__contains__, step))
        return picked


NOTHING: Final = Selection()
EVERYTHING: Final = Selection(everything=True)


class Stretch(Struct, frozen=True):
    """Where in a list the user began to select story after story: at the place `anchor`, on the story `story`.

    `base` was selected before.
    """

    anchor: int
    story: int
    base: Selection

    def shifted(self, rows: int, numbers: array[int]) -> Stretch | None:
        """The stretch in a list in which its stories stand `rows` further down; None where its anchor does not."""
        anchor = self.anchor + rows
        if 0 <= anchor < len(numbers) and numbers[anchor] == self.story:
            return Stretch(anchor, self.story, self.base)
        return None

    def up_to(self, end: int, numbers: array[int]) -> array[int]:
        """The stories from the anchor to the place `end`, both included."""
        return numbers[min(self.anchor, end) : max(self.anchor, end) + 1]


def _steps(numbers: array[int]) -> Iterator[array[int]]:
    for start in range(0, len(numbers), AT_ONCE):
        yield numbers[start : start + AT_ONCE]
