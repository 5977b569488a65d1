"""Compile a query's tree to SQL. Values are always bound, never pasted in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import cache
from typing import Final

from msgspec import Struct

from newsreader.dates import FARTHEST_ZONE, midnight
from newsreader.index.conditions import READ, Context, Marks, condition_sql
from newsreader.index.left_out import NOTHING, Exclusion
from newsreader.index.schema import ARCHIVED_OFFSET, FIRST_DATED, SECONDS_BEFORE_1970, SHORTEST_TERM
from newsreader.query import (
    ADDED_BY_THE_USER,
    And,
    Flag,
    Node,
    Not,
    Or,
    Published,
    Query,
    Sort,
    TextField,
    Words,
    asks_for,
)

_NEWEST: Final = "s.story DESC"
_ORDERS: Final = {
    Sort.NEWEST: _NEWEST,
    Sort.OLDEST: "s.story",
    Sort.OUTLET: f"o.name_order, o.outlet_name, {_NEWEST}",
    Sort.BIAS: f"s.rank, {_NEWEST}",
    Sort.TITLE: f"s.title_order, {_NEWEST}",
    Sort.RELEVANCE: _NEWEST,
    Sort.READ: "r.read_at DESC, r.story DESC",
}
_BY_DATE: Final = (Sort.NEWEST, Sort.OLDEST, Sort.RELEVANCE)
_BY_RELEVANCE: Final = "bm25(story_text, 3.0, 10.0, 3.0, 2.0, 2.0), t.rowid DESC"
_WITH_ARCHIVED: Final = f"CASE WHEN s.story < 0 THEN s.story + {ARCHIVED_OFFSET} ELSE s.story END"
_IN_TEXT: Final = "s.story IN (SELECT rowid FROM story_text WHERE story_text MATCH ?)"
_DAY: Final = 86_400


class Selection(Struct, frozen=True):
    """A compiled query: everything behind SELECT but the limit, and the values to bind.

    `is_ranked` says that the full-text table drives it and that the query asks for the order of relevance.
    """

    row: str
    source: str
    order: str
    conditions: Sequence[str]
    values: Sequence[object]
    is_ranked: bool = False

    def sql(self, limit: int | None = None) -> str:
        """Return the statement that selects row numbers in the query's order."""
        end = "" if limit is None else f" LIMIT {limit:d}"
        return f"{self._statement(self.conditions)} ORDER BY {self.order}{end}"

    def oldest_sql(self, *, is_dated: bool, limit: int | None = None) -> str:
        """Return the statement that selects only the rows with a date, or those without, the oldest first."""
        end = "" if limit is None else f" LIMIT {limit:d}"
        conditions = [*self.conditions, f"{self.order} {'>=' if is_dated else '<'} {FIRST_DATED}"]
        return f"{self._statement(conditions)} ORDER BY {self.order}{end}"

    def nth_sql(self, place: int) -> str:
        """Return the statement that selects the row at this place, counted from 0, of all in the query's order."""
        return f"{self.sql(1)} OFFSET {place:d}"

    def ranked_sql(self, limit: int | None = None) -> str:
        """Return the statement that selects rows in the order of relevance.

        One more value is bound: the oldest row ranked.
        """
        end = "" if limit is None else f" LIMIT {limit:d}"
        return f"{self._statement([*self.conditions, 't.rowid >= ?'])} ORDER BY {_BY_RELEVANCE}{end}"

    def unranked_sql(self) -> str:
        """Return the statement that selects the rows that are older than those ranked, which are bound alike."""
        return f"{self._statement([*self.conditions, 't.rowid < ?'])} ORDER BY {self.order}"

    def _statement(self, conditions: Sequence[str]) -> str:
        where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
        return f"SELECT {self.row} FROM {self.source}{where}"


def compile_query(
    query: Query,
    marks: Marks,
    terms: Callable[[str], Sequence[str] | None],
    displaced: int,
    exclusion: Exclusion = NOTHING,
) -> Selection:
    """Return the selection that `query` means, which asks for no order that takes two selections.

    Words that every match must have drive a selection by date, so that its first rows come without finding the rest.
    What else is asked narrows it. In any other order an index of that order drives it, and the words are looked up
    once before. `terms` gives the words of the index that have a beginning, None where they are too many or not known.
    An alternative of whole words is walked lazily, but a beginning has to be gathered first. `displaced` is how many
    seconds a row may lie after the one it stands for, at most. It widens the rows that a filter of days has to walk.
    `exclusion` is what is left out.
    """
    return _Compiler(marks, terms, displaced, exclusion).selection(query)


