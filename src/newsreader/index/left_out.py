"""Know which rows a list leaves out: those that the user has hidden, and those that match a mute rule.

One table has both, so that a search has one look-up for each row that it finds, and none while nothing is left out.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Final, NamedTuple

from msgspec import Struct, field

from newsreader.index.schema import MUTED
from newsreader.query import Flag, Query, mentions
from newsreader.records import StoryMarks

HIDDEN: Final = "s.story IN (SELECT story FROM left_out WHERE is_hidden)"
"""The condition on stories that are hidden."""

MUTED_ROW: Final = "s.story IN (SELECT story FROM left_out WHERE is_muted)"
"""The condition on stories that are muted."""

IS_LISTED: Final = "s.story NOT IN (SELECT story FROM left_out)"
"""The condition on stories that are not left out."""

_EACH: Final = "SELECT value FROM json_each(?)"
_OF_MARKS: Final = "marks "
"""The beginning of what is stored under `muted` if a rule asks for marks."""


Statement = tuple[str, Sequence[object]]
"""SQL with the values to bind."""


class Exclusion(Struct, frozen=True):
    """What a search leaves out: the rows that `known` selects for the row that stands at its `{}`, "" for none.

    `others` are rows of which the index does not know yet whether they are hidden, and whether they are left out.
    """

    known: str = ""
    others: Mapping[int, bool] = field(default_factory=dict)

    def sql(self, row: str, bind: Callable[..., None]) -> str:
        """Return the condition that the row `row` is not left out, "" if all are there; binds its values."""
        known = self.known.format(row)
        if not self.others:
            return known
        bind(json.dumps(list(self.others)), json.dumps([row_id for row_id, is_out in self.others.items() if is_out]))
        return f"CASE WHEN {row} IN ({_EACH}) THEN {row} NOT IN ({_EACH}) ELSE {known or 1} END"


NOTHING: Final = Exclusion()
_ANY: Final = IS_LISTED.replace("s.story", "{}")  # NOT IN takes half as long as a subquery for each row
_ONLY: Final = "NOT EXISTS (SELECT 1 FROM left_out l WHERE l.story = {} AND %s)"
_MUTED_ONLY: Final = _ONLY % "NOT l.is_hidden"
_HIDDEN_ONLY: Final = _ONLY % "l.is_hidden"


def exclusion_of(connection: sqlite3.Connection, query: Query, others: Mapping[str, StoryMarks]) -> Exclusion:
    """Return what a search for `query` leaves out; `others` are marks that the index does not have yet.

    Stories that are hidden or muted are left out unless the query asks for them. `is:hidden` asks for all that are
    hidden, muted or not; `is:muted` asks for those that are only muted.
    """
    asks_hidden, asks_muted = mentions(query, Flag.HIDDEN), mentions(query, Flag.MUTED)
    if asks_hidden and asks_muted:
        return NOTHING
    differing = _differing(connection, others)
    if asks_hidden:
        changed = {row_id: is_muted and not is_hidden for row_id, (is_hidden, is_muted) in differing.items()}
        known = _MUTED_ONLY
    elif asks_muted:
        changed = {row_id: is_hidden for row_id, (is_hidden, _) in differing.items()}
        known = _HIDDEN_ONLY
    else:
        changed = {row_id: is_hidden or is_muted for row_id, (is_hidden, is_muted) in differing.items()}
        known = _ANY
    is_any = connection.execute("SELECT 1 FROM left_out LIMIT 1").fetchone()
    return Exclusion(known if is_any else "", changed)


def _differing(connection: sqlite3.Connection, others: Mapping[str, StoryMarks]) -> dict[int, tuple[bool, bool]]:
    """Return the rows that are hidden or not other than the index knows: whether they are, and whether muted."""
    found: dict[int, tuple[bool, bool]] = {}
    for story_id, marks in others.items():
        rows = connection.execute(
            """SELECT s.story, coalesce(l.is_hidden, 0), coalesce(l.is_muted, 0)
            FROM (SELECT story FROM stories WHERE id = ?1 AND story > 0
                UNION ALL SELECT story FROM stories WHERE id = ?1 AND story < 0) s
            LEFT JOIN left_out l ON l.story = s.story""",
            (story_id,),
        )
        for row_id, was_hidden, is_muted in rows:
            if bool(was_hidden) != marks.is_hidden:
                found[row_id] = marks.is_hidden, bool(is_muted)
    return found


def put_away(connection: sqlite3.Connection, row_id: int, *, is_hidden: bool) -> None:
    """Store whether a row is hidden. Call it within a transaction."""
    if is_hidden:
        connection.execute(
            "INSERT INTO left_out VALUES (?, 1, 0) ON CONFLICT (story) DO UPDATE SET is_hidden = 1", (row_id,)
        )
    else:
        connection.execute("UPDATE left_out SET is_hidden = 0 WHERE story = ? AND is_hidden", (row_id,))
        connection.execute("DELETE FROM left_out WHERE story = ? AND NOT is_muted AND NOT is_hidden", (row_id,))


def forget_row(connection: sqlite3.Connection, row_id: int) -> None:
    """Forget a row whose story is gone. Call it within a transaction."""
    connection.execute("DELETE FROM left_out WHERE story = ?", (row_id,))


class LeftOut(NamedTuple):
    """Why a row is left out."""

    is_hidden: bool
    is_muted: bool


def left_out_among(connection: sqlite3.Connection, row_ids: Sequence[int]) -> dict[int, LeftOut]:
    """Return which of these rows are left out, and why."""
    rows = connection.execute(
        f"SELECT story, is_hidden, is_muted FROM left_out WHERE story IN ({_EACH})", (json.dumps(list(row_ids)),)
    )
    return {row_id: LeftOut(bool(is_hidden), bool(is_muted)) for row_id, is_hidden, is_muted in rows}


def left_out_count(connection: sqlite3.Connection) -> int:
    """Return how many stories of the library are hidden or muted."""
    (number,) = connection.execute("SELECT count(*) FROM left_out WHERE story > 0").fetchone()
    return int(number)


def muted_count(connection: sqlite3.Connection) -> int:
    """Return how many stories of the library are muted, and not hidden besides."""
    (number,) = connection.execute(
        "SELECT count(*) FROM left_out WHERE story > 0 AND is_muted AND NOT is_hidden"
    ).fetchone()
    return int(number)


# Muting


def muted_by(connection: sqlite3.Connection) -> str:
    """Return by what rows were muted, "" if they have to be compared again."""
    found = connection.execute("SELECT value FROM meta WHERE name = ?", (MUTED,)).fetchone()
    return str(found[0]) if found else ""


def is_any_muted(connection: sqlite3.Connection) -> bool:
    """Return whether any row is muted."""
    return connection.execute("SELECT 1 FROM left_out WHERE is_muted LIMIT 1").fetchone() is not None


def stamp_of(rules: Sequence[str], day: date, *, of_marks: bool) -> str:
    """Return what is stored of the `rules` by which rows are muted on a day; some of them may ask for marks."""
    return f"{_OF_MARKS if of_marks else ''}{json.dumps([str(day), *rules])}"


def remute(connection: sqlite3.Connection) -> None:
    """Note that rows have to be compared with the rules again. Call it within a transaction."""
    connection.execute("DELETE FROM meta WHERE name = ?", (MUTED,))


def remute_marked(connection: sqlite3.Connection) -> None:
    """Note the same if a rule asks for marks. Call it within a transaction."""
    connection.execute(
        "DELETE FROM meta WHERE name = ? AND substr(value, 1, ?) = ?", (MUTED, len(_OF_MARKS), _OF_MARKS)
    )


def mute(connection: sqlite3.Connection, statements: Iterable[Statement], stamp: str) -> int:
    """Mute the rows that these statements select, and no others; returns how many rows have changed.

    Call it within a transaction.
    """
    connection.execute("CREATE TEMP TABLE IF NOT EXISTS matching (story INTEGER PRIMARY KEY)")
    connection.execute("DELETE FROM temp.matching")
    for sql, values in statements:
        connection.execute(f"INSERT OR IGNORE INTO temp.matching {sql}", values)
    changed = connection.execute(
        "UPDATE left_out SET is_muted = 0 WHERE is_muted AND story NOT IN (SELECT story FROM temp.matching)"
    ).rowcount
    connection.execute("DELETE FROM left_out WHERE NOT is_muted AND NOT is_hidden")
    changed += connection.execute(
        """INSERT INTO left_out SELECT story, 0, 1 FROM temp.matching WHERE true
        ON CONFLICT (story) DO UPDATE SET is_muted = 1 WHERE NOT is_muted"""
    ).rowcount
    connection.execute("DELETE FROM temp.matching")
    connection.execute("INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)", (MUTED, stamp))
    return changed
