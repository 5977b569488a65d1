"""The memory that is in use after a while of reading and filtering."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from tests.benchmarks.bench import Bench
from tests.benchmarks.figures import Spread, median
from tests.benchmarks.programs import DOWN, END, ENTER, HOME, PAGE_DOWN
from tests.benchmarks.queries import words_to_type
from tests.benchmarks.report import Line, Unit, figure
from tests.benchmarks.session import SHORTLY_QUIET, Session
from tests.benchmarks.targets import Name

_MOVES: Final = (DOWN, DOWN, PAGE_DOWN, END, HOME)


def measure(bench: Bench) -> Iterator[Line]:
    """Use both programs in turn, then ask the system."""
    floors, ours, mapped = [], [], None
    for _ in range(bench.times(3, 1)):
        with bench.bare() as bare:
            bare.wait_for_rows()
            _move(bare)
            floors.append(_resident(bare)[0])
        used, mapped = _used_for_a_while(bench)
        ours.append(used)
    notes = (f"{figure(mapped, Unit.BYTES)} of it are of files and shared",) if mapped is not None else ()
    yield Line(
        "resident memory after a while",
        median(ours),
        bench.target(Name.MEMORY),
        floor=median(floors),
        unit=Unit.BYTES,
        notes=notes,
        spread=Spread.of_ratios(ours, floors),
    )


def _used_for_a_while(bench: Bench) -> tuple[float, float | None]:
    """What `_resident` says of a reader after moving and filtering."""
    with bench.reader() as reader:
        reader.wait_for_comparison()
        _move(reader)
        for word in words_to_type(few=bench.quick):
            reader.begin_filter("")
            for letter in word:
                reader.type(letter)
            reader.terminal.press(ENTER)
            _move(reader)
        return _resident(reader)


def _move(session: Session) -> None:
    for keys in _MOVES:
        session.terminal.press(keys)
        session.rest(quiet=SHORTLY_QUIET)


def _resident(session: Session) -> tuple[float, float | None]:
    """How much memory is resident, and how much of that belongs to files or is shared, where the system tells."""
    memory = session.terminal.usage.memory_info()
    return memory.rss, getattr(memory, "shared", None)
