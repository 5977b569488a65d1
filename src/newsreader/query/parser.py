"""Reading a query: one pass from left to right that never recurses."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from typing import Final

from newsreader.folding import tokens
from newsreader.query.fields import FIELDS, READERS, known_word, parts_of
from newsreader.query.tree import And, Node, Not, Or, Query, QueryError, Replacement, Sort, Span, Words
from newsreader.text import clean_line, encodable

TOKEN: Final = re.compile(
    r"""
    (?P<space>\s+)
    | (?P<open>\()
    | (?P<close>\))
    | (?P<or>(?:OR|\|)(?=[\s()]|$))
    | (?P<not>NOT(?=\s)|-(?=[^\s)]))
    | (?P<field>[A-Za-z]+):(?!//)
    | (?P<phrase>"(?P<quoted>[^"]*)(?P<closed>"?))
    | (?P<word>[^\s()"]+)
    """,
    re.VERBOSE,
)
"""What a query is made of: of a field its name and colon, which VALUE follows."""

VALUE: Final = re.compile(r'(?:"[^"]*"?|[^\s()"])+')
"""All that belongs to the field before it."""

_DEEPEST: Final = 10  # SQLite reads an expression with a stack of 100 places, of which each level takes up to seven
_MOST_TERMS: Final = 200
_MOST_WORDS: Final = 500
"""Words of all terms together: a phrase of thousands takes a minute to look for."""

_LONGEST: Final = 10_000
_LONGEST_NAME: Final = 40
_SHORTEN: Final = "Leave some of it out."


@dataclass(slots=True)
class _Level:
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
    """The query that `text` means; `today` is the day from which relative dates count.

    Raises QueryError where a field or its value is not known, or the query is too large; where `is_finished`, so that
    nobody is typing any more, also for a field without a value.
    """
    if len(text) > _LONGEST:
        raise QueryError(f"A filter has at most {_LONGEST:,} characters.", Span(_LONGEST, len(text)), _SHORTEN)
    parser = _Parser(encodable(text), today, is_finished)
    return parser.parse()


class _Parser:
    """Reads one text from left to right, without recursion."""

    def __init__(self, text: str, today: date, is_finished: bool) -> None:
        self._is_finished = is_finished
        self._text = text
        self._today = today
        self._levels = [_Level()]
        self._negated = False
        self._sort: Sort | None = None
        self._terms = 0
        self._words = 0

    def parse(self) -> Query:
        position = 0
        while position < len(self._text):
            match = TOKEN.match(self._text, position)
            if match is None:  # nothing but a lone quote or colon can get here
                position += 1
                continue
            position = self._take(match)
        while len(self._levels) > 1:
            self._close_group()
        return Query(self._levels[0].close(), self._sort)

    def _take(self, match: re.Match[str]) -> int:
        kind = match.lastgroup if match.lastgroup not in ("quoted", "closed") else "phrase"
        span = Span(match.start(), match.end())
        if kind == "open":
            if len(self._levels) >= _DEEPEST:
                raise QueryError("Too many parentheses inside one another.", span)
            self._levels.append(_Level(negated=self._take_negation()))
        elif kind == "close":
            self._negated = False
            if len(self._levels) > 1:
                self._close_group()
        elif kind == "or":
            self._negated = False
            self._levels[-1].close_alternative()
        elif kind == "not":
            self._negated = not self._negated
        elif kind == "field":
            return self._take_field(match)
        elif kind == "phrase":
            self._add(Words(match["quoted"], span, phrase=bool(match["closed"])))
        elif kind == "word":
            self._add(Words(match["word"], span))
        return match.end()

    def _take_negation(self) -> bool:
        negated, self._negated = self._negated, False
        return negated

    def _close_group(self) -> None:
        node = self._levels.pop().close()
        if node is not None:
            self._levels[-1].terms.append(node)

    def _add(self, node: Node, terms: int = 1) -> None:
        negated = self._take_negation()
        words = _words_of(node)
        if isinstance(node, Words) and not words:
            return
        self._terms += terms
        self._words += words
        if self._terms > _MOST_TERMS:
            raise QueryError(f"More than {_MOST_TERMS} terms in one filter.", Span(0, len(self._text)), _SHORTEN)
        if self._words > _MOST_WORDS:
            raise QueryError(f"More than {_MOST_WORDS} words in one filter.", Span(0, len(self._text)), _SHORTEN)
        self._levels[-1].terms.append(Not(node) if negated else node)

    def _take_field(self, match: re.Match[str]) -> int:
        name = match["field"].lower()
        value = VALUE.match(self._text, match.end())
        end = value.end() if value else match.end()
        span = Span(match.start(), end)
        if name not in FIELDS:
            return self._take_unknown_field(match, name, span)
        values = [part for part in parts_of(value.group(), value.start()) if part.text.strip()] if value else []
        if values and name != "sort":
            nodes = READERS[name](name, values, span, self._today)
            self._add(nodes[0] if len(nodes) == 1 else Or(tuple(nodes)), len(values))
            return end
        if not values and self._is_finished:
            hint = f"Write it right behind the colon: {name}:{next(iter(FIELDS[name].values), 'word')}"
            raise QueryError(f'"{name}:" has no value.', span, hint)
        self._negated = False
        if values:
            self._sort = Sort(known_word(name, values[0], span))
        return end

    def _take_unknown_field(self, match: re.Match[str], name: str, span: Span) -> int:
        near = get_close_matches(name[:_LONGEST_NAME], FIELDS, n=1)
        if span.end == match.end() and (not near or span.end < len(self._text)):  # "Note to self: …" is prose
            self._add(Words(match["field"], Span(match.start("field"), match.end("field"))))
            return match.end()
        hint = f'Did you mean "{near[0]}:"?' if near else 'For plain text, put it in quotes: "…".'
        place = Span(match.start(), match.end())
        nearest = Replacement(place, f"{near[0]}:") if near else None
        raise QueryError(f'There is no field "{clean_line(name, _LONGEST_NAME)}:".', place, hint, nearest)


def _words_of(node: Node) -> int:
    """How many words a term looks for."""
    if isinstance(node, Or):
        return sum(map(_words_of, node.terms))
    return len(tokens(node.text)) if isinstance(node, Words) else 0
