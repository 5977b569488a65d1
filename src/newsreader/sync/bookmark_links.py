"""Link bookmarks to their stories in the index; the others are shown from an archived copy."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Mapping, Sequence
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from newsreader.index.former_rows import free_row
from newsreader.index.left_out import remute_marked
from newsreader.index.marks import Versions
from newsreader.index.schema import ARCHIVED_OFFSET, MARK_KEYS, nominal_row
from newsreader.index.story_keys import stories_chosen
from newsreader.index.writing import IndexWriter
from newsreader.matching.likeness import is_long
from newsreader.matching.stories import Candidate, Home, Match, best_match, home_of, is_copy
from newsreader.state.mark_keys import Subjects, keys_text, suffixed
from newsreader.state.records import Bookmark, OtherStory, candidate_of
from newsreader.state.tables import storable
from newsreader.story import published_moment
from newsreader.sync.neighbours import Neighbours, Standing

_MOST_OF_A_BODY: Final = 10
"""A text that more stories have is boilerplate, and does not distinguish them."""

_IN_FILE: Final = """UNION SELECT story FROM stories WHERE file = (
            SELECT file FROM files JOIN folders USING (folder) WHERE path = :folder AND name = :name
        )"""
_IDS_AT_ONCE: Final = 500


class Links(Struct, frozen=True):
    """The result of linking.

    `by_story` has the bookmark's uuid for each bookmarked story of the index. `found` are the bookmarks that surely
    have found their story. `keys` are the keys of marks that are not ids, by story id in the index. `edited` are
    stories, as they are now, whose marks are under a key. `key_of_bookmark` has the key of each bookmark's marks.
    `others` are stories beside that of a bookmark, by its uuid, that could be taken for it.
    """

    by_story: dict[int, str]
    found: Sequence[tuple[Bookmark, int]]
    keys: dict[str, str]
    edited: dict[str, Candidate]
    key_of_bookmark: dict[str, str]
    others: dict[str, Sequence[OtherStory]]


def link_bookmarks(
    writer: IndexWriter, bookmarks: Sequence[Bookmark], library: str, version: str, subjects: Subjects
) -> Links:
    """Link every bookmark to its story in the index, or add an archived copy if it has none.

    `version` is the state's version of the bookmarks. A story has one bookmark: the surer one, then the newer one. A
    bookmark that loses gets an archived copy, unless it has the same copy. The changes of the index since bookmarks
    were last linked stay noted until `forget_changes`.
    """
    homes = {name: home_of(name, library) for name in {bookmark.library for bookmark in bookmarks}}
    with writer.transaction() as connection:
        standing = Standing.of(connection)
        writer.forget_archived()
        connection.execute("DELETE FROM bookmarked")
        keys, edited = _find_keys(connection, library, subjects)
        others: dict[str, Sequence[OtherStory]] = {}
        copies = {each.uuid: candidate_of(each) for each in bookmarks}
        matches = list[tuple[Bookmark, Match | None]]()
        for each in bookmarks:
            neighbours = Neighbours(standing, each, copies[each.uuid], homes[each.library])
            match, more = _match(connection, neighbours, library)
            matches.append((each, match))
            if more:
                others[each.uuid] = more
        by_story: dict[int, Bookmark] = {}
        found: list[tuple[Bookmark, int]] = []
        left: list[Bookmark] = []
        for bookmark, match in sorted(matches, key=lambda pair: pair[1] is None or not pair[1].is_sure):
            if match is None:
                left.append(bookmark)
            elif match.story not in by_story:
                by_story[match.story] = bookmark
                if match.is_sure:
                    found.append((bookmark, match.story))
            elif not is_copy(copies[by_story[match.story].uuid], copies[bookmark.uuid]):
                left.append(bookmark)
        taken = _ArchivedIds(connection, keys)
        key_of = {each.uuid: subjects.key_of(_at(copies[each.uuid], library, homes)) for each in bookmarks}
        for bookmark in left:
            archived_id = taken.id_for(bookmark, key_of[bookmark.uuid])
            by_story[_put_archived(writer, connection, bookmark, archived_id)] = bookmark
        links = {row_id: bookmark.uuid for row_id, bookmark in by_story.items()}
        connection.executemany("INSERT INTO bookmarked (story, uuid) VALUES (?, ?)", links.items())
        connection.execute("INSERT OR REPLACE INTO meta (name, value) VALUES ('state', ?)", (version,))
        remute_marked(connection)
        note_keys(connection, keys)
    return Links(links, found, keys, edited, key_of, others)


def renew_keys(
    connection: sqlite3.Connection, library: str, subjects: Subjects, keys: Mapping[str, str]
) -> Mapping[str, str]:
    """Update the keys of marks, which were `keys`, after others were marked. Call it within a transaction.

    If that changes any key, bookmarks have to be linked again, because their copies have keys too.
    """
    found, _ = _find_keys(connection, library, subjects)
    is_there = "SELECT 1 FROM stories WHERE id = ? AND story > 0"
    kept = {each: key for each, key in keys.items() if not connection.execute(is_there, (each,)).fetchone()}
    if {**kept, **found} != keys:
        note_keys(connection, {**kept, **found})
        connection.execute("DELETE FROM meta WHERE name = 'state'")
    return {**kept, **found}


def _find_keys(
    connection: sqlite3.Connection, library: str, subjects: Subjects
) -> tuple[dict[str, str], dict[str, Candidate]]:
    """Return the marks' key of each story of the library whose key is not its id, and the subjects that were edited."""
    ids, keys, edited = subjects.ids(), dict[str, str](), dict[str, Candidate]()
    for start in range(0, len(ids), _IDS_AT_ONCE):
        some = ids[start : start + _IDS_AT_ONCE]
        chosen = f"SELECT story FROM stories WHERE id IN ({','.join('?' * len(some))}) AND story > 0"
        for story in stories_chosen(connection, chosen, some, library):
            key = subjects.key_of(story)
            if key != story.identity.id:
                keys[story.identity.id] = key
            if subjects.is_outdated(key, story):
                edited[key] = story
    return keys, edited


