"""Read the index: rows, stories, filters. Each object has one connection, and one thread uses it at a time."""

from __future__ import annotations

import json
import os
import sqlite3
from array import array
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from newsreader.errors import Problem
from newsreader.folding import sort_key
from newsreader.index import schema
from newsreader.index.arrivals import new_count
from newsreader.index.conditions import Marks
from newsreader.index.damage import FAULTS, forget_damage, is_noted, values_read
from newsreader.index.event_lookup import EventLookup
from newsreader.index.former_rows import former_ids, former_row, former_story, stored_story
from newsreader.index.left_out import (
    IS_LISTED,
    LeftOut,
    is_any_muted,
    left_out_among,
    left_out_count,
    muted_by,
    muted_count,
)
from newsreader.index.marks import ROWS_OF_ID, marks_of
from newsreader.index.outlet_counts import outlet_counts
from newsreader.index.problems import count_problems, found_problems, shown_place
from newsreader.index.rows import listed_rows
from newsreader.index.select import select
from newsreader.index.version import index_version
from newsreader.paths import make_private_folder
from newsreader.query import Query
from newsreader.records import KnownFolder, OutletCount, Row, StoredStory, StoryMarks
from newsreader.sqlite import one_state, open_index
from newsreader.story import Outlet, outlet_from_dict

if TYPE_CHECKING:
    from newsreader.matching.stories import Candidate

_STEPS_BETWEEN_CHECKS: Final = 4_000
_TIME_TO_MAKE: Final = 30.0
_ESCAPE_LIKE: Final = str.maketrans({"%": r"\%", "_": r"\_", "\\": r"\\"})


def ensure_index(path: Path) -> bool:
    """Make sure that a sound index of this version is at `path`; any other file there is deleted.

    Returns whether the index was made, so that it has to be filled.
    """
    make_private_folder(path.parent)
    if _is_sound(path):
        return False
    with closing(sqlite3.connect(path.with_name("lock.db"), timeout=_TIME_TO_MAKE, isolation_level=None)) as lock:
        lock.execute("BEGIN EXCLUSIVE")  # without the lock one process would delete what another has just made
        if _is_sound(path):
            return False
        discard_index(path)
        with closing(open_index(path)) as connection:
            schema.create(connection, index_version())
    return True


def is_index_current(path: Path) -> bool:
    """Return whether the file at `path` is an index of this version.

    Raises sqlite3.DatabaseError if it is no database.
    """
    with closing(open_index(path, readonly=True)) as connection:
        return schema.is_of_version(connection, index_version())


def has_other_version(path: Path) -> bool:
    """Return whether another version of the program made the index at `path`; raises as `is_index_current`."""
    with closing(open_index(path, readonly=True)) as connection:
        return schema.stored_version(connection) not in (0, index_version())


def _is_sound(path: Path) -> bool:
    if not path.is_file() or is_noted(path):
        return False
    try:
        with closing(open_index(path)) as connection:
            return schema.is_of_version(connection, index_version())
    except FAULTS:
        return False  # a damaged index is made again


def discard_index(path: Path) -> None:
    """Delete the index at `path` with the files that SQLite keeps beside it."""
    for suffix in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    forget_damage(path)


