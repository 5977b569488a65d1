"""Fill the index: files, outlets and archived copies. One writer works at a time, in a worker."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from newsreader.errors import Problem
from newsreader.formats import is_markdown
from newsreader.index import schema
from newsreader.index.batch import Batch, forget_story, put_stories
from newsreader.index.bodies import pack_body, read_body
from newsreader.index.event_members import regroup_all
from newsreader.index.files import FileTable
from newsreader.index.former_rows import forget_former_rows
from newsreader.index.full_text import merge_segments
from newsreader.index.left_out import remute
from newsreader.index.outlets import OutletTable
from newsreader.index.prepared import PreparedFile, prepare_story
from newsreader.index.text_to_come import ComingText, add_texts_that_came, rows_to_come
from newsreader.sqlite import immediate, open_index
from newsreader.story import Outlet, Story
from newsreader.story_file import FileStamp

_STEPS_BETWEEN_CHECKS: Final = 50_000


class IndexWriter:
    """The writing connection to an index; each public method is one transaction unless it says otherwise.

    Raises sqlite3.Error if the index can't be written.
    """

    def __init__(self, path: Path) -> None:
        self._connection = open_index(path)
        self._outlets = OutletTable(self._connection)
        self._files = FileTable(self._connection)
        self._version: int | None = None

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Write everything that happens inside together, or nothing of it."""
        try:
            with immediate(self._connection):
                (version,) = self._connection.execute("PRAGMA data_version").fetchone()
                if version != self._version:  # another process has written meanwhile
                    self._version = version
                    self._forget_caches()
                yield self._connection
        except BaseException:
            self._version = None
            raise

    def _forget_caches(self) -> None:
        self._outlets.forget_cache()
        self._files.forget_cache()

    def apply(self, contents: Sequence[PreparedFile]) -> None:
        """Replace what the index has of these files with what the files hold now."""
        with self.transaction():
            if contents:
                Batch(self._connection, self._outlets, self._files).bring_in(contents)
                self._unlink()

    def count_to_come(self) -> int:
        """Return of how many stories the summary and points can't be searched yet."""
        (number,) = self._connection.execute("SELECT count(*) FROM text_to_come").fetchone()
        return int(number)

    def rows_to_come(self, below: int, limit: int) -> list[int]:
        """Return the newest of these stories below a row, in rising order."""
        return rows_to_come(self._connection, below, limit)

    def add_texts(self, texts: Iterable[ComingText]) -> int:
        """Make summaries and points findable that were to come, and return of how many stories."""
        with self.transaction():
            return add_texts_that_came(self._connection, texts)

    def keep(self, paths: Iterable[bytes]) -> list[bytes]:
        """Leave these files' stories as they are, and have the files read again at the next sync.

        Returns the paths of those that have stories.
        """
        with self.transaction():
            return [path for path in paths if self._files.keep(path)]

    def remove(self, paths: Iterable[bytes]) -> None:
        """Remove everything of these files."""
        with self.transaction():
            for path in paths:
                self._remove(path)
                self._unlink()

    def note_folders(self, times: Iterable[tuple[bytes, int]], gone: Iterable[bytes]) -> None:
        """Store when folders last changed (path and nanoseconds), and forget gone folders and rows left long ago."""
        with self.transaction():
            self._files.set_folder_times(times)
            self._files.remove_folders(gone)
            forget_former_rows(self._connection)

    def note_listed(self, cancelled: Callable[[], bool]) -> None:
        """Note that all files have been read, and make the indexes that serve whole libraries only.

        Once `cancelled` that is left to the next sync.
        """
        self._unless_cancelled(schema.note_listed, cancelled)

    def complete(self, cancelled: Callable[[], bool]) -> None:
        """Note that all text can be searched, and make the list of its words.

        Before that the segments of the full-text table become one, in some transactions. Once `cancelled` the rest is
        left to the next sync.
        """
        is_first = is_more = True
        while is_more:
            if cancelled():
                return
            with self.transaction() as connection:
                is_more = merge_segments(connection, is_first=is_first)
            is_first = False
        self._unless_cancelled(schema.complete, cancelled)

    def _unless_cancelled(self, write: Callable[[sqlite3.Connection], None], cancelled: Callable[[], bool]) -> None:
        self._connection.set_progress_handler(cancelled, _STEPS_BETWEEN_CHECKS)
        try:
            with self.transaction():
                write(self._connection)
        except sqlite3.OperationalError:
            if not cancelled():
                raise
        finally:
            self._connection.set_progress_handler(None, 0)

    def set_registry(self, outlets: Sequence[Outlet], stamp: FileStamp | None, problems: Sequence[Problem]) -> None:
        """Store a new registry of outlets, and update all stories.

        `stamp` is None if the library has no registry file (any more).
        """
        with self.transaction():
            self._outlets.set_registry(outlets)
            regroup_all(self._connection)
            remute(self._connection)
            self._unlink()
            if stamp is not None:
                file, _ = self._files.row_id(stamp)
                self._files.set_problems(file, problems)

    def put_archived(self, row_id: int, story: Story, path: str) -> None:
        """Add a bookmark's copy of `story`, once in the file `path`, at row `row_id`. Call it within a transaction."""
        prepared = prepare_story(story, 0, is_markdown=is_markdown(path))
        prepared = prepared._replace(body=pack_body(json.dumps({**read_body(prepared.body), "archived_path": path})))
        put_stories(self._connection, self._outlets, [(row_id, prepared, None)])

    def forget_archived(self) -> None:
        """Remove all archived copies. Call it within a transaction."""
        for (row_id,) in self._connection.execute(
            "SELECT story FROM stories WHERE story < 0 ORDER BY story"
        ).fetchall():
            forget_story(self._connection, row_id)

    def _unlink(self) -> None:
        """Note that bookmarks have to be linked again, even if the program ends before that."""
        self._connection.execute("DELETE FROM meta WHERE name = 'state'")

    def _remove(self, path: bytes) -> None:
        file = self._files.find(path)
        if file is None:
            return
        stories = self._connection.execute("SELECT story, id FROM stories WHERE file = ? ORDER BY story", (file,))
        for row_id, story_id in stories.fetchall():
            forget_story(self._connection, row_id)
            self._files.read_refused_again(story_id)
        self._files.remove(file)
