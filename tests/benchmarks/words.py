"""Invented words for invented news: a few common, most rare, as in any language (Zipf), in several scripts.

Everything follows from a seed, so that a library can be made again, and in pieces beside each other.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from typing import Final

VOCABULARY: Final = 120_000
"""Distinct Latin words, besides names and numbers that a story has for itself."""

_SMALLER: Final = 30_000
_ZIPF_EXPONENT: Final = 1.02
_FUNCTION_WORDS: Final = (
    "the of to and in a that is for on was with as it by at from said be has he are an have his its not this had were "
    "who but they their been will which or she after one more would new about up when than we there also out two her "
    "people all over year government if last first into other years can time could most before what no some state day "
    "president between against three under party country minister police city world court election security military "
    "leaders report parliament budget border union trade energy water climate health school court vote attack market"
).split()
_ONSETS: Final = (
    "b c d f g h j k l m n p r s t v w b c d l m n p r s t st tr pr cr br gr fl pl cl sh ch th sp con in re de pro un"
).split()
_NUCLEI: Final = "a e i o u a e i o u a e i o ea ou ai ee".split()
_CODAS: Final = (
    "",
    "",
    "",
    "n",
    "r",
    "s",
    "t",
    "l",
    "m",
    "d",
    "nd",
    "nt",
    "st",
    "ck",
    "ng",
    "ment",
    "tion",
    "er",
    "ing",
)
_CYRILLIC: Final = dict(zip("abcdefghijklmnoprstuvw", "абцдефгхийклмнопрстуву", strict=True))
_GREEK: Final = dict(zip("abcdefghijklmnoprstuvw", "αβκδεφγηιιλλμνοπρστυβω", strict=True))
_ARABIC: Final = dict(zip("abcdefghijklmnoprstuvw", "ابكدهفغحيجقلمنوبرستعوش", strict=True))
_HAN: Final = range(0x4E00, 0x4E00 + 3_000)
_THAI: Final = range(0x0E01, 0x0E2F)


@dataclass(frozen=True)
class Language:
    """A language: its tag, what stands between its words, and its words, the commonest first, with their weights."""

    tag: str
    between: str
    words: Sequence[str]
    sums: Sequence[float]

    def some(self, chance: random.Random, number: int) -> list[str]:
        """So many words as they come in a text."""
        return chance.choices(self.words, cum_weights=self.sums, k=number)


@cache
def languages(seed: int) -> tuple[tuple[Language, ...], tuple[float, ...]]:
    """All languages, and how much of a library each makes up (as running sums)."""
    latin = _latin(seed)
    few = latin[:_SMALLER]
    everything = (
        _language("en", " ", latin),
        _language("ru", " ", [_spelt(word, _CYRILLIC) for word in few]),
        _language("el", " ", [_spelt(word, _GREEK) for word in few]),
        _language("ar", " ", [_spelt(word, _ARABIC) for word in few]),
        _language("zh", "", _runs(seed, _HAN, 6_000)),
        _language("th", "", _runs(seed + 1, _THAI, 2_000)),
    )
    return everything, tuple(accumulate((0.86, 0.05, 0.02, 0.02, 0.04, 0.01)))


def _language(tag: str, between: str, words: Sequence[str]) -> Language:
    weights = (1 / (rank + 2.7) ** _ZIPF_EXPONENT for rank in range(len(words)))
    return Language(tag, between, words, tuple(accumulate(weights)))


def _latin(seed: int) -> list[str]:
    chance = random.Random(f"words {seed}")
    words = dict.fromkeys(_FUNCTION_WORDS)
    while len(words) < VOCABULARY:
        syllables = chance.choices((1, 2, 3, 4), (2, 8, 6, 2))[0]
        word = "".join(chance.choice(_ONSETS) + chance.choice(_NUCLEI) for _ in range(syllables))
        words[word + chance.choice(_CODAS)] = None
    made = list(words)[len(_FUNCTION_WORDS) :]
    made.sort(key=lambda word: len(word) + chance.gauss(0, 2))  # the common ones are short
    return [*_FUNCTION_WORDS, *made]


def _spelt(word: str, letters: dict[str, str]) -> str:
    return "".join(letters.get(letter, letter) for letter in word)


def _runs(seed: int, characters: range, number: int) -> list[str]:
    chance = random.Random(f"runs {seed}")
    runs = ("".join(map(chr, chance.choices(characters, k=chance.choice((1, 2, 2, 3))))) for _ in range(number))
    return list(dict.fromkeys(runs))
