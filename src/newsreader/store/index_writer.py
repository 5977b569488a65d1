"""Filling the index: files in and out, outlets resolved, ids kept apart. One writer at a time, in a worker."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Final

from newsreader.bias import NOT_RATED
from newsreader.errors import Problem
from newsreader.identity import identify
from newsreader.store.connection import immediate, open_index
from newsreader.store.outlet_table import OutletEntry, OutletTable
from newsreader.store.schema import SECONDS_BEFORE_1970
from newsreader.store.story_text import add_text, delete_text
from newsreader.story import Outlet, Story, published_moment, published_text, story_to_dict
from newsreader.story_file import FileContent, FileStamp
from newsreader.text import clean_line

ALWAYS_CHANGED: Final = -1
"""A modification time that no file has: the file is read again at the next comparison."""

NOT_SETTLED: Final = -2
"""Another such time, of a file that may not be whole yet."""

_NO_OUTLET: Final = OutletEntry(None, NOT_RATED.rank, "")


class IndexWriter:
    """The writing connection to an index; each public method is one transaction.

    Raises sqlite3.Error where the index can't be written.
    """

    def __init__(self, path: Path) -> None:
        self._connection = open_index(path)
        self._outlets = OutletTable(self._connection)
        self._next_row: dict[int, int] = {}

    def close(self) -> None:
        """Give the connection back."""
        self._connection.close()

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """All that happens within is written together, or not at all."""
        try:
            with immediate(self._connection):
                yield self._connection
        except BaseException:
            self._outlets.forget_cache()
            self._next_row.clear()
            raise

    def apply(self, contents: Iterable[FileContent]) -> None:
        """Bring these files' stories into the index, in place of what it had of them."""
        with self.transaction():
            for content in contents:
                self._apply(content)
                self._unlink()

    def keep(self, paths: Iterable[bytes]) -> list[bytes]:
        """Leave these files' stories as they are, and have the files read again at the next comparison.

        Returns the paths of those that have stories.
        """
        with self.transaction():
            return [path for path in paths if self._keep(path)]

    def remove(self, paths: Iterable[bytes]) -> None:
        """Take out everything of these files."""
        with self.transaction():
            for path in paths:
                self._remove(path)
                self._unlink()

    def set_registry(self, outlets: Sequence[Outlet], stamp: FileStamp | None, problems: Sequence[Problem]) -> None:
        """Take a new registry of outlets, and bring all stories up to date with it.

        `stamp` is None where the library has no registry file (any more).
        """
        with self.transaction():
            self._outlets.set_registry(outlets)
            self._unlink()
            if stamp is not None:
                self._set_problems(self._file_number(stamp), problems)

    def put_kept(self, number: int, story: Story) -> None:
        """Put the copy that a bookmark keeps of `story` at row `number`; within a transaction."""
        body = json.dumps(story_to_dict(replace(story, outlet=None)), ensure_ascii=False)
        self._insert(number, story, 0, None, self._entry_of(story), body)

    def forget_story(self, number: int) -> None:
        """Take one story out; within a transaction.

        Files from which another story of its id was refused are read again at the next comparison.
        """
        found = self._connection.execute(
            """SELECT s.id, b.body, coalesce(o.words, '') FROM stories s JOIN bodies b USING (story)
            LEFT JOIN outlets o USING (outlet) WHERE s.story = ?""",
            (number,),
        ).fetchone()
        if found is None:
            return
        story_id, body, words = found
        delete_text(self._connection, number, body, words)
        for table in ("stories", "bodies", "bookmarked"):
            self._connection.execute(f"DELETE FROM {table} WHERE story = ?", (number,))
        self._connection.execute(
            "UPDATE files SET mtime_ns = ? WHERE file IN (SELECT file FROM duplicates WHERE id = ?)",
            (ALWAYS_CHANGED, story_id),
        )
        self._next_row.clear()

    def _unlink(self) -> None:
        """Note that bookmarks have to find their stories again, also if the program ends before they do."""
        self._connection.execute("DELETE FROM meta WHERE name = 'state'")

    def _keep(self, path: bytes) -> bool:
        cursor = self._connection.execute(
            "UPDATE files SET mtime_ns = ? WHERE path = ? AND file IN (SELECT file FROM stories)",
            (NOT_SETTLED, path),
        )
        return cursor.rowcount > 0

    def _remove(self, path: bytes) -> None:
        found = self._connection.execute("SELECT file FROM files WHERE path = ?", (path,)).fetchone()
        if found is None:
            return
        (file,) = found
        for number in self._stories_of(file).values():
            self.forget_story(number)
        for table in ("problems", "duplicates", "files"):
            self._connection.execute(f"DELETE FROM {table} WHERE file = ?", (file,))

    def _apply(self, content: FileContent) -> None:
        file = self._file_number(content.stamp)
        old = self._stories_of(file)
        problems = list(content.problems)
        self._connection.execute("DELETE FROM duplicates WHERE file = ?", (file,))
        fresh: dict[str, tuple[Story, int]] = {}
        for story, line in content.stories:
            holder = self._holder_of(story.id, fresh, file)
            if holder:
                problems.append(_id_taken(story, line, clean_line(os.fsdecode(content.stamp.path)), holder))
            else:
                fresh[story.id] = (story, line)
        for story_id, number in old.items():
            if story_id not in fresh:
                self.forget_story(number)
        for story, line in fresh.values():
            self._put(story, line, file, content.stamp, old.get(story.id))
        self._set_problems(file, problems)

    def _holder_of(self, story_id: str, fresh: dict[str, tuple[Story, int]], file: int) -> str:
        """Where the story stands that has this id already, "" if it is free."""
        if story_id in fresh:
            return f"line {fresh[story_id][1]} of this file"
        found = self._connection.execute(
            """SELECT f.path, s.line FROM stories s JOIN files f USING (file)
            WHERE s.id = ? AND s.story > 0 AND s.file != ?""",
            (story_id, file),
        ).fetchone()
        if found is None:
            return ""
        self._connection.execute("INSERT INTO duplicates (id, file) VALUES (?, ?)", (story_id, file))
        return f"{clean_line(os.fsdecode(found[0]))}, line {found[1]}"

    def _put(self, story: Story, line: int, file: int, stamp: FileStamp, old: int | None) -> None:
        entry = self._entry_of(story)
        body = json.dumps(story_to_dict(replace(story, outlet=None)), ensure_ascii=False)
        if old is not None:
            if self._is_unchanged(old, body, entry, story.id_declared):
                self._connection.execute("UPDATE stories SET line = ? WHERE story = ?", (line, old))
                return
            self.forget_story(old)
        moment = published_moment(story.published) if story.published else stamp.mtime_ns // 1_000_000_000
        number = self._free_row(max(moment + SECONDS_BEFORE_1970, 1))
        self._insert(number, story, line, file, entry, body)

    def _insert(self, number: int, story: Story, line: int, file: int | None, entry: OutletEntry, body: str) -> None:
        identity = identify(story)
        published = published_text(story.published)
        self._connection.execute(
            f"INSERT INTO stories VALUES ({', '.join('?' * 18)})",
            (
                number,
                story.id,
                file,
                line,
                story.title,
                entry.number,
                entry.rank,
                published,
                int(published[:10].replace("-", "") or 0),
                story.ai_generated,
                story.original.kind if story.original else "",
                bool(story.original and story.original.url),
                bool(story.key_points),
                story.language.lower(),
                story.id_declared,
                identity.url_key,
                identity.title_key,
                identity.body_key,
            ),
        )
        self._connection.execute("INSERT INTO bodies VALUES (?, ?)", (number, body))
        add_text(self._connection, number, body, entry.words)

    def _entry_of(self, story: Story) -> OutletEntry:
        return self._outlets.entry(story.outlet) if story.outlet else _NO_OUTLET

    def _is_unchanged(self, number: int, body: str, entry: OutletEntry, id_declared: bool) -> bool:
        found = self._connection.execute(
            "SELECT b.body, s.outlet, s.id_declared FROM stories s JOIN bodies b USING (story) WHERE s.story = ?",
            (number,),
        ).fetchone()
        return found is not None and found == (body, entry.number, id_declared)

    def _free_row(self, wanted: int) -> int:
        """The first free row from `wanted` on."""
        number = self._next_row.get(wanted, wanted)
        for (taken,) in self._connection.execute(
            "SELECT story FROM stories WHERE story >= ? ORDER BY story", (number,)
        ):
            if taken != number:
                break
            number += 1
        self._next_row[wanted] = number + 1
        return number

    def _stories_of(self, file: int) -> dict[str, int]:
        return dict(self._connection.execute("SELECT id, story FROM stories WHERE file = ?", (file,)))

    def _file_number(self, stamp: FileStamp) -> int:
        (number,) = self._connection.execute(
            """INSERT INTO files (path, mtime_ns, size) VALUES (?, ?, ?)
            ON CONFLICT (path) DO UPDATE SET mtime_ns = excluded.mtime_ns, size = excluded.size
            RETURNING file""",
            (stamp.path, stamp.mtime_ns, stamp.size),
        ).fetchone()
        return int(number)

    def _set_problems(self, file: int, problems: Iterable[Problem]) -> None:
        self._connection.execute("DELETE FROM problems WHERE file = ?", (file,))
        self._connection.executemany(
            "INSERT INTO problems VALUES (?, ?, ?, ?, ?, ?)",
            [(file, p.line, p.column, p.severity.value, p.message, p.mend) for p in problems],
        )


def _id_taken(story: Story, line: int, path: str, holder: str) -> Problem:
    if story.id_declared:
        message, mend = f'The id "{story.id}" is already taken by {holder}.', "Give this story another id."
    else:
        message = f"This story is already in the library, from the same original: {holder}."
        mend = "Delete one of them, or give this one an id of its own."
    return Problem(path, line, 1, message, mend)
