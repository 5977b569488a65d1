"""All locks of a reader, and the one order in which a thread may take them."""

from __future__ import annotations

from contextlib import AbstractContextManager
from threading import Lock, RLock

from msgspec import Struct, field


class Locks(Struct, frozen=True):
    """All locks of a reader, in their order: a thread that holds one may only take those that come after it.

    The lock inside `State` comes between `opening` and `searching`: marking looks stories up in one transaction.
    """

    syncing: AbstractContextManager[object] = field(default_factory=RLock)
    """One comparison with the files at a time: two would read the same files and write the same rows."""

    marking: AbstractContextManager[object] = field(default_factory=RLock)
    """A mark, its undo and its flush each happen whole, and the index is not replaced under them. Else row ids
    would change, and half of a story's marks would be read from memory and half from the index."""

    opening: AbstractContextManager[object] = field(default_factory=Lock)
    """The state is opened once: opening recovers a damaged file and makes a backup."""

    searching: AbstractContextManager[object] = field(default_factory=Lock)
    """An SQLite connection serves one search at a time, and is not closed under it."""

    lookup: AbstractContextManager[object] = field(default_factory=Lock)
    """The same for the second connection: marking must not wait for a search that takes seconds."""

    live_marks: AbstractContextManager[object] = field(default_factory=Lock)
    """The marks in memory change together. It is held for moments only, as the screen's thread takes it too."""
