"""Count stories by the rank of their rating: those that match a query, and those that were read."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Final, NamedTuple

from newsreader.index.damage import values_read
from newsreader.index.left_out import IS_LISTED
from newsreader.index.select import statement_for
from newsreader.query import Query
from newsreader.sqlite import one_state, open_index

_READ: Final = f"""SELECT s.rank, count(*) FROM read_stories r CROSS JOIN stories s ON s.story = r.story
    WHERE r.read_at >= ? AND s.story > 0 AND {IS_LISTED} GROUP BY s.rank"""
_ALL: Final = f"SELECT s.rank, count(*) FROM stories s WHERE s.story > 0 AND {IS_LISTED} GROUP BY s.rank"
_MATCHING: Final = """SELECT s.rank, count(*) FROM stories s WHERE s.story IN ({}) AND s.story > 0
    AND {} GROUP BY s.rank"""


class RankCounts(NamedTuple):
    """How many stories have each rank: of those that match, and of those that were read. Ranks without are left out."""

    stories: dict[int, int]
    read: dict[int, int]


def rank_counts(path: Path, asked: Iterable[tuple[Query, int]]) -> list[RankCounts]:
    """Count the stories of the index at `path` for each query, and those read from a moment on.

    Moments are in seconds since 1970. Stories that lists leave out are not counted.
    """
    with closing(open_index(path, readonly=True)) as connection, one_state(connection), values_read():
        return [
            RankCounts(_matching(connection, query), _counts(connection, _READ, (since,))) for query, since in asked
        ]


def _matching(connection: sqlite3.Connection, query: Query) -> dict[int, int]:
    if query.root is None:
        return _counts(connection, _ALL, ())
    statement, values = statement_for(connection, query)
    return _counts(connection, _MATCHING.format(statement, IS_LISTED), values)


def _counts(connection: sqlite3.Connection, sql: str, values: Sequence[object]) -> dict[int, int]:
    return {int(rank): int(count) for rank, count in connection.execute(sql, values)}
