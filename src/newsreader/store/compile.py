"""From a query's tree to SQL. Values are always bound, never pasted in."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Final

from newsreader.bias import SCALE
from newsreader.folding import tokens
from newsreader.query import (
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
)
from newsreader.store.schema import KEPT_OFFSET

_COLUMNS: Final = {
    TextField.TITLE: "title",
    TextField.SUMMARY: "summary",
    TextField.POINTS: "points",
    TextField.OUTLET: "outlet",
    TextField.TOPIC: "topic",
}
_NEWEST: Final = "s.story DESC"
_ORDERS: Final = {
    Sort.NEWEST: _NEWEST,
    Sort.OLDEST: "s.story",
    Sort.OUTLET: f"o.name COLLATE NOCASE, {_NEWEST}",
    Sort.BIAS: f"s.rank, {_NEWEST}",
    Sort.TITLE: f"s.title COLLATE NOCASE, {_NEWEST}",
    Sort.RELEVANCE: _NEWEST,
}
_BY_RELEVANCE: Final = "bm25(story_text, 10.0, 3.0, 3.0, 2.0, 2.0), t.rowid DESC"
_WITH_KEPT: Final = f"CASE WHEN s.story < 0 THEN s.story + {KEPT_OFFSET} ELSE s.story END"
_FLAG_CONDITIONS: Final = {
    Flag.AI: "s.ai",
    Flag.HAS_POINTS: "s.has_points",
    Flag.HAS_LINK: "s.has_link",
    Flag.HAS_VIDEO: "s.kind = 'video'",
    Flag.HAS_ARTICLE: "s.kind = 'article'",
    Flag.HAS_AUDIO: "s.kind = 'audio'",
}
_RANKS: Final = {rating.id: rating.rank for rating in SCALE}


@dataclass(frozen=True, slots=True)
class Marks:
    """What the user marked, for `is:`: rows that are bookmarked, ids that were read."""

    bookmarked: Collection[int] = ()
    read: Collection[str] = ()


@dataclass(slots=True)
class Selection:
    """A compiled query: everything behind SELECT but the limit, and the values to bind."""

    source: str
    order: str
    conditions: list[str] = field(default_factory=list)
    values: list[object] = field(default_factory=list)

    def sql(self, limit: int | None = None) -> str:
        """The statement that selects row numbers in the query's order."""
        where = f" WHERE {' AND '.join(self.conditions)}" if self.conditions else ""
        end = "" if limit is None else f" LIMIT {limit:d}"
        return f"SELECT {self.row} FROM {self.source}{where} ORDER BY {self.order}{end}"

    @property
    def row(self) -> str:
        """The name of the row number."""
        return "t.rowid" if self.source.startswith("story_text") else "s.story"


def compile_query(query: Query, marks: Marks) -> Selection:
    """The selection that `query` means.

    Words that every match must have drive the selection, so that its first rows come without
    finding the rest; what else is asked narrows it.
    """
    terms = query.root.terms if isinstance(query.root, And) else (query.root,) if query.root else ()
    wanted = [expression for term in terms if not isinstance(term, Not) and (expression := _expression(term))]
    others: list[Node] = []
    unwanted: list[str] = []
    for term in terms:
        if isinstance(term, Not) and wanted and (excluded := _expression(term.term)):
            unwanted.append(excluded)
        elif isinstance(term, Not) or not _expression(term):
            others.append(term)
    selection = _selection(query, bool(wanted), bool(others))
    if wanted:
        selection.conditions.append("story_text MATCH ?")
        selection.values.append(" NOT ".join([f"({' AND '.join(wanted)})", *unwanted]))
    for term in others:
        selection.conditions.append(_condition(term, marks, selection.values))
    if not query.asks_for(Flag.BOOKMARKED):
        selection.conditions.append(f"{selection.row} > 0")
    return selection


