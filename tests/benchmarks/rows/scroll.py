"""Moving in the list once the count is known, and a key that comes while the key before it is still at work."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from time import sleep
from typing import Final

from tests.benchmarks.bench import Bench
from tests.benchmarks.figures import Spread, median, percentile
from tests.benchmarks.programs import END, ENTER, HOME, PAGE_DOWN, ReaderSession
from tests.benchmarks.report import Line, figure
from tests.benchmarks.targets import Name

_FILTERS: Final = ("t", "", "government")
_WORDS: Final = ("the", "government", "an", "security")
_SOON: Final = 0.005
_TRIES: Final = 3
"""How often a key without a visible result is typed: on a busy machine its result may come late."""


def measure(bench: Bench) -> Iterator[Line]:
    """Jump and page in lists of several lengths, then type fast."""
    with bench.reader() as reader:
        reader.wait_for_comparison()
        jumps: list[float] = []
        pages: list[float] = []
        for text in _FILTERS[: bench.times(len(_FILTERS), 1)]:
            reader.begin_filter(text)
            reader.terminal.press(ENTER)
            reader.rest()
            for _ in range(bench.times(3, 1)):
                jumps += _times(reader, (END, HOME))
                pages += _times(reader, [PAGE_DOWN] * bench.times(5, 2))
        limit = bench.target(Name.SCROLL)
        yield Line("End and Home after the count, p95", percentile(jumps, 95), limit)
        yield Line("PgDn after the count, p95", percentile(pages, 95), limit)
        yield _soon(bench, reader)


def _times(reader: ReaderSession, keys: Iterable[str]) -> list[float]:
    return [time for key in keys if (time := reader.time_of(key, reader.list_area)) is not None]


def _soon(bench: Bench, reader: ReaderSession) -> Line:
    alone: list[float] = []
    pressed_soon: list[float] = []
    rounds: list[tuple[float, float]] = []
    for word in _WORDS[: bench.times(len(_WORDS), 1)]:
        for _ in range(bench.times(3, 1)):
            undisturbed, soon = (_second_key(reader, word, soon=is_soon) for is_soon in (False, True))
            alone += undisturbed
            pressed_soon += soon
            rounds += zip(soon, undisturbed, strict=False)
    return Line(
        "second filter key 5 ms after the first to its first screenful (floor: undisturbed), p95",
        percentile(pressed_soon, 95),
        bench.target(Name.FILTER),
        floor=percentile(alone, 95),
        notes=(f"median {figure(median(pressed_soon))}, undisturbed {figure(median(alone))}",),
        spread=Spread.of_ratios([ours for ours, _ in rounds], [floor for _, floor in rounds]),
    )


def _second_key(reader: ReaderSession, word: str, *, soon: bool) -> list[float]:
    tries = (_try_second_key(reader, word, soon=soon) for _ in range(_TRIES))
    return next(([listed] for listed in tries if listed is not None), [])


def _try_second_key(reader: ReaderSession, word: str, *, soon: bool) -> float | None:
    reader.begin_filter("")
    if soon:
        before = reader.frame
        reader.terminal.press(word[0])
        sleep(_SOON)
        return reader.keystroke(before, reader.terminal.press(word[1])).listed
    reader.type(word[0])
    return reader.type(word[1]).listed
