"""The fields of the filter language, and how the value of each is read."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from difflib import get_close_matches
from typing import Final

from newsreader.bias import SCALE, parse_rating
from newsreader.folding import tokens
from newsreader.query import signs
from newsreader.query.tree import (
    Flag,
    Is,
    Language,
    Node,
    Published,
    QueryError,
    Ratings,
    Replacement,
    Sort,
    Span,
    StoryId,
    TextField,
    Words,
)
from newsreader.story import language_tag
from newsreader.text import clean_line

_NAMED_DAYS: Final = {"today": 0, "yesterday": 1}
"""Days that have names, and how many days back they are."""


@dataclass(frozen=True, slots=True)
class FieldHelp:
    """One field of the language: its name, what it finds, and values to offer."""

    name: str
    help: str
    values: tuple[str, ...] = ()


def _values_of(prefix: str) -> tuple[str, ...]:
    return tuple(flag.removeprefix(prefix) for flag in Flag if flag.startswith(prefix))


FIELDS: Final[Mapping[str, FieldHelp]] = {
    field_help.name: field_help
    for field_help in (
        FieldHelp("title", "words in the title"),
        FieldHelp("summary", "words in the summary"),
        FieldHelp("points", "words in the key points"),
        FieldHelp("outlet", "words in the name of the outlet"),
        FieldHelp("topic", "words in the topics"),
        FieldHelp("tag", "words in your tags"),
        FieldHelp("note", "words in your note"),
        FieldHelp("bias", "the rating of the outlet", tuple(rating.id for rating in SCALE)),
        FieldHelp("is", "what the story is", _values_of("is:")),
        FieldHelp("has", "what the story has", _values_of("has:")),
        FieldHelp(
            "date",
            "when it was published, as 2024-06-20, 2024-06, 2024-06.., ..2023, or counted back",
            (*_NAMED_DAYS, "7d", "2w", "3m", "1y"),
        ),
        FieldHelp("lang", "the language, as en or pt-BR"),
        FieldHelp("id", "the beginning of the id"),
        FieldHelp("sort", "the order of the list", tuple(Sort)),
    )
}
"""All fields of the language; the parser, completion and the help derive from this table."""

VALUE_PART: Final = re.compile(
    rf"(?P<phrase>{signs.PHRASE})|(?P<plain>(?:(?![{signs.COMMA}]){signs.INSIDE_WORD})+)", re.VERBOSE
)
"""One of the alternatives of a value; commas part them."""

_LONGEST_SHOWN: Final = 60
"""Characters of a mistake that are repeated where it is told of."""

_BACK = re.compile(r"(\d{1,5})([dwmy])", re.IGNORECASE)
_DAY = re.compile(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?")


@dataclass(frozen=True, slots=True)
class Part:
    """One of the alternatives that a field's value lists with commas."""

    text: str
    phrase: bool
    span: Span

    def cut(self, start: int, end: int) -> Part:
        """A part of the part."""
        return Part(self.text[start:end], False, Span(self.span.start + start, self.span.start + end))


def parts_of(value: str, start: int) -> list[Part]:
    """The alternatives that a value lists with commas, a comma in quotes being text; `start` is the value's place."""
    return [_part(match, start) for match in VALUE_PART.finditer(value)]


def _part(match: re.Match[str], start: int) -> Part:
    place = start + match.start()
    if match["plain"]:
        return Part(match["plain"], False, Span(place, start + match.end()))
    text, is_closed = signs.quoted(match["phrase"])
    return Part(text, is_closed, Span(place + 1, place + 1 + len(text)))


def known_word(name: str, part: Part, span: Span) -> str:
    """The one value of `name` that `part` means, which may be an unfinished beginning of it."""
    word = part.text.lower()
    values = FIELDS[name].values
    if word in values:
        return word
    begun = [value for value in values if value.startswith(word)]
    if word and len(begun) == 1:
        return begun[0]
    near = get_close_matches(word[:_LONGEST_SHOWN], values, n=1) or begun
    message = f'"{name}:" does not know "{clean_line(word, _LONGEST_SHOWN)}".'
    if not near:
        raise QueryError(message, span, f"It takes {', '.join(values)}.")
    raise QueryError(message, span, f'Did you mean "{name}:{near[0]}"?', Replacement(part.span, near[0]))


def _read_text(name: str, parts: list[Part], span: Span, _today: date) -> list[Node]:
    where = TextField(name)
    return [Words(part.text, span, where, part.phrase) for part in parts if tokens(part.text)]


def _read_bias(name: str, parts: list[Part], span: Span, _today: date) -> list[Node]:
    found: set[str] = set()
    for part in parts:
        before, dots, after = part.text.partition("..")
        if not dots:
            found.update(_ratings_begun(name, part, span))
            continue
        low = _slot(name, part.cut(0, len(before)), span) if before else 0
        high = _slot(name, part.cut(len(before) + 2, len(part.text)), span) if after else len(SCALE)
        low, high = min(low, high), max(low, high)
        found.update(rating.id for rating in SCALE if rating.slot is not None and low <= rating.slot <= high)
    return [Ratings(frozenset(found), span)]


