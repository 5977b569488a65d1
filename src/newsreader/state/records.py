"""Represent a bookmark as a value, and as it is stored in the file of the state."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from newsreader.matching.stories import Candidate, candidate_of_story
from newsreader.state.tables import Row, Values, is_sound, storable
from newsreader.story import Story, story_from_dict, story_to_dict


class OtherStory(NamedTuple):
    """A story that is known not to be the bookmarked one: its id, and the key of its text."""

    id: str
    body_key: int


class Bookmark(Struct, frozen=True):
    """A story that somebody bookmarked, with a full copy of it.

    `created_at` is in UTC. `library` and `path` say where the story was when it was bookmarked or last found again.
    They are the root of its library as text, and the file relative to that. `others` are stories that stood beside it,
    and that it could be taken for.
    """

    uuid: str
    created_at: datetime
    story: Story
    library: str
    path: str
    others: tuple[OtherStory, ...] = ()


def candidate_of(bookmark: Bookmark) -> Candidate:
    """Return a bookmark's own copy of the story as something to compare with."""
    return candidate_of_story(bookmark.story, bookmark.library, bookmark.path)


class ImportResult(Struct, frozen=True):
    """How many bookmarks of an import were new, and how many were there before."""

    added: int
    known: int


def bookmark_to_dict(bookmark: Bookmark) -> dict[str, Any]:
    """Return `bookmark` as JSON data, which `bookmark_from_dict` reads."""
    return {
        "uuid": bookmark.uuid,
        "created_at": bookmark.created_at.isoformat(),
        "library": bookmark.library,
        "path": bookmark.path,
        "id_declared": bookmark.story.id_declared,
        "story": story_to_dict(bookmark.story),
    }


def bookmark_from_dict(data: Mapping[str, Any]) -> Bookmark:
    """Return the bookmark from which `bookmark_to_dict` made `data`.

    Raises ValueError if a field is missing or not of its type.
    """
    try:
        uuid, library, path = data["uuid"], data["library"], data["path"]
        if not (isinstance(uuid, str) and isinstance(library, str) and isinstance(path, str)):
            raise TypeError("uuid, library and path have to be text")
        return Bookmark(
            uuid=uuid,
            created_at=in_utc(datetime.fromisoformat(data["created_at"])),
            story=story_from_dict(data["story"], id_declared=data["id_declared"] is True),
            library=library,
            path=path,
        )
    except (KeyError, TypeError, OverflowError) as error:
        raise ValueError(f"not a bookmark: {error}") from error


def bookmark_values(bookmark: Bookmark) -> Values:
    """Return `bookmark` as the values of a row of the table `bookmarks`: story_id, record."""
    others = {"others": bookmark.others} if bookmark.others else {}  # an export lacks them: elsewhere they say nothing
    record = json.dumps({**bookmark_to_dict(bookmark), **others}, sort_keys=True, separators=(",", ":"))
    return storable(bookmark.story.id), record


def bookmark_from_row(row: Row) -> Bookmark | None:
    """Return the bookmark in `row` of the table `bookmarks`; None if the row is damaged."""
    if not is_sound(row):
        return None
    try:
        data = json.loads(row[2])
        return replace(bookmark_from_dict(data), others=_others_in(data))
    except ValueError:
        return None


def _others_in(data: Mapping[str, Any]) -> tuple[OtherStory, ...]:
    try:
        return tuple(OtherStory(str(story_id), int(body_key)) for story_id, body_key in data.get("others", ()))
    except TypeError as error:
        raise ValueError(f"no list of other stories: {error}") from error


def in_utc(moment: datetime) -> datetime:
    """Return `moment` in UTC, of which it is if it has no zone. Raises OverflowError outside the years of dates."""
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
