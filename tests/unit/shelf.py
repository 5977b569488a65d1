"""A library in a temporary folder, with short ways to fill it and to open a reader on it."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from newsreader.paths import Paths
from newsreader.reader import Reader
from newsreader.records import StoredStory

NOW: Final = datetime(2024, 6, 21, 12, tzinfo=UTC)
OLD: Final = datetime(2024, 1, 1, tzinfo=UTC)
"""When the files of a shelf were last written, unless a test says otherwise."""


class Shelf:
    """The folder of a library, and a user's other folders beside it."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "library"
        self.root.mkdir(parents=True, exist_ok=True)
        self.paths = Paths(folder / "config", folder / "data", folder / "cache")
        self._writes = 0

    def write(self, path: str | bytes, text: str, written: datetime | None = None) -> Path:
        """Write a file; each time it gets another time, so that no change is missed."""
        target = Path(os.fsdecode(os.path.join(os.fsencode(self.root), os.fsencode(path))))
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
        self._writes += 1
        moment = int((written or OLD).timestamp()) * 1_000_000_000 + self._writes
        os.utime(target, ns=(moment, moment))
        return target

    def put(self, path: str | bytes, *stories: Mapping[str, Any], written: datetime | None = None) -> Path:
        """Write a file of stories; each needs a title at least."""
        whole = [{"summary": f"About {story['title']}.", **story} for story in stories]
        return self.write(path, as_yaml(whole), written)

    def registry(self, *outlets: Mapping[str, Any]) -> Path:
        """Write the registry."""
        return self.write("outlets.yaml", as_yaml(list(outlets)))

    def reader(self, *, synced: bool = True) -> Reader:
        """A reader of the library whose clock stands still."""
        reader = Reader(self.root, self.paths, now=lambda: NOW)
        if synced:
            reader.sync()
        return reader


def as_yaml(data: Any) -> str:
    """`data` as JSON, which is YAML too."""
    return json.dumps(data, ensure_ascii=False, indent=0)


def numbers(reader: Reader, query: str = "") -> list[int]:
    """The numbers of the stories that a filter finds."""
    found = reader.search.select(reader.query(query))
    assert found is not None
    return list(found)


def titles(reader: Reader, query: str = "") -> list[str]:
    """The titles of the stories that a filter finds, in its order."""
    return [row.title for row in reader.search.rows(numbers(reader, query))]


def only(reader: Reader, query: str = "") -> StoredStory:
    """The one story that a filter finds."""
    (number,) = numbers(reader, query)
    stored = reader.search.story(number)
    assert stored is not None
    return stored