def _ratings_begun(name: str, part: Part, span: Span) -> tuple[str, ...]:
    """The rating that `part` names, or all that it may become when it is typed on."""
    begun = tuple(rating.id for rating in SCALE if rating.id.startswith(part.text.lower()))
    return begun if len(begun) > 1 and parse_rating(part.text) is None else (_rating(name, part, span),)


def _rating(name: str, part: Part, span: Span) -> str:
    rating = parse_rating(part.text)
    return rating.id if rating else known_word(name, part, span)


def _slot(name: str, part: Part, span: Span) -> int:
    rating_id = _rating(name, part, span)
    slot = next(rating.slot for rating in SCALE if rating.id == rating_id)
    if slot is None:
        raise QueryError(f'"{rating_id}" has no place between left and right.', span)
    return slot


def _read_flag(name: str, parts: list[Part], span: Span, _today: date) -> list[Node]:
    return [Is(Flag(f"{name}:{known_word(name, part, span)}"), span) for part in parts]


def _read_language(_name: str, parts: list[Part], span: Span, _today: date) -> list[Node]:
    return [Language(frozenset(language_tag(part.text).lower() for part in parts), span)]


def _read_id(_name: str, parts: list[Part], span: Span, _today: date) -> list[Node]:
    return [StoryId(part.text, span) for part in parts]


def _read_date(_name: str, parts: list[Part], span: Span, today: date) -> list[Node]:
    return [_read_days(part.text.strip(), span, today) for part in parts]


def _read_days(text: str, span: Span, today: date) -> Published:
    first, dots, last = text.partition("..")
    try:
        if dots:
            return Published(*_range_of_days(first.strip(), last.strip(), today), span)
        return Published(_first_day(text, today), today if _BACK.fullmatch(text) else _last_day(text, today), span)
    except (ValueError, OverflowError):
        raise QueryError(
            f'"{clean_line(text, _LONGEST_SHOWN)}" is not a date.',
            span,
            "Write 2024-06-20, 2024-06, 2024, 2024-06.., ..2023, today, yesterday, 7d, 2w, 3m or 1y.",
        ) from None


def _range_of_days(first: str, last: str, today: date) -> tuple[date | None, date | None]:
    """The days from `first` to `last`, also where they are given the other way round; "" is no limit."""
    start = _first_day(first, today) if first else None
    end = _end_of_range(last, today) if last else None
    if start and end and start > end:
        other_start, other_end = _first_day(last, today), _end_of_range(first, today)
        if other_start <= other_end:
            return other_start, other_end
    return start, end


def _end_of_range(text: str, today: date) -> date:
    """The last day of a range that ends with `text`; the days counted back are not in it: `2w..1w` is a week."""
    return _first_day(text, today) - timedelta(days=1) if _BACK.fullmatch(text) else _last_day(text, today)


def _first_day(text: str, today: date) -> date:
    if back := _BACK.fullmatch(text):
        return min(_days_ago(int(back[1]), back[2].lower(), today) + timedelta(days=1), today)
    if named := _named_day(text, today):
        return named
    year, month, day = _dayparts_of(text)
    return date(year, month or 1, day or 1)


def _last_day(text: str, today: date) -> date:
    if named := _named_day(text, today):
        return named
    year, month, day = _dayparts_of(text)
    return date(year, month, day) if month and day else _end_of_month(year, month or 12)


def _end_of_month(year: int, month: int) -> date:
    return date(year, 12, 31) if month == 12 else date(year, month + 1, 1) - timedelta(days=1)


def _days_ago(count: int, unit: str, today: date) -> date:
    """The day so many days, weeks, calendar months or years before today."""
    if unit in "dw":
        return today - timedelta(days=count * (7 if unit == "w" else 1))
    year, month = divmod(today.year * 12 + today.month - 1 - count * (12 if unit == "y" else 1), 12)
    end = _end_of_month(year, month + 1)
    return end.replace(day=min(today.day, end.day))


def _named_day(text: str, today: date) -> date | None:
    """The day whose name is `text`, or begins so."""
    known = [name for name in _NAMED_DAYS if text and name.startswith(text.lower())]
    return today - timedelta(days=_NAMED_DAYS[known[0]]) if known else None


def _dayparts_of(text: str) -> tuple[int, int | None, int | None]:
    match = _DAY.fullmatch(text.strip().rstrip("-"))
    if match is None:
        raise ValueError(text)
    year, month, day = match.groups()
    return int(year), int(month) if month else None, int(day) if day else None


_FieldReader = Callable[[str, list[Part], Span, date], list[Node]]
READERS: Final[Mapping[str, _FieldReader]] = {
    **dict.fromkeys(("title", "summary", "points", "outlet", "topic", "tag", "note"), _read_text),
    "bias": _read_bias,
    "is": _read_flag,
    "has": _read_flag,
    "date": _read_date,
    "lang": _read_language,
    "id": _read_id,
}
