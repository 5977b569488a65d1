"""The memory that is in use after a while of reading and filtering, and after many boxes and filters more."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from tests.benchmarks.bench import Bench
from tests.benchmarks.figures import Spread, median
from tests.benchmarks.programs import CLEAR, DOWN, END, ENTER, ESCAPE, HOME, PAGE_DOWN, ReaderSession
from tests.benchmarks.queries import words_to_type
from tests.benchmarks.report import Line, Unit, figure
from tests.benchmarks.session import SHORTLY_QUIET, Session
from tests.benchmarks.targets import AFTER_BOXES, Name

_MOVES: Final = (DOWN, DOWN, PAGE_DOWN, END, HOME)
_BOXES: Final = ("?", "v", "l", "O", "t", "e", ":", "T", "!", "V")
_CORNER: Final = "╭"
"""Only a box has it."""


def measure(bench: Bench) -> Iterator[Line]:
    """Use both programs in turn, then ask the system."""
    floors, ours, mapped = [], [], None
    for _ in range(bench.times(3, 1)):
        with bench.bare() as bare:
            bare.wait_for_rows()
            _move(bare)
            floors.append(_resident(bare)[0])
        with bench.reader() as reader:
            _use_for_a_while(reader, few=bench.quick)
            used, mapped = _resident(reader)
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
    yield _growth(bench)


def _growth(bench: Bench) -> Line:
    """What many boxes and filters add to the memory of one reader; its floor is the memory before them."""
    rounds = bench.times(500, 20)
    with bench.reader() as reader:
        _use_for_a_while(reader, few=bench.quick)
        before, _ = _resident(reader)
        _use_boxes_and_filters(reader, rounds)
        after, _ = _resident(reader)
    return Line(f"the same after {rounds} boxes and filters", after, AFTER_BOXES, floor=before, unit=Unit.BYTES)


def _use_for_a_while(reader: ReaderSession, *, few: bool) -> None:
    """Move and filter."""
    reader.wait_for_comparison()
    _move(reader)
    for word in words_to_type(few=few):
        reader.begin_filter("")
        for letter in word:
            reader.type(letter)
        reader.terminal.press(ENTER)
        _move(reader)


def _use_boxes_and_filters(reader: ReaderSession, rounds: int) -> None:
    """Open and close a box and set a filter in turn; each filter is another, and leaves all stories in the list."""
    for number in range(rounds):
        if number % 2:
            for keys in ("/", CLEAR, f"-zz{number}", ENTER):
                reader.terminal.press(keys)
                reader.rest(quiet=SHORTLY_QUIET)
        else:
            key = _BOXES[number // 2 % len(_BOXES)]
            reader.terminal.press(key)
            reader.wait_for(lambda frame: _CORNER in frame.text(), f"the box of {key}")
            reader.terminal.press(ESCAPE)
            reader.wait_for(lambda frame: _CORNER not in frame.text(), "the closed box")


def _move(session: Session) -> None:
    for keys in _MOVES:
        session.terminal.press(keys)
        session.rest(quiet=SHORTLY_QUIET)


def _resident(session: Session) -> tuple[float, float | None]:
    """How much memory is resident, and how much of that belongs to files or is shared, where the system says so."""
    memory = session.terminal.usage.memory_info()
    return memory.rss, getattr(memory, "shared", None)
