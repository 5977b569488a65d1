"""The benchmarks: the stories they make up, the recorder, the table; and that every row gives a figure."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from time import perf_counter, sleep

import psutil
import pytest
from tests.benchmarks.figures import percentile
from tests.benchmarks.library import SEED, make_feed, make_library
from tests.benchmarks.programs import is_compared, is_final
from tests.benchmarks.queries import Truth
from tests.benchmarks.report import Line, Unit, figure, table
from tests.benchmarks.rows.cursor import arrivals
from tests.benchmarks.screen import Area, Frame, Screen, settled_at
from tests.benchmarks.session import NotShownError, Session
from tests.benchmarks.stories import story
from tests.benchmarks.targets import Name, Target, target
from tests.benchmarks.terminal import Chunk, Terminal

ROOT = Path(__file__).parents[2]
STORIES = 200
ALL = Area(0, 2, 0, 10)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made") / "library"
    make_library(folder, STORIES)
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


# The library


def test_the_same_seed_makes_the_same_library_and_another_another(library: Path, tmp_path: Path) -> None:
    make_library(tmp_path / "again", STORIES)
    make_library(tmp_path / "other", STORIES, seed=SEED + 1)
    assert contents(tmp_path / "again") == contents(library)
    assert contents(tmp_path / "other") != contents(library)


def test_there_is_a_file_for_each_story_in_every_format_and_a_registry(library: Path) -> None:
    files = contents(library)
    assert len(files) == STORIES + 1
    assert {Path(name).suffix for name in files} == {".yaml", ".md", ".txt"}
    assert "outlets.yaml" in files


def test_the_stories_are_read_without_a_problem(
    library: Path, home: dict[str, str], call: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    checked = call(home, "--library", library, "check")
    assert f"{STORIES} stories, 0 problems" in checked.stderr


def test_the_stories_are_in_all_scripts(library: Path) -> None:
    text = "".join(data.decode() for data in contents(library).values())
    scripts = {unicodedata.name(character, "none").split()[0] for character in set(text)}
    assert {"LATIN", "CYRILLIC", "GREEK", "ARABIC", "CJK", "THAI"} <= scripts


def test_the_feed_has_the_same_stories(tmp_path: Path) -> None:
    make_feed(tmp_path / "feed.xml", 20)
    links = re.findall(r"<guid>(.*)</guid>", (tmp_path / "feed.xml").read_text(encoding="utf-8"))
    assert links == [story(SEED, number).url for number in range(20)]


def test_a_headline_is_right_where_its_story_holds_what_was_typed() -> None:
    samples = [story(SEED, number) for number in range(50)]
    truth = Truth(samples)
    sample = next(sample for sample in samples if sample.language == "en" and "government" in " ".join(sample.summary))
    assert truth.holds(sample.title[:25], "gover")
    assert not truth.holds(sample.title[:25], "qqqq")
    assert truth.holds("", "qqqq")
    assert not truth.holds("", "gover")


# Figures


@pytest.mark.parametrize(("share", "expected"), [(1, 1.0), (50, 5.0), (51, 6.0), (95, 10.0), (100, 10.0)])
def test_a_percentile_is_one_of_the_values(share: int, expected: float) -> None:
    assert percentile([float(value) for value in (10, 3, 1, 2, 5, 4, 9, 7, 8, 6)], share) == expected


@pytest.mark.parametrize(("values", "share"), [([], 95), ([1.0], 0), ([1.0], 101)])
def test_no_percentile_is_made_up(values: list[float], share: int) -> None:
    with pytest.raises(ValueError, match="percent"):
        percentile(values, share)


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [
        (None, Unit.SECONDS, "–"),
        (0.0123, Unit.SECONDS, "12.3 ms"),
        (0.1504, Unit.SECONDS, "150 ms"),
        (12.34, Unit.SECONDS, "12.3 s"),
        (93_400_000, Unit.BYTES, "93 MB"),
    ],
)
def test_figures_are_shown_as_people_read_them(value: float | None, unit: Unit, shown: str) -> None:
    assert figure(value, unit) == shown


@pytest.mark.parametrize(
    ("line", "cells"),
    [
        (Line("a", 0.3, Target(1.25, is_ratio=True), floor=0.25), ["a", "250 ms", "300 ms", "1.20×", "≤ 1.25×", "yes"]),
        (Line("b", 0.5, Target(1.25, is_ratio=True), floor=0.25), ["b", "250 ms", "500 ms", "2.00×", "≤ 1.25×", "no"]),
        (Line("c", 0.02, Target(0.033)), ["c", "–", "20.0 ms", "–", "≤ 33.0 ms", "yes"]),
        (Line("d", 0.02, Target(0.033), failed=True), ["d", "–", "20.0 ms", "–", "≤ 33.0 ms", "no"]),
        (Line("e", None, Target(0.033)), ["e", "–", "–", "–", "≤ 33.0 ms", "no"]),
        (Line("f", 0.02, Target(2, is_ratio=True)), ["f", "–", "20.0 ms", "–", "≤ 2×", "no"]),
    ],
    ids=lambda value: value.row if isinstance(value, Line) else "",
)
def test_a_line_of_the_table_tells_whether_its_target_is_met(line: Line, cells: list[str]) -> None:
    assert table([line])[2] == f"| {' | '.join(cells)} |"


def test_every_row_has_a_target_in_either_size() -> None:
    assert target(Name.FILTER, 100_000) == Target(0.033)
    assert target(Name.FILTER, 1_000_000) == Target(0.050)
    assert target(Name.INDEX, 50_000) == Target(10.0)
    assert all(target(name, 1_000).limit <= target(name, 1_000_000).limit for name in Name)


# The screen


def chunks(*data: str) -> list[Chunk]:
    return [Chunk(float(number), piece.encode()) for number, piece in enumerate(data, 1)]


def frames(*data: str) -> tuple[Frame, list[Frame]]:
    screen = Screen(10, 2)
    return screen.frame(0.0), screen.feed(chunks(*data))


def test_sequences_and_letters_that_are_cut_in_two_are_put_together() -> None:
    screen = Screen(10, 2)
    moments = [Chunk(1.0, b"\x1b"), Chunk(2.0, b"[>1u\x1b["), Chunk(3.0, b"1m\xe2\x80"), Chunk(4.0, b"\xa2")]
    shown = screen.feed(moments)
    assert [frame.text().split()[:1] for frame in shown] == [[], [], [], ["•"]]
    assert shown[-1].lines[0][0].bold


def test_an_area_settles_when_it_looks_as_it_stays() -> None:
    before, shown = frames("a", "\rb", "\ra", "\rb", "\n", "\x1b[1Bz")
    assert settled_at(before, shown, Area(0, 1, 0, 10)) == 4.0
    assert settled_at(before, shown, ALL) == 6.0
    assert settled_at(before, shown, Area(0, 1, 5, 10)) is None
    assert settled_at(before, [], ALL) is None


def test_a_change_of_colour_alone_is_a_change() -> None:
    before, shown = frames("a", "\r\x1b[31ma")
    assert settled_at(before, shown, ALL) == 2.0


def test_a_key_has_arrived_when_its_screen_is_shown_or_one_further_on() -> None:
    _, shown = frames("1", "\r2", "\r4", "\r5")
    screens = [frames(text)[1][0].cut(ALL) for text in "12345"]
    assert arrivals(screens, shown, ALL) == [1.0, 2.0, 3.0, 3.0, 4.0]


# The terminal

ECHO = """
import sys, time, tty
tty.setraw(0)
print("ready", end="", flush=True)
while (key := sys.stdin.read(1)) != "\x11":
    time.sleep(0.1)
    print(key, end="", flush=True)
