"""Reading the index: rows, stories, filters. Each object has one connection and is used by one thread at a time."""

from __future__ import annotations

import json
import os
import sqlite3
import sys
from array import array
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from itertools import chain
from pathlib import Path
from typing import Final

from newsreader.errors import Problem, Severity
from newsreader.query import Query
from newsreader.store import schema
from newsreader.store.compile import Marks, Selection, compile_query
from newsreader.store.connection import open_index
from newsreader.store.records import KnownFolder, OutletCount, Row, StoredStory
from newsreader.story import Outlet, outlet_from_dict, story_from_dict
from newsreader.text import clean_line

_ROW_COLUMNS: Final = "s.story, s.id, s.title, coalesce(o.name, ''), s.rank, s.published, s.ai"
_STEPS_BETWEEN_CHECKS: Final = 4_000
_TIME_TO_MAKE: Final = 30.0
_MOST_TERMS: Final = 200
_MOST_RANKED: Final = 10_000
_LARGEST: Final = (1 << 63) - 1
_ESCAPE_LIKE: Final = str.maketrans({"%": r"\%", "_": r"\_", "\\": r"\\"})


def ensure_index(path: Path) -> bool:
    """Make sure that a sound, current index is at `path`; what is not is thrown away and made anew.

    Tells whether it was made anew, so that it has to be filled.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    if _is_sound(path):
        return False
    with closing(sqlite3.connect(path.with_name("lock.db"), timeout=_TIME_TO_MAKE, isolation_level=None)) as lock:
        lock.execute("BEGIN EXCLUSIVE")  # or one process would throw away what another has just made
        if _is_sound(path):
            return False
        discard_index(path)
        with closing(open_index(path)) as connection:
            schema.create(connection)
    return True


def _is_sound(path: Path) -> bool:
    if not path.exists():
        return False
    try:
        with closing(open_index(path)) as connection:
            return schema.is_current(connection)
    except sqlite3.DatabaseError:
        return False  # a damaged index is worth nothing: it is made again


def discard_index(path: Path) -> None:
    """Delete the index at `path` with what SQLite keeps beside it."""
    for suffix in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


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
        selection = compile_query(query, marks, self._terms)
        if selection.is_ranked:
            return self._ranked(selection, limit)
        return self._numbers(selection.sql(limit), selection.values)

    def _ranked(self, selection: Selection, limit: int | None) -> array[int]:
        """The rows in the order of relevance; of very many only the latest are ranked, those before follow by date."""
        oldest = self._connection.execute(selection.nth_sql(_MOST_RANKED - 1), selection.values).fetchone()
        values = (*selection.values, oldest[0] if oldest else -_LARGEST)
        ranked = self._numbers(selection.ranked_sql(limit), values)
        if oldest and limit is None:
            ranked += self._numbers(selection.unranked_sql(), values)
        return ranked

    def _numbers(self, sql: str, values: Sequence[object]) -> array[int]:
        return array("q", chain.from_iterable(self._connection.execute(sql, values)))

    def _terms(self, beginning: str) -> list[str] | None:
        """The words that begin so; None where they are too many to be looked up one by one, or not all known."""
        if not schema.is_complete(self._connection):
            return None
        found = self._connection.execute(
            "SELECT term FROM terms WHERE term >= ? AND term < ? LIMIT ?",
            (beginning, beginning + chr(sys.maxunicode), _MOST_TERMS + 1),
        ).fetchall()
        return [term for (term,) in found] if len(found) <= _MOST_TERMS else None

    def rows(self, numbers: Sequence[int], marks: Marks) -> list[Row]:
        """The rows of these stories, in the order asked for; those gone meanwhile are left out."""
        places = ",".join("?" * len(numbers))
        found = {
            number: Row(
                number, id_, title, outlet, rank, day, bool(ai), number in marks.bookmarked, int(id_ in marks.read)
            )
            for number, id_, title, outlet, rank, day, ai in self._connection.execute(
                f"SELECT {_ROW_COLUMNS} FROM stories s LEFT JOIN outlets o USING (outlet) WHERE s.story IN ({places})",
                numbers,
            )
        }
        return [found[number] for number in numbers if number in found]

    def story(self, number: int) -> StoredStory | None:
        """The whole story with this number, None if there is none (any more)."""
        found = self._connection.execute(
            """SELECT b.body, o.resolved, d.path, f.name, s.id_declared
            FROM stories s JOIN bodies b USING (story)
            LEFT JOIN outlets o USING (outlet) LEFT JOIN files f USING (file) LEFT JOIN folders d USING (folder)
            WHERE s.story = ?""",
            (number,),
        ).fetchone()
        if found is None:
            return None
        body, resolved, folder, name, id_declared = found
        data = json.loads(body)
        data["outlet"] = json.loads(resolved) if resolved else None
        story = story_from_dict(data, id_declared=bool(id_declared))
        return StoredStory(number, story, os.fsdecode(os.path.join(folder, name)) if name is not None else "")

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

    def folders(self) -> dict[bytes, KnownFolder]:
        """All folders the index knows, by path."""
        rows = self._connection.execute("SELECT path, folder, mtime_ns FROM folders")
        return {path: KnownFolder(number, mtime_ns) for path, number, mtime_ns in rows}

    def files_in(self, folder: KnownFolder) -> dict[bytes, tuple[int, int]]:
        """The files the index knows in a folder: name, modification time in nanoseconds, size in bytes."""
        rows = self._connection.execute("SELECT name, mtime_ns, size FROM files WHERE folder = ?", (folder.number,))
        return {name: (mtime_ns, size) for name, mtime_ns, size in rows}

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
        registry = [outlet_from_dict(data) for data in json.loads(self.meta("registry") or "[]")]
        counts = {outlet.id: OutletCount(outlet, 0) for outlet in registry}
        rows = self._connection.execute(
            """SELECT o.resolved, count(*) FROM stories s JOIN outlets o USING (outlet)
            WHERE s.story > 0 GROUP BY o.outlet ORDER BY o.outlet"""
        )
        for resolved, stories in rows:
            outlet = outlet_from_dict(json.loads(resolved))
            known = counts.setdefault(outlet.id, OutletCount(outlet, 0))
            counts[outlet.id] = OutletCount(known.outlet, known.stories + stories)
        return sorted(counts.values(), key=lambda count: count.outlet.name.casefold())

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
        for folder, name, line, column, message, mend, severity in rows:
            yield Problem(_shown(folder, name), line, column, message, mend, Severity(severity))

    def _outlet_problems(self) -> Iterator[Problem]:
        rows = self._connection.execute(
            """SELECT d.path, f.name, s.line, o.message, o.mend FROM stories s JOIN outlets o USING (outlet)
            JOIN files f USING (file) JOIN folders d USING (folder) WHERE s.story > 0 AND o.message != ''"""
        )
        for folder, name, line, message, mend in rows:
            yield Problem(_shown(folder, name), line, 1, message, mend, Severity.WARNING)

    def _number(self, sql: str, *values: object) -> int:
        (number,) = self._connection.execute(sql, values).fetchone()
        return int(number)


def _shown(folder: bytes, name: bytes) -> str:
    return clean_line(os.fsdecode(os.path.join(folder, name)))
