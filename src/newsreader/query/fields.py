"""The fields of the filter language: each is one object that has all but its SQL.

The parser, completion, the help, the manual page, the shell completions and the tables in the documents derive from
`FIELDS`. How SQL asks what a field asks stands in `newsreader.index.conditions`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Final

from msgspec.structs import replace

from newsreader.bias import SCALE, parse_rating
from newsreader.folding import tokens
from newsreader.query import events
from newsreader.query.days import NAMED_DAYS, days_meant
from newsreader.query.field import LONGEST_SHOWN, Field, Given, Part
from newsreader.query.tree import And, Condition, Query, QueryError, Sort, Span, TextField, Words
from newsreader.story import language_tag
from newsreader.text import clean_line


def _words_in(where: TextField, found_in: str, example: str) -> Field:
    def read(_field: Field, given: Given) -> list[Condition]:
        return [Words(part.text, where, part.phrase, span=given.span) for part in given.parts if tokens(part.text)]

    return Field(where.value, f"words in {found_in}", example, read, has_words=True)


class Ratings(Condition, frozen=True):
    """Find stories whose outlet has one of these ratings (their ids)."""

    ids: frozenset[str]


def _read_bias(field: Field, given: Given) -> list[Condition]:
    found: set[str] = set()
    for part in given.parts:
        before, dots, after = part.text.partition("..")
        if not dots:
            found.update(_ratings_begun(field, part, given.span))
            continue
        low = _slot(field, part.cut(0, len(before)), given.span) if before else 0
        high = _slot(field, part.cut(len(before) + 2, len(part.text)), given.span) if after else len(SCALE)
        low, high = min(low, high), max(low, high)
        found.update(rating.id for rating in SCALE if rating.slot is not None and low <= rating.slot <= high)
    return [Ratings(frozenset(found), span=given.span)]


def _ratings_begun(field: Field, part: Part, span: Span) -> tuple[str, ...]:
    """Return the rating that `part` names, or all that it may become when it is typed on."""
    begun = tuple(rating.id for rating in SCALE if rating.id.startswith(part.text.lower()))
    return begun if len(begun) > 1 and parse_rating(part.text) is None else (_rating(field, part, span),)


def _rating(field: Field, part: Part, span: Span) -> str:
    rating = parse_rating(part.text)
    return rating.id if rating else field.value_meant(part, span)


def _slot(field: Field, part: Part, span: Span) -> int:
    rating_id = _rating(field, part, span)
    slot = next(rating.slot for rating in SCALE if rating.id == rating_id)
    if slot is None:
        raise QueryError(f'"{rating_id}" has no place between left and right.', span)
    return slot


class Flag(StrEnum):
    """Name what a story can be (`is:`) or have (`has:`)."""

    BOOKMARKED = "is:bookmarked"
    READ = "is:read"
    UNREAD = "is:unread"
    AI = "is:ai"
    NEW = "is:new"
    HIDDEN = "is:hidden"
    MUTED = "is:muted"
    HAS_POINTS = "has:points"
    HAS_LINK = "has:link"
    HAS_VIDEO = "has:video"
    HAS_ARTICLE = "has:article"
    HAS_AUDIO = "has:audio"
    HAS_TAG = "has:tag"
    HAS_NOTE = "has:note"
    HAS_OTHERS = "has:others"
    HAS_UNSUPPORTED = "has:unsupported"


_OF_MARKS: Final = frozenset({Flag.BOOKMARKED, Flag.READ, Flag.UNREAD, Flag.HIDDEN, Flag.HAS_TAG, Flag.HAS_NOTE})


class Is(Condition, frozen=True):
    """Find stories with a property."""

    flag: Flag

    @property
    def depends_on_marks(self) -> bool:
        """Return whether the property is a mark of the user's."""
        return self.flag in _OF_MARKS

    @property
    def asks_for_events(self) -> bool:
        """Return whether the property is that others tell the event, too."""
        return self.flag is Flag.HAS_OTHERS


