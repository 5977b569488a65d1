"""Measure how alike two titles or two texts are by their words."""

from __future__ import annotations

from collections import Counter
from itertools import takewhile
from typing import Final

from newsreader.folding import tokens

LONG: Final = 200
"""From so many folded characters on, a text distinguishes stories; shorter ones are often boilerplate."""

_SHORT_WORD: Final = 3
_LIKE_TEXT: Final = 0.75
_ADDED: Final = 2
_SHINGLE: Final = 3
_STEM: Final = 5
_LEAST_MISSPELT: Final = 6
_BORNE_OUT: Final = 0.66
_LIKE_WORDS: Final = 0.5


def is_long(text: str) -> bool:
    """Return whether `text` is long enough to be evidence."""
    return len(text) >= LONG and len(" ".join(tokens(text))) >= LONG


def like_titles(old: str, new: str) -> bool:
    """Return whether two titles have the same words in the same order, apart from an inflection or a typing error.

    A word in place of another makes another title: "Kyiv" and "Odesa", "week 12" and "week 13".
    """
    ours, theirs = _normal(old), _normal(new)
    return len(ours) == len(theirs) and all(map(_is_same_word, ours, theirs))


def is_extended(old: str, new: str) -> bool:
    """Return whether one title is the other with a word or two added, as "Update" or "corrected".

    Such a word can also make it the title of another story: "Second", "Deputy". Short words are not counted.
    """
    short, long = sorted((_normal(old), _normal(new)), key=len)
    added = _added_words(short, long)
    return added is not None and sum(map(_is_telling, added)) <= _ADDED


def same_numbers(old: str, new: str) -> bool:
    """Return whether two titles have the same numbers."""
    return _numbers(old) == _numbers(new)


def same_titles(old: str, new: str) -> bool:
    """Return whether two titles have the same words in the same order."""
    return _normal(old) == _normal(new)


def like_texts(old: str, new: str) -> bool:
    """Return whether two long texts are alike, as before and after an edit."""
    if not (is_long(old) and is_long(new)):
        return False
    ours, theirs = _shingles(old), _shingles(new)
    return 2 * (ours & theirs).total() >= _LIKE_TEXT * (ours.total() + theirs.total())


def like_wordings(old: str, new: str) -> bool:
    """Return whether two texts of any length share half of their words: a sign of an edit, but no proof."""
    ours, theirs = Counter(tokens(old)), Counter(tokens(new))
    return 2 * (ours & theirs).total() >= _LIKE_WORDS * (ours.total() + theirs.total())


def bears_out(text: str, title: str) -> bool:
    """Return whether a text says what a title says; boilerplate does not, but a standing text of a topic may."""
    words = {word[:_STEM] for word in _telling_words(title)}
    there = {word[:_STEM] for word in tokens(text)}
    return len(words) > 1 and len(words & there) >= _BORNE_OUT * len(words)


def _normal(text: str) -> list[str]:
    """Return the words of a title, or its symbols if it has no letters and digits."""
    return tokens(text) or [" ".join(text.split())]


def _added_words(short: list[str], long: list[str]) -> list[str] | None:
    """Return the words that only `long` has; None if its others are not those of `short` in their order."""
    added: list[str] = []
    left = iter(short)
    wanted = next(left, None)
    for word in long:
        if wanted is not None and _is_same_word(wanted, word):
            wanted = next(left, None)
        else:
            added.append(word)
    return added if wanted is None and short else None


def _numbers(title: str) -> set[str]:
    return {word for word in tokens(title) if any(char.isdigit() for char in word)}


def _telling_words(title: str) -> list[str]:
    """Return the words of a title without the short ones, which all titles share."""
    words = tokens(title)
    return [word for word in words if _is_telling(word)] or words


def _is_telling(word: str) -> bool:
    return len(word) > _SHORT_WORD or not (word.isascii() and word.isalpha())


def _is_same_word(word: str, other: str) -> bool:
    return word == other or (
        word.isalpha() and other.isalpha() and (_is_inflected(word, other) or _is_misspelt(word, other))
    )


def _is_inflected(word: str, other: str) -> bool:
    """Return whether two words of five letters and more differ at most in their last two."""
    least = max(len(word), len(other)) - 2
    return min(len(word), len(other)) >= _STEM and word[:least] == other[:least]


def _is_misspelt(word: str, other: str) -> bool:
    """Return whether two long words differ in one letter, or in the order of two letters, but not in the first."""
    if min(len(word), len(other)) < _LEAST_MISSPELT or word[0] != other[0]:
        return False
    start = _shared_start(word, other)
    end = _shared_start(word[start:][::-1], other[start:][::-1])
    ours, theirs = word[start : len(word) - end], other[start : len(other) - end]
    return max(len(ours), len(theirs)) <= 1 or (len(ours) == 2 and ours == theirs[::-1])


def _shared_start(word: str, other: str) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(word, other, strict=False)))


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    words = tokens(text)
    return Counter(zip(*(words[start:] for start in range(_SHINGLE)), strict=False))
