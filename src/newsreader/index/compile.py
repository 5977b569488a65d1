"""Compile a query's tree to SQL. Values are always bound, never pasted in."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Final

from newsreader.bias import SCALE
from newsreader.dates import FARTHEST_ZONE, instants, midnight
from newsreader.index.schema import ARCHIVED_OFFSET, SECONDS_BEFORE_1970, SHORTEST_TERM
from newsreader.query import (
    ADDED_BY_THE_USER,
    And,
    Flag,
    Is,
    Language,
    Node,
    Not,
    Or,
    Published,
    Query,
    Ratings,
    Sort,
    StoryId,
    TextField,
    Words,
    has_words,
)
from newsreader.records import StoryMarks

_COLUMNS: Final = {
    TextField.TITLE: "title",
    TextField.SUMMARY: "summary",
    TextField.POINTS: "points",
    TextField.OUTLET: "outlet",
    TextField.TOPIC: "topic",
    TextField.TAG: "tag",
    TextField.NOTE: "note",
}
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
_BY_RELEVANCE: Final = "bm25(story_text, 10.0, 3.0, 3.0, 2.0, 2.0), t.rowid DESC"
_WITH_ARCHIVED: Final = f"CASE WHEN s.story < 0 THEN s.story + {ARCHIVED_OFFSET} ELSE s.story END"
_FLAG_CONDITIONS: Final = {
    Flag.AI: "s.ai",
    Flag.HAS_POINTS: "s.has_points",
    Flag.HAS_LINK: "s.has_link",
    Flag.HAS_VIDEO: "s.kind = 'video'",
    Flag.HAS_ARTICLE: "s.kind = 'article'",
    Flag.HAS_AUDIO: "s.kind = 'audio'",
}
_BOOKMARKED: Final = "s.story IN (SELECT story FROM bookmarked)"
_READ: Final = "s.story IN (SELECT story FROM read_stories)"
_IN_MARKS: Final = "s.story IN (SELECT rowid FROM annotations WHERE annotations MATCH ?)"
_MARK_CONDITIONS: Final[dict[Flag, tuple[str, Callable[[StoryMarks], bool]]]] = {
    Flag.READ: (_READ, lambda marks: marks.read_at is not None),
    Flag.UNREAD: (f"NOT {_READ}", lambda marks: marks.read_at is None),
    Flag.HAS_TAG: ("s.story IN (SELECT story FROM annotated WHERE has_tag)", lambda marks: bool(marks.tags)),
    Flag.HAS_NOTE: ("s.story IN (SELECT story FROM annotated WHERE has_note)", lambda marks: bool(marks.note)),
}
_IN_TEXT: Final = "s.story IN (SELECT rowid FROM story_text WHERE story_text MATCH ?)"
_DAY: Final = 86_400
_EACH: Final = "SELECT value FROM json_each(?)"
_RANKS: Final = {rating.id: rating.rank for rating in SCALE}


@dataclass(frozen=True, slots=True)
class Marks:
    """The marks that a search must see although the index does not have them yet.

    `bookmarks` are by row id, the `others` by story id.
    """

    bookmarks: Mapping[int, bool] = field(default_factory=dict)
    others: Mapping[str, StoryMarks] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Selection:
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
        """Return the statement that selects row ids in the query's order."""
        end = "" if limit is None else f" LIMIT {limit:d}"
        return f"{self._statement(self.conditions)} ORDER BY {self.order}{end}"

    def nth_sql(self, place: int) -> str:
        """Return the statement that selects the row at one place, counted from 0, in the query's order."""
        return f"{self.sql(1)} OFFSET {place:d}"

    def ranked_sql(self, limit: int | None = None) -> str:
        """Return the statement that selects rows by relevance; it binds one more value, the oldest ranked row."""
        end = "" if limit is None else f" LIMIT {limit:d}"
        return f"{self._statement([*self.conditions, 't.rowid >= ?'])} ORDER BY {_BY_RELEVANCE}{end}"

    def unranked_sql(self) -> str:
        """Return the statement that selects the rows older than the ranked ones; it binds the same values."""
        return f"{self._statement([*self.conditions, 't.rowid < ?'])} ORDER BY {self.order}"

    def _statement(self, conditions: Sequence[str]) -> str:
        where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
        return f"SELECT {self.row} FROM {self.source}{where}"


def compile_query(
    query: Query, marks: Marks, terms: Callable[[str], Sequence[str] | None], displaced: int
) -> Selection:
    """Compile `query`, whose order must not need two selections.

    Words that every match must have drive a selection by date, so that its first rows are found without the rest; other
    conditions filter it. In any other order an index of that order drives it, and the words are looked up once before.

    `terms` returns the words of the index that begin with a prefix, or None if they are too many or unknown. An
    alternative of whole words is walked lazily, but a prefix has to be gathered first.

    `displaced` is the most seconds by which a row may lie after the one it stands for. Days that every match must have
    limit the rows that are walked by date.
    """
    return _Compiler(marks, terms, displaced).selection(query)


