"""Take a text apart into the words by which stories are compared."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

from newsreader.events.stop_words import stop_words
from newsreader.folding import tokens

ENGLISH: Final = "en"

_UNITED_STATES = re.compile(r"\bU\.\s?S\.(?:\s?A\.)?(?!\w)")
_GROUPS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_BARE: Final = "\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\U00020000-\U0002ffff"
_WITHOUT_SPACES = re.compile(f"[{_BARE}]")
_RUN = re.compile(f"(?P<bare>[{_BARE}]+)|[^{_BARE}]+")
"""Letters of Thai, Japanese, Chinese and Korean, which stand side by side without spaces between the words."""

_PAIRS_OF_A_WORD: Final = 2
"""A word of these languages has two letters or so, each of which begins a pair."""

_USUAL_LENGTH: Final = 8
_GREATEST_LENGTH: Final = 19
"""Characters of a word with the space behind it: so many that nearly all texts have enough words, and at the most."""

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
    return [
        singular(word) if is_english else word
        for word in _first_words(text, limit)
        if word not in left_out and (len(word) > 1 or not word.isascii())
    ]


def _first_words(text: str, limit: int | None) -> list[str]:
    """Return all words of a text, or the first `limit`; of a long text no more is taken apart than that needs."""
    if limit is None:
        return _words(text)
    if _WITHOUT_SPACES.search(text):
        limit *= _PAIRS_OF_A_WORD
    found = _words(text[: limit * _USUAL_LENGTH])
    if len(found) > limit:  # the last may have been cut off
        return found[:limit]
    return _words(text[: limit * _GREATEST_LENGTH])[:limit]


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


def _words(text: str) -> list[str]:
    """Return words, and of letters that stand side by side without spaces each pair."""
    prepared = _GROUPS.sub("", _UNITED_STATES.sub("US", text))
    if not _WITHOUT_SPACES.search(prepared):
        return tokens(prepared)
    found: list[str] = []
    for run in _RUN.finditer(prepared):
        letters = tokens(run.group())
        is_paired = run["bare"] is not None and len(letters) > 1
        found += (map("".join, pairwise(letters))) if is_paired else letters
    return found