class _Compiler:
    """Compile one query; the values to bind gather as conditions are made, in their order."""

    def __init__(
        self, marks: Marks, terms: Callable[[str], Sequence[str] | None], displaced: int, exclusion: Exclusion
    ) -> None:
        self._context = Context(marks)
        self._exclusion = exclusion
        self._terms = cache(terms)
        self._displaced = displaced

    def selection(self, query: Query) -> Selection:
        sort = query.sort or Sort.NEWEST
        with_archived = asks_for(query, Flag.BOOKMARKED)
        words, others = self._parted(query.root)
        by_words = bool(words) and (sort in _BY_DATE or with_archived)
        needs_stories = bool(others) or with_archived or not by_words
        conditions: list[str] = []
        if words:
            self._context.bind(words)
            conditions.append("story_text MATCH ?" if by_words else f"+{_IN_TEXT}")
        row = "t.rowid" if by_words else "s.story"
        if sort in _BY_DATE and not with_archived:
            conditions += [self._rows_of(term, row) for term in others if isinstance(term, Published)]
        conditions += [self._condition(term) for term in others]
        if sort is Sort.READ:  # a unary plus keeps the planner from driving by the condition instead of by the order
            conditions = [condition.replace(READ, f"+{READ}") for condition in conditions]
        order = _ORDERS[sort]
        if with_archived:
            order = order.replace("s.story", _WITH_ARCHIVED)
        else:
            order = order.replace("s.story", row)
            conditions.append(f"{row} > 0")
        if shown := self._exclusion.sql(row, self._context.bind):
            conditions.append(shown)
        return Selection(
            row=row,
            source=_source(sort, by_words, needs_stories),
            order=order,
            conditions=conditions,
            values=self._context.values,
            is_ranked=by_words and sort is Sort.RELEVANCE,
        )

    def _parted(self, root: Node | None) -> tuple[str, list[Node]]:
        """Return what of a query the full-text index can say at once, in its language, and the rest."""
        terms = root.terms if isinstance(root, And) else (root,) if root else ()
        wanted: list[str] = []
        unwanted: list[str] = []
        others: list[Node] = []
        for term in terms:
            if expression := self._expression(term):
                wanted.append(expression)
            elif isinstance(term, Not) and (expression := self._expression(term.term)):
                unwanted.append(expression)
            else:
                others.append(term)
        if not wanted:
            return "", list(terms)
        return " NOT ".join([f"({' AND '.join(wanted)})", *unwanted]), others

    def _expression(self, node: Node) -> str | None:
        """Return `node` in the language of the full-text index, or None where that can't say it."""
        if isinstance(node, Words):
            return self._words(node) if node.where not in ADDED_BY_THE_USER else None
        if isinstance(node, Or):
            parts = [self._expression(term) for term in node.terms]
            return f"({' OR '.join(filter(None, parts))})" if all(parts) else None
        if isinstance(node, And):
            wanted = [self._expression(term) for term in node.terms if not isinstance(term, Not)]
            unwanted = [self._expression(term.term) for term in node.terms if isinstance(term, Not)]
            if wanted and all(wanted) and all(unwanted):
                both = f"({' AND '.join(filter(None, wanted))})"
                return f"({' NOT '.join([both, *filter(None, unwanted)])})"
        return None

    def _words(self, node: Words) -> str | None:
        column = f"{node.where} : " if node.where is not TextField.ANY else ""
        phrases = [phrase for form in node.forms() if form for phrase in self._phrases(form, node.may_go_on)]
        if len(phrases) < 2:
            return f"{column}{phrases[0]}" if phrases else None
        return f"{column}({' OR '.join(phrases)})"

    def _phrases(self, form: Sequence[str], may_go_on: bool) -> list[str]:
        """Return the phrases of which one has to stand in a text that has these tokens, of which the last may go on."""
        if not may_go_on:
            return [f'"{" ".join(form)}"']
        *before, beginning = form
        known = self._terms(beginning) if len(beginning) >= SHORTEST_TERM else None
        if known is None:
            return [f'"{" ".join(form)}" *']
        return [f'"{" ".join((*before, term))}"' for term in known or [beginning]]

    def _condition(self, node: Node) -> str:
        """Return `node` as a condition on the row `s`."""
        expression = self._expression(node)
        if expression:
            self._context.bind(expression)
            return _IN_TEXT
        match node:
            case Not(term):
                return f"NOT {self._condition(term)}"
            case And(terms):
                return f"({' AND '.join(map(self._condition, terms))})"
            case Or(terms):
                return f"({' OR '.join(map(self._condition, terms))})"
            case _:
                return condition_sql(node, self._context)

    def _rows_of(self, node: Published, row: str) -> str:
        """Return the rows among which all of these days are, whichever the zone in which they were put there."""
        first = midnight(node.first or date.min) - FARTHEST_ZONE
        last = midnight(node.last or date.max) + _DAY + FARTHEST_ZONE + self._displaced
        self._context.bind(*(moment + SECONDS_BEFORE_1970 + FIRST_DATED for moment in (first, last)))
        return f"{row} BETWEEN ? AND ?"


def _source(sort: Sort, by_words: bool, needs_stories: bool) -> str:
    """Return the tables; the first of them is the one that gives the order."""
    if by_words:
        source = "story_text t" + (" JOIN stories s ON s.story = t.rowid" if needs_stories else "")
        return source + _JOINED.get(sort, "")
    return _DRIVERS.get(sort, "stories s")


_JOINED: Final = {
    Sort.OUTLET: " JOIN outlet_names o ON o.outlet_name = s.outlet_name",
    Sort.READ: " JOIN read_stories r ON r.story = s.story",
}
_DRIVERS: Final = {
    Sort.OUTLET: "outlet_names o CROSS JOIN stories s ON s.outlet_name = o.outlet_name",
    Sort.READ: "read_stories r CROSS JOIN stories s ON s.story = r.story",
}
