"""Reading the index: rows, stories, filters. Each object has one connection and is used by one thread at a time."""

from __future__ import annotations

import json
import os
import sqlite3
from array import array
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Final

from newsreader.bias import SCALE
from newsreader.errors import Problem, Severity
from newsreader.folding import sort_key
from newsreader.index import schema
from newsreader.index.conditions import Marks
from newsreader.index.damage import FAULTS, UnsoundValueError, forget_damage, is_noted, values_read
from newsreader.index.former_rows import former_ids, former_row, former_story, stored_story
from newsreader.index.marks import ROWS_OF_ID, copied_version, marks_of
from newsreader.index.select import select
from newsreader.index.version import index_version
from newsreader.paths import make_private_folder
from newsreader.query import Query
from newsreader.records import KnownFolder, OutletCount, Row, StoredStory, StoryMarks
from newsreader.sqlite import open_index
from newsreader.story import Outlet, outlet_from_dict, parse_published
from newsreader.text import clean_line

if TYPE_CHECKING:
    from newsreader.matching.stories import Candidate

_ROW_COLUMNS: Final = "s.story, s.id, s.title, coalesce(o.name, ''), s.rank, s.published, s.ai, coalesce(r.read_at, 0)"
_STEPS_BETWEEN_CHECKS: Final = 4_000
_TIME_TO_MAKE: Final = 30.0
_ESCAPE_LIKE: Final = str.maketrans({"%": r"\%", "_": r"\_", "\\": r"\\"})


def ensure_index(path: Path) -> bool:
    """Make sure that a sound, current index is at `path`; what is not is thrown away and made anew.

    Tells whether it was made anew, so that it has to be filled.
    """
    make_private_folder(path.parent)
    if _is_sound(path):
        return False
    with closing(sqlite3.connect(path.with_name("lock.db"), timeout=_TIME_TO_MAKE, isolation_level=None)) as lock:
        lock.execute("BEGIN EXCLUSIVE")  # or one process would throw away what another has just made
        if _is_sound(path):
            return False
        discard_index(path)
        with closing(open_index(path)) as connection:
            schema.create(connection, index_version())
    return True


def is_index_current(path: Path) -> bool:
    """Whether the file at `path` is an index of this version; raises sqlite3.DatabaseError where it is no database."""
    with closing(open_index(path, readonly=True)) as connection:
        return schema.is_of_version(connection, index_version())


def has_other_version(path: Path) -> bool:
    """Whether the file at `path` is an index that another version of the program made; raises as above."""
    with closing(open_index(path, readonly=True)) as connection:
        return schema.stored_version(connection) not in (0, index_version())


def _is_sound(path: Path) -> bool:
    if not path.is_file() or is_noted(path):
        return False
    try:
        with closing(open_index(path)) as connection:
            return schema.is_of_version(connection, index_version())
    except FAULTS:
        return False  # a damaged index is worth nothing: it is made again


def discard_index(path: Path) -> None:
    """Delete the index at `path` with what SQLite keeps beside it."""
    for suffix in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    forget_damage(path)


