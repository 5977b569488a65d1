"""A file added, changed and deleted while the reader runs, until that is on the screen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import Final

from tests.benchmarks.bench import Bench
from tests.benchmarks.programs import ENTER, ReaderSession
from tests.benchmarks.report import Line
from tests.benchmarks.screen import Frame
from tests.benchmarks.session import NotShownError
from tests.benchmarks.targets import Name

_ADDED: Final = "Quinces are added"
_CHANGED: Final = "Quinces are changed"
_FILTER: Final = "quinces"
"""With it the file is in sight once it is there, wherever it stands in the order of all."""

_RESCAN: Final = "r"


def measure(bench: Bench) -> Iterator[Line]:
    """Change one file, then one story of a file of many; both files are gone afterwards."""
    folder = bench.library / f"{datetime.now(UTC):%Y}"
    folder.mkdir(exist_ok=True)
    try:
        yield from _one_file(bench, folder / "benchmark.yaml")
        yield _one_of_many(bench, folder / "benchmark-many.yaml")
    finally:
        if not any(folder.iterdir()):
            folder.rmdir()


def _one_file(bench: Bench, file: Path) -> Iterator[Line]:
    changes: tuple[tuple[str, Callable[[], object], Callable[[str], bool]], ...] = (
        ("added", lambda: _write(file, _ADDED), lambda text: _ADDED in text),
        ("changed", lambda: _write(file, _CHANGED), lambda text: _CHANGED in text),
        ("deleted", file.unlink, lambda text: _CHANGED not in text),
    )
    try:
        with bench.reader() as reader:
            reader.wait_for_comparison()
            reader.begin_filter(_FILTER)
            reader.terminal.press(ENTER)
            reader.rest()
            for what, change, is_shown in changes:
                yield _measured(bench, reader, f"a file {what} to the screen", change, is_shown)
    finally:
        file.unlink(missing_ok=True)


def _one_of_many(bench: Bench, file: Path) -> Line:
    stories = bench.times(10_000, 300)
    try:
        _write_many(file, stories, _ADDED)
        with bench.reader() as reader:
            reader.wait_for_comparison()
            reader.begin_filter(_FILTER)
            reader.terminal.press(ENTER)
            reader.rest()
            return _measured(
                bench,
                reader,
                f"one story of {stories:,} in a file changed to the screen",
                lambda: _write_many(file, stories, _CHANGED),
                lambda text: _CHANGED in text,
            )
    finally:
        file.unlink(missing_ok=True)


def _measured(
    bench: Bench, reader: ReaderSession, row: str, change: Callable[[], object], is_shown: Callable[[str], bool]
) -> Line:
    def shown(frame: Frame) -> bool:
        return is_shown(frame.text(reader.list_area))

    target = bench.target(Name.CHANGES)
    begun = perf_counter()
    change()
    try:
        moment = reader.wait_for(shown, row, patience=bench.times(20, 10))
        line = Line(row, moment - begun, target)
    except NotShownError:
        begun = reader.terminal.press(_RESCAN)
        moment = reader.wait_for(shown, row)
        line = Line(row, moment - begun, target, failed=True, notes=("not noticed by itself; measured from `r`",))
    reader.rest()
    return line


def _write(file: Path, title: str) -> None:
    moment = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"
    file.write_text(f"title: {title}\npublished: {moment}\nsummary: Nothing else.\n", encoding="utf-8")


def _write_many(file: Path, stories: int, title: str) -> None:
    some = (f"- title: Story {number} of one file\n  summary: Like all others.\n" for number in range(stories - 1))
    file.write_text(f"- title: {title}\n  summary: Nothing else.\n{''.join(some)}", encoding="utf-8")
