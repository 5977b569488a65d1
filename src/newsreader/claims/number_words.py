"""Know the words for numbers: a table for each language, and what multiplies a number in any of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Final

from newsreader.folding import fold

MOST_BEFORE_MULTIPLIER: Final = 100
"""From this value on a word multiplies what stands before it: two hundred."""

WIDE_MULTIPLIERS: Final[Mapping[str, int]] = {
    **dict.fromkeys("十拾", 10),
    **dict.fromkeys("百", 100),
    **dict.fromkeys("千천", 1_000),
    **dict.fromkeys("万萬만", 10_000),
    **dict.fromkeys("億亿억", 100_000_000),
    **dict.fromkeys("兆조", 1_000_000_000_000),
}
"""Signs of Chinese, Japanese and Korean that multiply what stands before them."""

WIDE_DIGITS: Final[Mapping[str, int]] = {
    **{char: value for value, char in enumerate("〇一二三四五六七八九")},
    "零": 0,
    "两": 2,
    "兩": 2,
}

CONNECTORS: Final = frozenset(("and", "und", "et", "y", "e", "en", "och"))
"""Words that stand between the parts of a number: two hundred and five."""

PERCENT_BEFORE: Final = frozenset(("per", "pour", "por"))
"""Words before a hundred that make it a percentage: pour cent."""


_FALLBACK: Final = "en"
_ALL_LANGUAGES: Final = "*"


@cache
def addends(language: str) -> Mapping[str, int]:
    """Return the words of a language, folded, whose values are added; of an unknown language those of English."""
    table: dict[str, int] = {}
    value = -1
    for word in _listed("addends", language) or _listed("addends", _FALLBACK):
        if word.isdecimal():
            value = int(word) - 1
            continue
        value += 1
        table.setdefault(fold(word), value)
    return table | {fold(word): number for word, number in _compounds(language, table)}


@cache
def multipliers(language: str) -> Mapping[str, int]:
    """Return the words of a language, folded, that multiply other words, and stand for a number alone."""
    return _values(_listed("multipliers", language) or _listed("multipliers", _FALLBACK))


@cache
def multipliers_of_digits(language: str) -> Mapping[str, int]:
    """Return the words, folded, that multiply a number in digits before them, in a text of a language."""
    return {**_values(_listed("multipliers", _ALL_LANGUAGES)), **multipliers(language)}


@cache
def _listed(name: str, language: str) -> tuple[str, ...]:
    """Return the words of a language in a list of all languages, whose lines begin with the language."""
    text = files("newsreader.claims").joinpath("data", f"{name}.txt").read_text(encoding="utf-8")
    lines = (line.split() for line in text.splitlines())
    return tuple(word for first, *words in lines if first == language for word in words)


def _values(words: Iterable[str]) -> dict[str, int]:
    """Return each word with the value that stands before it."""
    table: dict[str, int] = {}
    value = 0
    for word in words:
        if word[0].isdecimal() and word[0].isascii():
            value = int(float(word))
        else:
            table.setdefault(fold(word), value)
    return table


def _compounds(language: str, simple: Mapping[str, int]) -> Iterator[tuple[str, int]]:
    """Yield the numbers that a language writes as one word."""
    match language:
        case "de":
            below = dict(_german_below_100(simple))
            yield from below.items()
            yield from _with_larger(below, "hundert", "tausend")
        case "nl":
            below = dict(_dutch_below_100(simple))
            yield from below.items()
            yield from _with_larger(below, "honderd", "duizend")
        case "it":
            yield from _italian(simple)
        case "sv":
            units = {word: value for word, value in simple.items() if 0 < value < 10}
            tens = {word: value for word, value in simple.items() if value >= 20}
            yield from ((f"{ten}{unit}", tens[ten] + units[unit]) for ten in tens for unit in units)


def _german_below_100(simple: Mapping[str, int]) -> Iterator[tuple[str, int]]:
    yield from ((word, value) for word, value in simple.items() if value)
    units = {word: value for word, value in simple.items() if 1 < value < 10} | {"ein": 1}
    tens = {word: value for word, value in simple.items() if value >= 20}
    yield from ((f"{unit}und{ten}", units[unit] + tens[ten]) for unit in units for ten in tens)


def _dutch_below_100(simple: Mapping[str, int]) -> Iterator[tuple[str, int]]:
    yield from ((word, value) for word, value in simple.items() if value)
    units = {word: value for word, value in simple.items() if 0 < value < 10}
    tens = {word: value for word, value in simple.items() if value >= 20}
    yield from ((f"{unit}en{ten}", units[unit] + tens[ten]) for unit in units for ten in tens)


def _with_larger(below: Mapping[str, int], hundred: str, thousand: str) -> Iterator[tuple[str, int]]:
    for word, value in below.items():
        yield f"{word}{thousand}", value * 1_000
        if value < 20:
            yield f"{word}{hundred}", value * 100
            yield from ((f"{word}{hundred}{rest}", value * 100 + number) for rest, number in below.items())


def _italian(simple: Mapping[str, int]) -> Iterator[tuple[str, int]]:
    units = {word: value for word, value in simple.items() if 0 < value < 10}
    tens = {word: value for word, value in simple.items() if value >= 20}
    below = dict(simple)
    for ten, value in tens.items():
        for unit, number in units.items():
            below[f"{ten[:-1] if unit[0] in 'uo' else ten}{unit}"] = value + number
    yield from below.items()
    for word, value in below.items():
        if value > 1:
            yield f"{word}mila", value * 1_000
        if 1 < value < 10:
            yield f"{word}cento", value * 100
