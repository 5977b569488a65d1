"""Finding the events of a library, and asking for them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Final

from tests.benchmarks import processes
from tests.benchmarks.bench import Bench
from tests.benchmarks.figures import median, percentile
from tests.benchmarks.programs import DOWN, ENTER, ESCAPE, ReaderSession
from tests.benchmarks.report import Line, Unit, figure
from tests.benchmarks.screen import Area
from tests.benchmarks.targets import EVENT_BYTES_A_STORY, EVENT_SECONDS_A_STORY, NEW_STORY, Name, Target

_MEGA: Final = 1e6
_TOLD: Final = "has:others"
_NEXT_TELLER: Final = "]"
_COMPARE: Final = "c"


def measure(bench: Bench) -> Iterator[Line]:
    """Find all events of a library that has an index, then the event of one new story, and list by event."""
    environment = bench.program.environment(bench.home)
    words = bench.program.module("tests.benchmarks.finding", str(bench.library), str(bench.times(100, 5)))
    found = json.loads(processes.run(words, environment))
    yield Line("finding all events, processor seconds", found["first"], Target(EVENT_SECONDS_A_STORY * bench.stories))
    yield Line(
        "vectors and events in the index",
        found["megabytes"] * _MEGA,
        Target(EVENT_BYTES_A_STORY * bench.stories),
        unit=Unit.BYTES,
    )
    yield _line("finding the event of one new story, p95", found["new"], NEW_STORY)
    yield _line(
        "first screenful by event, p95 (floor: by date)", found["by_event"], bench.target(Name.EVENTS), found["by_date"]
    )
    yield _line("who else tells a story, p95", found["tellers"], bench.target(Name.EVENTS))
    hops, comparisons = _keys(bench)
    yield _line("next teller of the event, p95", hops, bench.target(Name.EVENTS))
    yield _line("two tellers compared, p95", comparisons, bench.target(Name.EVENTS))


def _keys(bench: Bench) -> tuple[list[float], list[float]]:
    """How long the reader takes to show the next teller of a story, and to compare the two, for one story after another."""
    hops: list[float] = []
    comparisons: list[float] = []
    with bench.reader() as reader:
        reader.wait_for_comparison()
        reader.begin_filter(_TOLD)
        reader.terminal.press(ENTER)
        reader.rest()
        story = Area(2, reader.status_area.top, reader.list_area.right + 1, reader.terminal.columns)
        for _ in range(bench.times(40, 5)):
            hops += _shown(reader, _NEXT_TELLER, story)
            comparisons += _shown(reader, _COMPARE, story)
            for key in (ESCAPE, DOWN):
                reader.terminal.press(key)
                reader.rest()
    return hops, comparisons


def _shown(reader: ReaderSession, key: str, area: Area) -> list[float]:
    time = reader.time_of(key, area)
    return [] if time is None else [time]


def _line(row: str, times: list[float], target: Target, floors: list[float] | None = None) -> Line:
    return Line(
        row,
        percentile(times, 95) if times else None,
        target,
        floor=percentile(floors, 95) if floors else None,
        notes=(f"{len(times)} times, median {figure(median(times))}",) if times else (),
    )
