"""The outlets that fetching has met first: they are added to the registry of the library before their stories."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import msgspec

from newsreader.errors import NewsreaderError
from newsreader.news.feed_store import FeedStore
from newsreader.news.outlets import append_outlets
from newsreader.story import Outlet
from newsreader.sync.files import read_registry
from newsreader.text import clean_line

_NOTED: Final = "new outlets"


class NewOutlets:
    """Outlets that are not in the registry yet.

    Where the registry can't be changed, because it has an error, they wait. They are noted with the stories that they
    tell, and a later run adds them.
    """

    def __init__(self, library: Path, store: FeedStore) -> None:
        self._library = library
        self._store = store
        self.waiting = _read(store.noted(_NOTED))
        self._is_noted = True
        self._may_be_known = bool(self.waiting)

    def add(self, outlet: Outlet) -> None:
        """Have `outlet` added to the registry soon."""
        self.waiting.append(outlet)
        self._is_noted = False

    def note(self) -> None:
        """Note the outlets that wait. Call it within the transaction of what they tell."""
        if not self._is_noted:
            self._store.note(_NOTED, msgspec.json.encode(self.waiting).decode())
            self._is_noted = True

    def write(self) -> list[str]:
        """Add the outlets to the registry; return a sentence where that is not possible."""
        if not self.waiting:
            return []
        try:
            missing = self._missing() if self._may_be_known else self.waiting
            if missing:
                append_outlets(self._library, missing)
        except NewsreaderError as error:
            self._may_be_known = True
            names = ", ".join(clean_line(outlet.id) for outlet in self.waiting)
            return [f"{error} New outlets that wait for it: {names}."]
        self.waiting.clear()
        if self._may_be_known:
            self._may_be_known = self._is_noted = False
            with self._store.together():
                self.note()
        self._is_noted = True
        return []

    def _missing(self) -> list[Outlet]:
        """Return those that the user has not added meanwhile."""
        known = {outlet.id for outlet in read_registry(self._library).outlets}
        return [outlet for outlet in self.waiting if outlet.id not in known]


def _read(noted: str) -> list[Outlet]:
    try:
        return msgspec.json.decode(noted, type=list[Outlet]) if noted else []
    except msgspec.DecodeError:
        return []  # of another version of the program; the stories name their outlets all the same
