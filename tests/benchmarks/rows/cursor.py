"""The cursor, while its key is held."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from time import perf_counter, sleep
from typing import Final

from tests.benchmarks.bench import Bench
from tests.benchmarks.figures import median, percentile
from tests.benchmarks.programs import DOWN, HOME
from tests.benchmarks.report import Line, figure
from tests.benchmarks.screen import Area, Frame
from tests.benchmarks.session import SHORTLY_QUIET, NotShownError, Session
from tests.benchmarks.targets import Name

_RATE: Final = 30
_AHEAD: Final = 20
"""The bare list begins anew after 30 rows, so a screen can be told from those of so many keys before."""


def measure(bench: Bench) -> Iterator[Line]:
    """Hold the key in both programs."""
    keys = bench.times(100, 8)
    with bench.bare() as bare:
        bare.wait_for_rows()
        bare.rest()
        floor = held(bare, bare.list_area, keys)
    with bench.reader() as reader:
        reader.wait_for_comparison()
        ours = held(reader, reader.list_area, keys)
    yield Line(
        f"cursor down held, {_RATE} keys a second, p95",
        percentile(ours, 95),
        bench.target(Name.CURSOR),
        floor=percentile(floor, 95),
        notes=(f"median {figure(median(ours))}, floor {figure(median(floor))}; most {figure(max(ours))}",),
    )


def held(session: Session, area: Area, keys: int) -> list[float]:
    """Seconds from each of so many keys to the cursor where it leads."""
    screens = _walk(session, area, keys)
    session.terminal.press(HOME)
    session.rest()
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
    """For each of `screens` the moment of the first of `frames` that shows it, or one further on."""
    moments: list[float] = []
    for frame in frames:
        ahead = screens[len(moments) : len(moments) + _AHEAD]
        now = frame.cut(area)
        if now in ahead:
            moments += [frame.moment] * (ahead.index(now) + 1)
    return moments


def _walk(session: Session, area: Area, keys: int) -> list[object]:
    """What `area` looks like after each of so many keys, pressed one at a time."""
    screens: list[object] = []
    for _ in range(keys):
        session.terminal.press(DOWN)
        session.rest(quiet=SHORTLY_QUIET)
        screens.append(session.frame.cut(area))
    return screens
