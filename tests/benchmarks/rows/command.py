"""The command line: listing the stories that hold a word."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Final

from tests.benchmarks import processes
from tests.benchmarks.bench import Bench
from tests.benchmarks.figures import Spread, median
from tests.benchmarks.queries import words_to_list
from tests.benchmarks.report import Line, figure
from tests.benchmarks.targets import Name

_LIMIT: Final = "20"
_RIPGREP: Final = 'rg -l -- "$1" "$2" | head -"$3"'


def measure(bench: Bench) -> Iterator[Line]:
    """Run the command and what it is compared with, in turn."""
    environment = bench.environment
    floors, ours, ripgrep = [], [], []
    for _ in range(bench.times(10, 2)):
        for word in words_to_list(few=bench.quick):
            floors.append(processes.seconds([sys.executable, "-c", "pass"], environment))
            ours.append(processes.seconds(bench.newsreader("list", word, "--limit", _LIMIT), environment))
            if bench.peers:
                search = ["sh", "-c", _RIPGREP, "sh", word, str(bench.library), _LIMIT]
                ripgrep.append(processes.seconds(search, environment))
    notes = (f"ripgrep {figure(median(ripgrep))}",) if ripgrep else ()
    row = f"`newsreader list WORD --limit {_LIMIT}`, median"
    spread = Spread.of_ratios(ours, floors)
    yield Line(row, median(ours), bench.target(Name.COMMAND), floor=median(floors), notes=notes, spread=spread)
