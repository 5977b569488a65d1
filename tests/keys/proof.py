"""One case typed fast and slowly, in two readers that began alike."""

from __future__ import annotations

import shutil
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.keys.cases import SPOTS, Case
from tests.keys.home import Homes
from tests.keys.picture import Picture, differences
from tests.keys.typist import NotAtRestError, Typist, furnish

_AHEAD: Final = 2
"""Readers that are starting while others are typed at."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a case: in what fast and slow typing differ, nothing where they end alike."""

    case: Case
    differences: tuple[str, ...]


class Proof:
    """Types cases on fresh copies of one home below `folder`."""

    def __init__(self, folder: Path) -> None:
        self._homes = Homes(folder)
        self._tasks = furnish(self._homes)
        self._started: deque[tuple[Typist, Path]] = deque()
        self._slow: tuple[tuple[str, tuple[str, ...]], Picture] | None = None

    def close(self) -> None:
        """End the readers that were started ahead."""
        while self._started:
            _end(*self._started.popleft())

    def judge(self, case: Case) -> Verdict:
        """Type the keys of a case fast and slowly, and compare; what seems to differ is looked at once more."""
        try:
            return Verdict(case, tuple(self._compare(case)))
        except NotAtRestError as error:
            return Verdict(case, (f"not at rest {error}",))

    def _compare(self, case: Case) -> list[str]:
        known = self._slow[1] if self._slow and self._slow[0] == (case.place, case.keys) else None
        with self._reader() as fast:
            if known is None:
                with self._reader() as other:
                    self._go(fast, case)
                    self._go(other, case)
                    fast.type_fast(case.keys, case.gap)
                    slow = self._picture_slow(other, case)
            else:
                self._go(fast, case)
                fast.type_fast(case.keys, case.gap)
                slow = known
            fast.settle()
            if not differences(fast.picture(), slow):
                return []
            fast.settle(patiently=True)
            seen = fast.picture()
        again = self._type_again_slowly(case)
        unsteady = [f"slow typing is not steady: {each}" for each in differences(slow, again)]
        return unsteady + differences(seen, again)

    def _type_again_slowly(self, case: Case) -> Picture:
        with self._reader() as reader:
            self._go(reader, case)
            return self._picture_slow(reader, case, patiently=True)

    def _picture_slow(self, reader: Typist, case: Case, *, patiently: bool = False) -> Picture:
        reader.type_slowly(case.keys, patiently=patiently)
        slow = reader.picture()
        self._slow = (case.place, case.keys), slow
        return slow

    def _go(self, reader: Typist, case: Case) -> None:
        """Go to the place of a case. Raises NotAtRestError where its box does not open."""
        spot = SPOTS[case.place]
        reader.settle()
        reader.type_slowly(spot.way)
        if spot.has_box and not reader.has_box():
            raise NotAtRestError(f"in {case.place}: no box has opened")

    @contextmanager
    def _reader(self) -> Iterator[Typist]:
        """A reader on a home of its own; others are started meanwhile, for the next time."""
        while len(self._started) <= _AHEAD:
            home = self._homes.fresh()
            self._started.append((Typist(home, self._homes.library, self._tasks), home))
        reader, home = self._started.popleft()
        try:
            yield reader
        finally:
            _end(reader, home)


def _end(reader: Typist, home: Path) -> None:
    reader.close()
    shutil.rmtree(home)
