"""Processor time of a start and of `list` beside that of the commit before: `python -m tests.benchmarks.commit_before SRC`.

`SRC` is the folder `src` of that commit, which is run with the same packages. The figures decide
nothing: a machine that does other things as well gives no reason to refuse a commit.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from tests.benchmarks.busyness import Moment, of_others, told
from tests.benchmarks.figures import Spread, median
from tests.benchmarks.homes import Home
from tests.benchmarks.programs import is_compared
from tests.benchmarks.report import figure
from tests.benchmarks.session import NotShownError, Session

_ROOT: Final = Path(__file__).parents[2]
_ROUNDS: Final = 7
_NEWSREADER: Final = (sys.executable, "-m", "newsreader")


@dataclass(frozen=True, slots=True)
class Version:
    """One version of the program, in a home of its own."""

    source: Path
    home: Home

    def environment(self) -> dict[str, str]:
        """What finds this version before any that is installed."""
        return self.home.environment() | {"PYTHONPATH": str(self.source)}

    def start(self) -> float:
        """Seconds of processor time until the reader has drawn its list and compared with the files."""
        self.home.forget_session()
        with Session(_NEWSREADER, self.environment()) as reader:
            reader.wait_for(is_compared, "the number of all stories", patience=60)
            times = reader.terminal.usage.cpu_times()
            return float(times.user + times.system)

    def list(self) -> float:
        """Seconds of processor time of `newsreader list`."""
        command = [*_NEWSREADER, "list", "--limit", "20"]
        process = subprocess.Popen(
            command, env=self.environment(), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
        )
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        assert process.stderr is not None
        with process.stderr as said:
            if process.returncode:
                raise subprocess.CalledProcessError(process.returncode, command, stderr=said.read())
        return usage.ru_utime + usage.ru_stime


def ratio(what: str, before: Callable[[], float], now: Callable[[], float], rounds: int) -> str:
    """The report on one task that both versions do in turn; the first run of each fills caches and is left out."""
    before()
    now()
    pairs = [(before(), now()) for _ in range(rounds)]
    earlier, later = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    spread = Spread.of_ratios(later, earlier)
    return (
        f"{what}: {spread or 'no ratio'} of the commit before, {figure(median(later))} after {figure(median(earlier))}"
    )


def main(words: Sequence[str]) -> None:
    """Print both ratios, or that a version can't be run."""
    source = Path(words[0]).resolve()
    rounds = int(words[1]) if len(words) > 1 else _ROUNDS
    begun = Moment.now()
    with TemporaryDirectory(prefix="newsreader-before-") as name:
        before = Version(source, Home(Path(name) / "before").make())
        now = Version(_ROOT / "src", Home(Path(name) / "now").make())
        try:
            print("Processor time, median of the ratios with the least and the most:")
            print(ratio("`newsreader list`", before.list, now.list, rounds), flush=True)
            print(ratio("start", before.start, now.start, rounds), flush=True)
        except (NotShownError, subprocess.CalledProcessError) as error:
            print(f"The commit before could not be run beside this one: {str(error).partition(chr(10))[0]}")
    busy = told("all of it", of_others(begun, Moment.now()))
    if busy:
        print(f"The machine was busy {busy}")


if __name__ == "__main__":
    main(sys.argv[1:])
