"""A start on a library in which nothing has changed, until that is known."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Final

from tests.benchmarks import processes
from tests.benchmarks.bench import Bench
from tests.benchmarks.figures import Spread, median
from tests.benchmarks.report import Line
from tests.benchmarks.targets import Name

_WALK: Final = """
import os, sys
folders = [sys.argv[1]]
while folders:
    with os.scandir(folders.pop()) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                folders.append(entry.path)
            else:
                entry.stat()
"""


def measure(bench: Bench) -> Iterator[Line]:
    """Walk over the files and start the reader, in turn."""
    walk = [sys.executable, "-S", "-c", _WALK, str(bench.library)]
    floors, ours = [], []
    for _ in range(bench.times(5, 1)):
        floors.append(processes.seconds(walk, bench.environment))
        with bench.reader() as reader:
            ours.append(reader.wait_for_comparison() - reader.terminal.started)
    row = "start until the comparison with the files is done, median"
    spread = Spread.of_ratios(ours, floors)
    yield Line(row, median(ours), bench.target(Name.UNCHANGED), floor=median(floors), spread=spread)
