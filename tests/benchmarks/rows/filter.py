"""From a key in the filter to the new first screenful and to the exact count, in every order of the list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from tests.benchmarks.bench import Bench, say
from tests.benchmarks.figures import median, percentile
from tests.benchmarks.programs import CLEAR, BareSession, Keystroke, ReaderSession
from tests.benchmarks.queries import Truth, words_to_type
from tests.benchmarks.report import Line, figure
from tests.benchmarks.targets import Name

_BY_DATE: Final = ("newest", "oldest")
_OTHER_ORDERS: Final = ("outlet", "bias", "title", "relevance")


@dataclass
class Checks:
    """How many of the first headlines held what was typed, of those that were looked up."""

    truth: Truth | None
    right: int = 0
    wrong: int = 0

    def check(self, headline: str, typed: str) -> None:
        """Look one up; only Latin words can be told apart without knowing how the reader does it."""
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
    with bench.bare(has_input=True) as bare:
        floor = _bare_times(bare, words)
    counted: list[float] = []
    with bench.reader() as reader:
        reader.wait_for_comparison()
        for order in orders:
            checks = Checks(truth)
            strokes = [stroke for word in words for stroke in _typed(reader, order, word, checks)]
            counted += [stroke.counted for stroke in strokes if stroke.counted is not None]
            listed = [stroke.listed for stroke in strokes if stroke.listed is not None]
            yield Line(
                f"filter key to the first screenful, {order}, p95",
                percentile(listed, 95),
                bench.target(name),
                floor=percentile(floor, 95),
                failed=checks.wrong > 0,
                notes=(f"{len(listed)} of {len(strokes)} keys changed the list; {_spread(listed)}", *checks.notes),
            )
    row = f"filter key to the exact count, {', '.join(orders)}, p95"
    yield Line(row, percentile(counted, 95), bench.target(Name.SCROLL), notes=(_spread(counted),))


def _spread(times: Sequence[float]) -> str:
    return f"median {figure(median(times))}, most {figure(max(times))}"


def _typed(reader: ReaderSession, order: str, word: str, checks: Checks) -> Iterator[Keystroke]:
    reader.begin_filter("" if order == "newest" else f"sort:{order} ")
    for place, letter in enumerate(word):
        yield reader.type(letter)
        checks.check(reader.headline, word[: place + 1])


def _bare_times(bare: BareSession, words: Iterable[str]) -> list[float]:
    bare.wait_for_rows()
    bare.rest()
    times = []
    for word in words:
        times += [bare.time_of(letter, bare.input_area) for letter in word]
        bare.time_of(CLEAR, bare.input_area)
    return [time for time in times if time is not None]