"""
WATCHER = """
import os, sys, time
from tests.benchmarks.terminal import Terminal
terminal = Terminal([sys.executable, "-c", sys.argv[1]], os.environ)
while not terminal.take(): time.sleep(0.01)
print(terminal.usage.pid, flush=True)
time.sleep(60)
"""
STUBBORN = "import time, tty\ntty.setraw(0)\nprint('here', flush=True)\ntime.sleep(60)"
FLASH = """
import os, time, tty
tty.setraw(0)
for text in (b"done", b"\\rhalf", b""):
    os.write(1, text)
    time.sleep(0.01)
time.sleep(0.3)
os.write(1, b" done")
os.read(0, 1)
"""
WORKING = """
import time
print("begun", flush=True)
end = time.process_time() + 0.3
while time.process_time() < end: pass
print("done", flush=True)
time.sleep(60)
"""


def run_in_terminal(code: str) -> Terminal:
    return Terminal([sys.executable, "-c", code], os.environ)


@pytest.fixture
def echo() -> Iterator[Session]:
    with Session([sys.executable, "-c", ECHO], os.environ) as session:
        session.wait_for(lambda frame: "ready" in frame.text(), "the program")
        yield session


def test_the_moment_is_that_of_the_output_not_that_of_looking(echo: Session) -> None:
    pressed = echo.terminal.press("x")
    sleep(0.5)
    moment = echo.wait_for(lambda frame: "readyx" in frame.text(), "the letter")
    assert pressed + 0.1 <= moment <= perf_counter() - 0.1


def test_a_key_is_timed_until_its_area_is_final(echo: Session) -> None:
    line = Area(0, 1, 0, 120)
    time = echo.time_of("y", line, quiet=0.3)
    assert time is not None
    assert time >= 0.1
    assert echo.time_of("", line) is None


def test_what_does_not_come_is_said(echo: Session) -> None:
    with pytest.raises(NotShownError, match=r"waited for the moon(.|\n)*ready"):
        echo.wait_for(lambda frame: "moon" in frame.text(), "the moon", patience=0.1)


def test_what_is_shown_for_a_blink_does_not_count() -> None:
    with Session([sys.executable, "-c", FLASH], os.environ) as session:
        moment = session.wait_for(lambda frame: "done" in frame.text(), "the end")
        assert "half" in session.frame.text()
        assert moment >= session.terminal.started + 0.3


@pytest.mark.parametrize(
    ("line", "compared", "final"),
    [
        (" … of … · 0 bookmarked · library", False, False),
        (" 3,400 of … · 0 bookmarked · reading 3,400 of 100,000 files", False, True),
        (" 3,400 of 0 bookmarked", False, False),
        (" 12 of 2,000 · 0 bookmarked", True, True),
        (" … of 2,000 · 0 bookmarked", True, False),
    ],
)
def test_the_status_line_is_understood_only_whole(line: str, compared: bool, final: bool) -> None:
    (frame,) = Screen(80, 1).feed(chunks(line))
    assert (is_compared(frame), is_final(frame)) == (compared, final)


def test_a_program_that_ends_is_not_waited_for() -> None:
    with Session([sys.executable, "-c", ""], os.environ) as session, pytest.raises(NotShownError):
        session.wait_for(lambda frame: False, "anything")


def test_a_program_that_works_is_not_at_rest_though_it_writes_nothing() -> None:
    terminal = run_in_terminal(WORKING)
    said = b""
    while b"begun" not in said:
        said += b"".join(chunk.data for chunk in terminal.take())
    terminal.wait_for_rest(0.1, at_most=30.0)
    said += b"".join(chunk.data for chunk in terminal.take())
    terminal.close(patience=0.1)
    assert b"done" in said


def test_a_program_that_does_not_go_is_ended() -> None:
    terminal = run_in_terminal(STUBBORN)
    terminal.close(patience=0.1)
    assert terminal.has_ended


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a terminal has to be taken in another way")
def test_a_program_does_not_outlive_whoever_watches_it() -> None:
    watcher = subprocess.Popen(
        [sys.executable, "-c", WATCHER, STUBBORN], cwd=ROOT, stdout=subprocess.PIPE, encoding="utf-8"
    )
    assert watcher.stdout is not None
    watched = psutil.Process(int(watcher.stdout.readline()))
    watcher.kill()
    watcher.communicate()
    gone, alive = psutil.wait_procs([watched], timeout=20)
    assert (gone, alive) == ([watched], [])


# The whole

HALVES = (
    (Name.START, Name.FILTER, Name.CHANGES, Name.INDEX, Name.UNCHANGED),
    (Name.ORDERS, Name.SCROLL, Name.CURSOR, Name.MEMORY, Name.COMMAND),
)


def rows(report: str) -> Mapping[str, list[str]]:
    cells = [line.strip("| ").split(" | ") for line in report.splitlines() if line.startswith("| ")]
    assert all(len(line) == 6 for line in cells)
    return {line[0]: line[1:] for line in cells[2:]}


def test_every_row_gives_a_figure(tmp_path: Path) -> None:
    """The rows in two halves at once, on one library; how long anything takes is nobody's business here."""
    library = tmp_path / "library"
    make_library(library, 2_000)
    before = contents(library)
    command = [
        sys.executable,
        "-m",
        "tests.benchmarks",
        "--stories",
        "2000",
        "--library",
        str(library),
        "--quick",
        "--marked",
    ]
    started = [
        subprocess.Popen([*command, "--only", *half], cwd=ROOT, stdout=subprocess.PIPE, encoding="utf-8")
        for half in HALVES
    ]
    reports = [process.communicate()[0] for process in started]
    assert [process.returncode for process in started] == [0, 0]
    found = {name: cells for report in reports for name, cells in rows(report).items()}
    assert sorted(name for half in HALVES for name in half) == sorted(Name)
    assert len(found) == 22
    for name, (floor, measured, ratio, limit, met) in found.items():
        assert re.fullmatch(r"[\d.]+ (ms|s|MB)", measured), name
        assert re.fullmatch(r"[\d.]+ (ms|s|MB)|–", floor), name
        assert re.fullmatch(r"[\d.]+×", ratio) if floor != "–" else ratio == "–", name
        assert re.fullmatch(r"≤ [\d.]+(×| ms| s)", limit), name
        assert met in ("yes", "no"), name
    for report in reports:
        for right, checked in re.findall(r"(\d+) of (\d+) first headlines", report):
            assert right == checked
    assert contents(library) == before
