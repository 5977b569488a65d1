"""Reading a query: one pass from left to right that never recurses."""

from __future__ import annotations

import re
from datetime import date
from difflib import get_close_matches
from functools import cache
from typing import Final

from msgspec import Struct, field
from msgspec.structs import replace

from newsreader.folding import spans, tokens
from newsreader.query import signs
from newsreader.query.field import Field, Given, Part, parts_of
from newsreader.query.fields import FIELDS
from newsreader.query.places import error_at, places_of, query_at
from newsreader.query.tree import And, Node, Not, Or, Query, QueryError, Replacement, Sort, Span, Words
from newsreader.text import clean_line, clean_text


@cache
def token_pattern() -> re.Pattern[str]:
    """Return what a query is made of: of a field its name and colon, which its value follows.

    It is compiled when the first query is read: a start without a filter needs none.
    """
    return re.compile(
        rf"""
        (?P<space>\s+)
        | (?P<open>[{signs.OPENING}])
        | (?P<close>[{signs.CLOSING}])
        | (?P<or>(?:OR|[{signs.OR}])(?=[\s{signs.PARENTHESES}]|$))
        | (?P<and>(?:AND|&&)(?=[\s{signs.PARENTHESES}]|$))
        | (?P<not>NOT(?=\s)|[{signs.MINUS}](?=[^\s{signs.CLOSING}]))
        | (?P<field>[A-Za-z]+)[{signs.COLON}](?!//)
        | (?P<phrase>{signs.PHRASE})
        | (?P<word>{signs.INSIDE_WORD}+)
        """,
        re.VERBOSE,
    )


@cache
def value_pattern() -> re.Pattern[str]:
    """Return all that belongs to the field before it."""
    return re.compile(rf"(?:{signs.PHRASE}|{signs.INSIDE_WORD})+")


_DEEPEST: Final = 10  # SQLite reads an expression with a stack of 100 places, of which each level takes up to seven
_MOST_TERMS: Final = 200
_MOST_WORDS: Final = 200
"""Terms, and words of all terms together, after which a query is cut off: a phrase of thousands takes a minute."""

_LONGEST: Final = 10_000
_LONGEST_NAME: Final = 40


class _Level(Struct):
    """One open parenthesis: finished alternatives, and the terms of the one being read."""

    negated: bool = False
    alternatives: list[Node] = field(default_factory=list)
    terms: list[Node] = field(default_factory=list)

    def close_alternative(self) -> None:
        if self.terms:
            self.alternatives.append(self.terms[0] if len(self.terms) == 1 else And(tuple(self.terms)))
        self.terms = []

    def close(self) -> Node | None:
        self.close_alternative()
        if not self.alternatives:
            return None
        node = self.alternatives[0] if len(self.alternatives) == 1 else Or(tuple(self.alternatives))
        return Not(node) if self.negated else node


def parse_query(text: str, today: date, *, is_finished: bool = False) -> Query:
    """Return the query that `text` means; `today` is the day from which relative dates count.

    What has too many terms, words, or parentheses inside one another is cut off there, which `left_out` tells.
    It is cleaned as the stories are; all places are those of the text as it was given.

    Raises QueryError where a field or its value is not known, the text is too long, or nothing in it can be looked
    for. If it `is_finished`, nobody is typing any more, and a field without a value raises it too.
    """
    if len(text) > _LONGEST:
        fix = "Leave some of it out."
        raise QueryError(f"A filter has at most {_LONGEST:,} characters.", Span(_LONGEST, len(text)), fix)
    cleaned = clean_text(text)
    if cleaned == text:
        return _Parser(text, today, is_finished).parse()
    places = places_of(cleaned, text)
    try:
        return query_at(_Parser(cleaned, today, is_finished).parse(), places)
    except QueryError as error:
        raise error_at(error, places) from error


def cut_message(text: str, left_out: Span) -> str:
    """Return a sentence that tells what of the query `text` does not count."""
    rest = clean_line(text[left_out.start :], _LONGEST_NAME) or text[left_out.start]
    return f"This filter is too long for one search: it is cut off before “{rest}”."


def without_begun_field(text: str) -> str | None:
    """Return `text` without the word that ends it, where that word may become the name of a field; else None."""
    begun = re.search(rf"(?:^|(?<=[\s{signs.OPENING}]))[{signs.MINUS}]?([A-Za-z]+)$", text)
    if begun is None or not any(name.startswith(begun[1].lower()) for name in FIELDS):
        return None
    return text[: begun.start()]


