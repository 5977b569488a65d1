"""What came of a fault: figures beside what is promised of them."""

from __future__ import annotations

import os
import platform
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, NamedTuple

_HEADINGS: Final = (
    "Fault",
    "Runs",
    "Acknowledged",
    "Lost",
    "Recovered",
    "Damage reported",
    "Re-linked",
    "Wrong",
    "Readable",
    "Kept",
)


class Share(NamedTuple):
    """So many of so many."""

    part: int
    whole: int

    def __add__(self, other: object) -> Share:
        assert isinstance(other, Share)
        return Share(self.part + other.part, self.whole + other.whole)

    def is_at_least(self, share: float) -> bool:
        """Whether it is that share of the whole; of nothing it is."""
        return self.part >= share * self.whole

    def __str__(self) -> str:
        if not self.whole:
            return "–"
        percent = 100 * self.part / self.whole
        return "100%" if self.part == self.whole else f"{min(percent, 99.999):.3f}%"


NONE: Final = Share(0, 0)
_RECOVERED: Final = 0.99
_RELINKED: Final = 0.99


@dataclass(slots=True)
class Outcome:
    """The result of all runs of one fault.

    `lost` counts acknowledged marks that are missing, and `wrong` counts what is shown though nobody wrote it.
    `broken` has a sentence for each other promise that was not kept.
    """

    fault: str
    runs: int = 0
    acknowledged: int = 0
    lost: int = 0
    recovered: Share = NONE
    reported: Share = NONE
    relinked: Share = NONE
    wrong: int = 0
    readable: Share = NONE
    notes: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)

    def expect(self, holds: object, promise: str) -> None:
        """Note a promise that is broken unless `holds`."""
        if not holds:
            self.broken.append(promise)

    @property
    def faults(self) -> list[str]:
        """All that was promised and not kept."""
        return [
            *([f"{self.lost} acknowledged marks are lost"] if self.lost else []),
            *([f"only {self.recovered} is recovered"] if not self.recovered.is_at_least(_RECOVERED) else []),
            *([f"only {self.reported} of the damages are reported"] if not self.reported.is_at_least(1) else []),
            *([f"only {self.relinked} is linked again"] if not self.relinked.is_at_least(_RELINKED) else []),
            *([f"{self.wrong} are wrong"] if self.wrong else []),
            *([f"only {self.readable} can be read"] if not self.readable.is_at_least(1) else []),
            *(["it was never run"] if not self.runs else []),
            *self.broken,
        ]


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a fault is run, and how often: `quick` is for the tests."""

    folder: Path
    quick: bool
    seed: int

    def times(self, many: int, few: int) -> int:
        """How often to do something."""
        return few if self.quick else many


Fault = Callable[[Setting, Outcome], None]
"""Does something bad in a setting, and counts what comes of it."""


def carried_out(name: str, fault: Fault, setting: Setting) -> Outcome:
    """The outcome of a fault in a folder of its own."""
    outcome = Outcome(name)
    setting.folder.mkdir()
    fault(setting, outcome)
    return outcome


def report(outcomes: Sequence[Outcome]) -> str:
    """All outcomes as a table in Markdown, then what there is to say of them."""
    lines = [
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, "
        f"{os.cpu_count()} cores, {platform.system()}",
        "",
        _joined(_HEADINGS),
        _joined(["---"] * len(_HEADINGS)),
        *(_joined(_cells(outcome)) for outcome in outcomes),
    ]
    notes = [f"- {outcome.fault}: {note}" for outcome in outcomes for note in outcome.notes]
    broken = [f"- {outcome.fault}: BROKEN: {fault}" for outcome in outcomes for fault in _first(outcome.faults)]
    for part in (notes, broken):
        lines += ["", *part] if part else []
    return "\n".join(lines) + "\n"


def _first(faults: Sequence[str], most: int = 12) -> Iterable[str]:
    return faults if len(faults) <= most else [*faults[:most], f"and {len(faults) - most} more"]


def _cells(outcome: Outcome) -> tuple[str, ...]:
    return (
        outcome.fault,
        f"{outcome.runs:,}",
        f"{outcome.acknowledged:,}" if outcome.acknowledged else "–",
        f"{outcome.lost:,}" if outcome.acknowledged else "–",
        str(outcome.recovered),
        str(outcome.reported),
        str(outcome.relinked),
        f"{outcome.wrong:,}",
        str(outcome.readable),
        "no" if outcome.faults else "yes",
    )


def _joined(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
