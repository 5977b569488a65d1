"""Filling the index: files in and out, outlets resolved, bookmarks noted. One writer at a time, in a worker."""

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
from newsreader.index.files import FileTable
from newsreader.index.former_rows import forget_former_rows
from newsreader.index.outlets import OutletTable
from newsreader.index.prepared import PreparedFile, prepare_story
from newsreader.sqlite import immediate, open_index
from newsreader.story import Outlet, Story
from newsreader.story_file import FileStamp

_STEPS_BETWEEN_CHECKS: Final = 50_000


class IndexWriter:
    """The writing connection to an index; each public method is one transaction.

    Raises sqlite3.Error where the index can't be written.
    """

    def __init__(self, path: Path) -> None:
        self._connection = open_index(path)
        self._outlets = OutletTable(self._connection)
        self._files = FileTable(self._connection)
        self._version: int | None = None

    def close(self) -> None:
        """Give the connection back."""
        self._connection.close()

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """All that happens within is written together, or not at all."""
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
        """Bring these files' stories into the index, in place of what it had of them."""
        with self.transaction():
            if contents:
                Batch(self._connection, self._outlets, self._files).bring_in(contents)
                self._unlink()

    def keep(self, paths: Iterable[bytes]) -> list[bytes]:
        """Leave these files' stories as they are, and have the files read again at the next comparison.

        Returns the paths of those that have stories.
        """
        with self.transaction():
            return [path for path in paths if self._files.keep(path)]

    def remove(self, paths: Iterable[bytes]) -> None:
        """Take out everything of these files."""
        with self.transaction():
            for path in paths:
                self._remove(path)
                self._unlink()

    def note_folders(self, times: Iterable[tuple[bytes, int]], gone: Iterable[bytes]) -> None:
        """Note when folders last changed (path and nanoseconds), and forget those gone, and rows left long ago."""
        with self.transaction():
            self._files.set_folder_times(times)
            self._files.remove_folders(gone)
            forget_former_rows(self._connection)

    def complete(self, cancelled: Callable[[], bool]) -> None:
        """Note that the whole library has been read, and make what serves whole libraries only.

        Once `cancelled` nothing of it is done, and it is left to the next time.
        """
        self._connection.set_progress_handler(cancelled, _STEPS_BETWEEN_CHECKS)
        try:
            with self.transaction():
                schema.complete(self._connection)
        except sqlite3.OperationalError:
            if not cancelled():
                raise
        finally:
            self._connection.set_progress_handler(None, 0)

    def set_registry(self, outlets: Sequence[Outlet], stamp: FileStamp | None, problems: Sequence[Problem]) -> None:
        """Take a new registry of outlets, and bring all stories up to date with it.

        `stamp` is None where the library has no registry file (any more).
        """
        with self.transaction():
            self._outlets.set_registry(outlets)
            self._unlink()
            if stamp is not None:
                file, _ = self._files.number(stamp)
                self._files.set_problems(file, problems)

    def put_kept(self, number: int, story: Story, path: str) -> None:
        """Put the copy that a bookmark keeps of `story`, once in the file `path`, at row `number`; in a transaction."""
        prepared = prepare_story(story, 0, is_markdown=is_markdown(path))
        prepared = prepared._replace(body=json.dumps({**json.loads(prepared.body), "kept_path": path}))
        put_stories(self._connection, self._outlets, [(number, prepared, None)])

    def forget_kept(self) -> None:
        """Take out all copies that bookmarks keep; within a transaction."""
        for (number,) in self._connection.execute(
            "SELECT story FROM stories WHERE story < 0 ORDER BY story"
        ).fetchall():
            forget_story(self._connection, number)

    def _unlink(self) -> None:
        """Note that bookmarks have to find their stories again, also if the program ends before they do."""
        self._connection.execute("DELETE FROM meta WHERE name = 'state'")

    def _remove(self, path: bytes) -> None:
        file = self._files.find(path)
        if file is None:
            return
        stories = self._connection.execute("SELECT story, id FROM stories WHERE file = ? ORDER BY story", (file,))
        for number, story_id in stories.fetchall():
            forget_story(self._connection, number)
            self._files.read_refused_again(story_id)
        self._files.remove(file)
