"""Keep what stories are compared by, and the events that were found for them.

Every dated story of the library has a row in `event_stories`, once its vector was made; until then it is in
`events_to_come`. Its place in the order of all is its moment and its id. `event_changes` has the places from which on
events are to be found anew: a story came there, changed, or left.
"""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Iterable, Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final, NamedTuple

from newsreader.events.finder import SPAN, WINDOW, Finder, Joining
from newsreader.events.vectors import ComparedText, Vector, vector_of
from newsreader.events.window import Held
from newsreader.index.bodies import read_body
from newsreader.index.damage import values_read
from newsreader.sqlite import open_index

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_KEYS: Final = "I"
_ITS_EVENT: Final = "e.event, (SELECT f.moment FROM event_stories f WHERE f.story = e.event)"
_VECTOR: Final = "e.language, e.keys, e.weights, e.title_keys"


class Place(NamedTuple):
    """Where a story stands in the order in which events are found."""

    moment: int
    id: str


class ComparedStory(NamedTuple):
    """A story by its row, with what its content was when its vector was made."""

    row_id: int
    content_key: int
    place: Place | None
    vector: Vector | None


def compare_later(connection: sqlite3.Connection, row_ids: Iterable[int]) -> None:
    """Note that the vectors of these stories are to come. Call it within a transaction."""
    connection.executemany("INSERT OR IGNORE INTO events_to_come VALUES (?)", ((row_id,) for row_id in row_ids))


def forget_compared(connection: sqlite3.Connection, row_id: int) -> None:
    """Forget a story, and note that those after it have to be looked at again. Call it within a transaction."""
    connection.execute(
        "INSERT OR IGNORE INTO event_changes SELECT moment, id, moment FROM event_stories WHERE story = ?", (row_id,)
    )
    for table in ("event_stories", "events_to_come"):
        connection.execute(f"DELETE FROM {table} WHERE story = ?", (row_id,))


def rows_to_come(connection: sqlite3.Connection, above: int, limit: int) -> list[int]:
    """Return the lowest rows above a row whose vectors are to come."""
    found = connection.execute(
        "SELECT story FROM events_to_come WHERE story > ? ORDER BY story LIMIT ?", (above, limit)
    )
    return [row_id for (row_id,) in found]


def count_to_come(connection: sqlite3.Connection) -> int:
    """Return of how many stories the vectors are to come."""
    (number,) = connection.execute("SELECT count(*) FROM events_to_come").fetchone()
    return int(number)


def read_compared(index_path: Path, row_ids: Sequence[int]) -> list[ComparedStory]:
    """Make vectors as `compared_stories` does, for another process: it opens the index by itself."""
    with closing(open_index(index_path, readonly=True)) as connection:
        return compared_stories(connection, row_ids)


def compared_stories(connection: sqlite3.Connection, row_ids: Sequence[int]) -> list[ComparedStory]:
    """Make the vectors of those of these stories whose vectors are to come."""
    found = connection.execute(
        f"""SELECT story, content_key, id, published, title, language, body
        FROM events_to_come JOIN stories USING (story) JOIN bodies USING (story)
        WHERE story IN ({",".join("?" * len(row_ids))})""",
        row_ids,
    )
    return [
        ComparedStory(row_id, content_key, _place(published, story_id), vector_of(_text(title, language, body)))
        for row_id, content_key, story_id, published, title, language, body in found
    ]


def compared_text(connection: sqlite3.Connection, row_id: int) -> ComparedText | None:
    """Return what of a story is compared; None if there is no story in this row."""
    found = connection.execute(
        "SELECT title, language, body FROM stories JOIN bodies USING (story) WHERE story = ?", (row_id,)
    ).fetchone()
    return _text(*found) if found else None


def _text(title: str, language: str, body: bytes) -> ComparedText:
    with values_read():
        data = read_body(body)
        return ComparedText(title, "\n".join((data["summary"], *data["key_points"])), language)


