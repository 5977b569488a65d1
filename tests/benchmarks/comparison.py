"""Two programs, measured in turn on one library: which rows the newer one is slower in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from tests.benchmarks.bench import Bench, say
from tests.benchmarks.figures import Spread, median
from tests.benchmarks.report import Line, Unit, figure, table_of
from tests.benchmarks.targets import Name

Rows = Mapping[Name, Callable[[Bench], Iterator[Line]]]
_ROUNDS: Final = 3
_ONCE: Final = (Name.INDEX,)
"""What is done once in each home."""


@dataclass(frozen=True, slots=True)
class Compared:
    """One line of a row: what both programs took, round by round."""

    row: str
    before: tuple[float, ...]
    now: tuple[float, ...]
    unit: Unit = Unit.SECONDS

    @property
    def spread(self) -> Spread | None:
        """How many times what it took before it takes now."""
        return Spread.of_ratios(self.now, self.before)

    @property
    def verdict(self) -> str:
        """Slower or faster only where every round says so."""
        spread = self.spread
        if spread is None or len(self.now) < 2 or spread.least <= 1 <= spread.most:
            return "alike"
        more, less = ("more", "less") if self.unit is Unit.BYTES else ("slower", "faster")
        return more if spread.least > 1 else less


def compare(rows: Rows, before: Bench, now: Bench, names: Sequence[Name]) -> Iterator[Compared]:
    """Measure each row with both programs in turn, several times."""
    for name in names:
        found: dict[str, tuple[Unit, list[float], list[float]]] = {}
        for turn in range(1 if name in _ONCE else now.times(_ROUNDS, 2)):
            for bench in (before, now):
                say(f"measuring {name}, round {turn + 1}, {'before' if bench is before else 'now'}")
                for line in rows[name](bench):
                    _, earlier, later = found.setdefault(line.row, (line.unit, [], []))
                    if line.measured is not None:
                        (earlier if bench is before else later).append(line.measured)
        for row, (unit, earlier, later) in found.items():
            if earlier and len(earlier) == len(later):
                yield Compared(row, tuple(earlier), tuple(later), unit)


def comparison_table(commit: str, lines: Sequence[Compared]) -> list[str]:
    """The comparison as a Markdown table."""
    headings = ("Row", commit, "Now", "Ratio", "Now is")
    return table_of(
        headings,
        [
            (
                line.row,
                figure(median(line.before), line.unit),
                figure(median(line.now), line.unit),
                str(line.spread or "–"),
                line.verdict,
            )
            for line in lines
        ],
    )
