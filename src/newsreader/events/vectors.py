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
_CHARACTERS_TO_GUESS: Final = 600
"""As much of a text as tells its language."""

_TITLE_COUNTS: Final = 2.0
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
    length = math.sqrt(sum(weight * weight for weight, _ in weighed))
    scale = LARGEST_WEIGHT / length
    return Vector(
        language,
        tuple(key_of(word) for _, word in weighed),
        bytes([max(1, round(weight * scale)) for weight, _ in weighed]),
        tuple(sorted({key_of(word) for word in compared_words(text.title, language)})),
    )


def language_of(text: ComparedText) -> str:
    """Return the primary tag of the language of a text, guessed where it is not stated."""
    stated = text.language.partition("-")[0].partition("_")[0].lower()
    return stated or guessed_language(tokens(f"{text.title} {text.body[:_CHARACTERS_TO_GUESS]}")) or ENGLISH


def weighed_words(text: ComparedText, language: str) -> list[tuple[float, str]]:
    """Return the heaviest words of a story with their weights, the heaviest first.

    A word counts 2 if it is in the title, and 1 + ln of how often it is in the lead if it is there. Its weight is the
    count · idf^0.75.
    """
    counts = dict.fromkeys(compared_words(text.title, language), _TITLE_COUNTS)
    lead = Counter(compared_words(text.body, language, _LEAD_WORDS))
    for word, number in lead.items():
        counts[word] = counts.get(word, 0.0) + (1 + math.log(number) if number > 1 else 1)
    weighed = rarity(language).weights(counts)
    weighed.sort(key=_heaviest_first)
    return weighed[:_MOST_WORDS]


def _heaviest_first(weighed: tuple[float, str]) -> tuple[float, str]:
    return -weighed[0], weighed[1]


def weighed_by_rarity(keys: Sequence[int], rare: Rarity) -> dict[int, float]:
    """Return the words of a title or a sentence by their keys, weighed by rarity, as a vector of unit length."""
    weights = {key: rare.title_weight(key) for key in keys}
    length = math.sqrt(sum(weight * weight for weight in weights.values()))
    return {key: weight / length for key, weight in weights.items()} if length else {}


def shared_words(one: Sequence[tuple[float, str]], other: Sequence[tuple[float, str]], limit: int = 5) -> list[str]:
    """Return the words that most make two stories alike, the heaviest first, of their words as `weighed_words` does."""
    weights = {word: weight for weight, word in other}
    both = [(weight * weights[word], word) for weight, word in one if word in weights]
    return [word for _, word in sorted(both, key=_heaviest_first)][:limit]


def cosine_of(one: Mapping[int, float], other: Mapping[int, float]) -> float:
    """Return the cosine of two vectors of unit length."""
    return sum(weight * other[key] for key, weight in one.items() if key in other)
