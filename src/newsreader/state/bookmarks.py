"""Keep bookmarks in the state: each with a full copy of its story."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC
from typing import NamedTuple
from uuid import uuid4

from msgspec.structs import replace

from newsreader.state.edits import Change, Edit, apply_changes, change_rows
from newsreader.state.file import StateFile
from newsreader.state.records import (
    Bookmark,
    ImportResult,
    OtherStory,
    bookmark_from_dict,
    bookmark_from_row,
    bookmark_values,
)
from newsreader.state.tables import BOOKMARKS, EARLIER_COPIES, SUBJECTS, is_sound, sealed, storable
from newsreader.story import Story


class Keepable(NamedTuple):
    """A story that can be bookmarked, in the file `path` of `library`."""

    story: Story
    library: str
    path: str


class Bookmarks:
    """Keep bookmarks in the file of a `State`."""

    def __init__(self, file: StateFile) -> None:
        self._file = file

    def all(self) -> tuple[Bookmark, ...]:
        """Return all readable bookmarks, newest first; `State.damaged` says whether there are others."""
        with self._file.reading() as connection:
            rows = connection.execute(f"SELECT {BOOKMARKS.columns} FROM bookmarks ORDER BY rowid DESC").fetchall()
        sound = [bookmark for row in rows if (bookmark := bookmark_from_row(row))]
        return tuple(sorted(sound, key=lambda bookmark: bookmark.created_at, reverse=True))

    def uuids(self) -> list[str]:
        """Return the uuids of all bookmarks, also of unreadable ones; this is cheaper than `all`."""
        with self._file.reading() as connection:
            return [uuid for (uuid,) in connection.execute("SELECT uuid FROM bookmarks")]

    def get(self, uuid: str) -> Bookmark | None:
        """Return one bookmark; None if there is none, or if it can't be read."""
        with self._file.reading() as connection:
            found = connection.execute(f"SELECT {BOOKMARKS.columns} FROM bookmarks WHERE uuid = ?", (storable(uuid),))
            row = found.fetchone()
        return bookmark_from_row(row) if row else None

    def earlier_copy(self, uuid: str) -> Bookmark | None:
        """Return a bookmark as it was before its story last changed; None if it never has."""
        with self._file.reading() as connection:
            found = connection.execute(
                f"SELECT {EARLIER_COPIES.columns} FROM earlier_copies WHERE uuid = ?", (storable(uuid),)
            ).fetchone()
        return bookmark_from_dict(json.loads(found[1])) if found and is_sound(found) else None

    def add(self, story: Story, *, library: str, path: str) -> Bookmark:
        """Bookmark `story`, which is in the file `path` of `library`; an existing bookmark stays as it is."""
        return self.add_many((Keepable(story, library, path),))[0][0]

    def add_many(self, stories: Iterable[Keepable]) -> tuple[list[Bookmark], Edit]:
        """Bookmark several stories: all of them or, if that fails, none.

        Returns the bookmark of each, new or existing, and what has changed.
        """
        created_at = self._file.now().astimezone(UTC)
        bookmarks: list[Bookmark] = []

        def insert(connection: sqlite3.Connection) -> tuple[Change, ...]:
            changes: list[Change] = []
            for story, library, path in stories:
                bookmark = Bookmark(str(uuid4()), created_at, story, library, path)
                known = _same(connection, bookmark)
                bookmarks.append(known or bookmark)
                if known is None:
                    change = Change((bookmark.uuid,), None, bookmark_values(bookmark))
                    changes += apply_changes(connection, BOOKMARKS, (change,))
                    _note_subject(connection, self._file.key_of(story.id), bookmark)
            return tuple(changes)

        return bookmarks, self._file.edit(BOOKMARKS, insert)

    def remove(self, uuid: str) -> bool:
        """Remove a bookmark; returns False if there was none."""
        return bool(self.remove_many((uuid,)).changes)

    def remove_many(self, uuids: Iterable[str]) -> Edit:
        """Remove several bookmarks: all of them or, if that fails, none."""

        def delete(connection: sqlite3.Connection) -> tuple[Change, ...]:
            keys = [(uuid,) for uuid in uuids]
            for (uuid,) in keys:
                if bookmark := self.get(uuid):  # the story's tags and notes stay
                    _note_subject(connection, bookmark.story.id, bookmark)
            return change_rows(connection, BOOKMARKS, keys, lambda _: None)

        return self._file.edit(BOOKMARKS, delete)

    def refresh(self, uuid: str, story: Story, *, library: str, path: str) -> Bookmark | None:
        """Give a bookmark the newer copy of its story, found again at `path` of `library`.

        It keeps its uuid and its time. If the story has changed, the earlier copy is kept too, in place of an older
        one. Returns None if there is no such bookmark any more.
        """
        with self._file.writing() as connection:
            found = connection.execute(f"SELECT {BOOKMARKS.columns} FROM bookmarks WHERE uuid = ?", (storable(uuid),))
            row = found.fetchone()
            old = bookmark_from_row(row) if row else None
            if old is None:
                return None
            new = replace(old, story=story, library=library, path=path)
            if new != old:
                _replace_record(connection, new)
                if _content_of(new.story) != _content_of(old.story):
                    earlier = sealed(old.uuid, bookmark_values(old)[1])
                    connection.execute(
                        f"INSERT OR REPLACE INTO earlier_copies ({EARLIER_COPIES.columns})"
                        f" VALUES ({EARLIER_COPIES.places})",
                        earlier,
                    )
            return new

    def note_others(self, others: Mapping[str, Sequence[OtherStory]]) -> None:
        """Add to bookmarks, by their uuids, stories that are known to be others than theirs."""
        with self._file.writing() as connection:
            for uuid, more in others.items():
                if bookmark := self.get(uuid):
                    new = replace(bookmark, others=tuple(dict.fromkeys((*bookmark.others, *more))))
                    _replace_record(connection, new)

    def import_new(self, records: Iterable[Bookmark]) -> ImportResult:
        """Add those of `records` that are not there yet: all or, if that fails, none."""
        known = 0

        def insert(connection: sqlite3.Connection) -> tuple[Change, ...]:
            nonlocal known
            changes: list[Change] = []
            for bookmark in records:
                change = Change((bookmark.uuid,), None, bookmark_values(bookmark))
                if _same(connection, bookmark) or not (made := apply_changes(connection, BOOKMARKS, (change,))):
                    known += 1
                else:
                    changes += made
                    _note_subject(connection, bookmark.story.id, bookmark)
            return tuple(changes)

        return ImportResult(len(self._file.edit(BOOKMARKS, insert).changes), known)


