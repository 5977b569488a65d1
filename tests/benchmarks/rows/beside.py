"""A key in the reader while a fetch brings stories into its library, in a process of its own beside it."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from time import sleep
from typing import Final

from tests.benchmarks.bench import Bench, say
from tests.benchmarks.feeds import make_feeds, serving
from tests.benchmarks.figures import Spread, median, percentile
from tests.benchmarks.library import SEED
from tests.benchmarks.programs import DOWN, HOME, ReaderSession
from tests.benchmarks.report import Line, figure
from tests.benchmarks.rows.fetch import ITEMS, Subscriber, ordinary_feeds
from tests.benchmarks.screen import Frame
from tests.benchmarks.session import NotShownError
from tests.benchmarks.targets import Name, Target

_GAP: Final = 0.07
"""Seconds from the result of a key to the next key."""

_FEW_FEEDS: Final = 20
_FEWEST_KEYS: Final = 2
_MANY_KEYS: Final = 1_000

Cursor = tuple[int, str]
"""On which line of the screen the cursor's row begins, and what stands in it."""


def measure(bench: Bench) -> Iterator[Line]:
    """Press the cursor's key without and with a fetch beside, in turn; then look at the cursor during a fetch."""
    rounds, keys = bench.times(3, 1), bench.times(80, 8)
    alone: list[list[float]] = []
    beside: list[list[float]] = []
    with ExitStack() as stack:
        user = Subscriber.make(bench, "beside", stack.enter_context(serving(ordinary_feeds(bench))))
        user.fetch()
        reader = stack.enter_context(ReaderSession(user.home, user.library, bench.program))
        reader.wait_for_comparison()
        for number in range(1, rounds + 1):
            alone.append(_times(reader, lambda count: count < keys))
            user.subscribe(stack.enter_context(serving(ordinary_feeds(bench, SEED + number))))
            with _fetching(user) as process:
                beside.append(_times(reader, lambda count, fetch=process: count < _FEWEST_KEYS or fetch.poll() is None))  # type: ignore[misc]
            reader.rest()
        place, is_moved = _cursor_during_fetch(stack, bench, user, reader)
    limit = percentile([*_joined(alone)], 95) + bench.target(Name.BESIDE).limit
    slow = [[percentile(times, 95) for times in each] for each in (beside, alone)]
    yield Line(
        "cursor down while a fetch runs beside, p95 (floor: without)",
        percentile(_joined(beside), 95),
        Target(limit),
        floor=percentile(_joined(alone), 95),
        spread=Spread.of_ratios(*slow),
        failed=is_moved,
        notes=(
            f"{len(_joined(beside))} keys, median {figure(median(_joined(beside)))}, most"
            f" {figure(max(_joined(beside)))}; without {figure(median(_joined(alone)))}",
            f"the cursor's row {'did not stay' if is_moved else 'stayed'} on line {place} when stories came",
        ),
    )


def _joined(rounds: Sequence[Sequence[float]]) -> list[float]:
    return [time for times in rounds for time in times]


@contextmanager
def _fetching(user: Subscriber) -> Iterator[subprocess.Popen[bytes]]:
    quiet = subprocess.DEVNULL
    with subprocess.Popen(user.command, env=user.environment, stdin=quiet, stdout=quiet, stderr=quiet) as process:
        yield process
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, user.command)


def _times(reader: ReaderSession, goes_on: Callable[[int], bool]) -> list[float]:
    """Seconds from each key to the cursor on another row."""
    reader.terminal.press(HOME)
    reader.rest()
    times: list[float] = []
    while goes_on(len(times)) and len(times) < _MANY_KEYS:
        before = cursor(reader, reader.frame)
        pressed = reader.terminal.press(DOWN)
        shown = reader.wait_for(lambda frame, old=before: _is_elsewhere(reader, frame, old), "the next row")  # type: ignore[misc]
        times.append(shown - pressed)
        sleep(_GAP)
        reader.look()
    return times


def _is_elsewhere(reader: ReaderSession, frame: Frame, before: Cursor) -> bool:
    text = cursor(reader, frame)[1]
    return bool(text) and text != before[1]


def cursor(reader: ReaderSession, frame: Frame) -> Cursor:
    """The cursor's row: the lines of the list that have another background than most."""
    area = reader.list_area
    lines = frame.cut(area)
    grounds = [line[1].bg for line in lines]
    usual = max(set(grounds), key=grounds.count)
    own = [number for number, ground in enumerate(grounds) if ground != usual]
    if not own:
        return 0, ""
    return area.top + own[0], "\n".join("".join(cell.data for cell in lines[number]) for number in own)


def _cursor_during_fetch(stack: ExitStack, bench: Bench, user: Subscriber, reader: ReaderSession) -> tuple[int, bool]:
    """On which line the cursor's row is, and whether any frame of a fetch without a key shows it elsewhere."""
    say("looking at the cursor")
    folder = bench.folder / "few-feeds"
    make_feeds(folder, bench.times(_FEW_FEEDS, 4), ITEMS, SEED + 99)
    user.subscribe(stack.enter_context(serving(folder)))
    before, total = cursor(reader, reader.frame), reader.total
    if not before[1]:
        raise NotShownError("there is no cursor in the list")
    places: set[Cursor] = set()
    with _fetching(user):
        pass

    def has_come(frame: Frame) -> bool:
        places.add(cursor(reader, frame))
        return reader.total > total

    reader.wait_for(has_come, "the new stories")
    reader.rest()
    places.add(cursor(reader, reader.frame))
    return before[0], places != {before}
