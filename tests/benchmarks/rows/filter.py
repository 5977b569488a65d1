"""From a key in the filter to the new first screenful and to the exact count, in every order of the list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final

from tests.benchmarks.bench import Bench, say
from tests.benchmarks.figures import Spread, median, percentile
from tests.benchmarks.programs import CLEAR, BareSession, Keystroke, ReaderSession
from tests.benchmarks.queries import Truth, words_to_type
from tests.benchmarks.report import Line, figure
from tests.benchmarks.targets import Name, Target

_BY_DATE: Final = ("newest", "oldest")
_OTHER_ORDERS: Final = ("outlet", "bias", "title", "relevance")


@dataclass
class Checks:
    """How many of the first headlines held what was typed, of those that were looked up."""

    truth: Truth | None
    right: int = 0
    wrong: int = 0

    def check(self, headline: str, typed: str) -> None:
        """Look one up; only Latin words can be compared without knowing how the reader does it."""
        if self.truth is None or not typed.isascii():
            return
        if self.truth.holds(headline, typed):
            self.right += 1
        else:
            self.wrong += 1
            say(f"for “{typed}” the first headline is “{headline}”")

    @property
    def notes(self) -> tuple[str, ...]:
        """What is said of it."""
        checked = self.right + self.wrong
        return (f"{self.right} of {checked} first headlines hold what was typed",) if checked else ()


def measure(bench: Bench) -> Iterator[Line]:
    """Newest and oldest first."""
    yield from _measure(bench, _BY_DATE, Name.FILTER, words_to_type(few=bench.quick))


def measure_other_orders(bench: Bench) -> Iterator[Line]:
    """All other orders."""
    yield from _measure(bench, _OTHER_ORDERS, Name.ORDERS, words_to_type(few=bench.quick)[:5])


def _measure(bench: Bench, orders: Sequence[str], name: Name, words: Sequence[str]) -> Iterator[Line]:
    truth = Truth(bench.samples) if bench.samples else None
    counted: list[float] = []
    with bench.bare(has_input=True) as bare, bench.reader() as reader:
        bare.wait_for_rows()
        bare.rest()
        reader.wait_for_comparison()
        for order in orders:
            checks = Checks(truth)
            floors: list[list[float]] = []
            strokes: list[list[Keystroke]] = []
            for word in words:  # in turn, so that what slows down the machine for a while slows down both
                floors.append(_bare_times(bare, word))
                strokes.append(list(_typed(reader, order, word, checks)))
            counted += [stroke.counted for stroke in chain(*strokes) if stroke.counted is not None]
            yield _line(bench.target(name), order, floors, strokes, checks)
    row = f"filter key to the exact count, {', '.join(orders)}, p95"
    yield Line(row, percentile(counted, 95), bench.target(Name.SCROLL), notes=(_spread(counted),))


def _line(
    target: Target,
    order: str,
    floors: Sequence[Sequence[float]],
    strokes: Sequence[Sequence[Keystroke]],
    checks: Checks,
) -> Line:
    listed = [[stroke.listed for stroke in word if stroke.listed is not None] for word in strokes]
    rounds = [(median(ours), median(floor)) for ours, floor in zip(listed, floors, strict=True) if ours and floor]
    all_listed = [*chain(*listed)]
    keys = sum(map(len, strokes))
    return Line(
        f"filter key to the first screenful, {order}, p95",
        percentile(all_listed, 95),
        target,
        floor=percentile([*chain(*floors)], 95),
        failed=checks.wrong > 0,
        notes=(f"{len(all_listed)} of {keys} keys changed the list; {_spread(all_listed)}", *checks.notes),
        spread=Spread.of_ratios([ours for ours, _ in rounds], [floor for _, floor in rounds]),
    )


def _spread(times: Sequence[float]) -> str:
    return f"median {figure(median(times))}, most {figure(max(times))}"


def _typed(reader: ReaderSession, order: str, word: str, checks: Checks) -> Iterator[Keystroke]:
    reader.begin_filter("" if order == "newest" else f"sort:{order} ")
    for place, letter in enumerate(word):
        yield reader.type(letter)
        checks.check(reader.headline, word[: place + 1])


def _bare_times(bare: BareSession, word: str) -> list[float]:
    times = [bare.time_of(letter, bare.input_area) for letter in word]
    bare.time_of(CLEAR, bare.input_area)
    return [time for time in times if time is not None]
