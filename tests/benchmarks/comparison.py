"""Two programs, measured in turn on one library: which rows the newer one is slower in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import comb
from typing import Final

from tests.benchmarks.bench import Bench, say
from tests.benchmarks.figures import Spread, median
from tests.benchmarks.report import Line, Unit, figure, table_of
from tests.benchmarks.targets import Name

Rows = Mapping[Name, Callable[[Bench], Iterator[Line]]]
_ROUNDS: Final = 9
"""So many that a verdict stands though one round says the opposite; the fewest that can give one at all are six."""

_MOST_CHANCE: Final = 0.05
"""How likely chance alone may give a verdict for two programs that are alike."""

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
        """Slower or faster only where so many rounds say so that chance is no explanation."""
        pairs = [(before, now) for before, now in zip(self.before, self.now, strict=True) if before != now]
        worse = sum(now > before for before, now in pairs)
        if _chance(worse, len(pairs)) > _MOST_CHANCE:
            return "alike"
        more, less = ("more", "less") if self.unit is Unit.BYTES else ("slower", "faster")
        return more if worse * 2 > len(pairs) else less


def _chance(worse: int, rounds: int) -> float:
    """How likely programs that are alike differ in so many rounds one way, or more one-sidedly (a two-sided sign test)."""
    fewer = min(worse, rounds - worse)
    return min(1.0, 2 * sum(comb(rounds, count) for count in range(fewer + 1)) / (1 << rounds))


def compare(rows: Rows, before: Bench, now: Bench, names: Sequence[Name]) -> Iterator[Compared]:
    """Measure each row with both programs in turn, several times."""
    for name in names:
        found: dict[str, tuple[Unit, list[float], list[float]]] = {}
        for turn in range(1 if name in _ONCE else now.times(_ROUNDS, 2)):
            for bench in (before, now) if turn % 2 == 0 else (now, before):  # neither profits from being second
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
