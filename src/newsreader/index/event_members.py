"""Keep which stories tell of the same event: as found, as files declare it, and as the user joined and parted them.

Only events of two stories and more are in `event_members`. `event` is the row of the first story. `tellers` counts the
outlets, and `coverage` how many of them stand where on the scale, packed by `Coverage`. `is_sure` is off for stories
that are only related. `events_to_regroup` has the rows whose events are to be put together anew.
"""

from __future__ import annotations

import json
import sqlite3
from array import array
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice
from typing import Final, NamedTuple

from newsreader.events.coverage import coverage_of
from newsreader.events.groups import Member, Pair, grouped

SURE: Final = 0.65
"""The score from which on nearly all links between stories are right. Below it most are of related events."""

_ROWS_AT_ONCE: Final = 250
_EACH: Final = "SELECT value FROM json_each(?)"


class _Story(NamedTuple):
    """What decides how a story counts in its event."""

    outlet_name: int
    rank: int
    score: float | None
    is_found: bool


def regroup_later(connection: sqlite3.Connection, row_ids: Iterable[int]) -> None:
    """Note that the events of these stories are to be put together anew. Call it within a transaction."""
    connection.executemany("INSERT OR IGNORE INTO events_to_regroup VALUES (?)", ((row_id,) for row_id in row_ids))


def regroup_all(connection: sqlite3.Connection) -> None:
    """Note the same of all events, as outlets may have other ratings. Call it within a transaction."""
    connection.execute("INSERT OR IGNORE INTO events_to_regroup SELECT story FROM event_members")


def forget_member(connection: sqlite3.Connection, row_id: int) -> None:
    """Take a story that is gone out of its event. Call it within a transaction."""
    connection.execute(
        """INSERT OR IGNORE INTO events_to_regroup SELECT o.story FROM event_members m
        JOIN event_members o ON o.event = m.event WHERE m.story = ?1 AND o.story != ?1""",
        (row_id,),
    )
    for table in ("event_members", "events_to_regroup"):
        connection.execute(f"DELETE FROM {table} WHERE story = ?", (row_id,))


def set_pairs(connection: sqlite3.Connection, pairs: Sequence[Pair]) -> int:
    """Store what the user said of pairs of stories, the latest last; returns of how many stories it is new.

    Call it within a transaction.
    """
    changed = _said_otherwise(stored_pairs(connection), pairs)
    if not changed:
        return 0
    connection.execute("DELETE FROM event_pairs")
    connection.executemany("INSERT INTO event_pairs (one, other, is_same) VALUES (?, ?, ?)", pairs)
    ids = {story_id for pair in changed for story_id in (pair.one, pair.other)}
    connection.execute(
        f"INSERT OR IGNORE INTO events_to_regroup SELECT story FROM stories WHERE story > 0 AND id IN ({_EACH})",
        (json.dumps(sorted(ids)),),
    )
    return len(ids)


def _said_otherwise(before: Sequence[Pair], after: Sequence[Pair]) -> set[Pair]:
    """Return the pairs that came, went, or have another place in the order, on which events depend, too."""
    changed = set(before) ^ set(after)
    stayed = ([pair for pair in pairs if pair not in changed] for pairs in (before, after))
    return changed.union(*((old, new) for old, new in zip(*stayed, strict=False) if old != new))


def stored_pairs(connection: sqlite3.Connection) -> list[Pair]:
    """Return what the user said of pairs of stories, in order."""
    rows = connection.execute("SELECT one, other, is_same FROM event_pairs ORDER BY pair")
    return [Pair(one, other, bool(is_same)) for one, other, is_same in rows]


def is_any_to_regroup(connection: sqlite3.Connection) -> bool:
    """Return whether events are to be put together anew."""
    return connection.execute("SELECT 1 FROM events_to_regroup LIMIT 1").fetchone() is not None


def count_to_regroup(connection: sqlite3.Connection) -> int:
    """Return of how many stories the events are to be put together anew."""
    (number,) = connection.execute("SELECT count(*) FROM events_to_regroup").fetchone()
    return int(number)


def regroup(connection: sqlite3.Connection, limit: int) -> bool:
    """Put the events of at most `limit` noted stories together anew; returns whether lists may show them otherwise.

    Call it within a transaction.
    """
    noted = connection.execute("SELECT story FROM events_to_regroup LIMIT ?", (limit,)).fetchall()
    if not noted:
        return False
    pairs = stored_pairs(connection)
    row_ids = _all_around(connection, {row_id for (row_id,) in noted}, pairs)
    rows = json.dumps(sorted(row_ids))
    connection.execute(f"DELETE FROM events_to_regroup WHERE story IN ({_EACH})", (rows,))
    members, stories = _read(connection, rows)
    events = [group for group in grouped(members, pairs) if len(group) > 1]
    joined = {story_id for pair in pairs if pair.is_same for story_id in (pair.one, pair.other)}
    before = connection.execute(f"SELECT * FROM event_members WHERE story IN ({_EACH}) ORDER BY story", (rows,))
    now = sorted(_rows(events, stories, joined))
    if before.fetchall() == now:
        return False
    connection.execute(f"DELETE FROM event_members WHERE story IN ({_EACH})", (rows,))
    connection.executemany("INSERT INTO event_members VALUES (?, ?, ?, ?, ?)", now)
    return True


