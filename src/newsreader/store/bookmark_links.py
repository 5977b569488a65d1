"""Which stories of the index are bookmarked: bookmarks find their stories, or are shown from their own copy."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from newsreader.identity import Identity, identify
from newsreader.store.former_rows import free_row
from newsreader.store.index_writer import IndexWriter
from newsreader.store.linking import Candidate, best_match
from newsreader.store.schema import KEPT_OFFSET, SECONDS_BEFORE_1970
from newsreader.store.state_records import Bookmark
from newsreader.store.unnoted import Versions
from newsreader.story import published_moment


@dataclass(frozen=True, slots=True)
class Links:
    """The outcome of linking: the bookmark's uuid for each bookmarked story of the index."""

    by_story: dict[int, str]
    found: Sequence[tuple[Bookmark, int]]


def link_bookmarks(writer: IndexWriter, bookmarks: Sequence[Bookmark], library: str, version: str) -> Links:
    """Link every bookmark to its story in the index; those without one are put in as kept copies.

    `version` is that of the bookmarks, as the state tells it.
    """
    with writer.transaction() as connection:
        writer.forget_kept()
        connection.execute("DELETE FROM bookmarked")
        by_story: dict[int, str] = {}
        found: list[tuple[Bookmark, int]] = []
        for bookmark in bookmarks:
            identity = identify(bookmark.story)
            number = best_match(bookmark, _candidates(connection, bookmark, identity, library))
            if number is None:
                number = _put_kept(writer, connection, bookmark)
            elif number not in by_story:
                found.append((bookmark, number))
            by_story.setdefault(number, bookmark.uuid)
        connection.executemany("INSERT INTO bookmarked (story, uuid) VALUES (?, ?)", by_story.items())
        connection.execute("INSERT OR REPLACE INTO meta (name, value) VALUES ('state', ?)", (version,))
    return Links(by_story, found)


def note_bookmarks(connection: sqlite3.Connection, changes: Mapping[int, str | None], versions: Versions) -> None:
    """Note that these stories are bookmarked now, each as its uuid, or with None no longer; within a transaction.

    Where other bookmarks are not linked yet they stay so: `versions` are those of the bookmarks before and after.
    """
    for number, uuid in changes.items():
        connection.execute("DELETE FROM bookmarked WHERE story = ? OR uuid = ?", (number, uuid))
        if uuid is not None:
            connection.execute("INSERT INTO bookmarked (story, uuid) VALUES (?, ?)", (number, uuid))
    before, after = versions
    is_loose = any(number < 0 for number in changes)  # a kept copy comes or goes when bookmarks are linked again
    connection.execute(
        "UPDATE meta SET value = CASE value WHEN ? THEN ? ELSE '' END WHERE name = 'state'",
        (str(before), "" if is_loose else str(after)),
    )


def _candidates(
    connection: sqlite3.Connection, bookmark: Bookmark, identity: Identity, library: str
) -> list[Candidate]:
    """All stories that share anything with the bookmark's by which it could be told."""
    path = os.fsencode(bookmark.path)
    rows = connection.execute(
        """SELECT s.story, s.id, s.id_declared, s.url_key, s.title_key, s.body_key, s.published, d.path, f.name,
            s.title, coalesce(o.id, '')
        FROM (
            SELECT story FROM stories WHERE id = :id AND story > 0
            UNION SELECT story FROM stories WHERE url_key = :url
            UNION SELECT story FROM stories WHERE title_key = :title
            UNION SELECT story FROM stories WHERE body_key = :body
            UNION SELECT story FROM stories WHERE file = (
                SELECT file FROM files JOIN folders USING (folder) WHERE path = :folder AND name = :name
            )
        ) JOIN stories s USING (story) JOIN files f USING (file) JOIN folders d USING (folder)
        LEFT JOIN outlets o USING (outlet)
        WHERE s.story > 0""",
        {
            "id": identity.id,
            "url": identity.url_key,
            "title": identity.title_key,
            "body": identity.body_key,
            "folder": os.path.dirname(path),
            "name": os.path.basename(path),
        },
    )
    return [
        Candidate(
            story=number,
            identity=Identity(story_id, bool(declared), url_key, title_key, body_key, published[:10]),
            path=os.fsdecode(os.path.join(folder, name)),
            library=library,
            title=title,
            outlet=outlet,
        )
        for number, story_id, declared, url_key, title_key, body_key, published, folder, name, title, outlet in rows
    ]


def _put_kept(writer: IndexWriter, connection: sqlite3.Connection, bookmark: Bookmark) -> int:
    published = bookmark.story.published
    moment = published_moment(published) if published else int(bookmark.created_at.timestamp())
    number = free_row(connection, max(moment + SECONDS_BEFORE_1970, 1) - KEPT_OFFSET, bookmark.story.id)
    writer.put_kept(number, bookmark.story, bookmark.path)
    return number
