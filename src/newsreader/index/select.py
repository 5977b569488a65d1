"""Run the selection of a query, in parts if its order takes several."""

from __future__ import annotations

import sqlite3
import sys
from array import array
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import chain
from typing import Final

from msgspec.structs import replace

from newsreader.index import schema
from newsreader.index.compile import Selection, compile_query
from newsreader.index.conditions import Marks
from newsreader.index.event_members import first_of_events
from newsreader.index.left_out import Statement, exclusion_of
from newsreader.query import And, Flag, Is, Node, Query, Sort, narrowed
from newsreader.records import StoryMarks

_MOST_TERMS: Final = 200
_MOST_RANKED: Final = 10_000
_LARGEST: Final = (1 << 63) - 1
_IDS_AT_ONCE: Final = 500


def select(connection: sqlite3.Connection, query: Query, marks: Marks, limit: int | None) -> array[int]:
    """Return the row ids of the stories that match `query`, in its order, or the first `limit` of them."""
    found = array("q")
    for part in _parts(query):
        rest = None if limit is None else limit - len(found)
        if rest == 0:
            break
        found += _select(connection, part, marks, rest)
    return found


def statement_for(connection: sqlite3.Connection, query: Query) -> Statement:
    """Return what selects all rows that match `query`, hidden and muted ones too, by the marks of the index."""
    words = partial(_terms, connection)
    selection = compile_query(replace(query, sort=Sort.NEWEST), Marks(), words, schema.displaced(connection))
    return selection.sql(), selection.values


def _parts(query: Query) -> Iterator[Query]:
    """Return the queries whose stories follow one another in the order of `query`."""
    if query.sort is Sort.UNREAD:
        yield replace(narrowed(query, Flag.UNREAD), sort=Sort.NEWEST)
        yield replace(narrowed(query, Flag.READ), sort=Sort.NEWEST)
    elif query.sort is Sort.READ:
        yield narrowed(query, Flag.READ)
        if not _demands_read(query.root):
            yield replace(narrowed(query, Flag.UNREAD), sort=Sort.NEWEST)
    else:
        yield query


def _demands_read(root: Node | None) -> bool:
    terms = root.terms if isinstance(root, And) else (root,)
    return any(isinstance(term, Is) and term.flag is Flag.READ for term in terms)


def _select(connection: sqlite3.Connection, query: Query, marks: Marks, limit: int | None) -> array[int]:
    if query.sort is Sort.READ and marks.others:
        return _by_reading(connection, query, marks, limit)
    displaced = schema.displaced(connection)
    exclusion = exclusion_of(connection, query, marks.others)
    if query.sort is Sort.EVENT:
        query = replace(query, sort=Sort.NEWEST)
        selection = compile_query(query, marks, partial(_terms, connection), displaced, exclusion)
        return first_of_events(connection, connection.execute(selection.sql(), selection.values), limit)
    selection = compile_query(query, marks, partial(_terms, connection), displaced, exclusion)
    if selection.is_ranked:
        return _ranked(connection, selection, limit)
    if query.sort is Sort.OLDEST:
        return _oldest(connection, selection, limit)
    return _numbers(connection, selection.sql(limit), selection.values)


def _oldest(connection: sqlite3.Connection, selection: Selection, limit: int | None) -> array[int]:
    """Return the oldest rows first, but those without a date behind all others."""
    found = _numbers(connection, selection.oldest_sql(is_dated=True, limit=limit), selection.values)
    rest = None if limit is None else limit - len(found)
    if rest != 0:
        found += _numbers(connection, selection.oldest_sql(is_dated=False, limit=rest), selection.values)
    return found


def _by_reading(connection: sqlite3.Connection, query: Query, marks: Marks, limit: int | None) -> array[int]:
    """Return rows in the order of reading, if some stories have other marks than the index has."""
    found = _select(connection, replace(query, sort=Sort.NEWEST), marks, None)
    times = _reading_times(connection, found, marks.others)
    return array("q", sorted(found, key=lambda row_id: times.get(row_id, 0), reverse=True)[:limit])


def _reading_times(
    connection: sqlite3.Connection, row_ids: Sequence[int], others: Mapping[str, StoryMarks]
) -> dict[int, int]:
    times: dict[int, int] = {}
    for start in range(0, len(row_ids), _IDS_AT_ONCE):
        some = row_ids[start : start + _IDS_AT_ONCE]
        rows = connection.execute(
            f"""SELECT story, id, read_at FROM stories LEFT JOIN read_stories USING (story)
            WHERE story IN ({",".join("?" * len(some))})""",
            some,
        )
        for row_id, story_id, read_at in rows:
            times[row_id] = (others[story_id].read_at if story_id in others else read_at) or 0
    return times


def _ranked(connection: sqlite3.Connection, selection: Selection, limit: int | None) -> array[int]:
    """Return rows in the order of relevance; of very many only the latest are ranked, and older ones follow by date."""
    oldest = connection.execute(selection.nth_sql(_MOST_RANKED - 1), selection.values).fetchone()
    values = (*selection.values, oldest[0] if oldest else -_LARGEST)
    ranked = _numbers(connection, selection.ranked_sql(limit), values)
    if oldest and limit is None:
        ranked += _numbers(connection, selection.unranked_sql(), values)
    return ranked


def _numbers(connection: sqlite3.Connection, sql: str, values: Sequence[object]) -> array[int]:
    return array("q", chain.from_iterable(connection.execute(sql, values)))


def _terms(connection: sqlite3.Connection, beginning: str) -> list[str] | None:
    """Return the words with this prefix; None if they are too many to look up one by one, or not all known."""
    if not schema.is_complete(connection):
        return None
    found = connection.execute(
        "SELECT term FROM terms WHERE term >= ? AND term < ? LIMIT ?",
        (beginning, beginning + chr(sys.maxunicode), _MOST_TERMS + 1),
    ).fetchall()
    return [term for (term,) in found] if len(found) <= _MOST_TERMS else None
