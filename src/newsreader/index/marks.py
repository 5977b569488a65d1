"""Copy the state's marks to the index: by story id as the state has them, and by row for searching."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from typing import Final, TypeVar

from msgspec import Struct, field
from msgspec.structs import replace

from newsreader.folding import fold
from newsreader.index.copied_versions import note_copied, note_followed
from newsreader.index.damage import values_read
from newsreader.index.left_out import put_away, remute_marked
from newsreader.records import NO_MARKS, Content, StoryMarks

_K = TypeVar("_K")
_V = TypeVar("_V")
Versions = tuple[int, int]
"""Versions of the state's content: before the first of several changes, and after the last."""

NEVER: Final[Versions] = (0, 0)
"""Versions that the state never has, for changes between which somebody else has changed it."""

_IDS_AT_ONCE: Final = 500
_BETWEEN_TAGS: Final = "\n"
ROWS_OF_ID: Final = (  # one index for each part, which a single condition could not use
    "SELECT story FROM stories WHERE id = ? AND story > 0"
    " UNION ALL SELECT story FROM stories WHERE id = ? AND story < 0"
)
"""Selects the rows of the story with an id, which has to be bound twice."""


class PendingMarks(Struct, frozen=True):
    """Marks that are in the state and not yet in the index: bookmarks by row id (None: removed), others by story id.

    `pair_versions` are those between which something was said of pairs of stories; the state itself has what it is.
    """

    bookmarks: Mapping[int, str | None] = field(default_factory=dict)
    bookmark_versions: Versions | None = None
    marks: Mapping[str, StoryMarks] = field(default_factory=dict)
    mark_versions: Versions | None = None
    pair_versions: Versions | None = None

    def __bool__(self) -> bool:
        return bool(self.bookmarks or self.marks or self.pair_versions)

    def with_bookmarks(self, changes: Mapping[int, str | None], versions: Versions) -> PendingMarks:
        """Return these bookmarks and later ones."""
        joined = _joined(self.bookmark_versions, versions)
        return replace(self, bookmarks={**self.bookmarks, **changes}, bookmark_versions=joined)

    def with_marks(self, changes: Mapping[str, StoryMarks], versions: Versions) -> PendingMarks:
        """Return these marks and later ones."""
        joined = _joined(self.mark_versions, versions)
        return replace(self, marks={**self.marks, **changes}, mark_versions=joined)

    def with_pairs(self, versions: Versions) -> PendingMarks:
        """Return these marks, and that something was said of pairs of stories since."""
        return replace(self, pair_versions=_joined(self.pair_versions, versions))

    def without_bookmarks(self) -> PendingMarks:
        """Return these marks without bookmarks."""
        return replace(self, bookmarks={}, bookmark_versions=None)

    def without(self, flushed: PendingMarks) -> PendingMarks:
        """Return the marks that came after `flushed`, which the index has now."""
        return PendingMarks(
            _rest(self.bookmarks, flushed.bookmarks),
            _later(self.bookmark_versions, flushed.bookmark_versions),
            _rest(self.marks, flushed.marks),
            _later(self.mark_versions, flushed.mark_versions),
            _later(self.pair_versions, flushed.pair_versions),
        )


def marks_from_row(read_at: int | None, tags: str | None, note: str | None, hidden_at: int | None) -> StoryMarks:
    """Build marks from the columns of the table `marks`, all of which are None if it has none of a story."""
    with values_read():
        return StoryMarks(read_at, tuple(tags.split(_BETWEEN_TAGS)) if tags else (), note or "", hidden_at)


def mark_story(connection: sqlite3.Connection, row_id: int, story_id: str) -> None:
    """Give a new row the marks of its story. Call it within a transaction."""
    found = connection.execute("SELECT read_at, tags, note, hidden_at FROM marks WHERE id = ?", (story_id,)).fetchone()
    if found is not None:
        _mark_row(connection, row_id, marks_from_row(*found))


