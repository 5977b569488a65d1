"""Take a summary and key points out of a text: whole sentences of it, each as it stands there.

The sentences that say most are those that share many words with the whole text and with its title, and stand early.
Each that is taken makes others less likely that say the same. No model has a part in it, so what comes out carries no
disclosure of an AI.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from math import log, sqrt
from typing import Final

from msgspec import Struct

from newsreader.folding import tokens
from newsreader.sentences import sentences, word_count

_FEWEST_WORDS: Final = 5
_MOST_WORDS: Final = 60
_MOST_SENTENCES: Final = 60
"""Of longer texts the first so many usable sentences count."""

_LONGEST_TEXT: Final = 100_000
_LONGEST_SENTENCE: Final = 1_200
"""Characters; 60 words of any language have fewer."""

_EARLY: Final = 6
"""A sentence counts half as much as the first one where so many stand before it."""

_FIRST: Final = 0.25
_TITLE: Final = 0.5
_WORTH: Final = 0.7
_NEW: Final = 0.3
_TOO_LIKE: Final = 0.55
"""A sentence whose cosine to one that is taken is above this says the same."""

_POINTS: Final = (3, 6)
_LONGEST_POINT: Final = 30
_LEAST_SHARE: Final = 0.45
"""Key points end where a sentence is worth less than this part of the best one."""

_SHORT_TEXT: Final = 6
_LONG_TEXT: Final = 25

Vector = Mapping[str, float]


class Extract(Struct, frozen=True):
    """The sentences of a summary, and those that are its key points; both in the order of the text."""

    summary: tuple[str, ...]
    key_points: tuple[str, ...]


def extract(text: str, title: str) -> Extract:
    """Return the sentences of `text` that tell most of what it says, for a story with this title.

    A text without a usable sentence, of 5 to 60 words, gives none.
    """
    usable = _usable(text)
    if not usable:
        return Extract((), ())
    counts = [Counter(tokens(sentence)) for sentence in usable]
    weights = _weights(counts)
    vectors = [_vector(count, weights) for count in counts]
    worths = _worths(vectors, _vector(Counter(tokens(title)), weights))
    order = _taken(vectors, worths)
    in_summary = order[: _summary_length(len(usable))]
    points = _points(usable, worths, order[len(in_summary) :])
    return Extract(
        tuple(usable[index] for index in sorted(in_summary)), tuple(usable[index] for index in sorted(points))
    )


def _usable(text: str) -> list[str]:
    """Return the sentences that can be taken, each once; what is much too long is not even counted."""
    found: dict[str, None] = {}
    within = sentences(text[:_LONGEST_TEXT])
    for sentence in within if len(text) <= _LONGEST_TEXT else within[:-1]:  # the last one may be cut
        if len(sentence) <= _LONGEST_SENTENCE and _FEWEST_WORDS <= word_count(sentence) <= _MOST_WORDS:
            found[sentence] = None
            if len(found) == _MOST_SENTENCES:
                break
    return list(found)


def _summary_length(count: int) -> int:
    return 2 if count < _SHORT_TEXT else 4 if count > _LONG_TEXT else 3


def _weights(counts: Sequence[Mapping[str, int]]) -> Vector:
    """Return how much each word tells: the fewer sentences have it, the more."""
    having = Counter(word for count in counts for word in count)
    return {word: log(1 + len(counts) / number) for word, number in having.items()}


def _vector(count: Mapping[str, int], weights: Vector) -> Vector:
    return _unit({word: (1 + log(times)) * weights[word] for word, times in count.items() if word in weights})


def _unit(vector: Vector) -> Vector:
    length = sqrt(sum(value * value for value in vector.values()))
    return {word: value / length for word, value in vector.items()} if length else {}


def _cosine(one: Vector, other: Vector) -> float:
    if len(other) < len(one):
        one, other = other, one
    return sum(value * other[word] for word, value in one.items() if word in other)


def _worths(vectors: Sequence[Vector], title: Vector) -> list[float]:
    """Return how much each sentence is worth by itself."""
    total: defaultdict[str, float] = defaultdict(float)
    for place, vector in enumerate(vectors):
        for word, value in vector.items():
            total[word] += value / (1 + place / _EARLY)
    centroid = _unit(total)
    return [
        _FIRST / (1 + place / _EARLY) + _cosine(vector, centroid) + _TITLE * _cosine(vector, title)
        for place, vector in enumerate(vectors)
    ]


def _taken(vectors: Sequence[Vector], worths: Sequence[float]) -> list[int]:
    """Return the places of the sentences in the order in which they are taken, each the best beside those before."""
    likest = [0.0] * len(vectors)
    rest = list(range(len(vectors)))
    order: list[int] = []
    while rest:
        best = max(rest, key=lambda place: _WORTH * worths[place] - _NEW * likest[place])
        order.append(best)
        rest.remove(best)
        for place in rest:
            likest[place] = max(likest[place], _cosine(vectors[place], vectors[best]))
        rest = [place for place in rest if likest[place] <= _TOO_LIKE]
    return order


def _points(usable: Sequence[str], worths: Sequence[float], order: Sequence[int]) -> list[int]:
    """Return the places of the key points among the sentences that are left."""
    least, most = _POINTS
    best = max(worths)
    short = [place for place in order if word_count(usable[place]) <= _LONGEST_POINT]
    good = [place for place in short[:most] if worths[place] >= _LEAST_SHARE * best]
    return good if len(good) >= least else short[:least]
