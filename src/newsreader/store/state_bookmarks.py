"""Bookmarks in the state: each with a full copy of its story."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC
from typing import NamedTuple
from uuid import uuid4

from newsreader.store.state_edits import Change, Edit, carry_out, change_rows
from newsreader.store.state_file import StateFile
from newsreader.store.state_records import (
    Bookmark,
    ImportResult,
    OtherStory,
    bookmark_from_dict,
    bookmark_from_row,
    bookmark_values,
)
from newsreader.store.state_tables import BOOKMARKS, EARLIER_COPIES, SUBJECTS, is_sound, sealed, storable
from newsreader.story import Story


class Keepable(NamedTuple):
    """A story that can be bookmarked, in the file `path` of `library`."""

    story: Story
    library: str
    path: str


class BookmarkState(StateFile):
    """The part of a `State` that keeps bookmarks."""

    def bookmarks(self) -> tuple[Bookmark, ...]:
        """All bookmarks that can be read, newest first; `damaged` tells whether there are others."""
        with self._reading() as connection:
            rows = connection.execute(f"SELECT {BOOKMARKS.columns} FROM bookmarks ORDER BY rowid DESC").fetchall()
        sound = [bookmark for row in rows if (bookmark := bookmark_from_row(row))]
        return tuple(sorted(sound, key=lambda bookmark: bookmark.created_at, reverse=True))

    def uuids(self) -> list[str]:
        """The uuids of all bookmarks, also of those that can't be read; cheaper than `bookmarks`."""
        with self._reading() as connection:
            return [uuid for (uuid,) in connection.execute("SELECT uuid FROM bookmarks")]

    def bookmark(self, uuid: str) -> Bookmark | None:
        """One bookmark, None where there is no such one, or where it can't be read."""
        with self._reading() as connection:
            found = connection.execute(f"SELECT {BOOKMARKS.columns} FROM bookmarks WHERE uuid = ?", (storable(uuid),))
            row = found.fetchone()
        return bookmark_from_row(row) if row else None

    def earlier_copy(self, uuid: str) -> Bookmark | None:
        """A bookmark as it was before its story last changed, None where it never has."""
        with self._reading() as connection:
            found = connection.execute(
                f"SELECT {EARLIER_COPIES.columns} FROM earlier_copies WHERE uuid = ?", (storable(uuid),)
            ).fetchone()
        return bookmark_from_dict(json.loads(found[1])) if found and is_sound(found) else None

    def add_bookmark(self, story: Story, *, library: str, path: str) -> Bookmark:
        """Bookmark `story`, which is in the file `path` of `library`; one that is there already stays as it is."""
        return self.add_bookmarks((Keepable(story, library, path),))[0][0]

    def add_bookmarks(self, stories: Iterable[Keepable]) -> tuple[list[Bookmark], Edit]:
        """Bookmark several stories, all of them or, where that fails, none.

        Returns the bookmark of each, one that was there already where there was one, and what has changed.
        """
        created_at = self._now().astimezone(UTC)
        bookmarks: list[Bookmark] = []

        def add(connection: sqlite3.Connection) -> tuple[Change, ...]:
            changes: list[Change] = []
            for story, library, path in stories:
                bookmark = Bookmark(str(uuid4()), created_at, story, library, path)
                known = _same(connection, bookmark)
                bookmarks.append(known or bookmark)
                if known is None:
                    change = Change((bookmark.uuid,), None, bookmark_values(bookmark))
                    changes += carry_out(connection, BOOKMARKS, (change,))
                    _note_subject(connection, self._key(story.id), bookmark)
            return tuple(changes)

        return bookmarks, self._edited(BOOKMARKS, add)

    def remove_bookmark(self, uuid: str) -> bool:
        """Remove a bookmark; False if there was none."""
        return bool(self.remove_bookmarks((uuid,)).changes)

    def remove_bookmarks(self, uuids: Iterable[str]) -> Edit:
        """Remove several bookmarks, all of them or, where that fails, none."""

        def remove(connection: sqlite3.Connection) -> tuple[Change, ...]:
            keys = [(uuid,) for uuid in uuids]
            for (uuid,) in keys:
                if bookmark := self.bookmark(uuid):  # the story's tags and notes stay
                    _note_subject(connection, bookmark.story.id, bookmark)
            return change_rows(connection, BOOKMARKS, keys, lambda _: None)

        return self._edited(BOOKMARKS, remove)

    def refresh_bookmark(self, uuid: str, story: Story, *, library: str, path: str) -> Bookmark | None:
        """Give a bookmark the newer copy of its story, found again at `path` of `library`.

        It keeps its uuid and the time it was made; where the story has changed, the copy before is kept, too, in
        place of an earlier one. None if there is no such bookmark any more.
        """
        with self._writing() as connection:
            found = connection.execute(f"SELECT {BOOKMARKS.columns} FROM bookmarks WHERE uuid = ?", (storable(uuid),))
            row = found.fetchone()
            old = bookmark_from_row(row) if row else None
            if old is None:
                return None
            new = replace(old, story=story, library=library, path=path)
            if new != old:
                _replace_record(connection, new)
                if _told(new.story) != _told(old.story):
                    earlier = sealed(old.uuid, bookmark_values(old)[1])
                    connection.execute(
                        f"INSERT OR REPLACE INTO earlier_copies ({EARLIER_COPIES.columns})"
                        f" VALUES ({EARLIER_COPIES.places})",
                        earlier,
                    )
            return new

    def note_others(self, others: Mapping[str, Sequence[OtherStory]]) -> None:
        """Note of bookmarks, by their uuids, stories that are others than theirs, beside those that are known."""
        with self._writing() as connection:
            for uuid, more in others.items():
                if bookmark := self.bookmark(uuid):
                    new = replace(bookmark, others=tuple(dict.fromkeys((*bookmark.others, *more))))
                    _replace_record(connection, new)

    def import_bookmarks(self, records: Iterable[Bookmark]) -> ImportResult:
        """Add those of `records` that are not there yet, all or, where that fails, none."""
        known = 0

        def add(connection: sqlite3.Connection) -> tuple[Change, ...]:
            nonlocal known
            changes: list[Change] = []
            for bookmark in records:
                change = Change((bookmark.uuid,), None, bookmark_values(bookmark))
                if _same(connection, bookmark) or not (made := carry_out(connection, BOOKMARKS, (change,))):
                    known += 1
                else:
                    changes += made
                    _note_subject(connection, bookmark.story.id, bookmark)
            return tuple(changes)

        return ImportResult(len(self._edited(BOOKMARKS, add).changes), known)


