"""The cursor, while its key is held."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from time import perf_counter, sleep
from typing import Final

from tests.benchmarks.bench import Bench
from tests.benchmarks.figures import Spread, median, percentile
from tests.benchmarks.programs import DOWN, HOME
from tests.benchmarks.report import Line, figure
from tests.benchmarks.screen import Area, Frame
from tests.benchmarks.session import SHORTLY_QUIET, NotShownError, Session
from tests.benchmarks.targets import LONGEST_SILENCE, Name

_RATE: Final = 30
_WALKS: Final = 3
_AHEAD: Final = 20
"""The bare list begins again after 30 rows, so a screen differs from those of many keys before."""


def measure(bench: Bench) -> Iterator[Line]:
    """Hold the key in both programs, in turn."""
    keys, rounds = bench.times(40, 8), bench.times(5, 1)
    rows = bench.times(400, 60)
    floors: list[list[float]] = []
    ours: list[list[float]] = []
    with bench.bare() as bare, bench.reader() as reader:
        bare.wait_for_rows()
        bare.rest()
        reader.wait_for_comparison()
        for _ in range(rounds):
            floors.append(held(bare, bare.list_area, keys))
            ours.append(held(reader, reader.list_area, keys))
        long = held(reader, reader.list_area, rows)
    all_floors, all_ours = [*chain(*floors)], [*chain(*ours)]
    slow_floors, slow_ours = ([percentile(times, 95) for times in each] for each in (floors, ours))
    yield Line(
        f"cursor down held, {_RATE} keys a second, p95",
        percentile(all_ours, 95),
        bench.target(Name.CURSOR),
        floor=percentile(all_floors, 95),
        notes=(f"median {figure(median(all_ours))}, floor {figure(median(all_floors))}; most {figure(max(all_ours))}",),
        spread=Spread.of_ratios(slow_ours, slow_floors),
    )
    yield Line(
        f"cursor down held over many rows, {_RATE} keys a second, slowest",
        max(long),
        LONGEST_SILENCE,
        notes=(f"{rows} rows, median {figure(median(long))}, p95 {figure(percentile(long, 95))}",),
    )


def held(session: Session, area: Area, keys: int) -> list[float]:
    """Seconds from each of so many keys to the cursor where it leads."""
    screens = settled_walk(session, area, keys)
    pressed = []
    due = perf_counter()
    for _ in range(keys):
        sleep(max(0.0, due - perf_counter()))
        pressed.append(session.terminal.press(DOWN))
        due += 1 / _RATE
    shown = arrivals(screens, session.rest(), area)
    if len(shown) < keys:
        raise NotShownError(f"the cursor went {len(shown)} of {keys} rows down")
    return [moment - start for start, moment in zip(pressed, shown, strict=True)]


def arrivals(screens: Sequence[object], frames: Sequence[Frame], area: Area) -> list[float]:
    """For each of `screens`, the moment of the first of `frames` that shows it or a later screen."""
    moments: list[float] = []
    for frame in frames:
        ahead = screens[len(moments) : len(moments) + _AHEAD]
        now = frame.cut(area)
        if now in ahead:
            moments += [frame.moment] * (ahead.index(now) + 1)
    return moments


def settled_walk(session: Session, area: Area, keys: int) -> list[object]:
    """What `_walk` gives from the top; it walks again where the walk itself changed what is shown.

    A story that becomes read on the way looks different afterwards, and its screens would not be recognised.
    """
    _to_top(session)
    for _ in range(_WALKS):
        begun = session.frame.cut(area)
        screens = _walk(session, area, keys)
        _to_top(session)
        if session.frame.cut(area) == begun:
            return screens
    raise NotShownError("the list changes while the cursor walks over it")


def _to_top(session: Session) -> None:
    session.terminal.press(HOME)
    session.rest()


def _walk(session: Session, area: Area, keys: int) -> list[object]:
    """What `area` looks like after each of so many keys, pressed one at a time."""
    screens: list[object] = []
    for _ in range(keys):
        session.terminal.press(DOWN)
        session.rest(quiet=SHORTLY_QUIET)
        screens.append(session.frame.cut(area))
    return screens