def _selection(query: Query, has_words: bool, has_others: bool) -> Selection:
    sort = query.sort or Sort.NEWEST
    order = _ORDERS[sort]
    if query.asks_for(Flag.BOOKMARKED):
        order = order.replace("s.story", _WITH_KEPT)
    needs_stories = has_others or sort in (Sort.BIAS, Sort.TITLE, Sort.OUTLET) or query.asks_for(Flag.BOOKMARKED)
    source = "stories s"
    if has_words:
        source = "story_text t" + (" JOIN stories s ON s.story = t.rowid" if needs_stories else "")
        if sort is Sort.RELEVANCE:
            order = _BY_RELEVANCE
        elif not query.asks_for(Flag.BOOKMARKED):
            order = order.replace("s.story", "t.rowid")
    if sort is Sort.OUTLET:
        source += " LEFT JOIN outlets o ON o.outlet = s.outlet"
    return Selection(source, order)


def _expression(node: Node) -> str | None:
    """`node` in the language of the full-text index, or None where that can't say it."""
    if isinstance(node, Words):
        return _words(node)
    if isinstance(node, Or):
        parts = [_expression(term) for term in node.terms]
        return f"({' OR '.join(filter(None, parts))})" if all(parts) else None
    if isinstance(node, And):
        wanted = [_expression(term) for term in node.terms if not isinstance(term, Not)]
        unwanted = [_expression(term.term) for term in node.terms if isinstance(term, Not)]
        if wanted and all(wanted) and all(unwanted):
            both = f"({' AND '.join(filter(None, wanted))})"
            return f"({' NOT '.join([both, *filter(None, unwanted)])})"
    return None


def _words(node: Words) -> str | None:
    found = tokens(node.text)
    if not found:
        return None
    column = f"{_COLUMNS[node.where]} : " if node.where is not TextField.ANY else ""
    return f'{column}"{" ".join(found)}"{"" if node.phrase else " *"}'


def _condition(node: Node, marks: Marks, values: list[object]) -> str:
    """`node` as a condition on the row `s`; what it binds is added to `values`."""
    expression = _expression(node)
    if expression:
        values.append(expression)
        return "s.story IN (SELECT rowid FROM story_text WHERE story_text MATCH ?)"
    match node:
        case Not(term):
            return f"NOT {_condition(term, marks, values)}"
        case And(terms):
            return f"({' AND '.join(_condition(term, marks, values) for term in terms)})"
        case Or(terms):
            return f"({' OR '.join(_condition(term, marks, values) for term in terms)})"
        case Ratings(ids):
            return f"s.rank IN ({', '.join(str(_RANKS[rating]) for rating in sorted(ids))})"
        case Is(flag):
            return _flag(flag, marks, values)
        case Language(tags):
            return f"({' OR '.join(_language(tag, values) for tag in sorted(tags))})"
        case StoryId(prefix):
            values.extend((len(prefix), prefix))
            return "substr(s.id, 1, ?) = ?"
        case Published():
            return _published(node, values)
        case Words():
            return "1"


def _flag(flag: Flag, marks: Marks, values: list[object]) -> str:
    if flag is Flag.BOOKMARKED:
        values.append(json.dumps(list(marks.bookmarked)))
        return "s.story IN (SELECT value FROM json_each(?))"
    if flag in (Flag.READ, Flag.UNREAD):
        values.append(json.dumps(list(marks.read)))
        return f"s.id {'NOT ' if flag is Flag.UNREAD else ''}IN (SELECT value FROM json_each(?))"
    return _FLAG_CONDITIONS[flag]


def _language(tag: str, values: list[object]) -> str:
    values.extend((tag, len(tag) + 1, f"{tag}-"))
    return "(s.language = ? OR substr(s.language, 1, ?) = ?)"


def _published(node: Published, values: list[object]) -> str:
    conditions = ["s.day > 0"]
    for limit, comparison in ((node.first, ">="), (node.last, "<=")):
        if limit is not None:
            values.append(limit.year * 10_000 + limit.month * 100 + limit.day)
            conditions.append(f"s.day {comparison} ?")
    return f"({' AND '.join(conditions)})"