def _all_around(connection: sqlite3.Connection, row_ids: Collection[int], pairs: Sequence[Pair]) -> set[int]:
    """Return these stories with all that are, were, or may be in one event with them."""
    found: set[int] = set()
    new = set(row_ids)
    while new:
        found |= new
        rows = json.dumps(sorted(new))
        near = connection.execute(
            f"""SELECT story FROM event_stories WHERE event IN
                (SELECT event FROM event_stories WHERE story IN ({_EACH}) AND event IS NOT NULL)
            UNION SELECT story FROM event_members WHERE event IN
                (SELECT event FROM event_members WHERE story IN ({_EACH}))
            UNION SELECT story FROM stories WHERE story > 0 AND event_word != '' AND event_word IN
                (SELECT event_word FROM stories WHERE story IN ({_EACH}))""",
            (rows, rows, rows),
        )
        new = {row_id for (row_id,) in near}
        if pairs:
            new |= _partners(connection, rows, pairs)
        new -= found
    return found


def _partners(connection: sqlite3.Connection, rows: str, pairs: Sequence[Pair]) -> set[int]:
    """Return the stories that the user joined with these, or parted from them."""
    ids = {story_id for (story_id,) in connection.execute(f"SELECT id FROM stories WHERE story IN ({_EACH})", (rows,))}
    partners = {story_id for pair in pairs if {pair.one, pair.other} & ids for story_id in (pair.one, pair.other)}
    found = connection.execute(
        f"SELECT story FROM stories WHERE story > 0 AND id IN ({_EACH})", (json.dumps(sorted(partners)),)
    )
    return {row_id for (row_id,) in found}


def _read(connection: sqlite3.Connection, rows: str) -> tuple[list[Member], dict[int, _Story]]:
    members: list[Member] = []
    stories: dict[int, _Story] = {}
    for row_id, story_id, word, outlet_name, rank, moment, event, score in connection.execute(
        f"""SELECT s.story, s.id, s.event_word, s.outlet_name, s.rank, e.moment, e.event, e.score
        FROM stories s LEFT JOIN event_stories e USING (story) WHERE s.story > 0 AND s.story IN ({_EACH})""",
        (rows,),
    ):
        members.append(Member(row_id, story_id, moment, event, word))
        stories[row_id] = _Story(outlet_name, rank, score, event is not None)
    return members, stories


def _rows(
    events: Iterable[Sequence[Member]], stories: dict[int, _Story], joined: Collection[str]
) -> Iterable[tuple[int, int, int, int, int]]:
    for members in events:
        coverage = coverage_of({stories[member.story].outlet_name: stories[member.story].rank for member in members})
        for member in members:
            story = stories[member.story]
            is_said = bool(member.word) or member.id in joined
            is_sure = is_said or (story.is_found and (story.score is None or story.score >= SURE))
            yield member.story, members[0].story, is_sure, coverage.tellers, coverage.packed


def members_of(connection: sqlite3.Connection, row_id: int) -> list[int]:
    """Return the rows of all stories of the event of a story, itself among them, the first teller first.

    The list is empty if no other story tells it.
    """
    rows = connection.execute(
        """SELECT o.story FROM event_members m JOIN event_members o ON o.event = m.event
        LEFT JOIN event_stories e ON e.story = o.story
        WHERE m.story = ? ORDER BY e.moment IS NULL, e.moment, e.id, o.story""",
        (row_id,),
    )
    return [member for (member,) in rows]


def first_of_events(connection: sqlite3.Connection, rows: Iterator[tuple[int]], limit: int | None) -> array[int]:
    """Return of the selected `rows` the first of each event, and all that belong to none, or the first `limit` of them.

    It reads no more of `rows` than it needs, so that the first screenful does not wait for the rest.
    """
    found = array("q")
    seen: set[int] = set()
    while some := [row_id for (row_id,) in islice(rows, _ROWS_AT_ONCE)]:
        events = dict(
            connection.execute(
                f"SELECT story, event FROM event_members WHERE story IN ({','.join('?' * len(some))})", some
            )
        )
        for row_id in some:
            event = events.get(row_id)
            if event is not None and event in seen:
                continue
            if event is not None:
                seen.add(event)
            found.append(row_id)
            if len(found) == limit:
                return found
    return found