class Index:
    """One reading connection to an index. Close it when done."""

    def __init__(self, path: Path) -> None:
        self._connection = open_index(path, readonly=True)

    def close(self) -> None:
        """Give the connection back."""
        self._connection.close()

    @contextmanager
    def interruptible(self, cancelled: Callable[[], bool]) -> Iterator[None]:
        """Within this context a statement ends early, with sqlite3.OperationalError, once `cancelled` is true."""
        self._connection.set_progress_handler(cancelled, _STEPS_BETWEEN_CHECKS)
        try:
            yield
        finally:
            self._connection.set_progress_handler(None, 0)

    def version(self) -> int:
        """A number that changes whenever another connection changed the index."""
        (version,) = self._connection.execute("PRAGMA data_version").fetchone()
        return int(version)

    def meta(self, name: str) -> str:
        """The value kept under `name`, "" if none is."""
        found = self._connection.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
        return str(found[0]) if found else ""

    def count(self) -> int:
        """How many stories the library has."""
        return self._number("SELECT count(*) FROM stories WHERE story > 0")

    def select(self, query: Query, marks: Marks, limit: int | None = None) -> array[int]:
        """The numbers of the stories that match `query`, in its order."""
        return select(self._connection, query, marks, limit)

    def rows(self, numbers: Sequence[int], bookmarked: Collection[int], others: Mapping[str, StoryMarks]) -> list[Row]:
        """The rows of these stories, in the order asked for; those gone meanwhile are left out.

        `others` are marks by ids that the index has not noted yet.
        """
        places = ",".join("?" * len(numbers))
        found = {
            number: Row(number, id_, title, outlet, rank, day, bool(ai), number in bookmarked, read_at)
            for number, id_, title, outlet, rank, day, ai, read_at in self._connection.execute(
                f"""SELECT {_ROW_COLUMNS} FROM stories s LEFT JOIN outlets o USING (outlet)
                LEFT JOIN read_stories r USING (story) WHERE s.story IN ({places})""",
                numbers,
            )
        }
        for row in found.values():
            _require_sound(row)
        rows = [found[number] for number in numbers if number in found]
        return [_with_other_marks(row, others) for row in rows] if others else rows

    def story(self, number: int) -> StoredStory | None:
        """The whole story with this number, None if there is none (any more)."""
        found = self._connection.execute(
            """SELECT b.body, o.resolved, d.path, f.name, s.id_declared, m.read_at, m.tags, m.note
            FROM stories s JOIN bodies b USING (story)
            LEFT JOIN outlets o USING (outlet) LEFT JOIN files f USING (file) LEFT JOIN folders d USING (folder)
            LEFT JOIN marks m ON m.id = s.id WHERE s.story = ?""",
            (number,),
        ).fetchone()
        return stored_story(number, found) if found else None

    def former_story(self, number: int) -> StoredStory | None:
        """The story that had this number a moment ago, as it was then; None where none had."""
        return former_story(self._connection, number)

    def former_row(self, story_id: str) -> int | None:
        """The number that the story with this id had last; None where it has left none."""
        return former_row(self._connection, story_id)

    def find(self, beginning: str, limit: int = 2) -> list[int]:
        """The numbers of at most `limit` stories whose id begins so; one whose id is just that comes alone."""
        exact = self._connection.execute("SELECT story FROM stories WHERE id = ? ORDER BY story DESC", (beginning,))
        for (number,) in exact:
            return [number]
        begun = self._connection.execute(
            r"SELECT story FROM stories WHERE id LIKE ? ESCAPE '\' AND substr(id, 1, ?) = ? LIMIT ?",
            (beginning.translate(_ESCAPE_LIKE) + "%", len(beginning), beginning, limit),
        )
        return [number for (number,) in begun]

    def bookmarked(self) -> dict[int, str]:
        """The bookmark of each bookmarked story: its number and the bookmark's uuid."""
        return dict(self._connection.execute("SELECT story, uuid FROM bookmarked"))

    def marks_of(self, story_ids: Sequence[str]) -> dict[str, StoryMarks]:
        """The read marks, tags and notes of those of these stories that have any, by id."""
        return marks_of(self._connection, story_ids)

    def marks_version(self) -> int:
        """Of which version the marks are, as the state tells it; 0 where none have been copied yet."""
        return copied_version(self._connection)

    def ids(self, numbers: Sequence[int]) -> dict[int, str]:
        """The ids of these stories, by number; those gone meanwhile are left out."""
        places = ",".join("?" * len(numbers))
        return dict(self._connection.execute(f"SELECT story, id FROM stories WHERE story IN ({places})", numbers))

    def candidates(self, numbers: Sequence[int], library: str) -> list[Candidate]:
        """What these stories of `library` are recognised by, without their texts; copies of bookmarks are left out."""
        from newsreader.index.story_keys import stories_chosen  # most starts recognise nothing

        places = ",".join("?" * len(numbers))
        chosen = f"SELECT story FROM stories WHERE story IN ({places})"
        return stories_chosen(self._connection, chosen, numbers, library, with_text=False)

    def former_ids(self, numbers: Sequence[int]) -> dict[int, str]:
        """The ids of the stories that had these numbers a moment ago."""
        return former_ids(self._connection, numbers)

    def numbers_of(self, story_id: str) -> list[int]:
        """The rows of the story with this id: the one that the library has, and one that a bookmark keeps."""
        return [number for (number,) in self._connection.execute(ROWS_OF_ID, (story_id, story_id))]

    def read_count(self) -> int:
        """How many stories of the library were read."""
        return self._number("SELECT count(*) FROM read_stories WHERE story > 0")

    def read_among(self, numbers: Sequence[int]) -> set[int]:
        """Which of these stories were read."""
        places = ",".join("?" * len(numbers))
        rows = self._connection.execute(f"SELECT story FROM read_stories WHERE story IN ({places})", numbers)
        return {number for (number,) in rows}

    def outlet_names(self) -> list[str]:
        """The names of all outlets that stories have or once had, in the order of their letters."""
        rows = self._connection.execute("SELECT name FROM tellers WHERE name != '' ORDER BY name_order, name")
        return [name for (name,) in rows]

    def topics(self) -> list[str]:
        """All topics that stories have, in the order of their letters; some may be of stories that are gone."""
        return sorted((topic for (topic,) in self._connection.execute("SELECT topic FROM topics")), key=sort_key)

    def folders(self) -> dict[bytes, KnownFolder]:
        """All folders the index knows, by path."""
        rows = self._connection.execute("SELECT path, folder, mtime_ns FROM folders")
        return {path: KnownFolder(number, mtime_ns) for path, number, mtime_ns in rows}

    def files_in(self, folder: KnownFolder) -> dict[bytes, tuple[int, int]]:
        """The files the index knows in a folder: name, modification time in nanoseconds, size in bytes."""
        rows = self._connection.execute("SELECT name, mtime_ns, size FROM files WHERE folder = ?", (folder.number,))
        return {name: (mtime_ns, size) for name, mtime_ns, size in rows}

    def file_count(self) -> int:
        """How many files the index knows, the registry among them."""
        return self._number("SELECT count(*) FROM files")

    def file_stamp(self, path: bytes) -> tuple[int, int] | None:
        """The modification time in nanoseconds and the size of a file, None if the index does not know it."""
        found = self._connection.execute(
            "SELECT f.mtime_ns, size FROM files f JOIN folders d USING (folder) WHERE path = ? AND name = ?",
            os.path.split(path),
        ).fetchone()
        return (int(found[0]), int(found[1])) if found else None

    def files_marked(self, mtime_ns: int) -> list[bytes]:
        """The paths of files whose time was set to `ALWAYS_CHANGED` or `NOT_SETTLED`."""
        rows = self._connection.execute(
            """SELECT path, name FROM files f JOIN folders USING (folder)
            WHERE f.mtime_ns = ? AND f.mtime_ns < 0""",
            (mtime_ns,),
        )
        return [os.path.join(*row) for row in rows]

    def outlets(self) -> list[OutletCount]:
        """All outlets of registry and stories, with the number of stories, by name."""
        with values_read():
            registry = [outlet_from_dict(data) for data in json.loads(self.meta("registry") or "[]")]
        counts = {outlet.id: OutletCount(outlet, 0) for outlet in registry}
        read = dict(
            self._connection.execute(
                """SELECT s.outlet, count(*) FROM read_stories r CROSS JOIN stories s ON s.story = r.story
                WHERE r.story > 0 GROUP BY s.outlet"""
            )
        )
        rows = self._connection.execute(
            """SELECT o.outlet, o.resolved, count(*) FROM stories s JOIN outlets o USING (outlet)
            WHERE s.story > 0 GROUP BY o.outlet ORDER BY o.outlet"""
        )
        for number, resolved, stories in rows:
            with values_read():
                outlet = outlet_from_dict(json.loads(resolved))
            known = counts.setdefault(outlet.id, OutletCount(outlet, 0))
            unread = stories - read.get(number, 0)
            counts[outlet.id] = OutletCount(known.outlet, known.stories + stories, known.unread + unread)
        return sorted(counts.values(), key=lambda count: sort_key(count.outlet.name or count.outlet.id))

    def stories_of(self, outlet: Outlet) -> int:
        """How many stories of this outlet the library has."""
        return self._number(
            "SELECT count(*) FROM stories WHERE story > 0 AND outlet IN (SELECT outlet FROM outlets WHERE id = ?)",
            outlet.id,
        )

    def problems(self) -> list[Problem]:
        """Everything wrong with the library's files, by path and place."""
        return sorted(chain(self._file_problems(), self._outlet_problems()), key=lambda p: (p.path, p.line, p.column))

    def problem_count(self) -> int:
        """How many problems there are."""
        return self._number("SELECT count(*) FROM problems") + self._number(
            "SELECT count(*) FROM outlets CROSS JOIN stories USING (outlet) WHERE story > 0 AND message != ''"
        )

    def _file_problems(self) -> Iterator[Problem]:
        rows = self._connection.execute(
            """SELECT d.path, f.name, p.line, p.column_, p.message, p.mend, p.severity
            FROM problems p JOIN files f USING (file) JOIN folders d USING (folder)"""
        )
        for folder, name, line, column, message, fix, severity in rows:
            with values_read():
                found = Problem(_shown(folder, name), line, column, message, fix, Severity(severity))
            yield found

    def _outlet_problems(self) -> Iterator[Problem]:
        rows = self._connection.execute(
            """SELECT d.path, f.name, s.line, o.message, o.mend FROM stories s JOIN outlets o USING (outlet)
            JOIN files f USING (file) JOIN folders d USING (folder) WHERE s.story > 0 AND o.message != ''"""
        )
        for folder, name, line, message, fix in rows:
            with values_read():
                found = Problem(_shown(folder, name), line, 1, message, fix, Severity.WARNING)
            yield found

    def _number(self, sql: str, *values: object) -> int:
        (number,) = self._connection.execute(sql, values).fetchone()
        return int(number)


def _require_sound(row: Row) -> None:
    """Raise UnsoundValueError for a row that can't be one that was written: it would be met while it is drawn."""
    texts = (row.id, row.title, row.outlet, row.published)
    is_sound = all(isinstance(text, str) for text in texts) and isinstance(row.read_at, int)
    if not is_sound or not isinstance(row.rank, int) or not 0 <= row.rank < len(SCALE):
        raise UnsoundValueError("it holds a row that can't be read")
    if row.published:
        with values_read():
            parse_published(row.published)


def _with_other_marks(row: Row, others: Mapping[str, StoryMarks]) -> Row:
    marks = others.get(row.id)
    return row if marks is None else replace(row, read_at=marks.read_at or 0)


def _shown(folder: bytes, name: bytes) -> str:
    return clean_line(os.fsdecode(os.path.join(folder, name)))