def asks_for(query: Query, flag: Flag) -> bool:
    """Return whether `flag` stands anywhere in `query` without being excluded."""
    return any(isinstance(condition, Is) and condition.flag is flag for condition in query.wanted())


def mentions(query: Query, flag: Flag) -> bool:
    """Return whether `flag` stands anywhere in `query`, excluded or not."""
    return any(isinstance(condition, Is) and condition.flag is flag for condition in query.conditions())


def narrowed(query: Query, flag: Flag) -> Query:
    """Return the query for the stories that `query` finds and that have this property."""
    terms = query.root.terms if isinstance(query.root, And) else (query.root,) if query.root is not None else ()
    return replace(query, root=And((*terms, Is(flag, span=Span(0, 0)))))


def _flags(name: str, help_text: str, example: str) -> Field:
    def read(field: Field, given: Given) -> list[Condition]:
        found = (field.value_meant(part, given.span) for part in given.parts)
        return [Is(Flag(f"{name}:{value}"), span=given.span) for value in found]

    prefix = f"{name}:"
    values = tuple(flag.removeprefix(prefix) for flag in Flag if flag.startswith(prefix))
    return Field(name, help_text, example, read, values)


class Published(Condition, frozen=True):
    """Find stories of the days from `first` to `last`, both included; None is no limit."""

    first: date | None
    last: date | None


def _read_date(_field: Field, given: Given) -> list[Condition]:
    return [_published(part.text, given) for part in given.parts]


def _published(text: str, given: Given) -> Published:
    try:
        return Published(*days_meant(text, given.today), span=given.span)
    except (ValueError, OverflowError):
        raise QueryError(
            f'"{clean_line(text.strip(), LONGEST_SHOWN)}" is not a date.',
            given.span,
            "Write 2024-06-20, 2024-06, 2024, 2024-06.., ..2023, today, yesterday, 7d, 2w, 3m or 1y.",
        ) from None


class Language(Condition, frozen=True):
    """Find stories in one of these languages: `en` also finds `en-GB`."""

    tags: frozenset[str]


def _read_language(_field: Field, given: Given) -> list[Condition]:
    return [Language(frozenset(language_tag(part.text).lower() for part in given.parts), span=given.span)]


class StoryId(Condition, frozen=True):
    """Find stories whose id begins with `prefix`."""

    prefix: str


def _read_id(_field: Field, given: Given) -> list[Condition]:
    return [StoryId(part.text, span=given.span) for part in given.parts]


_RATINGS: Final = tuple(rating.id for rating in SCALE)
_ON_THE_SCALE: Final = tuple(rating.id for rating in SCALE if rating.slot is not None)
_SOME_DATES: Final = (*NAMED_DAYS, "7d", "2w", "3m", "1y")

FIELDS: Final[Mapping[str, Field]] = {
    field.name: field
    for field in (
        _words_in(TextField.TITLE, "the title", "treaty"),
        _words_in(TextField.SUMMARY, "the summary", "treaty"),
        _words_in(TextField.POINTS, "the key points", "treaty"),
        _words_in(TextField.OUTLET, "the name of the outlet", "bbc"),
        _words_in(TextField.TOPIC, "the topics", "climate"),
        _words_in(TextField.TAG, "your tags", "later"),
        _words_in(TextField.NOTE, "your note", "check"),
        Field("bias", "the rating of the outlet", "lean-left..center", _read_bias, _RATINGS, _ON_THE_SCALE),
        _flags("is", "what the story is", "unread"),
        _flags("has", "what the story has", "video"),
        Field(
            "date",
            "when it was published, as 2024-06-20, 2024-06, 2024-06.., ..2023, or counted back",
            "7d",
            _read_date,
            _SOME_DATES,
            _SOME_DATES,
        ),
        Field("lang", "the language, as en or pt-BR", "de", _read_language),
        *events.FIELDS,
        Field("id", "the beginning of the id", "6f1c2b9a", _read_id),
        Field("sort", "the order of the list", "oldest", None, tuple(Sort)),
    )
}
"""All fields of the language, in the order in which they are offered and listed."""