class Index:
    """One reading connection to an index. Close it when done."""

    def __init__(self, path: Path) -> None:
        self._connection = open_index(path, readonly=True)
        self.events = EventLookup(self._connection)

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    @contextmanager
    def interruptible(self, cancelled: Callable[[], bool]) -> Iterator[None]:
        """End statements inside early, with sqlite3.OperationalError, once `cancelled` is true."""
        self._connection.set_progress_handler(cancelled, _STEPS_BETWEEN_CHECKS)
        try:
            yield
        finally:
            self._connection.set_progress_handler(None, 0)

    def version(self) -> int:
        """Return a number that changes whenever another connection changes the index."""
        (version,) = self._connection.execute("PRAGMA data_version").fetchone()
        return int(version)

    def meta(self, name: str) -> str:
        """Return the value stored under `name`, "" if there is none."""
        found = self._connection.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
        return str(found[0]) if found else ""

    def count(self) -> int:
        """Return how many stories of the library a list without a filter shows: all but those that are left out."""
        return self._number("SELECT count(*) FROM stories WHERE story > 0") - left_out_count(self._connection)

    def muted_count(self) -> int:
        """Return how many stories of the library are muted, and not hidden besides."""
        return muted_count(self._connection)

    def needs_muting(self, stamp: str) -> bool:
        """Return whether stories are muted otherwise than by what the `stamp` says, which is "" for no rules."""
        return muted_by(self._connection) != stamp if stamp else is_any_muted(self._connection)

    def new_count(self, since: int) -> int:
        """Return how many stories came after a moment, in milliseconds since 1970, and are not left out."""
        return new_count(self._connection, since)

    def left_out_among(self, row_ids: Sequence[int]) -> dict[int, LeftOut]:
        """Return which of these stories are left out of lists, and why."""
        return left_out_among(self._connection, row_ids)

    def select(self, query: Query, marks: Callable[[], Marks], limit: int | None = None) -> array[int]:
        """Return the row ids of the stories that match `query`, in its order."""
        with one_state(self._connection):  # before the marks: one that is copied to it between would be in neither
            return select(self._connection, query, marks(), limit)

    def rows(
        self, row_ids: Sequence[int], bookmarked: Collection[int], others: Mapping[str, StoryMarks], new_since: int
    ) -> list[Row]:
        """Return the rows of these stories, in the order asked for; those that are gone are left out.

        `others` are marks by story id that the index does not have yet. Stories that came after `new_since` are new.
        """
        return listed_rows(self._connection, row_ids, bookmarked, others, new_since)

    def story(self, row_id: int) -> StoredStory | None:
        """Return the whole story in this row, None if there is none (any more)."""
        found = self._connection.execute(
            """SELECT b.body, o.resolved, d.path, f.name, s.id_declared, m.read_at, m.tags, m.note, m.hidden_at
            FROM stories s JOIN bodies b USING (story)
            LEFT JOIN outlets o USING (outlet) LEFT JOIN files f USING (file) LEFT JOIN folders d USING (folder)
            LEFT JOIN marks m ON m.id = s.id WHERE s.story = ?""",
            (row_id,),
        ).fetchone()
        return stored_story(row_id, found) if found else None

    def line_of(self, row_id: int) -> int:
        """Return the line at which the story in this row begins in its file; 0 where that is not known."""
        found = self._connection.execute("SELECT line FROM stories WHERE story = ?", (row_id,)).fetchone()
        return int(found[0]) if found else 0

    def path_shown_as(self, shown: str) -> bytes | None:
        """Return the path of the file that a problem names so; None if the index knows none."""
        if self.file_stamp(path := os.fsencode(shown)) is not None:
            return path
        rows = self._connection.execute("SELECT path, name FROM files JOIN folders USING (folder)")
        return next((os.path.join(*row) for row in rows if shown_place(*row) == shown), None)

    def former_story(self, row_id: int) -> StoredStory | None:
        """Return the story that had this row in the last day, as it was then; None if none had."""
        return former_story(self._connection, row_id)

    def former_row(self, story_id: str) -> int | None:
        """Return the last row of the story with this id; None if it has left none."""
        return former_row(self._connection, story_id)

    def find(self, beginning: str, limit: int = 2) -> list[int]:
        """Return the rows of at most `limit` stories whose id begins so; an id that matches exactly comes alone."""
        exact = self._connection.execute("SELECT story FROM stories WHERE id = ? ORDER BY story DESC", (beginning,))
        for (row_id,) in exact:
            return [row_id]
        begun = self._connection.execute(
            r"SELECT story FROM stories WHERE id LIKE ? ESCAPE '\' AND substr(id, 1, ?) = ? LIMIT ?",
            (beginning.translate(_ESCAPE_LIKE) + "%", len(beginning), beginning, limit),
        )
        return [row_id for (row_id,) in begun]

    def bookmarked(self) -> dict[int, str]:
        """Return the uuid of the bookmark of each bookmarked story, by row id."""
        return dict(self._connection.execute("SELECT story, uuid FROM bookmarked"))

    def marks_of(self, story_ids: Sequence[str]) -> dict[str, StoryMarks]:
        """Return the read marks, tags and notes of those of these stories that have any, by story id."""
        return marks_of(self._connection, story_ids)

    def ids(self, row_ids: Sequence[int]) -> dict[int, str]:
        """Return the ids of these stories, by row id; those that are gone are left out."""
        places = ",".join("?" * len(row_ids))
        return dict(self._connection.execute(f"SELECT story, id FROM stories WHERE story IN ({places})", row_ids))

    def candidates(self, row_ids: Sequence[int], library: str) -> list[Candidate]:
        """Return what these stories of `library` are recognised by, without texts and without archived copies."""
        from newsreader.index.story_keys import stories_chosen  # most starts recognise nothing

        places = ",".join("?" * len(row_ids))
        chosen = f"SELECT story FROM stories WHERE story IN ({places})"
        return stories_chosen(self._connection, chosen, row_ids, library, with_text=False)

    def former_ids(self, row_ids: Sequence[int]) -> dict[int, str]:
        """Return the ids of the stories that had these rows in the last day, by row id."""
        return former_ids(self._connection, row_ids)

    def row_ids_of(self, story_id: str) -> list[int]:
        """Return the rows of the story with this id: the library's, and that of an archived copy."""
        return [row_id for (row_id,) in self._connection.execute(ROWS_OF_ID, (story_id, story_id))]

    def row_ids_at(self, address: int) -> list[int]:
        """Return the rows of the stories whose original has an address with this key."""
        rows = self._connection.execute("SELECT story FROM stories WHERE url_key = ? AND story > 0", (address,))
        return [row_id for (row_id,) in rows]

    def read_count(self) -> int:
        """Return how many stories of the library were read, of those that are not left out."""
        return self._number(f"SELECT count(*) FROM read_stories s WHERE story > 0 AND {IS_LISTED}")

    def read_among(self, row_ids: Sequence[int]) -> set[int]:
        """Return which of these stories were read."""
        places = ",".join("?" * len(row_ids))
        rows = self._connection.execute(f"SELECT story FROM read_stories WHERE story IN ({places})", row_ids)
        return {row_id for (row_id,) in rows}

    def outlet_names(self) -> list[str]:
        """Return the names of all outlets that stories have or once had, in alphabetical order."""
        rows = self._connection.execute("SELECT name FROM outlet_names WHERE name != '' ORDER BY name_order, name")
        return [name for (name,) in rows]

    def topics(self) -> list[str]:
        """Return all topics that stories have or once had, in alphabetical order."""
        return sorted((topic for (topic,) in self._connection.execute("SELECT topic FROM topics")), key=sort_key)

    def busiest_topics(self, limit: int) -> list[str]:
        """Return the topics that most stories of the library have, those first."""
        rows = self._connection.execute(
            """SELECT topic FROM story_topics JOIN topics USING (topic_id)
            GROUP BY topic_id ORDER BY count(*) DESC, topic LIMIT ?""",
            (limit,),
        )
        return [topic for (topic,) in rows]

    def folders(self) -> dict[bytes, KnownFolder]:
        """Return all folders that the index knows, by path."""
        rows = self._connection.execute("SELECT path, folder, mtime_ns FROM folders")
        return {path: KnownFolder(row_id, mtime_ns) for path, row_id, mtime_ns in rows}

    def files_in(self, folder: KnownFolder) -> dict[bytes, tuple[int, int]]:
        """Return the files that the index knows in a folder: name, modification time in nanoseconds, size in bytes."""
        return self.files_in_each([folder]).get(folder.row_id, {})

    def files_in_each(self, folders: Sequence[KnownFolder]) -> dict[int, dict[bytes, tuple[int, int]]]:
        """Return the same of several folders, by their row ids; those without a file are left out."""
        places = ",".join("?" * len(folders))
        found: dict[int, dict[bytes, tuple[int, int]]] = {}
        for folder, name, mtime_ns, size in self._connection.execute(
            f"SELECT folder, name, mtime_ns, size FROM files WHERE folder IN ({places})",
            [folder.row_id for folder in folders],
        ):
            found.setdefault(folder, {})[name] = (mtime_ns, size)
        return found

    def file_count(self) -> int:
        """Return how many files the index knows, including the registry."""
        return self._number("SELECT count(*) FROM files")

    def file_stamp(self, path: bytes) -> tuple[int, int] | None:
        """Return the modification time in nanoseconds and the size of a file; None if the index does not know it."""
        found = self._connection.execute(
            "SELECT f.mtime_ns, size FROM files f JOIN folders d USING (folder) WHERE path = ? AND name = ?",
            os.path.split(path),
        ).fetchone()
        return (int(found[0]), int(found[1])) if found else None

    def files_marked(self, mtime_ns: int) -> list[bytes]:
        """Return the paths of files whose time was set to `ALWAYS_CHANGED` or `NOT_SETTLED`."""
        rows = self._connection.execute(
            """SELECT path, name FROM files f JOIN folders USING (folder)
            WHERE f.mtime_ns = ? AND f.mtime_ns < 0""",
            (mtime_ns,),
        )
        return [os.path.join(*row) for row in rows]

    def outlets(self) -> list[OutletCount]:
        """Return all outlets of the registry and of stories with the number of their stories, by name."""
        with values_read():
            registry = [outlet_from_dict(data) for data in json.loads(self.meta("registry") or "[]")]
        return outlet_counts(self._connection, registry)

    def stories_of(self, outlet: Outlet) -> int:
        """Return how many stories of this outlet the library has, of those that are not left out."""
        return self._number(
            f"""SELECT count(*) FROM stories s
            WHERE story > 0 AND outlet IN (SELECT outlet FROM outlets WHERE id = ?) AND {IS_LISTED}""",
            outlet.id,
        )

    def problems(self) -> list[Problem]:
        """Return everything that is wrong with the library's files, by path and place."""
        return found_problems(self._connection)

    def problem_count(self) -> int:
        """Return how many problems there are."""
        return count_problems(self._connection)

    def _number(self, sql: str, *values: object) -> int:
        (number,) = self._connection.execute(sql, values).fetchone()
        return int(number)
