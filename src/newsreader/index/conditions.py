"""The SQL of each condition that a field of the filter can ask: a function for each class, which its type finds.

Values are always bound, never pasted in. Words in the text of stories are not here: the full-text index answers them,
and `newsreader.index.compile` asks it for all of them at once.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import singledispatch
from typing import Final

from msgspec import Struct, field

from newsreader.bias import SCALE
from newsreader.dates import instants
from newsreader.events.coverage import LEAST_RATED, mask_of, rated_sql
from newsreader.index.arrivals import NEW
from newsreader.index.left_out import HIDDEN, MUTED_ROW
from newsreader.query import (
    Condition,
    Flag,
    NotToldFrom,
    OfEvent,
    Tellers,
    TextField,
    ToldFrom,
    Words,
    fields,
    has_words,
)
from newsreader.records import StoryMarks

READ: Final = "s.story IN (SELECT story FROM read_stories)"
"""The condition on stories that are marked read."""

_LAST_CHARACTER: Final = chr(0x10FFFF)
_OF_EVENT: Final = "(SELECT m.{} FROM event_members m WHERE m.story = s.story)"
_OWN_SIDE: Final = "(1 << (8 * s.rank))"
"""The coverage of a story that nobody else tells."""

_BOOKMARKED: Final = "s.story IN (SELECT story FROM bookmarked)"
_FLAG_CONDITIONS: Final = {
    Flag.AI: "s.ai",
    Flag.HAS_POINTS: "s.has_points",
    Flag.HAS_LINK: "s.has_link",
    Flag.HAS_UNSUPPORTED: "s.has_unsupported",
    Flag.HAS_VIDEO: "s.kind = 'video'",
    Flag.HAS_ARTICLE: "s.kind = 'article'",
    Flag.HAS_AUDIO: "s.kind = 'audio'",
    Flag.MUTED: MUTED_ROW,
    Flag.HAS_OTHERS: f"coalesce({_OF_EVENT.format('tellers')}, 1) > 1",
}
_MARK_CONDITIONS: Final[dict[Flag, tuple[str, Callable[[StoryMarks], bool]]]] = {
    Flag.READ: (READ, lambda marks: marks.read_at is not None),
    Flag.UNREAD: (f"NOT {READ}", lambda marks: marks.read_at is None),
    Flag.HIDDEN: (HIDDEN, lambda marks: marks.is_hidden),
    Flag.HAS_TAG: ("s.story IN (SELECT story FROM annotated WHERE has_tag)", lambda marks: bool(marks.tags)),
    Flag.HAS_NOTE: ("s.story IN (SELECT story FROM annotated WHERE has_note)", lambda marks: bool(marks.note)),
}
_IN_MARKS: Final = "s.story IN (SELECT rowid FROM annotations WHERE annotations MATCH ?)"
_EACH: Final = "SELECT value FROM json_each(?)"
_RANKS: Final = {rating.id: rating.rank for rating in SCALE}


class Marks(Struct, frozen=True):
    """What the user marked that a search has to see otherwise than the index knows it.

    `bookmarks` has the row ids of stories, `others` their ids. Stories are new to the user that came after `new_since`,
    in milliseconds since 1970.
    """

    bookmarks: Mapping[int, bool] = field(default_factory=dict)
    others: Mapping[str, StoryMarks] = field(default_factory=dict)
    new_since: int = 0


class Context(Struct, frozen=True):
    """What the conditions of one query share: the marks, and the values to bind, in the order of their `?`."""

    marks: Marks
    values: list[object] = field(default_factory=list)

    def bind(self, *values: object) -> None:
        """Add values for the next placeholders."""
        self.values.extend(values)

    def with_other_marks(self, condition: str, holds: Callable[[StoryMarks], bool]) -> str:
        """Return `condition` on what the index knows; `holds` decides for stories that have other marks now."""
        others = self.marks.others
        holding = [story_id for story_id, marks in others.items() if holds(marks)]
        return self.unless("s.id", list(others), holding, condition)

    def unless(self, column: str, others: Sequence[object], holding: Sequence[object], condition: str) -> str:
        """Return `condition` for all stories but the `others`, of which it holds for those that are `holding`."""
        if not others:
            return condition
        self.bind(json.dumps(others), json.dumps(holding))
        return f"CASE WHEN {column} IN ({_EACH}) THEN {column} IN ({_EACH}) ELSE {condition} END"


@singledispatch
def condition_sql(condition: Condition, _context: Context) -> str:
    """Return `condition` as SQL on the row `s` of `stories`, and bind its values in `_context`."""
    raise TypeError(f"{type(condition).__name__} has no SQL")


@condition_sql.register
def _ratings(condition: fields.Ratings, _context: Context) -> str:
    ranks = sorted(_RANKS[rating] for rating in condition.ids)
    # a unary plus keeps the planner from walking several parts of the index of ratings, which it would have to sort
    return f"s.rank = {ranks[0]}" if len(ranks) == 1 else f"+s.rank IN ({', '.join(map(str, ranks))})"


@condition_sql.register
def _flag(condition: fields.Is, context: Context) -> str:
    flag = condition.flag
    if flag is Flag.BOOKMARKED:
        bookmarks = context.marks.bookmarks
        marked = [row_id for row_id, is_marked in bookmarks.items() if is_marked]
        return context.unless("s.story", list(bookmarks), marked, _BOOKMARKED)
    if flag is Flag.NEW:
        context.bind(context.marks.new_since)
        return NEW
    if flag in _MARK_CONDITIONS:
        return context.with_other_marks(*_MARK_CONDITIONS[flag])
    return _FLAG_CONDITIONS[flag]


@condition_sql.register
def _words(condition: Words, context: Context) -> str:
    """Look words up in tags or in a note, which are few and have a table of their own."""
    where = condition.where
    if where not in (TextField.TAG, TextField.NOTE):  # no letter or digit: nothing to look for
        return "1"
    sql = context.with_other_marks(_IN_MARKS, lambda marks: has_words(_text_of(marks, where), condition))
    ends = " *" if condition.may_go_on else ""
    phrases = (f'"{" ".join(form)}"{ends}' for form in condition.forms())
    context.bind(f"{where} : ({' OR '.join(phrases)})")
    return sql


def _text_of(marks: StoryMarks, where: TextField) -> str:
    return marks.note if where is TextField.NOTE else "\n".join(marks.tags)


@condition_sql.register
def _language(condition: fields.Language, context: Context) -> str:
    tags = sorted(condition.tags)
    for tag in tags:
        context.bind(tag, len(tag) + 1, f"{tag}-")
    return f"({' OR '.join(['(s.language = ? OR substr(s.language, 1, ?) = ?)'] * len(tags))})"


@condition_sql.register
def _story_id(condition: fields.StoryId, context: Context) -> str:
    context.bind(len(condition.prefix), condition.prefix)
    return "substr(s.id, 1, ?) = ?"


@condition_sql.register
def _published(condition: fields.Published, context: Context) -> str:
    context.bind(_number_of(condition.first or date.min), _number_of(condition.last or date.max))
    conditions = ["s.day BETWEEN ? AND ?"]
    for ends in instants(condition.first, condition.last):
        context.bind(*ends)
        conditions.append("s.instant BETWEEN ? AND ?")
    return f"({' OR '.join(conditions)})"


@condition_sql.register
def _tellers(condition: Tellers, context: Context) -> str:
    context.bind(condition.low, condition.high)
    return f"coalesce({_OF_EVENT.format('tellers')}, 1) BETWEEN ? AND ?"


@condition_sql.register
def _told_from(condition: ToldFrom, context: Context) -> str:
    context.bind(mask_of(condition.ratings))
    return f"coalesce({_OF_EVENT.format('coverage')}, {_OWN_SIDE}) & ? != 0"


@condition_sql.register
def _not_told_from(condition: NotToldFrom, context: Context) -> str:
    context.bind(LEAST_RATED, mask_of(condition.ratings))
    return f"""EXISTS (SELECT 1 FROM event_members m
        WHERE m.story = s.story AND {rated_sql("m.coverage")} >= ? AND m.coverage & ? = 0)"""


@condition_sql.register
def _of_event(condition: OfEvent, context: Context) -> str:
    context.bind(condition.prefix, condition.prefix + _LAST_CHARACTER, condition.word)
    return """s.story IN (
        WITH named AS (SELECT story FROM stories WHERE story > 0 AND id >= ? AND id < ?
            UNION SELECT story FROM stories WHERE story > 0 AND event_word != '' AND event_word = ?)
        SELECT story FROM named UNION SELECT o.story FROM event_members o
        WHERE o.event IN (SELECT m.event FROM event_members m WHERE m.story IN (SELECT story FROM named)))"""


def _number_of(day: date) -> int:
    return day.year * 10_000 + day.month * 100 + day.day
