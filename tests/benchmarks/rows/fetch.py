"""Fetching feeds: the first time, when nothing is new, and when every server is slow."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.benchmarks import processes
from tests.benchmarks.bench import Bench, say
from tests.benchmarks.feeds import Served, make_feeds, serving
from tests.benchmarks.figures import Spread, median
from tests.benchmarks.homes import Home
from tests.benchmarks.library import SEED
from tests.benchmarks.processes import Cost
from tests.benchmarks.report import Line, Unit
from tests.benchmarks.targets import FETCH_MEMORY, FETCH_SLOW, FETCH_UNCHANGED, Name

FEEDS: Final = 343
ITEMS: Final = range(10, 31)
_SLOW_FEEDS: Final = 500
_SLOW_ITEMS: Final = (3,)
_DELAY: Final = 0.3


@dataclass(frozen=True)
class Subscriber:
    """A user with a library of their own, who may reach the servers of the feeds."""

    bench: Bench
    home: Home
    library: Path

    @classmethod
    def make(cls, bench: Bench, name: str, *served: Served) -> Subscriber:
        """Make a user whose library has nothing but the list of feeds."""
        home = bench.new_home(name)
        library = home.folder / "library"
        library.mkdir()
        user = cls(bench, home, library)
        user.subscribe(*served)
        return user

    def subscribe(self, *served: Served) -> None:
        """Have these feeds, and no others."""
        hosts = "".join(f'[fetch.hosts."{host}"]\nprivate = true\n' for each in served for host in each.hosts)
        config = self.home.make().folder / "config" / "newsreader" / "config.toml"
        config.write_text(config.read_text(encoding="utf-8") + hosts, encoding="utf-8")
        feeds = "".join(f"- url: {url}\n" for each in served for url in each.urls)
        (self.library / "feeds.yaml").write_text(feeds, encoding="utf-8")

    @property
    def command(self) -> list[str]:
        """The command line that fetches all feeds."""
        return self.bench.program.newsreader(self.library, "fetch", "--all", "--yes")

    @property
    def environment(self) -> dict[str, str]:
        """What the command finds around it."""
        return self.bench.program.environment(self.home)

    def fetch(self) -> Cost:
        """Fetch all feeds."""
        return processes.cost(self.command, self.environment)

    @property
    def files(self) -> dict[str, tuple[int, int]]:
        """Each file of the library, its inode and when it was changed."""
        found = ((path, path.stat()) for path in self.library.rglob("*") if path.is_file())
        return {str(path): (stat.st_ino, stat.st_mtime_ns) for path, stat in found}


def measure(bench: Bench) -> Iterator[Line]:
    """Run the command and what it is compared with, in turn."""
    yield from _ordinary(bench)
    yield _slow(bench)


def ordinary_feeds(bench: Bench, seed: int = SEED) -> Path:
    """The folder with the feeds of several rows."""
    folder = bench.folder / f"feeds-{seed}"
    say("making feeds")
    make_feeds(folder, bench.times(FEEDS, 8), ITEMS, seed)
    return folder


def bare(bench: Bench, *words: str) -> float:
    """How long the libraries alone take for something."""
    return processes.seconds(
        bench.program.module("tests.benchmarks.bare_news", *words), bench.program.environment(bench.new_home("bare"))
    )


def _ordinary(bench: Bench) -> Iterator[Line]:
    folder = ordinary_feeds(bench)
    first: list[Cost] = []
    floors: list[float] = []
    again: list[float] = []
    bare_again: list[float] = []
    is_touched = False
    with serving(folder) as served:
        for number in range(bench.times(3, 1)):
            floors.append(bare(bench, "read", str(folder)))
            user = Subscriber.make(bench, f"fetch-{number}", served)
            first.append(user.fetch())
            before = user.files
            for _ in range(bench.times(3, 1)):
                bare_again.append(bare(bench, "ask", *served.urls))
                again.append(user.fetch().seconds)
            is_touched |= user.files != before
        stories = len(before) - 2
    seconds = [cost.seconds for cost in first]
    yield Line(
        "first fetch of all feeds, median",
        median(seconds),
        bench.target(Name.FETCH),
        floor=median(floors),
        spread=Spread.of_ratios(seconds, floors),
        notes=(f"{len(served.urls)} feeds, {stories:,} stories",),
        failed=stories < len(served.urls),
    )
    yield Line("memory of the first fetch, most", max(cost.memory for cost in first), FETCH_MEMORY, unit=Unit.BYTES)
    yield Line(
        "fetch of all feeds when nothing is new, median",
        median(again),
        FETCH_UNCHANGED,
        floor=median(bare_again),
        spread=Spread.of_ratios(again, bare_again),
        failed=is_touched,
        notes=("a file of the library was touched",) if is_touched else (),
    )


def _slow(bench: Bench) -> Line:
    folder = bench.folder / "slow-feeds"
    make_feeds(folder, bench.times(_SLOW_FEEDS, 16), _SLOW_ITEMS, SEED)
    ours: list[float] = []
    floors: list[float] = []
    with serving(folder, _DELAY) as served:
        for number in range(bench.times(2, 1)):
            floors.append(bare(bench, "ask", *served.urls))
            ours.append(Subscriber.make(bench, f"slow-{number}", served).fetch().seconds)
    return Line(
        f"first fetch of {len(served.urls)} feeds, each answer after {_DELAY * 1000:.0f} ms, median",
        median(ours),
        FETCH_SLOW,
        floor=median(floors),
        spread=Spread.of_ratios(ours, floors),
    )
