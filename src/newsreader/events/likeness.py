"""Find among some stories the one that is most like another, whenever each of them was published."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from newsreader.events.frequencies import key_of, rarity
from newsreader.events.vectors import ComparedText, Vector, language_of, weighed_words
from newsreader.events.window import Held, Window
from newsreader.events.words import ENGLISH, singular
from newsreader.folding import tokens

MAYBE_SAME: Final = 0.75
"""The score from which on a story without a date may be the same as another one."""

_HEAVIEST: Final = 16
_RAREST: Final = 8


class Likeness(NamedTuple):
    """A story by its row, and how much another one is like it."""

    row_id: int
    score: float


def telling_words(text: ComparedText) -> list[tuple[str, ...]]:
    """Return the words by which stories like this one can be looked for: the rarest of the heaviest.

    Each is given as the search splits it, and English ones also as they stand in the text.
    """
    language = language_of(text)
    rare = rarity(language)
    heaviest = [word for _, word in weighed_words(text, language)[:_HEAVIEST]]
    rarest = sorted(heaviest, key=lambda word: -rare.of(key_of(word)))[:_RAREST]
    found = dict.fromkeys(tuple(tokens(word)) for word in rarest)
    if language == ENGLISH:
        plurals = (word for word in tokens(f"{text.title}\n{text.body}") if singular(word) in rarest)
        found |= dict.fromkeys((word,) for word in plurals)
    return list(found)


def likest(vector: Vector, others: Mapping[int, Vector], least: float = MAYBE_SAME) -> Likeness | None:
    """Return which of `others`, by row, a story is most like; None where none is that much like it.

    The score is that of two stories of an event which were published at the same moment. Other languages don't count.
    """
    window = Window(rarity(vector.language))
    for row_id, other in others.items():
        if other.language == vector.language:
            window.add(Held(row_id, 0, other))
    return _best(window.scores(Held(0, 0, vector), least).items(), least)


def _best(scores: Iterable[tuple[int, float]], least: float) -> Likeness | None:
    enough = [Likeness(row_id, score) for row_id, score in scores if score >= least]
    return min(enough, key=lambda each: (-each.score, each.row_id), default=None)
