"""Make of a story what it is compared by: its heaviest words with their weights, and the words of its title."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from newsreader.events.frequencies import Rarity, key_of, rarity
from newsreader.events.roundups import is_roundup
from newsreader.events.stop_words import guessed_language
from newsreader.events.words import ENGLISH, compared_words
from newsreader.folding import tokens

LARGEST_WEIGHT: Final = 255

_LEAD_WORDS: Final = 80
_LEAD_CHARACTERS: Final = 1_500
"""More than 80 words of any language have, so that a long text is not taken apart."""

_TITLE_COUNTS: Final = 2.0
_POWER: Final = 0.75
_LEAST_RARITY: Final = 2.5
_MOST_WORDS: Final = 40


class ComparedText(NamedTuple):
    """The words of a story that are compared; `language` is a primary tag, "" where it is not stated."""

    title: str
    body: str
    language: str


class Vector(NamedTuple):
    """What a story is compared by: the keys of its words, their weights as bytes from 1 to 255, its title's keys.

    The weights are those of a vector of unit length. A story in a language is compared with stories in it alone.
    """

    language: str
    keys: tuple[int, ...]
    weights: bytes
    title_keys: tuple[int, ...]


def vector_of(text: ComparedText) -> Vector | None:
    """Return the vector of a story; None if it can't be compared, being a round-up or without words."""
    language = language_of(text)
    if is_roundup(text.title, language):
        return None
    weighed = weighed_words(text, language)
    if not weighed:
        return None
    length = math.sqrt(sum(weight * weight for _, weight in weighed))
    return Vector(
        language,
        tuple(key_of(word) for word, _ in weighed),
        bytes(max(1, round(weight / length * LARGEST_WEIGHT)) for _, weight in weighed),
        tuple(sorted({key_of(word) for word in compared_words(text.title, language)})),
    )


def language_of(text: ComparedText) -> str:
    """Return the primary tag of the language of a text, guessed where it is not stated."""
    stated = text.language.partition("-")[0].partition("_")[0].lower()
    return stated or guessed_language(tokens(f"{text.title} {text.body[:_LEAD_CHARACTERS]}")) or ENGLISH


def weighed_words(text: ComparedText, language: str) -> list[tuple[str, float]]:
    """Return the heaviest words of a story, those first, with their weights.

    A word weighs (2 if it is in the title + 1 + ln of how often it is in the lead, if it is there) · idf^0.75.
    """
    counts = dict.fromkeys(compared_words(text.title, language), _TITLE_COUNTS)
    lead = Counter(compared_words(text.body[:_LEAD_CHARACTERS], language, _LEAD_WORDS))
    for word, number in lead.items():
        counts[word] = counts.get(word, 0.0) + 1 + math.log(number)
    rare = rarity(language)
    weighed = [
        (word, count * idf**_POWER) for word, count in counts.items() if (idf := rare.of(key_of(word))) >= _LEAST_RARITY
    ]
    weighed.sort(key=lambda item: (-item[1], item[0]))
    return weighed[:_MOST_WORDS]


def weighed_by_rarity(keys: Sequence[int], rare: Rarity) -> dict[int, float]:
    """Return the words of a title or a sentence by their keys, weighed by rarity, as a vector of unit length."""
    weights = {key: rare.of(key) ** _POWER for key in keys}
    length = math.sqrt(sum(weight * weight for weight in weights.values()))
    return {key: weight / length for key, weight in weights.items()} if length else {}


def shared_words(one: ComparedText, other: ComparedText, limit: int = 5) -> list[str]:
    """Return the words that most make two stories alike, the heaviest first."""
    language = language_of(one)
    weights = dict(weighed_words(other, language))
    both = [(word, weight * weights[word]) for word, weight in weighed_words(one, language) if word in weights]
    return [word for word, _ in sorted(both, key=lambda item: (-item[1], item[0]))][:limit]


def cosine_of(one: Mapping[int, float], other: Mapping[int, float]) -> float:
    """Return the cosine of two vectors of unit length."""
    return sum(weight * other[key] for key, weight in one.items() if key in other)
