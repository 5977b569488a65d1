"""Measures the reader from outside: `python -m tests.benchmarks --stories 100000`."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from signal import SIGTERM, signal
from subprocess import CalledProcessError
from tempfile import TemporaryDirectory
from typing import Final

from tests.benchmarks.bench import Bench, say
from tests.benchmarks.busyness import Moment, of_others, told
from tests.benchmarks.checkout import ROOT, check_out, full_name, installed
from tests.benchmarks.comparison import compare, comparison_table
from tests.benchmarks.report import Line, header, report
from tests.benchmarks.rows import (
    add,
    beside,
    changes,
    command,
    cursor,
    events,
    fetch,
    filter,
    first_index,
    memory,
    scroll,
    start,
    unchanged,
)
from tests.benchmarks.session import NotShownError
from tests.benchmarks.targets import Name

ROWS: Final[Mapping[Name, Callable[[Bench], Iterator[Line]]]] = {
    Name.START: start.measure,
    Name.FILTER: filter.measure,
    Name.ORDERS: filter.measure_other_orders,
    Name.SCROLL: scroll.measure,
    Name.CURSOR: cursor.measure,
    Name.MEMORY: memory.measure,
    Name.INDEX: first_index.measure,
    Name.UNCHANGED: unchanged.measure,
    Name.CHANGES: changes.measure,
    Name.COMMAND: command.measure,
    Name.FETCH: fetch.measure,
    Name.ADD: add.measure,
    Name.EXTRACT: add.measure_extract,
    Name.BESIDE: beside.measure,
    Name.EVENTS: events.measure,
}

_SHORT: Final = 10


def main(words: Sequence[str]) -> None:
    """Measure what the command line asks for."""
    parser = ArgumentParser("python -m tests.benchmarks", description="Measure the reader from outside.")
    parser.add_argument("--stories", type=int, required=True, metavar="N", help="how large the library is")
    parser.add_argument("--library", type=Path, metavar="DIR", help="make the library here, or use the one made before")
    parser.add_argument("--home", type=Path, metavar="DIR", help="keep the index here, or use the one kept before")
    parser.add_argument("--peers", action="store_true", help="measure newsboat and ripgrep, too")
    parser.add_argument("--marked", action="store_true", help="with 100,000 stories read and 10,000 bookmarked before")
    parser.add_argument("--uneven", action="store_true", help="stories that are as short and as long as real ones")
    parser.add_argument("--quick", action="store_true", help="repeat little; the figures say little, too")
    parser.add_argument("--against", metavar="COMMIT", help="measure another commit in turn with this one")
    parser.add_argument("--only", nargs="+", type=Name, choices=list(Name), metavar="ROW", help=", ".join(Name))
    arguments = parser.parse_args(words)
    with TemporaryDirectory(prefix="newsreader-benchmark-") as name:
        folder = Path(name)
        library = (arguments.library or folder / "library").resolve()
        home = arguments.home.resolve() if arguments.home else None
        bench = Bench(
            arguments.stories,
            library,
            folder,
            peers=arguments.peers,
            quick=arguments.quick,
            marked=arguments.marked,
            kept_home=home,
            uneven=arguments.uneven,
        )
        bench.make_library()
        names = arguments.only or list(Name)
        if arguments.against:
            _compare(bench, arguments.against, names)
            return
        busy: list[str] = []
        lines = list(_measured(bench, names, busy))
        sys.stdout.write(report(bench.stories, lines, busy))


def _compare(bench: Bench, commit: str, names: Sequence[Name]) -> None:
    """Tell what another commit takes for the same, in turn."""
    name = full_name(commit)[:_SHORT]
    say(f"installing {name}")
    source = check_out(commit, bench.folder / "source")
    before, now = (
        replace(bench, program=installed(root, bench.folder / what / "environment"), folder=bench.folder / what)
        for what, root in (("before", source), ("now", ROOT))
    )
    begun = Moment.now()
    lines = comparison_table(name, list(compare(ROWS, replace(before, kept_home=None), now, names)))
    busy = told("all of it", of_others(begun, Moment.now()))
    notes = ["", f"- **The machine was busy** {busy}"] if busy else []
    sys.stdout.write("\n".join([header(bench.stories), "", *lines, *notes]) + "\n")


def _measured(bench: Bench, names: Sequence[Name], busy: list[str]) -> Iterator[Line]:
    """The lines of the rows; what other programs used meanwhile is put into `busy`."""
    for name in names:
        say(f"measuring {name}")
        begun = Moment.now()
        try:
            yield from ROWS[name](bench)
        except (NotShownError, CalledProcessError, OSError) as error:
            say(str(error))
            reason = str(error).partition("\n")[0]
            yield Line(name, None, bench.target(name), notes=(f"could not be measured: {reason}",))
        said = told(f"`{name}`", of_others(begun, Moment.now()))
        busy += [said] if said else []


def _leave(*_: object) -> None:
    sys.exit(128 + SIGTERM)


if __name__ == "__main__":
    signal(SIGTERM, _leave)  # so that what was started is ended, and what was made is removed
    main(sys.argv[1:])
