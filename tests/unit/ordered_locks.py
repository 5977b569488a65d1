"""Locks that fail a test when a thread takes them in another order than `newsreader.reader.locks.Locks` names."""

from __future__ import annotations

import threading
from contextlib import AbstractContextManager
from types import TracebackType
from typing import Final

from msgspec.structs import fields

from newsreader.reader.locks import Locks

STATE: Final = "state"
"""The lock inside the state, which is no field of `Locks`."""

ORDER: Final = tuple(
    name for each in fields(Locks) for name in ([each.name, STATE] if each.name == "opening" else [each.name])
)


class LockOrder:
    """Record the locks that each thread holds, and refuse one that is taken too late."""

    def __init__(self) -> None:
        self.taken: set[tuple[str, str]] = set()
        """Each pair of locks that one thread has held at once: the one it held, and the one it took."""
        self._held = threading.local()

    def held(self) -> list[str]:
        """The locks that this thread holds, in the order in which it took them."""
        if not hasattr(self._held, "names"):
            self._held.names = []
        names: list[str] = self._held.names
        return names

    def note(self, name: str) -> None:
        """Note that this thread takes a lock, which it may hold already.

        Raises AssertionError if it holds one that comes later.
        """
        held = self.held()
        if name not in held:
            self.taken |= {(other, name) for other in held}
            late = [other for other in held if ORDER.index(other) > ORDER.index(name)]
            assert not late, f"{name} is taken while {' and '.join(late)} is held"
        held.append(name)

    def locks(self) -> Locks:
        """The locks of a reader, watched."""
        plain = Locks()
        return Locks(**{each.name: self.watched(each.name, getattr(plain, each.name)) for each in fields(Locks)})

    def watched(self, name: str, lock: AbstractContextManager[object]) -> OrderedLock:
        """A lock by its name in the order."""
        return OrderedLock(self, name, lock)


class OrderedLock:
    """A lock that is known to its order."""

    def __init__(self, order: LockOrder, name: str, lock: AbstractContextManager[object]) -> None:
        self._order = order
        self._name = name
        self._lock = lock

    def __enter__(self) -> object:
        self._order.note(self._name)
        return self._lock.__enter__()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> bool | None:
        self._order.held().reverse()
        self._order.held().remove(self._name)
        self._order.held().reverse()
        return self._lock.__exit__(kind, error, traceback)
