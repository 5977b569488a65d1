"""Take a text apart into the words by which stories are compared."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

from newsreader.events.stop_words import stop_words
from newsreader.folding import spans, tokens

ENGLISH: Final = "en"

_UNITED_STATES = re.compile(r"\bU\.\s?S\.(?:\s?A\.)?(?!\w)")
_GROUPS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_WITHOUT_SPACES = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\U00020000-\U0002ffff]")
"""Letters of Thai, Japanese, Chinese and Korean, which stand side by side without spaces between the words."""

_PAIRS_OF_A_WORD: Final = 2
"""A word of these languages has two letters or so, each of which begins a pair."""

_SHORTEST_PLURAL: Final = 4
_ES: Final = ("xes", "zes", "hes")
_NO_PLURAL: Final = ("ss", "us", "is")


def compared_words(text: str, language: str, limit: int | None = None) -> list[str]:
    """Return the words of `text` that say what it is about, or those among its first `limit` words.

    They are folded as the search folds them. Stop words of the language and single letters are left out. English
    plurals become singulars. Where a script has no spaces, each pair of letters stands for a word.
    """
    left_out = stop_words(language)
    is_english = language == ENGLISH
    if _WITHOUT_SPACES.search(text):
        found, limit = _pairs(text), limit and limit * _PAIRS_OF_A_WORD
    else:
        found = tokens(_prepared(text))
    return [
        singular(word) if is_english else word
        for word in found[:limit]
        if word not in left_out and (len(word) > 1 or not word.isascii())
    ]


def singular(word: str) -> str:
    """Return an English word without the ending of the plural.

    The rules are those of the S-stemmer (Harman 1991, How effective is suffixing?).
    """
    if len(word) < _SHORTEST_PLURAL or not word.endswith("s") or not word.isalpha():
        return word
    if len(word) > _SHORTEST_PLURAL:
        if word.endswith("ies"):
            return f"{word[:-3]}y"
        if word.endswith(_ES):
            return word[:-2]
    return word if word.endswith(_NO_PLURAL) else word[:-1]


def _prepared(text: str) -> str:
    return _GROUPS.sub("", _UNITED_STATES.sub("US", text))


def _pairs(text: str) -> list[str]:
    """Return words, and of letters that stand side by side without spaces each pair."""
    placed = [(*place, bool(_WITHOUT_SPACES.match(place[2]))) for place in spans(_prepared(text))]
    found: list[str] = []
    is_paired = False
    for (_, end, first, is_first_bare), (start, _, second, is_second_bare) in pairwise([*placed, (-1, -1, "", False)]):
        is_pair = is_first_bare and is_second_bare and end == start
        if is_pair:
            found.append(first + second)
        elif not (is_first_bare and is_paired):
            found.append(first)
        is_paired = is_pair
    return found