def _replace_record(connection: sqlite3.Connection, bookmark: Bookmark) -> None:
    connection.execute(
        "UPDATE bookmarks SET (story_id, record, crc) = (?, ?, ?) WHERE uuid = ?",
        (*sealed(bookmark.uuid, *bookmark_values(bookmark))[1:], storable(bookmark.uuid)),
    )


def _note_subject(connection: sqlite3.Connection, key: str, bookmark: Bookmark) -> None:
    """Note that the marks under `key` are of the bookmarked story, unless they are known to be of another."""
    from newsreader.store.linking import candidate_of
    from newsreader.store.mark_keys import subject_values

    change_rows(connection, SUBJECTS, ((key,),), lambda before: before or subject_values(candidate_of(bookmark)))


def _told(story: Story) -> tuple[object, ...]:
    """What a story tells: a new rating of its outlet, or another file of it, is no change of that."""
    return story.title, story.summary, story.key_points, story.published, story.original


def _same(connection: sqlite3.Connection, bookmark: Bookmark) -> Bookmark | None:
    """The bookmark of the same story in the same library; of a library that is gone, one of the same words."""
    rows = connection.execute(
        f"SELECT {BOOKMARKS.columns} FROM bookmarks WHERE story_id = ? ORDER BY rowid", (storable(bookmark.story.id),)
    )
    from newsreader.store.linking import Home, candidate_of, home_of, is_copy, is_same_story

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
