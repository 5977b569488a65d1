"""Choose the keys under which the state keeps the marks of stories: their ids, unless two stories share one.

An id can be declared in two libraries, be that of a live page, or be given to another story later. So the state
remembers the subject of marks, that is the story that they were put on. Another story with that id has its marks under
a key of its own.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Mapping
from typing import Final

from msgspec.structs import replace

from newsreader.identity import Identity, hash_key
from newsreader.matching.stories import Candidate, Home, home_of, is_same_story, may_share_marks
from newsreader.state.tables import Row, Values, is_sound, storable

_SUFFIXED: Final = re.compile(r"(.*)~[0-9a-f]{8}", re.DOTALL)
_FIELDS: Final = ("library", "path", "title", "outlet")
_KEYS: Final = ("id_declared", "url_key", "title_key", "body_key", "day")


class Subjects:
    """The subject of each key, as seen from the library `opened`; with None from none."""

    def __init__(self, subjects: Mapping[str, Candidate], opened: str | None) -> None:
        libraries = {each.library for each in subjects.values()}
        self._homes = {library: Home.ELSEWHERE if opened is None else home_of(library, opened) for library in libraries}
        self._given = subjects
        self._of: dict[str, Candidate] = {}
        self._by_id: defaultdict[str, list[str]] = defaultdict(list)
        for key, each in subjects.items():
            is_here = opened is not None and self._homes[each.library] is not Home.ELSEWHERE
            self.add(key, replace(each, library=opened or "") if is_here else each)

    def __contains__(self, key: str) -> bool:
        return key in self._of

    def add(self, key: str, subject: Candidate) -> None:
        """Make this story the subject of the marks under `key`, which had none."""
        self._of[key] = subject
        self._by_id[key].append(key)
        if parts := _SUFFIXED.fullmatch(key):
            self._by_id[parts[1]].append(key)

    def ids(self) -> list[str]:
        """Return all ids that a story with a subject may have."""
        return list(self._by_id)

    def key_of(self, story: Candidate) -> str:
        """Return the key under which the marks of `story` are, or would be."""
        story_id = storable(story.identity.id)
        fitting = [key for key in self._by_id.get(story_id, ()) if may_share_marks(self._of[key], story)]
        if fitting:
            return min(fitting, key=lambda key: (self._of[key].library != story.library, key != story_id))
        if story_id not in self._of:
            return story_id
        return suffixed(story_id, f"{story.library}\0{story.identity.title_key}")

    def is_outdated(self, key: str, story: Candidate) -> bool:
        """Return whether `story` surely is the subject of `key` in this library, edited since."""
        known = self._of.get(key)
        if known is None or self._homes[self._given[key].library] is not Home.HERE:
            return False
        return is_same_story(known, story) and subject_values(known) != subject_values(story)


def suffixed(story_id: str, telling: str) -> str:
    """Return a key for a story whose id another one has, from what distinguishes it."""
    return f"{story_id}~{hash_key(telling) & 0xFFFFFFFF:08x}"


def subject_values(subject: Candidate) -> Values:
    """Return `subject` as the values of a row of the table `subjects`."""
    data = {name: getattr(subject, name) for name in _FIELDS}
    data |= {name: getattr(subject.identity, name) for name in _KEYS}
    data["id"] = subject.identity.id
    return (json.dumps(data, sort_keys=True, separators=(",", ":")),)


def subject_from_row(row: Row) -> Candidate | None:
    """Return the subject in `row` of the table `subjects`; None if the row is damaged."""
    if not is_sound(row):
        return None
    data = json.loads(row[1])
    identity = Identity(data["id"], *(data[name] for name in _KEYS))
    return Candidate(0, identity, data["title"], data["outlet"], data["library"], data["path"])


def keys_text(keys: Mapping[str, str]) -> str:
    """Return `keys` as the index stores them."""
    return json.dumps(keys, sort_keys=True) if keys else ""


def keys_from_text(text: str) -> dict[str, str]:
    """Return the keys from which `keys_text` made `text`. Raises ValueError if it did not."""
    data = json.loads(text) if text else {}
    if not isinstance(data, dict):
        raise ValueError("the keys of marks are no object")
    return {str(story_id): str(key) for story_id, key in data.items()}
