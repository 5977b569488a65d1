"""From the start of the program to its first real headline, the index warm."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Final

from tests.benchmarks import processes
from tests.benchmarks.bench import Bench
from tests.benchmarks.figures import Spread, median
from tests.benchmarks.programs import FIRST_LINES
from tests.benchmarks.report import Line
from tests.benchmarks.session import NotShownError
from tests.benchmarks.targets import Name

_ENOUGH: Final = 20
"""So many characters distinguish a headline from all others."""


def measure(bench: Bench) -> Iterator[Line]:
    """Start both programs in turn."""
    headline = _first_headline(bench)
    floors, ours = [], []
    for _ in range(bench.times(7, 1)):
        with bench.bare() as bare:
            floors.append(bare.wait_for_rows() - bare.terminal.started)
        with bench.reader() as reader:
            shown = reader.wait_for(lambda frame: headline in frame.text(FIRST_LINES), f"the headline {headline}")
            ours.append(shown - reader.terminal.started)
    yield Line(
        "start to the first headline, median",
        median(ours),
        bench.target(Name.START),
        floor=median(floors),
        spread=Spread.of_ratios(ours, floors),
    )


def _first_headline(bench: Bench) -> str:
    """The beginning of the newest title, which has to stand in its file."""
    command = bench.newsreader("list", "--limit", "1", "--format", "json")
    story = json.loads(processes.run(command, bench.environment))[0]
    headline = str(story["title"])[:_ENOUGH]
    if headline not in (bench.library / story["path"]).read_text(encoding="utf-8"):
        raise NotShownError(f"{story['path']} has no headline {headline}")
    return headline
