"""The fields that ask who else tells of the same event, and from which side."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

from newsreader.event_words import event_word
from newsreader.query.field import LONGEST_SHOWN, Field, Given
from newsreader.query.tree import Condition, QueryError, Span
from newsreader.text import clean_line

SIDES: Final[Mapping[str, frozenset[str]]] = {
    "left": frozenset({"left", "lean-left"}),
    "center": frozenset({"center"}),
    "right": frozenset({"right", "lean-right"}),
}
"""The sides from which an event can be told, and the ratings of each."""

MOST_TELLERS: Final = 1_000_000

_RANGE = re.compile(r"(?P<low>\d{1,6})?(?P<dots>\.\.)?(?P<high>\d{1,6})?")


class _EventCondition(Condition, frozen=True):
    """Ask something of the event that a story tells."""

    @property
    def asks_for_events(self) -> bool:
        """Return that it does."""
        return True


class OfEvent(_EventCondition, frozen=True):
    """Find the stories of an event: `prefix` begins the id of one of them, or `word` is what files declare, folded."""

    prefix: str
    word: str


class Tellers(_EventCondition, frozen=True):
    """Find stories whose event so many outlets tell, both ends included."""

    low: int
    high: int


class ToldFrom(_EventCondition, frozen=True):
    """Find stories whose event an outlet of one of these ratings (their ids) tells."""

    ratings: frozenset[str]


class NotToldFrom(_EventCondition, frozen=True):
    """Find stories whose event three rated outlets or more tell, none of them of these ratings (their ids)."""

    ratings: frozenset[str]


def _read_event(_field: Field, given: Given) -> list[Condition]:
    return [OfEvent(part.text, event_word(part.text), span=given.span) for part in given.parts if part.text]


def _read_tellers(_field: Field, given: Given) -> list[Condition]:
    return [_tellers(part.text, given.span) for part in given.parts]


def _tellers(text: str, span: Span) -> Tellers:
    match = _RANGE.fullmatch(text)
    if match is None or not (match["low"] or match["high"]):
        raise QueryError(
            f'"{clean_line(text, LONGEST_SHOWN)}" is no number of outlets.', span, "Write 3, 3.., 2..4 or ..2."
        )
    low = int(match["low"] or 0)
    high = int(match["high"]) if match["high"] else MOST_TELLERS if match["dots"] else low
    return Tellers(min(low, high), max(low, high), span=span)


def _read_sides(made: Callable[[frozenset[str], Span], Condition]) -> Callable[[Field, Given], list[Condition]]:
    def read(field: Field, given: Given) -> list[Condition]:
        return [made(SIDES[field.value_meant(part, given.span)], given.span) for part in given.parts]

    return read


FIELDS: Final = (
    Field("event", "the event: the id of one of its stories, or its declared word", "6f1c2b9a", _read_event),
    Field("tellers", "how many outlets tell the event, as 3, 3.. or 2..4", "3..", _read_tellers),
    Field(
        "sides",
        "a side from which the event is told",
        "left",
        _read_sides(lambda ratings, span: ToldFrom(ratings, span=span)),
        tuple(SIDES),
    ),
    Field(
        "missing",
        "a side from which no outlet in your library tells it, of three and more that are rated",
        "right",
        _read_sides(lambda ratings, span: NotToldFrom(ratings, span=span)),
        tuple(SIDES),
    ),
)
"""These fields, in the order in which they are offered."""
