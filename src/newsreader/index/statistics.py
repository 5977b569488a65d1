"""Count what the index has. SQLite counts; no story is read."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Final

from msgspec import Struct

from newsreader.bias import SCALE
from newsreader.index.damage import values_read
from newsreader.index.left_out import IS_LISTED
from newsreader.index.schema import FIRST_DATED
from newsreader.sqlite import one_state, open_index

_IN_LIBRARY: Final = f"s.story > 0 AND {IS_LISTED}"
"""The condition on stories that lists show; other rows are hidden, muted, or copies of bookmarks."""


class Statistics(Struct, frozen=True):
    """How many stories a library has, and of which kinds.

    `ratings` are by the id of the rating, in the order of the scale. `languages` are by their tags, the most frequent
    first, "" for stories that name none. `oldest` and `newest` are as files write them, "" without any date.
    """

    stories: int
    read: int
    tagged: int
    noted: int
    ai_generated: int
    undated: int
    oldest: str
    newest: str
    ratings: Mapping[str, int]
    languages: Mapping[str, int]


def statistics_of(path: Path) -> Statistics:
    """Return the statistics of the index at `path`."""
    with closing(open_index(path, readonly=True)) as connection, one_state(connection), values_read():
        languages = connection.execute(
            f"""SELECT language, count(*) AS number, total(ai) FROM stories s WHERE {_IN_LIBRARY}
            GROUP BY language ORDER BY number DESC, language"""
        ).fetchall()
        ranks = dict(
            connection.execute(f"SELECT rank, count(*) FROM stories s WHERE {_IN_LIBRARY} GROUP BY rank").fetchall()
        )
        undated = _counts(connection, f"SELECT count(*) FROM stories s WHERE {_IN_LIBRARY} AND s.story < {FIRST_DATED}")
        read = _counts(connection, f"SELECT count(*) FROM read_stories s WHERE {_IN_LIBRARY}")
        annotated = _counts(connection, f"SELECT total(has_tag), total(has_note) FROM annotated s WHERE {_IN_LIBRARY}")
        dated = f"SELECT published FROM stories s WHERE {_IN_LIBRARY} AND s.story >= {FIRST_DATED}"
        return Statistics(
            stories=sum(int(count) for _, count, _ in languages),
            read=read[0],
            tagged=annotated[0],
            noted=annotated[1],
            ai_generated=sum(int(count) for _, _, count in languages),
            undated=undated[0],
            oldest=_published(connection, f"{dated} ORDER BY story LIMIT 1"),
            newest=_published(connection, f"{dated} ORDER BY story DESC LIMIT 1"),
            ratings={rating.id: int(ranks.get(rating.rank, 0)) for rating in SCALE},
            languages={str(language): int(count) for language, count, _ in languages},
        )


def _counts(connection: sqlite3.Connection, sql: str) -> tuple[int, ...]:
    return tuple(map(int, connection.execute(sql).fetchone()))


def _published(connection: sqlite3.Connection, sql: str) -> str:
    found = connection.execute(sql).fetchone()
    return str(found[0]) if found else ""
