"""The user's own data: bookmarks and read marks, written so that none is ever lost."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from threading import RLock
from uuid import uuid4

from newsreader.errors import StateError
from newsreader.store.connection import immediate
from newsreader.store.state_faults import explained
from newsreader.store.state_opening import open_sound
from newsreader.store.state_records import (
    Bookmark,
    ImportResult,
    bookmark_from_row,
    bookmark_row,
    is_sound_read_mark,
    read_mark_row,
    storable,
)
from newsreader.store.state_schema import BOOKMARK_COLUMNS, READ_MARK_COLUMNS, count_change
from newsreader.story import Story

__all__ = ["Bookmark", "ImportResult", "State"]


class State:
    """Bookmarks and read marks in one file, which several threads and processes may use at once.

    A change is on the disk when its method returns. A method that can't do its work changes nothing
    and raises StateError, whose text tells the user why and what to do.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        path: Path,
        now: Callable[[], datetime],
        notices: tuple[str, ...],
        refusal: str,
    ) -> None:
        self._connection = connection
        self._path = path
        self._now = now
        self._refusal = refusal
        self._lock = RLock()
        self.notices = notices
        """Sentences for the user about what was found, mended or could not be done on opening."""

    @classmethod
    def open(cls, path: Path, *, now: Callable[[], datetime]) -> State:
        """The state in the file at `path`, made if missing and recovered if damaged.

        A damaged file is put aside beside it. If anything changed since the last backup, a new one is
        made in the folder `backups`. The file of a newer program is opened to be read only.
        """
        opened = open_sound(path, now)
        return cls(opened.connection, path, now, opened.notices, opened.refusal)

    def bookmarks(self) -> tuple[Bookmark, ...]:
        """All bookmarks that can be read, newest first; `damaged` tells whether there are others."""
        with self._reading() as connection:
            rows = connection.execute(f"SELECT {BOOKMARK_COLUMNS} FROM bookmarks ORDER BY rowid DESC").fetchall()
        sound = [bookmark for row in rows if (bookmark := bookmark_from_row(row))]
        return tuple(sorted(sound, key=lambda bookmark: bookmark.created_at, reverse=True))

    def uuids(self) -> list[str]:
        """The uuids of all bookmarks, also of those that can't be read; cheaper than `bookmarks`."""
        with self._reading() as connection:
            return [uuid for (uuid,) in connection.execute("SELECT uuid FROM bookmarks")]

    def story_id_of(self, uuid: str) -> str | None:
        """The id of the story that a bookmark is of, None where there is no such bookmark."""
        with self._reading() as connection:
            found = connection.execute("SELECT story_id FROM bookmarks WHERE uuid = ?", (storable(uuid),)).fetchone()
            return str(found[0]) if found else None

    def add_bookmark(self, story: Story, *, library: str, path: str) -> Bookmark:
        """Bookmark `story`, which is in the file `path` of `library`; one that is there already stays as it is."""
        bookmark = Bookmark(str(uuid4()), self._now().astimezone(UTC), story, library, path)
        with self._writing() as connection:
            known = _same(connection, bookmark)
            if known is None:
                _insert(connection, bookmark)
        return known or bookmark

    def remove_bookmark(self, uuid: str) -> bool:
        """Remove a bookmark; False if there was none."""
        with self._writing() as connection:
            return connection.execute("DELETE FROM bookmarks WHERE uuid = ?", (storable(uuid),)).rowcount > 0

    def restore_bookmark(self, bookmark: Bookmark) -> None:
        """Put back, just as it was, a bookmark that was removed."""
        with self._writing() as connection:
            _insert(connection, bookmark)

    def refresh_bookmark(self, uuid: str, story: Story, *, library: str, path: str) -> Bookmark | None:
        """Give a bookmark the newer copy of its story, found again at `path` of `library`.

        It keeps its uuid and the time it was made. None if there is no such bookmark any more.
        """
        with self._writing() as connection:
            found = connection.execute(f"SELECT {BOOKMARK_COLUMNS} FROM bookmarks WHERE uuid = ?", (storable(uuid),))
            row = found.fetchone()
            old = bookmark_from_row(row) if row else None
            if old is None:
                return None
            new = Bookmark(old.uuid, old.created_at, story, library, path)
            if new != old:
                connection.execute(
                    "UPDATE bookmarks SET (story_id, record, crc) = (?, ?, ?) WHERE uuid = ?",
                    (*bookmark_row(new)[1:], old.uuid),
                )
            return new

    def import_bookmarks(self, records: Iterable[Bookmark]) -> ImportResult:
        """Add those of `records` that are not there yet, all or, where that fails, none."""
        added = known = 0
        with self._writing() as connection:
            for bookmark in records:
                if _same(connection, bookmark) or not _insert(connection, bookmark):
                    known += 1
                else:
                    added += 1
        return ImportResult(added, known)

    def mark_read(self, story_id: str, when: datetime) -> None:
        """Note that a story was read."""
        self.mark_all_read((story_id,), when)

    def mark_all_read(self, story_ids: Iterable[str], when: datetime) -> None:
        """Note that several stories were read, all of them or, where that fails, none."""
        with self._writing() as connection:
            connection.executemany(
                f"INSERT OR REPLACE INTO read_marks ({READ_MARK_COLUMNS}) VALUES (?, ?, ?)",
                (read_mark_row(story_id, when) for story_id in story_ids),
            )

    def mark_unread(self, story_id: str) -> None:
        """Note that a story was not read."""
        self.mark_all_unread((story_id,))

    def mark_all_unread(self, story_ids: Iterable[str]) -> None:
        """Note that several stories were not read, all of them or, where that fails, none."""
        with self._writing() as connection:
            connection.executemany(
                "DELETE FROM read_marks WHERE story_id = ?", ((storable(story_id),) for story_id in story_ids)
            )

    def read_ids(self) -> set[str]:
        """The ids of all stories that were read."""
        return {row[0] for row in self._read_marks() if is_sound_read_mark(row)}

    def damaged(self) -> int:
        """How many rows of the file are not what was written; they are not shown, and stay in the file."""
        with self._reading() as connection:
            bookmarks = connection.execute(f"SELECT {BOOKMARK_COLUMNS} FROM bookmarks").fetchall()
        return sum(bookmark_from_row(row) is None for row in bookmarks) + sum(
            not is_sound_read_mark(row) for row in self._read_marks()
        )

    def data_version(self) -> int:
        """A number that changes when another process, or another State, has written to the file."""
        with self._reading() as connection:
            (version,) = connection.execute("PRAGMA data_version").fetchone()
        return int(version)

    def close(self) -> None:
        """Close the file; nothing can be read or written after."""
        with self._lock:
            self._connection.close()

    def _read_marks(self) -> list[tuple[str, int, int]]:
        with self._reading() as connection:
            return connection.execute(f"SELECT {READ_MARK_COLUMNS} FROM read_marks").fetchall()

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        with self._lock, explained(self._path):
            yield self._connection

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._lock, explained(self._path):
            if self._refusal:
                raise StateError(self._refusal)
            before = self._connection.total_changes
            with immediate(self._connection):
                yield self._connection
                if self._connection.total_changes != before:
                    count_change(self._connection)


def _same(connection: sqlite3.Connection, bookmark: Bookmark) -> Bookmark | None:
    rows = connection.execute(
        f"SELECT {BOOKMARK_COLUMNS} FROM bookmarks WHERE story_id = ? ORDER BY rowid", (storable(bookmark.story.id),)
    )
    from newsreader.store.linking import candidate_of, is_same_story

    candidate = candidate_of(bookmark)
    for row in rows:
        known = bookmark_from_row(row)
        if known and is_same_story(known, candidate):
            return known
    return None


def _insert(connection: sqlite3.Connection, bookmark: Bookmark) -> bool:
    inserted = connection.execute(
        f"INSERT OR IGNORE INTO bookmarks ({BOOKMARK_COLUMNS}) VALUES (?, ?, ?, ?)", bookmark_row(bookmark)
    )
    return inserted.rowcount > 0
