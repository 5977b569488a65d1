"""Knowing the stories of a list again, whatever has become of their rows since it was made."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import compress
from pathlib import Path
from threading import RLock
from typing import Final, TypeVar

from newsreader.errors import NoSuchStoryError
from newsreader.reader.listed import Listed, Place, as_numbered_now, place_of, places_of
from newsreader.reader.open_index import telling_damage
from newsreader.reader.searching import Searching

_T = TypeVar("_T")

_AT_ONCE: Final = 500
_GONE: Final = "This story is no longer in the library."


class Listing(Searching):
    """Tells where stories stand now that were listed before. Everything here is for a worker."""

    def __init__(self, index_path: Path) -> None:
        self._marking = RLock()
        super().__init__(index_path)

    def signs(self, numbers: Sequence[int]) -> array[int]:
        """A sign of each of these stories, by which `same` knows it again."""
        places = self._where(numbers)
        return array("q", (hash(places[number].story_id if number in places else None) for number in numbers))

    def same(self, listed: Listed, signs: Sequence[int]) -> Listed:
        """Those that still are the stories they were when the `signs` of their numbers were taken.

        Raises NoSuchStoryError where none is.
        """
        if listed.edition != self.edition:
            return listed  # known by what the user has seen
        numbers = array("q", compress(listed.numbers, map(int.__eq__, signs, self.signs(listed.numbers))))
        if listed.numbers and not numbers:
            raise NoSuchStoryError(_GONE)
        return replace(listed, numbers=numbers)

    @telling_damage
    def with_numbers(self, listed: Listed, work: Callable[[Sequence[int]], _T]) -> _T:
        """What `work` makes of the numbers that listed stories have in the index that is open.

        Raises NoSuchStoryError where there are none.
        """
        with self._marking:
            with self._looking_up:
                numbers = as_numbered_now(self._marking_index, listed, self.edition)
            if listed.numbers and not numbers:
                raise NoSuchStoryError(_GONE)
            return work(numbers)

    def _places(self, numbers: Sequence[int]) -> dict[int, Place]:
        """Where these stories stand now; raises NoSuchStoryError where nothing is known of any."""
        places = self._where(numbers)
        if numbers and not places:
            raise NoSuchStoryError(_GONE)
        return places

    @telling_damage
    def _where(self, numbers: Sequence[int]) -> dict[int, Place]:
        """Where these stories stand now; those of which nothing is known are left out."""
        places: dict[int, Place] = {}
        for start in range(0, len(numbers), _AT_ONCE):
            with self._looking_up:
                places |= places_of(self._marking_index, numbers[start : start + _AT_ONCE])
        return places

    @telling_damage
    def _place_of(self, story_id: str) -> Place:
        """Where the story with this id stands now."""
        with self._looking_up:
            return place_of(self._marking_index, story_id)

    @telling_damage
    def _title_of(self, story_id: str, number: int | None) -> str:
        """The title of a story that is gone: its bookmark's copy is at `number`, or it is known by its last row."""
        with self._looking_up:
            index = self._marking_index
            row = index.former_row(story_id) if number is None else number
            stored = (index.story(row) or index.former_story(row)) if row is not None else None
        return stored.story.title if stored is not None else story_id

    def _follow_index(self) -> bool:
        with self._marking:  # nobody marks by numbers of the one index what is in the other
            is_another = super()._follow_index()
            if is_another:
                self._marks.renumber(self._bookmarked_in_index())
            return is_another

    def _make_index_anew(self) -> None:
        with self._marking:
            super()._make_index_anew()
            self._marks.renumber(self._bookmarked_in_index())