def unmark_story(connection: sqlite3.Connection, row_id: int) -> None:
    """Remove all marks from a row. Call it within a transaction."""
    connection.execute("DELETE FROM read_stories WHERE story = ?", (row_id,))
    if connection.execute("DELETE FROM annotated WHERE story = ?", (row_id,)).rowcount:
        connection.execute("DELETE FROM annotations WHERE rowid = ?", (row_id,))
    put_away(connection, row_id, is_hidden=False)


def copy_marks(connection: sqlite3.Connection, marks: Mapping[str, StoryMarks], before: int, after: int) -> None:
    """Store the marks of these stories, which led from version `before` to `after`. Call it within a transaction."""
    for story_id, mark in marks.items():
        _copy(connection, story_id, mark)
    remute_marked(connection)
    note_followed(connection, Content.MARKS, before, after)


def copy_all_marks(connection: sqlite3.Connection, marks: Mapping[str, StoryMarks], version: int) -> int:
    """Replace the whole copy by these marks, and return how many stories have changed. Call it within a transaction."""
    rows = connection.execute("SELECT id, read_at, tags, note, hidden_at FROM marks").fetchall()
    known = {story_id: marks_from_row(*columns) for story_id, *columns in rows}
    changed = [story_id for story_id in known.keys() | marks.keys() if known.get(story_id) != marks.get(story_id)]
    for story_id in changed:
        _copy(connection, story_id, marks.get(story_id, NO_MARKS))
    if changed:
        remute_marked(connection)
    note_copied(connection, Content.MARKS, version)
    return len(changed)


def marks_of(connection: sqlite3.Connection, story_ids: Sequence[str]) -> dict[str, StoryMarks]:
    """Return the marks of those of these stories that have any, by story id."""
    found: dict[str, StoryMarks] = {}
    for start in range(0, len(story_ids), _IDS_AT_ONCE):
        some = story_ids[start : start + _IDS_AT_ONCE]
        places = ",".join("?" * len(some))
        rows = connection.execute(f"SELECT id, read_at, tags, note, hidden_at FROM marks WHERE id IN ({places})", some)
        found |= {story_id: marks_from_row(*columns) for story_id, *columns in rows}
    return found


def _copy(connection: sqlite3.Connection, story_id: str, marks: StoryMarks) -> None:
    if marks == NO_MARKS:
        connection.execute("DELETE FROM marks WHERE id = ?", (story_id,))
    else:
        connection.execute(
            "INSERT OR REPLACE INTO marks VALUES (?, ?, ?, ?, ?)",
            (story_id, marks.read_at, _BETWEEN_TAGS.join(marks.tags), marks.note, marks.hidden_at),
        )
    for (row_id,) in connection.execute(ROWS_OF_ID, (story_id, story_id)).fetchall():
        unmark_story(connection, row_id)
        _mark_row(connection, row_id, marks)


def _mark_row(connection: sqlite3.Connection, row_id: int, marks: StoryMarks) -> None:
    if marks.read_at is not None:
        connection.execute("INSERT INTO read_stories VALUES (?, ?)", (row_id, marks.read_at))
    if marks.is_hidden:
        put_away(connection, row_id, is_hidden=True)
    if marks.tags or marks.note:
        connection.execute("INSERT INTO annotated VALUES (?, ?, ?)", (row_id, bool(marks.tags), bool(marks.note)))
        connection.execute(
            "INSERT INTO annotations (rowid, tag, note) VALUES (?, ?, ?)",
            (row_id, fold(_BETWEEN_TAGS.join(marks.tags)), fold(marks.note)),
        )


def _joined(earlier: Versions | None, later: Versions) -> Versions:
    if earlier is None:
        return later
    return (earlier[0], later[1]) if earlier[1] == later[0] else NEVER


def _later(now: Versions | None, flushed: Versions | None) -> Versions | None:
    if now is None or flushed is None or now == flushed:
        return None if now == flushed else now
    return (flushed[1], now[1]) if now[0] == flushed[0] else NEVER


def _rest(now: Mapping[_K, _V], flushed: Mapping[_K, _V]) -> dict[_K, _V]:
    return {key: value for key, value in now.items() if key not in flushed or flushed[key] != value}
