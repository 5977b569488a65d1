"""Check sentences against the text that they were made from: which of their numbers and names does it not have?"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from newsreader.claims.names import Known, Word, capitals_inside, has_names, known_words, missing, names, without_dots
from newsreader.claims.numbers import Number, is_claim, is_computed, numbers, wide_words, with_plain_digits
from newsreader.claims.units import PERCENT, is_percent_at, mentions, unit_at
from newsreader.events.stop_words import guessed_language
from newsreader.folding import tokens
from newsreader.text import with_few_marks

_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November"),
    "December",
)
_WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_GUESSED_BY: Final = 2_000
"""Characters by which the language of a text is guessed."""

_MOST_THINGS: Final = 20
_LONGEST_THING: Final = 80
_BREAK = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_WRAP = re.compile(r"(?<=[\w.]) *+\n *+(?=[^\d\s])|(?<=[^\W\d_]) *+\n *+(?=\d)")
"""Where a line may end within a number: not between two digits, which may be of two numbers."""

_INVISIBLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\xad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
_RANGE = re.compile(
    r" ?(?:[-–—~〜～]|to|and|or|bis|und|oder|à|et|ou|a|y|o|e|tot|en|do|до|и|至|到|से|إلى) ?", re.IGNORECASE
)


class Source(Struct, frozen=True):
    """A text prepared for checking: the values of its numbers, which are percentages, and its words."""

    text: str
    language: str
    values: frozenset[str]
    percents: frozenset[str]
    known: Known


def language_of(tag: str, text: str) -> str:
    """Return the primary tag of a language `tag`; where there is none, of the language that `text` seems to be in."""
    return re.split("[-_]", tag.lower())[0] or guessed_language(tokens(text[:_GUESSED_BY]))


def source_of(text: str, *, title: str = "", published: date | None = None, language: str = "") -> Source:
    """Return the source `text` prepared; `title` and `published` count as if they stood in it.

    `language` is a tag such as `pt-BR`; it is guessed where it is "".
    """
    primary = language_of(language, text)
    shown = _shown("\n".join(filter(None, (title, text, _date_words(published)))))
    whole = with_plain_digits(_WRAP.sub(" ", shown))
    values, percents = _values(whole, primary)
    known = known_words(whole)
    days = (_spellings(word) for word in (*_MONTHS, *_WEEKDAYS))
    words = known.words.union(*(spellings for spellings in days if spellings & known.words))
    return Source(whole, primary, values, percents, replace(known, words=words))


def unsupported(sentences: Sequence[str], source: Source) -> list[tuple[str, ...]]:
    """Return for each sentence its numbers and names that `source` does not have, as they stand there, in order.

    At most twenty are told of a sentence. Nothing is said about whether they are wrong.
    """
    shown = [_shown(sentence) for sentence in sentences]
    normal = [with_plain_digits(sentence) for sentence in shown]
    numbers_of = [_number_claims(sentence, source.language) for sentence in normal]
    told_units = {claim.unit for claims in numbers_of for claim in claims} - {"", PERCENT}
    units = frozenset(unit for unit in told_units if mentions(source.text, unit))
    capitals = capitals_inside(normal) if has_names(source.language) else frozenset()
    return [
        _things(told, [*_missing_numbers(claims, source, units), *_missing_names(sentence, source, capitals)])
        for told, sentence, claims in zip(shown, normal, numbers_of, strict=True)
    ]


def claims_of(sentence: str, language: str = "") -> frozenset[str]:
    """Return the numbers and names of a sentence: what `unsupported` tells where the source is empty."""
    return frozenset(unsupported((sentence,), source_of("", language=language or language_of("", sentence)))[0])


class _Claim(Struct, frozen=True):
    """A number with its unit, "" for none; both stand from `start` to `end`."""

    number: Number
    unit: str
    start: int
    end: int


def _shown(text: str) -> str:
    """Return a text as parts of it are told: without what is not seen, in one form.

    Each character is looked at by itself, so a sentence becomes what it is in the text around it.
    """
    if text.isascii() and text.isprintable():
        return without_dots(text)
    plain = with_few_marks(_INVISIBLE.sub("", _BREAK.sub("\n", text)))  # to order many marks takes forever
    return without_dots(unicodedata.normalize("NFC", plain))


def _number_claims(sentence: str, language: str) -> list[_Claim]:
    found = (number for number in numbers(sentence, language) if is_claim(number))
    return [_Claim(number, *unit_at(sentence, number.start, number.end)) for number in found]


def _missing_numbers(claims: Iterable[_Claim], source: Source, units: frozenset[str]) -> Iterator[tuple[int, int]]:
    for claim in claims:
        number = claim.number
        values = source.percents if claim.unit == PERCENT else source.values
        is_told = bool(number.values & values) or (bool(number.parts) and values.issuperset(number.parts))
        if not is_told or (claim.unit and claim.unit != PERCENT and claim.unit not in units):
            yield claim.start, claim.end


def _missing_names(sentence: str, source: Source, capitals: frozenset[str]) -> Iterator[tuple[int, int]]:
    if not has_names(source.language):
        return
    for _, _, words in names(sentence, source.language, source.known, capitals):
        run: list[Word] = []
        lacking = missing(words, source.known, source.language)
        for word in lacking:
            if run and sentence[run[-1].end : word.start].strip(" ."):
                yield run[0].start, run[-1].end
                run = []
            run.append(word)
        if run:
            yield run[0].start, run[-1].end


def _things(sentence: str, places: list[tuple[int, int]]) -> tuple[str, ...]:
    """Return what stands at `places`, in order, each once and within another never."""
    told: dict[str, None] = {}
    last = 0
    for start, end in sorted(places, key=lambda place: (place[0], -place[1])):
        if start >= last:
            told[sentence[start:end].strip()[:_LONGEST_THING]] = None
            last = end
    return tuple(told)[:_MOST_THINGS]


def _values(text: str, language: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return the values of the numbers of a text, and those that are percentages."""
    values: set[str] = set(wide_words(text))
    percents: set[str] = set()
    before: Number | None = None
    for number in numbers(text, language):
        own = {*number.values, *number.parts, *number.told}
        values |= own
        is_percent = is_percent_at(text, number.start, number.end)
        if is_percent:
            percents |= own
        if before is not None and number.start - before.end <= 6 and _RANGE.fullmatch(text, before.end, number.start):
            if number.told and not number.is_word:
                values |= _as_many(before, number)
            if is_percent:
                percents |= before.values
        before = number
    return frozenset(values), frozenset(percents)


def _as_many(before: Number, number: Number) -> set[str]:
    """Return the values of 3 in 3 to 5 million."""
    largest = max(number.values, key=len)
    if not is_computed(largest):
        return set()
    factors = {Decimal(largest) / Decimal(told) for told in number.told if is_computed(told) and told != "0"}
    values = [Decimal(value) for value in before.values if is_computed(value)]
    return {f"{(value * factor).normalize():f}" for value in values for factor in factors}


def _spellings(day: str) -> set[str]:
    """Return a day or month and its short forms, folded."""
    return {day.lower(), day[:3].lower(), day[:4].lower()}


def _date_words(published: date | None) -> str:
    """Return what a story's date tells: day, month and year, in numbers and English words, and the day of the week."""
    if published is None:
        return ""
    month, weekday = _MONTHS[published.month - 1], _WEEKDAYS[published.weekday()]
    return f"{published.year} {month} {published.day}, {published.month}, {weekday}"
