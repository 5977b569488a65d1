"""Finding the events of a library, and asking for them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Final

from tests.benchmarks import processes
from tests.benchmarks.bench import Bench
from tests.benchmarks.figures import median, percentile
from tests.benchmarks.report import Line, Unit, figure
from tests.benchmarks.targets import EVENT_BYTES_A_STORY, EVENT_SECONDS_A_STORY, NEW_STORY, Name, Target

_MEGA: Final = 1e6


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


def _line(row: str, times: list[float], target: Target, floors: list[float] | None = None) -> Line:
    return Line(
        row,
        percentile(times, 95) if times else None,
        target,
        floor=percentile(floors, 95) if floors else None,
        notes=(f"{len(times)} times, median {figure(median(times))}",) if times else (),
    )