def _replace_record(connection: sqlite3.Connection, bookmark: Bookmark) -> None:
    connection.execute(
        "UPDATE bookmarks SET (story_id, record, crc) = (?, ?, ?) WHERE uuid = ?",
        (*sealed(bookmark.uuid, *bookmark_values(bookmark))[1:], storable(bookmark.uuid)),
    )


def _note_subject(connection: sqlite3.Connection, key: str, bookmark: Bookmark) -> None:
    """Store that the marks under `key` are of the bookmarked story, unless they are known to be of another."""
    from newsreader.state.mark_keys import subject_values
    from newsreader.state.records import candidate_of

    change_rows(connection, SUBJECTS, ((key,),), lambda before: before or subject_values(candidate_of(bookmark)))


def _content_of(story: Story) -> tuple[object, ...]:
    """Return what a story says: a new rating of its outlet, or another file of it, does not change that."""
    return story.title, story.summary, story.key_points, story.published, story.original


def _same(connection: sqlite3.Connection, bookmark: Bookmark) -> Bookmark | None:
    """Return the bookmark of the same story in the same library; of a library that is gone, one with the same words."""
    rows = connection.execute(
        f"SELECT {BOOKMARKS.columns} FROM bookmarks WHERE story_id = ? ORDER BY rowid", (storable(bookmark.story.id),)
    )
    from newsreader.matching.stories import Home, home_of, is_copy, is_same_story
    from newsreader.state.records import candidate_of

    candidate = candidate_of(bookmark)
    for row in rows:
        known = bookmark_from_row(row)
        if known is None:
            continue
        copy = candidate_of(known)
        if is_same_story(copy, candidate):
            return known
        if is_copy(copy, candidate) and Home.GONE in (
            home_of(known.library, bookmark.library),
            home_of(bookmark.library, known.library),
        ):
            return known
    return None
