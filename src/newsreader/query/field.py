"""A field of the filter language: its name, what it takes, and how what is given for it is read."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from difflib import get_close_matches
from functools import cache
from typing import Final

from msgspec import Struct

from newsreader.query import signs
from newsreader.query.tree import Condition, QueryError, Replacement, Span
from newsreader.text import clean_line

LONGEST_SHOWN: Final = 60
"""Characters of a mistake that a message repeats."""


@cache
def part_pattern() -> re.Pattern[str]:
    """Return one of the alternatives of a value; commas part them."""
    return re.compile(rf"(?P<phrase>{signs.PHRASE})|(?P<plain>(?:(?![{signs.COMMA}]){signs.INSIDE_WORD})+)")


class Part(Struct, frozen=True):
    """One of the alternatives that a field's value lists with commas."""

    text: str
    phrase: bool
    span: Span

    def cut(self, start: int, end: int) -> Part:
        """Return a part of the part."""
        return Part(self.text[start:end], False, Span(self.span.start + start, self.span.start + end))


def parts_of(value: str, start: int) -> list[Part]:
    """List the alternatives of a value that stands at `start`; a comma in quotes is text."""
    return [_part(match, start) for match in part_pattern().finditer(value)]


def _part(match: re.Match[str], start: int) -> Part:
    place = start + match.start()
    if match["plain"]:
        return Part(match["plain"], False, Span(place, start + match.end()))
    text, is_closed = signs.quoted(match["phrase"])
    return Part(text, is_closed, Span(place + 1, place + 1 + len(text)))


class Given(Struct, frozen=True):
    """What a query gives for a field: the alternatives, where the term stands, and which day today is."""

    parts: list[Part]
    span: Span
    today: date


class Field(Struct, frozen=True):
    """Describe one field of the language.

    `help` says what it finds; `example` is a value of it, for the documents and the tests.
    `read` does the work of `conditions`; it is None for the order of the list.
    `values` are those it takes, where they are few; of these `ranged` may stand on either side of `..`.
    `has_words` says that its values are words, which count towards what one search can look for.
    """

    name: str
    help: str
    example: str
    read: Callable[[Field, Given], list[Condition]] | None
    values: tuple[str, ...] = ()
    ranged: tuple[str, ...] = ()
    has_words: bool = False

    @property
    def is_order(self) -> bool:
        """Return whether the field says the order of the list instead of asking something of a story."""
        return self.read is None

    def conditions(self, given: Given) -> list[Condition]:
        """Return what is asked of a story, which has to meet one of them; raises QueryError for a wrong value."""
        return [] if self.read is None else self.read(self, given)

    def value_meant(self, part: Part, span: Span) -> str:
        """Return the one value that `part` means, which may be an unfinished beginning of it.

        Raises QueryError, with the nearest value, where it means none.
        """
        word = part.text.lower()
        if word in self.values:
            return word
        begun = [value for value in self.values if value.startswith(word)]
        if word and len(begun) == 1:
            return begun[0]
        near = get_close_matches(word[:LONGEST_SHOWN], self.values, n=1) or begun
        message = f'"{self.name}:" does not know "{clean_line(word, LONGEST_SHOWN)}".'
        if not near:
            raise QueryError(message, span, f"It takes {', '.join(self.values)}.")
        raise QueryError(message, span, f'Did you mean "{self.name}:{near[0]}"?', Replacement(part.span, near[0]))