def note_keys(connection: sqlite3.Connection, keys: Mapping[str, str]) -> None:
    """Store the keys of marks in the index. Call it within a transaction."""
    connection.execute("INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)", (MARK_KEYS, keys_text(keys)))


class _ArchivedIds:
    """Choose the ids of archived copies in the index: another than its own if that is another story's."""

    def __init__(self, connection: sqlite3.Connection, keys: dict[str, str]) -> None:
        self._connection = connection
        self._keys = keys
        self._kept: set[str] = set()

    def id_for(self, bookmark: Bookmark, key: str) -> str:
        """Return the id for the copy of `bookmark`, whose marks are under `key`."""
        story_id = bookmark.story.id
        is_there = self._connection.execute("SELECT 1 FROM stories WHERE id = ? AND story > 0", (storable(story_id),))
        is_taken = story_id in self._kept or is_there.fetchone() is not None
        if is_taken and self._keys.get(story_id, storable(story_id)) != key:
            story_id = suffixed(story_id, bookmark.uuid)
        self._kept.add(story_id)
        if key != storable(story_id):
            self._keys[story_id] = key
        return story_id


def _at(story: Candidate, library: str, homes: Mapping[str, Home]) -> Candidate:
    """Return a bookmark's `story` in the open library, if its own library is that one or gone."""
    return story if homes[story.library] is Home.ELSEWHERE else replace(story, library=library)


def _match(
    connection: sqlite3.Connection, neighbours: Neighbours, library: str
) -> tuple[Match | None, Sequence[OtherStory]]:
    """Return the match of a bookmark, and the stories to remember as others."""
    kept, home = neighbours.kept, neighbours.home
    if home is Home.ELSEWHERE:
        return None, ()
    candidates = _candidates(connection, kept, library, in_file=False)
    match = best_match(kept, neighbours.unknown(candidates), home)
    if match is not None and match.is_sure:  # a file may have thousands of stories, and none of them is surer
        beside = [each for each in candidates if each.story != match.story]
        return match, neighbours.to_remember(beside, is_there=True)
    candidates = _candidates(connection, kept, library, in_file=True)
    return best_match(kept, neighbours.unknown(candidates), home), neighbours.to_remember(candidates)


def note_bookmarks(connection: sqlite3.Connection, changes: Mapping[int, str | None], versions: Versions) -> None:
    """Store that these rows have these bookmarks now, or None. Call it within a transaction.

    Other bookmarks that are not linked yet stay so: `versions` are those of the bookmarks before and after.
    """
    for row_id, uuid in changes.items():
        connection.execute("DELETE FROM bookmarked WHERE story = ? OR uuid = ?", (row_id, uuid))
        if uuid is not None:
            connection.execute("INSERT INTO bookmarked (story, uuid) VALUES (?, ?)", (row_id, uuid))
    remute_marked(connection)
    before, after = versions
    is_loose = any(row_id < 0 for row_id in changes)  # an archived copy comes or goes when bookmarks are linked again
    connection.execute(
        "UPDATE meta SET value = CASE value WHEN ? THEN ? ELSE '' END WHERE name = 'state'",
        (str(before), "" if is_loose else str(after)),
    )


def _candidates(connection: sqlite3.Connection, kept: Candidate, library: str, *, in_file: bool) -> list[Candidate]:
    """Return all stories that share anything with a bookmark's by which it is recognised; `in_file` adds its file's."""
    path = os.fsencode(kept.path)
    by_body = f"""UNION SELECT story FROM stories WHERE body_key = :body AND (
            SELECT count(*) FROM (SELECT 1 FROM stories WHERE body_key = :body LIMIT {_MOST_OF_A_BODY + 1})
        ) <= {_MOST_OF_A_BODY}"""
    chosen = f"""SELECT story FROM stories WHERE id = :id AND story > 0
        UNION SELECT story FROM stories WHERE url_key = :url
        UNION SELECT story FROM stories WHERE title_key = :title
        {by_body if is_long(kept.text) else ""}
        {_IN_FILE if in_file else ""}"""
    values = {
        "id": kept.identity.id,
        "url": kept.identity.url_key,
        "title": kept.identity.title_key,
        "body": kept.identity.body_key,
        "folder": os.path.dirname(path),
        "name": os.path.basename(path),
    }
    return stories_chosen(connection, chosen, values, library)


def _put_archived(writer: IndexWriter, connection: sqlite3.Connection, bookmark: Bookmark, archived_id: str) -> int:
    published = bookmark.story.published
    moment = published_moment(published) if published else int(bookmark.created_at.timestamp())
    row_id = nominal_row(moment, is_dated=published is not None) - ARCHIVED_OFFSET
    row_id = free_row(connection, row_id, archived_id)
    writer.put_archived(row_id, replace(bookmark.story, id=archived_id), bookmark.path)
    return row_id
