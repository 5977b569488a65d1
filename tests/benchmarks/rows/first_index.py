"""The first index of a new library."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from tests.benchmarks import processes
from tests.benchmarks.bench import Bench
from tests.benchmarks.library import make_feed
from tests.benchmarks.programs import ReaderSession, has_all_text, is_compared
from tests.benchmarks.report import Line, figure
from tests.benchmarks.session import NotShownError
from tests.benchmarks.targets import Name, Target, text_target

_COMPARED_WITH: Final = 100_000
_PATIENCE: Final = 60.0
_PATIENCE_A_STORY: Final = 0.02


def measure(bench: Bench) -> Iterator[Line]:
    """Index with the command, then with the reader open: until all stories are listed, and until all text is found."""
    newsboat = _newsboat_seconds(bench) if bench.peers else None
    listing, searching = bench.target(Name.INDEX), text_target(bench.stories)
    environment = bench.program.environment(bench.new_home("lister"))
    listed = processes.seconds(bench.program.newsreader(bench.library, "list", "--limit", "1"), environment)
    yield _line(bench, "first index by `newsreader list`", listed, listing, newsboat)
    _, searched = bench.first_index
    yield _line(bench, "first index by `newsreader list WORD`", searched, searching)
    patience = _PATIENCE + _PATIENCE_A_STORY * bench.stories
    with ReaderSession(bench.new_home("first-reader"), bench.library, bench.program) as reader:
        listed = reader.wait_for(is_compared, "the number of all stories", patience=patience) - reader.terminal.started
        if reader.total < bench.stories:
            raise NotShownError(f"the reader is done with {reader.total:,} of {bench.stories:,} stories")
        searched = listed
        if not has_all_text(reader.frame):
            searched = reader.wait_for(has_all_text, "all text is found", patience=patience) - reader.terminal.started
    yield _line(bench, "first index with the reader open, all stories listed", listed, listing, newsboat)
    yield _line(bench, "first index with the reader open, all text searched", searched, searching)


def _line(bench: Bench, row: str, seconds: float, target: Target, newsboat: float | None = None) -> Line:
    notes = [f"{figure(seconds * _COMPARED_WITH / bench.stories)} for {_COMPARED_WITH:,} stories"]
    if newsboat is not None:
        notes.append("its floor is newsboat taking in the same stories as one feed")
    return Line(row, seconds, target, floor=newsboat, notes=tuple(notes))


def _newsboat_seconds(bench: Bench) -> float:
    home = bench.new_home("newsboat")
    folder = home.folder
    feed, urls, config = folder / "feed.xml", folder / "urls", folder / "newsboat"
    make_feed(feed, bench.stories, uneven=bench.uneven)
    urls.write_text(f"file://{feed}\n", encoding="utf-8")
    config.write_text("max-items 0\n", encoding="utf-8")
    command = ["newsboat", "-u", urls, "-c", folder / "cache.db", "-C", config, "-x", "reload"]
    return processes.seconds([str(word) for word in command], home.environment())
