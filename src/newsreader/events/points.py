"""Find the points of a story that no other teller of its event has.

A point is compared with each sentence of the others by the words that both have. The cosine is that of their vectors,
in which a word weighs its inverse document frequency to the power of 0.75. A point is told only here if all cosines are
below `LIMIT`.

Points that say the same in other words share no words, so some are marked that others tell, too. A test counts them in
the sample.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from newsreader.events.frequencies import key_of, rarity
from newsreader.events.vectors import ComparedText, cosine_of, language_of, weighed_by_rarity
from newsreader.events.words import compared_words
from newsreader.sentences import sentences

LIMIT: Final = 0.2
"""The cosine from which on a sentence may tell what a point tells."""

MOST_SENTENCES: Final = 3
"""Sentences that stand for the points of a story without any."""

_PARAGRAPH_ENDS = re.compile(r"\n\s*\n")


class ToldText(NamedTuple):
    """What a story tells, as plain text; `language` is a primary tag, "" where it is not stated."""

    title: str
    summary: str
    key_points: tuple[str, ...]
    language: str

    @property
    def points(self) -> tuple[str, ...]:
        """Return the key points, or the first sentences of the summary of a story without any."""
        return self.key_points or tuple(_sentences(self.summary)[:MOST_SENTENCES])


def only_here(told: ToldText, others: Sequence[ToldText]) -> list[bool]:
    """Return of each point of a story whether none of the others tells it.

    None is said to be only here where one of the others is in another language, or where there is no other. A point
    without words that say what it is about is not, either.
    """
    language = _language(told)
    if not others or any(_language(other) != language for other in others):
        return [False] * len(told.points)
    compared = [_weighed(sentence, language) for other in others for sentence in _all_sentences(other)]
    points = (_weighed(point, language) for point in told.points)
    return [bool(point) and all(cosine_of(point, other) < LIMIT for other in compared) for point in points]


def _weighed(text: str, language: str) -> dict[int, float]:
    keys = {key_of(word) for word in compared_words(text, language)}
    return weighed_by_rarity(sorted(keys), rarity(language))


def _language(told: ToldText) -> str:
    return language_of(ComparedText(told.title, told.summary, told.language))


def _all_sentences(told: ToldText) -> list[str]:
    return [told.title, *told.key_points, *_sentences(told.summary)]


def _sentences(summary: str) -> list[str]:
    """Return the sentences of a summary, in which a line break within a paragraph ends none."""
    paragraphs = (" ".join(paragraph.split("\n")) for paragraph in _PARAGRAPH_ENDS.split(summary))
    return [sentence for paragraph in paragraphs for sentence in sentences(paragraph)]