def _place(published: str, story_id: str) -> Place | None:
    """Return the place of a story; a day is its beginning in UTC, and so is a time without a zone one of UTC.

    So the order does not depend on where a file was read.
    """
    if not published:
        return None
    with values_read():
        moment = datetime.fromisoformat(published)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return Place((moment - _EPOCH) // timedelta(seconds=1), story_id)


def put_compared(connection: sqlite3.Connection, stories: Iterable[ComparedStory]) -> list[int]:
    """Store the vectors of stories, unless these have changed meanwhile; returns the rows that have none.

    Only their files and the user can put those into events. Call it within a transaction.
    """
    without: list[int] = []
    for story in stories:
        is_same = connection.execute(
            "SELECT 1 FROM stories JOIN events_to_come USING (story) WHERE story = ? AND content_key = ?",
            (story.row_id, story.content_key),
        ).fetchone()
        if not is_same:
            continue
        connection.execute("DELETE FROM events_to_come WHERE story = ?", (story.row_id,))
        if story.place is None or story.vector is None:
            without.append(story.row_id)
        if story.place is not None:
            vector = _packed(story.vector) if story.vector else (None, None, None, None)
            connection.execute(
                "INSERT OR REPLACE INTO event_stories VALUES (?, ?, ?, ?, ?, ?, ?, NULL, NULL, NULL)",
                (story.row_id, *story.place, *vector),
            )
            if story.vector:
                connection.execute(
                    "INSERT OR IGNORE INTO event_changes VALUES (?, ?, ?)", (*story.place, story.place.moment)
                )
    return without


def _packed(vector: Vector) -> tuple[str, bytes, bytes, bytes]:
    keys, title_keys = array(_KEYS, vector.keys), array(_KEYS, vector.title_keys)
    return vector.language, keys.tobytes(), vector.weights, title_keys.tobytes()


def _vector(language: str, keys: bytes, weights: bytes, title_keys: bytes) -> Vector:
    with values_read():
        return Vector(language, _numbers(keys), weights, _numbers(title_keys))


def _numbers(packed: bytes) -> tuple[int, ...]:
    numbers = array(_KEYS)
    numbers.frombytes(packed)
    return tuple(numbers)


def is_any_changed(connection: sqlite3.Connection) -> bool:
    """Return whether events are to be found anew from some place on."""
    return connection.execute("SELECT 1 FROM event_changes LIMIT 1").fetchone() is not None


def count_changes(connection: sqlite3.Connection) -> int:
    """Return from how many places on events are to be found anew."""
    (number,) = connection.execute("SELECT count(*) FROM event_changes").fetchone()
    return int(number)


class _Found(NamedTuple):
    """A story that was placed: how the index has it, and how it came to its event now."""

    row_id: int
    before: tuple[int | None, float | None, int | None]
    now: Joining


def find_events(connection: sqlite3.Connection, limit: int) -> list[int]:
    """Find the events of at most `limit` stories from the first changed place on; returns the rows that changed.

    It ends where nothing can differ any more. That is seven days after the last change, and after the last story that
    came to another event than before. Call it within a transaction, until nothing is changed any more.
    """
    first = connection.execute("SELECT moment, id, until FROM event_changes ORDER BY moment, id LIMIT 1").fetchone()
    if first is None:
        return []
    start, until = Place(*first[:2]), int(first[2])
    finder = _finder_at(connection, start)
    rows = connection.execute(
        f"""SELECT e.story, e.moment, e.id, e.event, e.score, e.with_story, {_VECTOR}
        FROM event_stories e WHERE (e.moment, e.id) >= (?, ?) AND e.keys IS NOT NULL
        ORDER BY e.moment, e.id LIMIT ?""",
        (*start, limit + 1),
    ).fetchall()
    changes = _changes_until(connection, rows[-1][1] if rows else start.moment)
    found: list[_Found] = []
    end: Place | None = None
    for row_id, moment, story_id, event, score, with_story, *vector in rows:
        while changes and changes[-1][0] <= moment:
            until = max(until, changes.pop()[1])
        if moment > until + SPAN or len(found) == limit:
            end = Place(moment, story_id)
            break
        now = finder.place(Held(row_id, moment, _vector(*vector)))
        if now.event != event:
            until = max(until, moment)
        found.append(_Found(row_id, (event, score, with_story), now))
    _store(connection, found)
    _go_on_from(connection, end, until)
    return [each.row_id for each in found if each.now.event != each.before[0]]


def _finder_at(connection: sqlite3.Connection, start: Place) -> Finder:
    """Return a finder that knows the stories before this place."""
    finder = Finder()
    compared_from = start.moment - WINDOW
    for row in connection.execute(
        f"""SELECT e.story, e.moment, {_ITS_EVENT} FROM event_stories e
        WHERE e.moment >= ? AND e.moment < ? AND e.keys IS NOT NULL ORDER BY e.moment, e.id""",
        (start.moment - SPAN, compared_from),
    ):
        finder.remember(*row)
    for row_id, moment, event, begun, *vector in connection.execute(
        f"""SELECT e.story, e.moment, {_ITS_EVENT}, {_VECTOR} FROM event_stories e
        WHERE e.moment >= ? AND (e.moment, e.id) < (?, ?) AND e.keys IS NOT NULL ORDER BY e.moment, e.id""",
        (compared_from, *start),
    ):
        finder.restore(Held(row_id, moment, _vector(*vector)), event, begun)
    return finder


def _changes_until(connection: sqlite3.Connection, moment: int) -> list[tuple[int, int]]:
    """Return the moments of the changes up to a moment, and until when each may matter, the latest first."""
    return connection.execute(
        "SELECT moment, until FROM event_changes WHERE moment <= ? ORDER BY moment DESC", (moment,)
    ).fetchall()


def _store(connection: sqlite3.Connection, found: Iterable[_Found]) -> None:
    connection.executemany(
        "UPDATE event_stories SET event = ?, score = ?, with_story = ? WHERE story = ?",
        ((*each.now, each.row_id) for each in found if each.now != each.before),
    )


def _go_on_from(connection: sqlite3.Connection, end: Place | None, until: int) -> None:
    """Note from where on events are still to be found: from `end`, where anything up to `until` may change them."""
    if end is None:
        connection.execute("DELETE FROM event_changes")
        return
    connection.execute("DELETE FROM event_changes WHERE (moment, id) < (?, ?)", end)
    if end.moment <= until + SPAN:
        connection.execute(
            """INSERT INTO event_changes VALUES (?, ?, ?)
            ON CONFLICT (moment, id) DO UPDATE SET until = max(until, excluded.until)""",
            (*end, until),
        )
