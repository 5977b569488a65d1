"""Stories as a list has them, and where they stand in the index by now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from newsreader.index.reading import Index


@dataclass(frozen=True, slots=True)
class Listed:
    """Stories by their numbers in one `edition` of the index, and the ids of those that the user has `seen`."""

    numbers: Sequence[int]
    edition: int
    seen: Mapping[int, str] = field(default_factory=dict)


class Place(NamedTuple):
    """A story by its id, and its number in the index as it is now; None while it is not there."""

    story_id: str
    number: int | None


def places_of(index: Index, numbers: Sequence[int]) -> dict[int, Place]:
    """Where the stories of these numbers, some hundred at most, stand now, by the number they were listed by.

    A story whose row is gone may have another one, or come back: its file was moved or is being read. Those of which
    nothing is known any more are left out.
    """
    found = {number: Place(story_id, number) for number, story_id in index.ids(numbers).items()}
    gone = [number for number in numbers if number not in found]
    if gone:
        found |= {number: place_of(index, story_id) for number, story_id in index.former_ids(gone).items()}
    return {number: found[number] for number in numbers if number in found}


def ids_of(places: Iterable[Place]) -> list[str]:
    """The ids of these stories, each once, in their order."""
    return list(dict.fromkeys(place.story_id for place in places))


def place_of(index: Index, story_id: str) -> Place:
    """Where the story with this id stands now."""
    return Place(story_id, next(iter(index.numbers_of(story_id)), None))


def as_numbered_now(index: Index, listed: Listed, edition: int) -> list[int]:
    """The numbers by which listed stories are known in the index of this `edition`.

    Where that is another index than the one they were listed from, only those can be told that the user has seen.
    """
    if listed.edition == edition:
        other = _others_now(index, listed)
        return [number for each in listed.numbers if (number := other.get(each, each)) is not None]
    places = (place_of(index, listed.seen[number]) for number in listed.numbers if number in listed.seen)
    return [place.number for place in places if place.number is not None]


def _others_now(index: Index, listed: Listed) -> dict[int, int | None]:
    """The numbers that are not those of the stories the user has seen there, each with the right one or None."""
    seen = [number for number in listed.numbers if number in listed.seen]
    places = places_of(index, seen)
    wrong = [number for number in seen if number not in places or places[number].story_id != listed.seen[number]]
    return {number: place_of(index, listed.seen[number]).number for number in wrong}
