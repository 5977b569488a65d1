"""Find out which stories stood beside a bookmarked one: those that its bookmark did not find are others.

The index has what left and came since bookmarks were last linked. A bookmark has the other stories that it could be
taken for.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping

from msgspec import Struct
from msgspec.structs import replace

from newsreader.identity import EMPTY_BODY
from newsreader.matching.stories import Candidate, Home, is_copy, may_be_taken_for
from newsreader.state.records import Bookmark, OtherStory
from newsreader.state.tables import storable


class Standing(Struct, frozen=True):
    """What the index had when bookmarks were last linked.

    `own` has the id of the story that each bookmark had then, by its uuid. `lost` are the uuids of bookmarks without a
    story. `came` are the ids that came since then. `left` are the keys of the texts of stories that left.
    """

    own: Mapping[str, str]
    lost: frozenset[str]
    came: frozenset[str]
    left: frozenset[int]

    @classmethod
    def of(cls, connection: sqlite3.Connection) -> Standing:
        """Read it from the index, before bookmarks are linked again."""
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


class Neighbours(Struct, frozen=True):
    """Tell the story of a `bookmark`, whose copy is `kept`, from those that are known to be others."""

    standing: Standing
    bookmark: Bookmark
    kept: Candidate
    home: Home

    def unknown(self, candidates: Iterable[Candidate]) -> list[Candidate]:
        """Return those of `candidates` that may be the bookmarked story."""
        return [each for each in candidates if not self._is_other(each)]

    def to_remember(self, candidates: Iterable[Candidate], *, is_there: bool = False) -> tuple[OtherStory, ...]:
        """Return the other stories among `candidates` that an index without this knowledge could take for the story.

        If the story itself `is_there`, all of them are others.
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
        """Return whether a story has the id of the bookmarked one, or all else by which a story is recognised."""
        own = (self.standing.own.get(self.bookmark.uuid), storable(self.kept.identity.id))
        return candidate.identity.id in own or is_copy(self.kept, candidate)

    def _is_other(self, candidate: Candidate) -> bool:
        """Return whether a story was there beside the bookmarked one, or has the text of one that was."""
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
        """Whether the bookmark was compared with the stories then; it was not if its library was elsewhere."""
        uuid = self.bookmark.uuid
        return uuid in self.standing.own or (uuid in self.standing.lost and self.home is Home.HERE)