class _Parser:
    """Read one text from left to right, without recursion."""

    def __init__(self, text: str, today: date, is_finished: bool) -> None:
        self._is_finished = is_finished
        self._text = text
        self._today = today
        self._levels = [_Level()]
        self._negated = False
        self._sort: Sort | None = None
        self._terms = 0
        self._words = 0
        self._cut_at: int | None = None
        self._empty: Span | None = None

    def parse(self) -> Query:
        position = 0
        while position < len(self._text) and self._cut_at is None:
            match = token_pattern().match(self._text, position)
            if match is None:  # a lone quote
                position += 1
                continue
            position = self._take(match)
        while len(self._levels) > 1:
            self._close_group()
        left_out = None if self._cut_at is None else Span(self._cut_at, len(self._text))
        root = self._levels[0].close()
        if root is None:
            self._require_words()
        return Query(root, self._sort, left_out)

    def _require_words(self) -> None:
        """Raise QueryError where terms were given of which none can be looked for."""
        place = self._empty
        if place is None and self._is_finished and self._sort is None and self._text.strip():
            place = Span(0, len(self._text))
        if place is not None:
            shown = clean_line(self._text[place.start : place.end], _LONGEST_NAME)
            raise QueryError(f"There is nothing to look for in “{shown}”.", place, "Add a word or a number.")

    def _take(self, match: re.Match[str]) -> int:
        kind = match.lastgroup
        span = Span(match.start(), match.end())
        if kind == "open":
            if len(self._levels) >= _DEEPEST:
                self._leave_out_from(match.start())
            else:
                self._levels.append(_Level(negated=self._take_negation()))
        elif kind == "close":
            self._negated = False
            if len(self._levels) > 1:
                self._close_group()
        elif kind == "or":
            self._negated = False
            self._levels[-1].close_alternative()
        elif kind == "and":
            self._negated = False
        elif kind == "not":
            self._negated = not self._negated
        elif kind == "field":
            return self._take_field(match)
        elif kind == "phrase":
            text, is_closed = signs.quoted(match.group())
            self._add_words(text, match.start() + 1, span, is_phrase=is_closed)
        elif kind == "word":
            self._add_words(match["word"], match.start(), span)
        return match.end()

    def _take_negation(self) -> bool:
        negated, self._negated = self._negated, False
        return negated

    def _close_group(self) -> None:
        node = self._levels.pop().close()
        if node is not None:
            self._levels[-1].terms.append(node)

    def _add_words(self, text: str, start: int, span: Span, *, is_phrase: bool = False) -> None:
        """Add the words of `text`, which stands at `start`, as far as there is room for them."""
        if not self._has_room(1, span.start):
            return
        text = self._cut_off(text, start)
        if tokens(text):
            self._add(Words(text, phrase=is_phrase, span=span), 1)
        else:
            self._leave_out_empty(text, span)

    def _leave_out_empty(self, text: str, span: Span) -> None:
        """Leave out a term whose `text` has nothing that could be looked for."""
        self._negated = False
        may_become_term = not self._is_finished and signs.BEGINNING.fullmatch(text)
        if text.strip() and not may_become_term and self._empty is None:
            self._empty = span

    def _add(self, node: Node, terms: int) -> None:
        self._terms += terms
        self._levels[-1].terms.append(Not(node) if self._take_negation() else node)

    def _has_room(self, terms: int, place: int) -> bool:
        """Return whether there may be so many terms more; where not, the query is cut off at `place`."""
        if self._terms + terms > _MOST_TERMS or self._words >= _MOST_WORDS:
            self._leave_out_from(place)
        return self._cut_at is None

    def _leave_out_from(self, place: int) -> None:
        self._cut_at = place if self._cut_at is None else min(self._cut_at, place)

    def _cut_off(self, text: str, start: int) -> str:
        """Return `text`, which stands at `start`, up to the last word for which there is room."""
        found = list(spans(text))
        room = _MOST_WORDS - self._words
        self._words += min(len(found), room)
        if len(found) <= room:
            return text
        end = found[room][0]
        self._leave_out_from(start + end)
        return text[:end]

    def _take_field(self, match: re.Match[str]) -> int:
        name = match["field"].lower()
        value = value_pattern().match(self._text, match.end())
        end = value.end() if value else match.end()
        span = Span(match.start(), end)
        if name not in FIELDS:
            return self._take_unknown_field(match, name, span)
        known = FIELDS[name]
        values = [part for part in parts_of(value.group(), value.start()) if part.text.strip()] if value else []
        if values and not known.is_order:
            self._add_field(known, values, span)
            return end
        if not values and self._is_finished:
            hint = f"Write it right behind the colon: {name}:{next(iter(known.values), 'word')}"
            raise QueryError(f'"{name}:" has no value.', span, hint)
        self._negated = False
        if values:
            self._sort = Sort(known.value_meant(values[0], span))
        return end

    def _add_field(self, known: Field, values: list[Part], span: Span) -> None:
        """Add a field, with as many of its values as there is room for."""
        if not self._has_room(1, span.start):
            return
        room = _MOST_TERMS - self._terms
        if len(values) > room:
            self._leave_out_from(values[room].span.start)
        values = values[:room]
        if known.has_words:
            values = [replace(part, text=self._cut_off(part.text, part.span.start)) for part in values]
        nodes = known.conditions(Given(values, span, self._today))
        if nodes:
            self._add(nodes[0] if len(nodes) == 1 else Or(tuple(nodes)), len(values))
        else:
            self._leave_out_empty("".join(part.text for part in values).strip(signs.COMMA), span)

    def _take_unknown_field(self, match: re.Match[str], name: str, span: Span) -> int:
        near = get_close_matches(name[:_LONGEST_NAME], FIELDS, n=1)
        if span.end == match.end() and (not near or span.end < len(self._text)):  # "Note to self: …" is prose
            self._add_words(match["field"], match.start(), Span(match.start("field"), match.end("field")))
            return match.end()
        hint = f'Did you mean "{near[0]}:"?' if near else 'For plain text, put it in quotes: "…".'
        place = Span(match.start(), match.end())
        nearest = Replacement(place, f"{near[0]}:") if near else None
        raise QueryError(f'There is no field "{clean_line(name, _LONGEST_NAME)}:".', place, hint, nearest)
