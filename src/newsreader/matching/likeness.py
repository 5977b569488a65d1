"""Measure how alike two titles or two texts are by their words."""

from __future__ import annotations

from collections import Counter
from typing import Final

from newsreader.folding import tokens

LONG: Final = 200
"""From so many folded characters on, a text distinguishes stories; shorter ones are often boilerplate."""

_SHORT_WORD: Final = 3
_LIKE_WITH_TEXT: Final = 0.7
_LIKE_ALONE: Final = 0.85
_LIKE_TEXT: Final = 0.75
_ADDED: Final = 2
_SHINGLE: Final = 3
_STEM: Final = 5
_BORNE_OUT: Final = 0.66


def is_long(text: str) -> bool:
    """Return whether `text` is long enough to be evidence."""
    return len(text) >= LONG and len(" ".join(tokens(text))) >= LONG


def like_titles(old: str, new: str, *, with_text: bool) -> bool:
    """Return whether one title may be a new wording of the other.

    Titles alone have to be more alike than titles `with_text`, that is with a long text that is (almost) the same.
    """
    if _normal(old) == _normal(new):
        return True
    if not with_text and _numbers(old) != _numbers(new):
        return False  # "Week 12" and "Week 13" differ in one character
    if _is_extended(tokens(old), tokens(new)):
        return True
    return _shared(_telling_words(old), _telling_words(new)) >= (_LIKE_WITH_TEXT if with_text else _LIKE_ALONE)


def same_titles(old: str, new: str) -> bool:
    """Return whether two titles have the same words in the same order."""
    return _normal(old) == _normal(new)


def like_texts(old: str, new: str) -> bool:
    """Return whether two long texts are alike, as before and after an edit."""
    if not (is_long(old) and is_long(new)):
        return False
    ours, theirs = _shingles(old), _shingles(new)
    return 2 * (ours & theirs).total() >= _LIKE_TEXT * (ours.total() + theirs.total())


def bears_out(text: str, title: str) -> bool:
    """Return whether a text says what a title says, which boilerplate does not."""
    words = {word[:_STEM] for word in _telling_words(title)}
    there = {word[:_STEM] for word in tokens(text)}
    return len(words) > 1 and len(words & there) >= _BORNE_OUT * len(words)


def _normal(text: str) -> list[str]:
    """Return the words of a title, or its symbols if it has no letters and digits."""
    return tokens(text) or [" ".join(text.split())]


def _is_extended(old: list[str], new: list[str]) -> bool:
    """Return whether one title is the other with a word or two added at either end, as "Update" or "corrected"."""
    short, long = sorted((old, new), key=len)
    more = len(long) - len(short)
    return bool(short) and more <= _ADDED and short in (long[: len(short)], long[more:])


def _numbers(title: str) -> set[str]:
    return {word for word in tokens(title) if any(char.isdigit() for char in word)}


def _telling_words(title: str) -> list[str]:
    """Return the words of a title without the short ones, which all titles share."""
    words = tokens(title)
    return [word for word in words if len(word) > _SHORT_WORD or not (word.isascii() and word.isalpha())] or words


def _shared(old: list[str], new: list[str]) -> float:
    """Return the share of words that both lists have, from 0 to 1; an inflected word counts as the same."""
    both = Counter(old) & Counter(new)
    left, right = list((Counter(old) - both).elements()), list((Counter(new) - both).elements())
    count = both.total()
    for word in left:
        if (other := next((other for other in right if _is_inflected(word, other)), None)) is not None:
            right.remove(other)
            count += 1
    return 2 * count / (len(old) + len(new)) if old and new else 0.0


def _is_inflected(word: str, other: str) -> bool:
    """Return whether two words of five letters and more differ at most in their last two."""
    least = max(len(word), len(other)) - 2
    return min(len(word), len(other)) >= _STEM and word[:least] == other[:least]


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    words = tokens(text)
    return Counter(zip(*(words[start:] for start in range(_SHINGLE)), strict=False))
