"""A bookmark, and the rows of the state as they lie in its file: each with a checksum of its own."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from newsreader.story import Story, story_from_dict, story_to_dict

Row = tuple[Any, ...]
"""A row as SQLite returns it: in a damaged file any column can hold anything."""


@dataclass(frozen=True, slots=True)
class Bookmark:
    """A story somebody kept, with a full copy of it.

    `created_at` is in UTC. `library` and `path` say where the story was when it was bookmarked or
    last found again: the root of its library as text, and the file relative to that.
    """

    uuid: str
    created_at: datetime
    story: Story
    library: str
    path: str


@dataclass(frozen=True, slots=True)
class ImportResult:
    """How many bookmarks of an import were new, and how many were there before."""

    added: int
    known: int


def bookmark_to_dict(bookmark: Bookmark) -> dict[str, Any]:
    """`bookmark` as JSON data, from which `bookmark_from_dict` makes it again."""
    return {
        "uuid": bookmark.uuid,
        "created_at": bookmark.created_at.isoformat(),
        "library": bookmark.library,
        "path": bookmark.path,
        "id_declared": bookmark.story.id_declared,
        "story": story_to_dict(bookmark.story),
    }


def bookmark_from_dict(data: Mapping[str, Any]) -> Bookmark:
    """The bookmark that `bookmark_to_dict` made `data` from.

    Raises ValueError where a field is missing or not of its type.
    """
    try:
        uuid, library, path = data["uuid"], data["library"], data["path"]
        if not (isinstance(uuid, str) and isinstance(library, str) and isinstance(path, str)):
            raise TypeError("uuid, library and path have to be text")
        return Bookmark(
            uuid=uuid,
            created_at=_in_utc(datetime.fromisoformat(data["created_at"])),
            story=story_from_dict(data["story"], id_declared=data["id_declared"] is True),
            library=library,
            path=path,
        )
    except (KeyError, TypeError, OverflowError) as error:
        raise ValueError(f"not a bookmark: {error}") from error


def bookmark_row(bookmark: Bookmark) -> tuple[str, str, str, int]:
    """`bookmark` as a row of the table `bookmarks`: uuid, story_id, record, crc."""
    record = json.dumps(bookmark_to_dict(bookmark), sort_keys=True, separators=(",", ":"))
    story_id = storable(bookmark.story.id)
    return bookmark.uuid, story_id, record, _checksum(f"{bookmark.uuid}\0{story_id}\0{record}")


def bookmark_from_row(row: Row) -> Bookmark | None:
    """The bookmark in `row`, None if the row is not what was written."""
    uuid, story_id, record, crc = row
    if _checksum(f"{uuid}\0{story_id}\0{record}") != crc:
        return None
    try:
        return bookmark_from_dict(json.loads(record))
    except ValueError:
        return None


def read_mark_row(story_id: str, when: datetime) -> tuple[str, int, int]:
    """A row of the table `read_marks`: story_id, seconds since 1970, crc."""
    story_id, read_at = storable(story_id), int(when.timestamp())
    return story_id, read_at, _checksum(f"{story_id}\0{read_at}")


def is_sound_read_mark(row: Row) -> bool:
    """Whether `row` of the table `read_marks` is what was written."""
    story_id, read_at, crc = row
    return bool(_checksum(f"{story_id}\0{read_at}") == crc)


def storable(text: str) -> str:
    """`text` as SQLite can hold it: half a surrogate pair has no UTF-8."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _checksum(fields: str) -> int:
    return zlib.crc32(fields.encode())


def _in_utc(moment: datetime) -> datetime:
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
