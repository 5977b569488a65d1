"""Know how rare words are: a word that few stories have says more about what a story is about.

The table of English was counted over the titles and first 80 words of 91,438 news stories. It does not grow with the
library, so that the events of a library depend on its stories alone.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Final
from zlib import crc32

MOST: Final = 12.0
"""The inverse document frequency of words that the table does not have, and the greatest of all."""

_EVEN: Final = 8.0
"""That of all words of a language without a table."""

_POWER: Final = 0.75
_LEAST: Final = 2.5
"""Words that are less rare say nothing about an event: some 8 of 100 texts have them."""

_COUNTED: Final = ("en",)
"""The languages with a table."""


def key_of(word: str) -> int:
    """Return the number that stands for a word: 32 bits, the same on each machine.

    Of 200,000 words some five pairs share a number. That moves a score by a hundredth, and no more.
    """
    return crc32(word.encode("utf-8", "surrogatepass"))


class Rarity:
    """How rare the words of one language are, `known` by a table and others all alike."""

    def __init__(self, known: Mapping[str, float], of_others: float) -> None:
        self._by_key = {key_of(word): idf for word, idf in known.items()}
        self._of_others = of_others
        self._weights = {word: math.pow(idf, _POWER) if idf >= _LEAST else 0.0 for word, idf in known.items()}
        self._title_weights = {key: math.pow(idf, _POWER) for key, idf in self._by_key.items()}
        self._weight_of_others = math.pow(of_others, _POWER)

    def of(self, key: int) -> float:
        """Return the inverse document frequency of the word with this key: ln((documents + 1) / (with it + 1))."""
        return self._by_key.get(key, self._of_others)

    def weights(self, counts: Mapping[str, float]) -> list[tuple[float, str]]:
        """Return what words weigh that count so much: the count · idf^0.75. Frequent words are out."""
        found = ((count * self._weights.get(word, self._weight_of_others), word) for word, count in counts.items())
        return [weighed for weighed in found if weighed[0]]

    def title_weight(self, key: int) -> float:
        """Return what the word with this key weighs in a title."""
        return self._title_weights.get(key, self._weight_of_others)


@lru_cache
def rarity(language: str) -> Rarity:
    """Return how rare the words of a language are."""
    return Rarity(_counted(language), MOST) if language in _COUNTED else Rarity({}, _EVEN)


def _counted(language: str) -> dict[str, float]:
    table = files("newsreader.events").joinpath("data", f"frequencies-{language}.tsv")
    head, *lines = table.read_text(encoding="utf-8").splitlines()
    all_documents = int(head.split()[2].rstrip(";"))
    found: dict[str, float] = {}
    for line in lines:
        word, _, documents = line.partition("\t")
        found[word] = min(MOST, math.log((all_documents + 1) / (int(documents) + 1)))
    return found