class _Compiler:
    """Compile one query; the values to bind are collected in the order of the conditions."""

    def __init__(self, marks: Marks, terms: Callable[[str], Sequence[str] | None], displaced: int) -> None:
        self._marks = marks
        self._terms = cache(terms)
        self._displaced = displaced
        self._values: list[object] = []

    def selection(self, query: Query) -> Selection:
        sort = query.sort or Sort.NEWEST
        with_archived = query.asks_for(Flag.BOOKMARKED)
        words, others = self._parted(query.root)
        by_words = bool(words) and (sort in _BY_DATE or with_archived)
        needs_stories = bool(others) or with_archived or not by_words
        conditions: list[str] = []
        if words:
            self._values.append(words)
            conditions.append("story_text MATCH ?" if by_words else f"+{_IN_TEXT}")
        row = "t.rowid" if by_words else "s.story"
        if sort in _BY_DATE and not with_archived:
            conditions += [self._rows_of(term, row) for term in others if isinstance(term, Published)]
        conditions += [self._condition(term) for term in others]
        if sort is Sort.READ:  # a unary plus keeps the planner from driving by the condition instead of by the order
            conditions = [condition.replace(_READ, f"+{_READ}") for condition in conditions]
        order = _ORDERS[sort]
        if with_archived:
            order = order.replace("s.story", _WITH_ARCHIVED)
        else:
            order = order.replace("s.story", row)
            conditions.append(f"{row} > 0")
        return Selection(
            row=row,
            source=_source(sort, by_words, needs_stories),
            order=order,
            conditions=conditions,
            values=self._values,
            is_ranked=by_words and sort is Sort.RELEVANCE,
        )

    def _parted(self, root: Node | None) -> tuple[str, list[Node]]:
        """Split a query into the part that the full-text index can answer at once, in its language, and the rest."""
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
        """Return `node` in the language of the full-text index, or None if that can't express it."""
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
        column = f"{_COLUMNS[node.where]} : " if node.where is not TextField.ANY else ""
        phrases = [phrase for form in node.forms() if form for phrase in self._phrases(form, node.may_go_on)]
        if len(phrases) < 2:
            return f"{column}{phrases[0]}" if phrases else None
        return f"{column}({' OR '.join(phrases)})"

    def _phrases(self, form: Sequence[str], may_go_on: bool) -> list[str]:
        """Return the phrases one of which a text with these tokens must have; the last token may be a prefix."""
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
            self._values.append(expression)
            return _IN_TEXT
        match node:
            case Not(term):
                return f"NOT {self._condition(term)}"
            case And(terms):
                return f"({' AND '.join(map(self._condition, terms))})"
            case Or(terms):
                return f"({' OR '.join(map(self._condition, terms))})"
            case Ratings(ids):
                ranks = sorted(_RANKS[rating] for rating in ids)
                return f"s.rank = {ranks[0]}" if len(ranks) == 1 else f"+s.rank IN ({', '.join(map(str, ranks))})"
            case Is(flag):
                return self._flag(flag)
            case Language(tags):
                return f"({' OR '.join(self._language(tag) for tag in sorted(tags))})"
            case StoryId(prefix):
                self._values.extend((len(prefix), prefix))
                return "substr(s.id, 1, ?) = ?"
            case Published():
                return self._published(node)
            case Words(where=TextField.TAG | TextField.NOTE):
                return self._words_of_marks(node)
            case Words():
                return "1"

    def _flag(self, flag: Flag) -> str:
        if flag is Flag.BOOKMARKED:
            marked = [number for number, is_marked in self._marks.bookmarks.items() if is_marked]
            return self._unless("s.story", list(self._marks.bookmarks), marked, _BOOKMARKED)
        if flag in _MARK_CONDITIONS:
            return self._with_other_marks(*_MARK_CONDITIONS[flag])
        return _FLAG_CONDITIONS[flag]

    def _words_of_marks(self, node: Words) -> str:
        """Find words in tags or in a note, which are few and have a table of their own."""
        condition = self._with_other_marks(_IN_MARKS, lambda marks: has_words(_text_of(marks, node.where), node))
        ends = " *" if node.may_go_on else ""
        phrases = (f'"{" ".join(form)}"{ends}' for form in node.forms())
        self._values.append(f"{_COLUMNS[node.where]} : ({' OR '.join(phrases)})")
        return condition

    def _with_other_marks(self, condition: str, holds: Callable[[StoryMarks], bool]) -> str:
        """Return `condition` on the index; for stories that have other marks now, `holds` decides instead."""
        others = self._marks.others
        holding = [story_id for story_id, marks in others.items() if holds(marks)]
        return self._unless("s.id", list(others), holding, condition)

    def _unless(self, column: str, others: Sequence[object], holding: Sequence[object], condition: str) -> str:
        """Return `condition`, but for the `others` only those that are `holding` match."""
        if not others:
            return condition
        self._values.extend((json.dumps(others), json.dumps(holding)))
        return f"CASE WHEN {column} IN ({_EACH}) THEN {column} IN ({_EACH}) ELSE {condition} END"

    def _language(self, tag: str) -> str:
        self._values.extend((tag, len(tag) + 1, f"{tag}-"))
        return "(s.language = ? OR substr(s.language, 1, ?) = ?)"

    def _published(self, node: Published) -> str:
        self._values.extend((_number_of(node.first or date.min), _number_of(node.last or date.max)))
        conditions = ["s.day BETWEEN ? AND ?"]
        for ends in instants(node.first, node.last):
            self._values.extend(ends)
            conditions.append("s.instant BETWEEN ? AND ?")
        return f"({' OR '.join(conditions)})"

    def _rows_of(self, node: Published, row: str) -> str:
        """Return a range of rows that includes all of these days, in whichever time zone they were stored."""
        first = midnight(node.first or date.min) - FARTHEST_ZONE
        last = midnight(node.last or date.max) + _DAY + FARTHEST_ZONE + self._displaced
        self._values.extend((first + SECONDS_BEFORE_1970, last + SECONDS_BEFORE_1970))
        return f"{row} BETWEEN ? AND ?"


def _number_of(day: date) -> int:
    return day.year * 10_000 + day.month * 100 + day.day


def _source(sort: Sort, by_words: bool, needs_stories: bool) -> str:
    """Return the tables; the first one gives the order."""
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


def _text_of(marks: StoryMarks, where: TextField) -> str:
    return marks.note if where is TextField.NOTE else "\n".join(marks.tags)
