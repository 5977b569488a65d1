"""Which stories were in the index when bookmarks were last linked: those that a bookmark did not find then are others.

`changed_ids` has each id that came or left since then, with whether it was there. It is written only while there
are bookmarks, as nothing is compared otherwise.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from newsreader.identity import EMPTY_BODY
from newsreader.store.linking import Candidate, Home, is_copy, may_be_taken_for
from newsreader.store.state_records import Bookmark, OtherStory
from newsreader.store.state_tables import storable


def note_left(connection: sqlite3.Connection, number: int) -> None:
    """Note that the story of a row leaves it, before it is taken out of `stories`; within a transaction."""
    if number > 0 and _is_noting(connection):
        connection.execute(
            """INSERT OR IGNORE INTO changed_ids (id, was_there, body_key, uuid)
            SELECT id, 1, body_key, uuid FROM stories LEFT JOIN bookmarked USING (story) WHERE story = ?""",
            (number,),
        )


def note_came(connection: sqlite3.Connection, ids: Iterable[str]) -> None:
    """Note that stories with these ids are put in; within a transaction."""
    if _is_noting(connection):
        connection.executemany(
            "INSERT OR IGNORE INTO changed_ids (id, was_there) VALUES (?, 0)", ((story_id,) for story_id in ids)
        )


def forget_changes(connection: sqlite3.Connection) -> None:
    """Begin again, after bookmarks were linked; within a transaction."""
    connection.execute("DELETE FROM changed_ids")


def _is_noting(connection: sqlite3.Connection) -> bool:
    found = connection.execute("SELECT 1 WHERE EXISTS (SELECT 1 FROM bookmarked) OR EXISTS (SELECT 1 FROM changed_ids)")
    return found.fetchone() is not None


@dataclass(frozen=True, slots=True)
class Standing:
    """What the index was when bookmarks were last linked.

    `own` has the id of the story that each bookmark, by its uuid, had then, and `lost` the uuids of those without one.
    `came` are the ids that came since; `left` has the texts of the stories that left.
    """

    own: Mapping[str, str]
    lost: frozenset[str]
    came: frozenset[str]
    left: frozenset[int]

    @classmethod
    def of(cls, connection: sqlite3.Connection) -> Standing:
        """As the index tells, before bookmarks are linked again."""
        own = connection.execute(
            "SELECT uuid, id FROM bookmarked JOIN stories USING (story) WHERE story > 0"
            " UNION ALL SELECT uuid, id FROM changed_ids WHERE uuid IS NOT NULL"
        )
        lost = connection.execute("SELECT uuid FROM bookmarked WHERE story < 0")
        came = connection.execute("SELECT id FROM changed_ids WHERE NOT was_there")
        left = connection.execute(
            "SELECT body_key FROM changed_ids WHERE was_there AND id NOT IN (SELECT id FROM stories WHERE story > 0)"
        )
        return cls(dict(own.fetchall()), *(frozenset(each for (each,) in rows) for rows in (lost, came, left)))


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Tells which stories are known to be others than that of a `bookmark`, whose copy is `kept`."""

    standing: Standing
    bookmark: Bookmark
    kept: Candidate
    home: Home

    def unknown(self, candidates: Iterable[Candidate]) -> list[Candidate]:
        """Those of `candidates` that may be the bookmarked story."""
        return [each for each in candidates if not self._is_other(each)]

    def to_remember(self, candidates: Iterable[Candidate], *, is_there: bool = False) -> tuple[OtherStory, ...]:
        """The others among `candidates` that could be taken for the story once the index knows nothing of them.

        Where the story itself `is_there`, all of them are others.
        """
        known = {each.id for each in self.bookmark.others}
        return tuple(
            OtherStory(each.identity.id, each.identity.body_key)
            for each in candidates
            if each.identity.id not in known
            and (self._is_other(each) or (is_there and not self._is_own(each)))
            and may_be_taken_for(replace(self.kept, library=each.library), each)
        )

    def _is_own(self, candidate: Candidate) -> bool:
        """Whether a story has the id of the bookmarked one, or is the same in all that a story is recognised by."""
        own = (self.standing.own.get(self.bookmark.uuid), storable(self.kept.identity.id))
        return candidate.identity.id in own or is_copy(self.kept, candidate)

    def _is_other(self, candidate: Candidate) -> bool:
        was_linked = self._was_linked
        if not (was_linked or self.bookmark.others) or self._is_own(candidate):
            return False
        story_id, body_key = candidate.identity.id, candidate.identity.body_key
        has_new_text = body_key not in (self.kept.identity.body_key, EMPTY_BODY)
        if any(story_id == each.id or (has_new_text and body_key == each.body_key) for each in self.bookmark.others):
            return True
        came = story_id in self.standing.came
        return was_linked and (not came or (has_new_text and body_key in self.standing.left))

    @property
    def _was_linked(self) -> bool:
        """Whether the bookmark was compared with what was there; with a library that was elsewhere it was not."""
        uuid = self.bookmark.uuid
        return uuid in self.standing.own or (uuid in self.standing.lost and self.home is Home.HERE)
