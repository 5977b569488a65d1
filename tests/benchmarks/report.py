"""The result as a Markdown table."""

from __future__ import annotations

import os
import platform
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from importlib.metadata import version
from typing import Final

from tests.benchmarks.figures import Spread
from tests.benchmarks.targets import Target

_HEADINGS: Final = ("Row", "Floor", "Measured", "Ratio", "Target", "Met")


class Unit(Enum):
    """What a figure counts."""

    SECONDS = "seconds"
    BYTES = "bytes"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table: what was measured beside its floor. `notes` stand below the table.

    `measured` is None where nothing could be measured; a line that `failed` has not met its target, whatever it took.
    """

    row: str
    measured: float | None
    target: Target
    floor: float | None = None
    unit: Unit = Unit.SECONDS
    failed: bool = False
    notes: tuple[str, ...] = ()
    spread: Spread | None = None
    """The ratios of what was measured in turn with its floor, round by round."""

    @property
    def ratio(self) -> float | None:
        """How many times the floor was measured; of several rounds the median."""
        if self.spread is not None:
            return self.spread.middle
        return self.measured / self.floor if self.measured is not None and self.floor else None

    @property
    def is_met(self) -> bool:
        """Whether the target was reached."""
        reached = self.ratio if self.target.is_ratio else self.measured
        return not self.failed and reached is not None and reached <= self.target.limit


def report(stories: int, lines: Sequence[Line], busy: Sequence[str] = ()) -> str:
    """All that was found, as Markdown; `busy` says when other programs used the machine."""
    notes = [f"- {line.row}: {note}" for line in lines for note in line.notes]
    notes += [f"- **The machine was busy** {each}" for each in busy]
    return "\n".join([header(stories), "", *table(lines), *(["", *notes] if notes else [])]) + "\n"


def header(stories: int) -> str:
    """What was measured when, and on what."""
    return (
        f"{stories:,} stories, {datetime.now(UTC):%Y-%m-%d %H:%M} UTC, Python {platform.python_version()}, "
        f"SQLite {sqlite3.sqlite_version}, Textual {version('textual')}, {os.cpu_count()} cores, {platform.system()}"
    )


def table(lines: Iterable[Line]) -> list[str]:
    """The lines of the table."""
    return table_of(_HEADINGS, map(_cells, lines))


def table_of(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Any Markdown table."""
    return [_joined(headings), _joined(["---"] * len(headings)), *map(_joined, rows)]


def _joined(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cells(line: Line) -> tuple[str, ...]:
    limit = line.target.limit
    return (
        line.row,
        figure(line.floor, line.unit),
        figure(line.measured, line.unit),
        "–" if line.ratio is None else str(line.spread or f"{line.ratio:.2f}×"),
        f"≤ {limit:g}×" if line.target.is_ratio else f"≤ {figure(limit, line.unit)}",
        "yes" if line.is_met else "no",
    )


def figure(value: float | None, unit: Unit = Unit.SECONDS) -> str:
    """A figure as people read it."""
    if value is None:
        return "–"
    if unit is Unit.BYTES:
        return f"{value / 1_000_000:.0f} MB"
    if value < 0.1:
        return f"{value * 1_000:.1f} ms"
    return f"{value * 1_000:.0f} ms" if value < 2 else f"{value:.1f} s"
