"""Find the numbers of a text, in whatever way they are written, with the values that they can have."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import Final

from msgspec import Struct

from newsreader.claims.number_words import (
    CONNECTORS,
    MOST_BEFORE_MULTIPLIER,
    PERCENT_BEFORE,
    WIDE_DIGITS,
    WIDE_MULTIPLIERS,
    addends,
    multipliers,
    multipliers_of_digits,
)
from newsreader.folding import fold

_LONGEST: Final = 40
"""Characters of a number that is computed with; longer ones are only compared."""

_COMPUTED: Final = re.compile(rf"\d{{1,{_LONGEST}}}(?:\.\d{{1,{_LONGEST}}})?")
_TWICE: Final = 12
_NO_CLAIM: Final = frozenset("01")
"""What words say that are hardly ever meant as numbers: one, none."""

_SIGNS: Final = {"’": "'", "٬": ",", "٫": ".", "，": ",", "．": "."}
_SPACES: Final = "\u00a0\u2007\u2009\u202f"
_TOKEN = re.compile(
    r"(?P<number>(?<![A-Za-z\d])\d++(?:[.,']\d++|\ \d{3}(?!\d))*+)"
    r"|(?P<word>(?:[^\W\d_]|[\u0900-\u0903\u093a-\u094f])++)|(?P<end>[.!?…。！？;:\n])"
)
_WIDE: Final = "".join(WIDE_MULTIPLIERS)
_WIDE_NUMBER = re.compile(rf"(?<![\d.,])(?:\d++(?:[.,]\d++)*+[{_WIDE}]++)++(?:\d++)?+")
_WIDE_PART = re.compile(rf"(\d[\d.,]*+)([{_WIDE}]*+)")
_WIDE_WORDS = re.compile(rf"[{_WIDE}{''.join(WIDE_DIGITS)}]++")
_AFTERNOON = re.compile(r" ?p\.?m\b", re.IGNORECASE)
_SHORT: Final = frozenset("kmbt")
"""Letters behind digits that multiply or name a unit: 100m is a hundred million, or metres."""


_folded = lru_cache(maxsize=4_096)(fold)


class _Digits(dict[int, int | str]):
    def __missing__(self, code: int) -> int | str:
        char = chr(code)
        digit = unicodedata.decimal(char, None)
        becomes = str(digit) if digit is not None else " " if char in _SPACES else _SIGNS.get(char, char)
        self[code] = becomes
        return becomes


_DIGITS: Final = _Digits()


class Number(Struct, frozen=True):
    """A number from `start` to `end` of a text. Any of `values` can be meant; or all of `parts` are told apart.

    `told` are the values of what it is put together of, where it is. `is_word` says that it is told in words.
    """

    start: int
    end: int
    values: frozenset[str]
    parts: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    is_word: bool = False


def with_plain_digits(text: str) -> str:
    """Return `text` with the digits of every script as those of ASCII, in as many characters."""
    return text if text.isascii() else text.translate(_DIGITS)


def numbers(text: str, language: str) -> list[Number]:
    """Return the numbers of `text`, whose digits are plain, in their order.

    `language` is a primary tag; it tells which words are numbers.
    """
    wide = list(_wide_numbers(text)) if not text.isascii() else []
    inside = {place for number in wide for place in range(number.start, number.end)}
    found = [number for number in _Scanner(text, language).numbers() if number.start not in inside]
    return sorted([*wide, *found], key=lambda number: number.start) if wide else found


def wide_words(text: str) -> frozenset[str]:
    """Return the values of the numbers of `text` that are written in Chinese signs."""
    if text.isascii():
        return frozenset()
    return frozenset(_wide_value(run) for run in set(_WIDE_WORDS.findall(text)) if len(run) <= _LONGEST)


class _Scanner:
    """Goes through a text once, and puts together what tells one number."""

    def __init__(self, text: str, language: str) -> None:
        self._text = text
        self._addends = addends(language)
        self._multipliers = multipliers(language)
        self._of_digits = multipliers_of_digits(language)
        self._words = {*self._addends, *self._multipliers}
        self._phrase = _Phrase()

    def numbers(self) -> Iterator[Number]:
        waiting: Number | None = None
        previous = ""
        for match in _TOKEN.finditer(self._text):
            if match.lastgroup == "word":
                word = match[0].lower() if match[0].isascii() else _folded(match[0])
                if waiting is None and not self._phrase.is_begun and word not in self._words:
                    previous = word
                    continue
                multiplied = self._multiplied(waiting, word, match) if waiting else None
                if multiplied:
                    waiting = multiplied
                    continue
                if waiting:
                    yield waiting
                    waiting = None
                yield from self._in_words(word, previous, match)
                previous = word
                continue
            yield from self._phrase.ended()
            if waiting:
                yield waiting
                waiting = None
            previous = ""
            if match.lastgroup == "number":
                *whole, waiting = self._in_digits(match)
                yield from whole
        yield from self._phrase.ended()
        if waiting:
            yield waiting

    def _in_digits(self, match: re.Match[str]) -> list[Number]:
        values, parts = _readings(match[0])
        if values:
            if _AFTERNOON.match(self._text, match.end()):
                values |= {str(int(value) + _TWICE) for value in values if value.isdecimal() and len(value) < 3}
            return [Number(match.start(), match.end(), values, parts)]
        places = [(match.start() + part.start(), part[0]) for part in re.finditer(r"\d+", match[0])]
        return [Number(start, start + len(digits), frozenset((_plain(digits),))) for start, digits in places]

    def _multiplied(self, number: Number, word: str, match: re.Match[str]) -> Number | None:
        """Return `number` multiplied by the word right behind it, None if that does not multiply."""
        factor = self._of_digits.get(word)
        gap = self._text[number.end : match.start()]
        if factor is None or gap not in ("", " ", "-"):
            return None
        values = frozenset(_times(value, factor) for value in number.values)
        if word in _SHORT:
            values |= number.values
        told = number.told or tuple(number.values)
        return Number(number.start, match.end(), values, told=told)

    def _in_words(self, word: str, previous: str, match: re.Match[str]) -> Iterator[Number]:
        phrase = self._phrase
        is_near = match.start() - phrase.end <= 1 and self._text[phrase.end : match.start()] in (" ", "-", "")
        value, factor = self._addends.get(word), self._multipliers.get(word)
        if factor is None and phrase.is_begun:
            factor = self._of_digits.get(word) if len(word) > 1 else None
        if factor == MOST_BEFORE_MULTIPLIER and previous in PERCENT_BEFORE:
            value = factor = None
        if phrase.is_begun and not is_near:
            yield from phrase.ended()
        if value is None and factor is None:
            if not (phrase.is_begun and word in CONNECTORS):
                yield from phrase.ended()
            else:
                phrase.connect(match.end())
            return
        if not (phrase.add(value, match) if value is not None else phrase.multiply(factor or 1, match)):
            yield from phrase.ended()
            if value is not None:
                phrase.add(value, match)
            else:
                phrase.multiply(factor or 1, match)


class _Phrase:
    """A number in words, as far as it was read."""

    def __init__(self) -> None:
        self._clear()

    def _clear(self) -> None:
        self.is_begun = False
        self.end = -2
        self._start = self._last = 0
        self._sum = self._current = 0
        self._largest = 0
        self._seen: list[int] = []

    def connect(self, end: int) -> None:
        """Go on behind a word such as `and`."""
        self.end = end

    def add(self, value: int, match: re.Match[str]) -> bool:
        """Add a value that is smaller than the least part so far; return whether it is."""
        is_french = self._current in (60, 80) and 10 <= value < 20
        if self._current == 4 and value == 20:  # quatre-vingt
            self._current = 0
            value = 80
        elif self.is_begun and self._current and self._current % 10 ** len(str(value)) and not is_french:
            return False
        self._current += value
        self._take(value, match)
        return True

    def multiply(self, factor: int, match: re.Match[str]) -> bool:
        """Multiply what was read since the last larger multiplier; return whether that makes a number."""
        if factor == MOST_BEFORE_MULTIPLIER:
            if self._current >= MOST_BEFORE_MULTIPLIER:
                return False
            self._current = max(self._current, 1) * factor
        else:
            if self._largest and factor >= self._largest:
                return False
            self._sum += max(self._current, 1) * factor
            self._current = 0
            self._largest = factor
        self._take(factor, match)
        return True

    def ended(self) -> Iterator[Number]:
        """Yield the number, if one was begun, and begin anew."""
        if self.is_begun:
            value = str(self._sum + self._current)
            yield Number(self._start, self._last, frozenset((value,)), told=tuple(map(str, self._seen)), is_word=True)
        self._clear()

    def _take(self, value: int, match: re.Match[str]) -> None:
        if not self.is_begun:
            self._start = match.start()
        self.is_begun = True
        self._seen.append(value)
        self._last = self.end = match.end()


def is_claim(number: Number) -> bool:
    """Return whether a number says how much something is, which `one` in words and the 00 of 20:00 do not."""
    is_full_hour = number.values == {"0"} and number.end - number.start > 1
    return not (is_full_hour or (number.is_word and number.values <= _NO_CLAIM))


def _wide_numbers(text: str) -> Iterator[Number]:
    """Yield the numbers in digits that Chinese signs multiply: 1亿2000万."""
    for match in _WIDE_NUMBER.finditer(text):
        total = Decimal(0)
        if match.end() - match.start() > _LONGEST:
            yield Number(match.start(), match.end(), frozenset((match[0],)))
            continue
        for part in _WIDE_PART.finditer(match[0]):
            values, _ = _readings(part[1].rstrip(".,"))
            factor = 1
            for sign in part[2]:
                factor *= WIDE_MULTIPLIERS[sign]
            total += Decimal(max(values, key=len, default="0")) * factor
        yield Number(match.start(), match.end(), frozenset((_text(total),)))


def _wide_value(run: str) -> str:
    total = section = digit = 0
    for sign in run:
        if sign in WIDE_DIGITS:
            digit = digit * 10 + WIDE_DIGITS[sign]
            continue
        factor = WIDE_MULTIPLIERS[sign]
        if factor < 10_000:
            section += max(digit, 1) * factor
        else:
            total += max(section + digit, 1) * factor
            section = 0
        digit = 0
    return str(total + section + digit)


@lru_cache(maxsize=4_096)
def _readings(raw: str) -> tuple[frozenset[str], tuple[str, ...]]:
    """Return the values that digits with separators can have, and the parts that they may be told in.

    No values: each part is a number by itself, as in a date.
    """
    groups = re.split(r"[.,' ]", raw)
    signs = re.sub(r"\d", "", raw)
    if not signs or len(raw) > _LONGEST:
        return frozenset((_plain(raw),)), ()
    if len(set(signs)) > 1:
        if signs[-1] in ".," and signs.count(signs[-1]) == 1 and _is_grouped(groups[:-1]):
            return frozenset((_text(Decimal(f"{''.join(groups[:-1])}.{groups[-1]}")),)), ()
        return frozenset(), ()
    whole = frozenset((_plain("".join(groups)),)) if _is_grouped(groups) else frozenset()
    if len(signs) > 1 or signs in " '":
        return whole, tuple(map(_plain, groups)) if signs == " " and whole else ()
    values = whole | {_text(Decimal(f"{groups[0]}.{groups[1]}"))}
    is_time = signs == "." and len(groups[0]) < 3 and len(groups[1]) == 2
    return values, tuple(_plain(group) for group in groups if group != "00") if is_time else ()


def _is_grouped(groups: list[str]) -> bool:
    """Return whether these are the groups of one number: 1,234,567, or 12,34,567 as in India."""
    first, *others = groups
    if not others or first.startswith("0") or len(first) > 3:
        return not others
    return (
        len(others[-1]) == 3
        and len({len(group) for group in others[:-1]} | {3}) <= 2
        and all(len(group) in (2, 3) for group in others)
    )


def _plain(digits: str) -> str:
    return digits.lstrip("0") or "0"


def is_computed(value: str) -> bool:
    """Return whether a value is computed with: one that is too long stays as it is written, with its separators."""
    return _COMPUTED.fullmatch(value) is not None


def _times(value: str, factor: int) -> str:
    return _text(Decimal(value) * factor) if is_computed(value) else value


def _text(value: Decimal) -> str:
    text = f"{value:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"
