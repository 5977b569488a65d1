"""Keep the files of the index: each by its folder and name, with its problems and its refused stories."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable

from newsreader.errors import Problem
from newsreader.index.schema import ALWAYS_CHANGED, NOT_SETTLED, UNKNOWN_TIME
from newsreader.story_file import FileStamp


class FileTable:
    """Write what is known of files, within the caller's transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._folders: dict[bytes, int] = {}

    def forget_cache(self) -> None:
        """Read row ids again, after a transaction that failed."""
        self._folders.clear()

    def row_id(self, stamp: FileStamp) -> tuple[int, bool]:
        """Return the row id of a file, whose stamp is updated, and whether the file is new."""
        folder, name = os.path.split(stamp.path)
        place = (self._folder(folder), name)
        found = self._connection.execute("SELECT file FROM files WHERE folder = ? AND name = ?", place).fetchone()
        if found is None:
            cursor = self._connection.execute(
                "INSERT INTO files (folder, name, mtime_ns, size) VALUES (?, ?, ?, ?)",
                (*place, stamp.mtime_ns, stamp.size),
            )
            return int(cursor.lastrowid or 0), True
        self._connection.execute(
            "UPDATE files SET mtime_ns = ?, size = ? WHERE file = ?", (stamp.mtime_ns, stamp.size, *found)
        )
        return int(found[0]), False

    def find(self, path: bytes) -> int | None:
        """Return the row id of a file, None if it is not known."""
        folder, name = os.path.split(path)
        found = self._connection.execute(
            "SELECT file FROM files JOIN folders USING (folder) WHERE path = ? AND name = ?", (folder, name)
        ).fetchone()
        return int(found[0]) if found else None

    def path(self, file: int) -> bytes:
        """Return the path of a file."""
        folder: bytes
        name: bytes
        folder, name = self._connection.execute(
            "SELECT path, name FROM files JOIN folders USING (folder) WHERE file = ?", (file,)
        ).fetchone()
        return os.path.join(folder, name)

    def keep(self, path: bytes) -> bool:
        """Have a file that may be incomplete read again, and return whether it has stories that stay meanwhile."""
        file = self.find(path)
        if file is None or not self._connection.execute("SELECT 1 FROM stories WHERE file = ?", (file,)).fetchone():
            return False
        self._connection.execute("UPDATE files SET mtime_ns = ? WHERE file = ?", (NOT_SETTLED, file))
        return True

    def remove(self, file: int) -> None:
        """Forget a file whose stories are gone."""
        for table in ("problems", "duplicates", "files"):
            self._connection.execute(f"DELETE FROM {table} WHERE file = ?", (file,))

    def set_problems(self, file: int, problems: Iterable[Problem]) -> None:
        """Store the problems of a file, in place of earlier ones."""
        self._connection.execute("DELETE FROM problems WHERE file = ?", (file,))
        self._connection.executemany(
            "INSERT INTO problems VALUES (?, ?, ?, ?, ?, ?)",
            [(file, p.line, p.column, p.severity.value, p.message, p.fix) for p in problems],
        )

    def add_problem(self, file: int, problem: Problem) -> None:
        """Store one more problem of a file."""
        p = problem
        self._connection.execute(
            "INSERT INTO problems VALUES (?, ?, ?, ?, ?, ?)",
            (file, p.line, p.column, p.severity.value, p.message, p.fix),
        )

    def forget_refused(self, file: int) -> None:
        """Forget which stories of a file were refused, because it is read again."""
        self._connection.execute("DELETE FROM duplicates WHERE file = ?", (file,))

    def note_refused(self, story_id: str, file: int) -> None:
        """Note that a story of this file was refused because another story has its id."""
        self._connection.execute("INSERT INTO duplicates (id, file) VALUES (?, ?)", (story_id, file))

    def read_refused_again(self, story_id: str) -> None:
        """Have the files read again from which a story with this id was refused."""
        self._connection.execute(
            "UPDATE files SET mtime_ns = ? WHERE file IN (SELECT file FROM duplicates WHERE id = ?)",
            (ALWAYS_CHANGED, story_id),
        )

    def set_folder_times(self, times: Iterable[tuple[bytes, int]]) -> None:
        """Store when folders last changed: path, and time in nanoseconds or UNKNOWN_TIME."""
        self._connection.executemany(
            """INSERT INTO folders (path, mtime_ns) VALUES (?, ?)
            ON CONFLICT (path) DO UPDATE SET mtime_ns = excluded.mtime_ns WHERE mtime_ns != excluded.mtime_ns""",
            times,
        )

    def remove_folders(self, paths: Iterable[bytes]) -> None:
        """Forget folders that have no file any more."""
        self._connection.executemany(
            """DELETE FROM folders WHERE path = ?
            AND NOT EXISTS (SELECT 1 FROM files WHERE files.folder = folders.folder)""",
            ((path,) for path in paths),
        )
        self._folders.clear()

    def _folder(self, path: bytes) -> int:
        row_id = self._folders.get(path)
        if row_id is None:
            self._connection.execute(
                "INSERT OR IGNORE INTO folders (path, mtime_ns) VALUES (?, ?)", (path, UNKNOWN_TIME)
            )
            (row_id,) = self._connection.execute("SELECT folder FROM folders WHERE path = ?", (path,)).fetchone()
            self._folders[path] = row_id
        return row_id
