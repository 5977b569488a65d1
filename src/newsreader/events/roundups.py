"""Recognise stories that tell many events at once: round-ups, briefings, live updates, quizzes, pictures of the week.

The phrases of a language stand in a file, one a line. `*` stands for any words. Where there is none, only numbers and
words that say nothing may stand beside the phrase. So "Your Monday briefing" has the phrase "briefing", and "Fire in
the briefing room" does not. A phrase after `-` is the whole of what follows the last dash or colon of a title.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from typing import Final

from msgspec import Struct

from newsreader.events.stop_words import LANGUAGES, stop_words
from newsreader.folding import tokens

__all__ = ["is_roundup"]

_ANY_WORDS: Final = "*"
_AT_THE_END: Final = "-"

_BETWEEN_PARTS = re.compile(r":(?!\d)|(?<=\w{3})\.\s|\s[-–]\s|[|—•·;…!?()\[\]]")
"""What stands between the parts of a title. A point behind fewer letters belongs to an abbreviation."""


class _Phrase(Struct, frozen=True):
    """Words that mark a round-up, and what may stand beside them in their part of a title."""

    words: tuple[str, ...]
    is_open_before: bool = False
    is_open_after: bool = False
    is_at_the_end: bool = False


def is_roundup(title: str, language: str) -> bool:
    """Return whether a title is that of a story that tells many events at once.

    `language` is a primary tag, such as `pt`. In a language without phrases no story is one.
    """
    if language not in LANGUAGES:
        return False
    parts = [words for words in map(tokens, _BETWEEN_PARTS.split(title)) if words]
    return any(
        _marks(phrase, part, place, language) and (not phrase.is_at_the_end or 0 < number == len(parts) - 1)
        for number, part in enumerate(parts)
        for place, phrase in _found(part, language)
    )


def _found(part: list[str], language: str) -> Iterator[tuple[int, _Phrase]]:
    """Yield each phrase whose words stand in `part`, and the place of the first of them."""
    phrases = _phrases(language)
    for place, word in enumerate(part):
        for phrase in phrases.get(word, ()):
            if tuple(part[place : place + len(phrase.words)]) == phrase.words:
                yield place, phrase


def _marks(phrase: _Phrase, part: list[str], place: int, language: str) -> bool:
    """Return whether only such words stand beside the phrase as may stand there."""
    before, after = part[:place], part[place + len(phrase.words) :]
    return (phrase.is_open_before or _say_nothing(before, language)) and (
        phrase.is_open_after or _say_nothing(after, language)
    )


def _say_nothing(words: Iterable[str], language: str) -> bool:
    return all(len(word) == 1 or word[0].isdigit() or word in stop_words(language) for word in words)


@cache
def _phrases(language: str) -> dict[str, list[_Phrase]]:
    """Return the phrases of a language by their first words."""
    text = files("newsreader.events").joinpath("data", f"roundups-{language}.txt").read_text(encoding="utf-8")
    found: dict[str, list[_Phrase]] = {}
    for line in text.splitlines():
        phrase = _phrase(line)
        found.setdefault(phrase.words[0], []).append(phrase)
    return found


def _phrase(line: str) -> _Phrase:
    return _Phrase(
        tuple(tokens(line)), line.startswith(_ANY_WORDS), line.endswith(_ANY_WORDS), line.startswith(_AT_THE_END)
    )
