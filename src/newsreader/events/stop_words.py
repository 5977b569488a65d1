"""Know the words that say nothing about an event, and by them the language of a text.

A list holds function words, names of days and months, small numbers, and what news says everywhere: "said", "report".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Final

__all__ = ["LANGUAGES", "guessed_language", "stop_words"]

LANGUAGES: Final = ("en", "de", "fr", "es", "it", "pt", "nl", "ru", "ar", "pl", "sv", "tr", "uk")
"""The languages that have a list. Of two that fit a text equally well, the first is guessed."""

_FALLBACK: Final = LANGUAGES[0]

_SCRIPTS: Final = {
    "th": re.compile("[\u0e00-\u0e7f]"),
    "ko": re.compile("[\u1100-\u11ff\u3130-\u318f\uac00-\ud7af]"),
    "zh": re.compile("[\u3400-\u9fff\U00020000-\U0002ffff]"),
}
"""Letters of languages that have no list and are known by their letters."""

_KANA = re.compile("[\u3040-\u30ff\u31f0-\u31ff]")
_LEAST_KANA: Final = 0.1
"""Of the letters of Japanese, headlines have at least this share in kana. Chinese has a kana at most in a name."""

_ALPHABETS: Final = {"ru": re.compile("[\u0400-\u052f]"), "ar": re.compile("[\u0600-\u06ff\u0750-\u077f]")}
"""Letters of languages that are guessed for texts without any stop word."""


def stop_words(language: str) -> frozenset[str]:
    """Return the stop words of a language, folded as the search folds words; none for a language without a list.

    `language` is a primary tag, such as `pt`.
    """
    return _listed(language) if language in LANGUAGES else frozenset()


def guessed_language(words: Sequence[str]) -> str:
    """Return the primary tag of the language whose stop words occur most among `words`, which are folded.

    Chinese, Japanese, Korean and Thai are known by their letters, each of which counts as a stop word. English is
    guessed where nothing tells the language.
    """
    found = {language: sum(map(_listed(language).__contains__, words)) for language in LANGUAGES}
    found |= {language: _begun(letter, words) for language, letter in _SCRIPTS.items()}
    found["ja"] = _japanese(found["zh"], _begun(_KANA, words))
    if not any(found.values()):
        found = {_FALLBACK: 0} | {language: _begun(letter, words) for language, letter in _ALPHABETS.items()}
    return max(found, key=found.__getitem__)


@cache
def _listed(language: str) -> frozenset[str]:
    text = files("newsreader.events").joinpath("data", f"stop-{language}.txt").read_text(encoding="utf-8")
    return frozenset(text.split())


def _begun(letter: re.Pattern[str], words: Sequence[str]) -> int:
    """Return how many words begin with such a letter."""
    return sum(letter.match(word) is not None for word in words)


def _japanese(han: int, kana: int) -> int:
    """Return how many words are Japanese, where so many are of Chinese letters and so many of kana."""
    return han + kana if kana >= _LEAST_KANA * (han + kana) else 0
