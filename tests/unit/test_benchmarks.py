"""The benchmarks: the stories they make up, the recorder, the table."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import product, repeat
from pathlib import Path
from time import perf_counter, sleep

import psutil
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.benchmarks.bench import Bench
from tests.benchmarks.busyness import Moment, of_others, told
from tests.benchmarks.checkout import check_out, full_name
from tests.benchmarks.comparison import Compared, compare, comparison_table
from tests.benchmarks.figures import Spread, percentile
from tests.benchmarks.library import SEED, make_feed, make_library, yaml_text
from tests.benchmarks.programs import DOWN, Program, is_compared, is_final
from tests.benchmarks.queries import Truth
from tests.benchmarks.report import Line, Unit, figure, report, table
from tests.benchmarks.rows.cursor import arrivals, settled_walk
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


def test_uneven_stories_are_as_short_and_as_long_as_real_ones() -> None:
    even, uneven = (
        sorted(len(yaml_text(story(SEED, number, uneven=is_uneven)).encode()) for number in range(2_000))
        for is_uneven in (False, True)
    )
    assert 2_500 < uneven[1_000] < even[1_000] < 3_500
    assert uneven[-20] > 15_000 > even[-1]
    assert 40_000 < uneven[-1] < 140_000


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
def test_a_line_of_the_table_says_whether_its_target_is_met(line: Line, cells: list[str]) -> None:
    assert table([line])[2] == f"| {' | '.join(cells)} |"


def test_every_row_has_a_target_in_either_size() -> None:
    assert target(Name.FILTER, 100_000) == Target(0.033)
    assert target(Name.FILTER, 1_000_000) == Target(0.050)
    assert target(Name.INDEX, 50_000) == Target(10.0)
    assert all(target(name, 1_000).limit <= target(name, 1_000_000).limit for name in Name)


def test_the_ratio_is_the_median_of_the_rounds_and_stands_with_its_spread() -> None:
    spread = Spread.of_ratios([3.0, 9.0, 2.0], [2.0, 3.0, 2.0])
    assert spread == Spread(1.5, 1.0, 3.0)
    line = Line("a", 0.3, Target(1.25, is_ratio=True), floor=0.2, spread=spread)
    assert table([line])[2] == "| a | 200 ms | 300 ms | 1.50× (1.00 to 3.00) | ≤ 1.25× | no |"
    assert Spread.of_ratios([], []) is None
    assert Spread.of_ratios([1.0], [0.0]) is None


@given(st.lists(st.tuples(st.floats(0.01, 9), st.floats(0.01, 9)), min_size=1))
def test_a_machine_that_is_slow_for_a_while_is_slow_for_both(pairs: list[tuple[float, float]]) -> None:
    alike = Spread.of_ratios([floor * slow * 1.5 for floor, slow in pairs], [floor * slow for floor, slow in pairs])
    assert alike is not None
    assert (alike.least, alike.middle, alike.most) == pytest.approx((1.5, 1.5, 1.5))


# Other programs


@pytest.mark.parametrize(
    ("machine", "own", "share"),
    [(10.0, 10.0, 0.0), (10.0, 2.0, 0.4), (20.0, 0.0, 1.0), (0.0, 1.0, 0.0), (99.0, 0.0, 1.0)],
)
def test_the_share_of_other_programs_is_what_the_benchmarks_did_not_use(
    machine: float, own: float, share: float
) -> None:
    assert of_others(Moment(100.0, 50.0, 5.0), Moment(110.0, 50.0 + machine, 5.0 + own), processors=2) == share
    assert of_others(Moment(1.0, 1.0, 1.0), Moment(1.0, 1.0, 1.0)) == 0


def test_a_busy_machine_is_reported_and_a_quiet_one_is_not() -> None:
    assert told("`start`", 0.04) is None
    said = told("`start`", 0.42)
    assert said == "during `start`: other programs used 42% of the processors"
    assert "- **The machine was busy** during `start`" in report(10, [], [said])


def test_the_time_of_programs_that_were_run_is_their_own() -> None:
    before = Moment.now()
    subprocess.run([sys.executable, "-c", "import time\nwhile time.process_time() < 0.5: pass"], check=True)
    after = Moment.now()
    assert after.own - before.own >= 0.5
    assert after.machine >= before.machine
    assert after.clock > before.clock


# Another commit

NEVER = Target(1.0)


def made_up(times: Mapping[str, Iterator[float]]) -> Callable[[Bench], Iterator[Line]]:
    """A row that takes as long as is said for each program."""
    return lambda bench: iter([Line("made up", next(times[bench.program.python]), NEVER)])


def compared(tmp_path: Path, before: Sequence[float], now: Sequence[float]) -> Compared:
    """What comes out where the rounds of both programs take so long."""
    times = {"before": iter(before), "now": iter(now)}
    benches = [Bench(10, tmp_path, tmp_path / name, program=Program(name)) for name in times]
    (line,) = compare({Name.COMMAND: made_up(times)}, benches[0], benches[1], [Name.COMMAND])
    assert (line.before, line.now) == (tuple(before), tuple(now))
    return line


@pytest.mark.parametrize(
    ("ratios", "verdict"),
    [
        ([1.5] * 9, "slower"),
        ([0.5] * 9, "faster"),
        ([1.02, 1.01, 1.04, 1.02, 1.03, 1.02, 1.01, 1.02, 1.02], "slower"),
        ([1.5] * 8 + [0.2], "slower"),
        ([7.0] + [0.9] * 8, "faster"),
        ([1.5] * 7 + [0.9] * 2, "alike"),
        ([0.5] * 5 + [2.0] * 4, "alike"),
        ([1.0] * 9, "alike"),
        ([1.0] * 4 + [1.5] * 5, "alike"),
        ([1.0] * 3 + [1.5] * 6, "slower"),
    ],
)
def test_a_commit_is_slower_where_all_rounds_but_one_say_so(tmp_path: Path, ratios: list[float], verdict: str) -> None:
    before = [1.0, 2.0, 9.0, 1.0, 2.0, 1.0, 4.0, 1.0, 1.0]
    line = compared(tmp_path, before, [time * ratio for time, ratio in zip(before, ratios, strict=True)])
    assert line.verdict == verdict
    assert comparison_table("abc", [line])[2].endswith(f"| {verdict} |")


@pytest.mark.parametrize("rounds", range(1, 13))
def test_chance_gives_a_verdict_for_programs_that_are_alike_in_one_of_twenty_comparisons_at_most(rounds: int) -> None:
    outcomes = [Compared("a", (2.0,) * rounds, now).verdict for now in product((1.0, 3.0), repeat=rounds)]
    assert outcomes.count("slower") == outcomes.count("faster")
    assert 2 * outcomes.count("slower") <= len(outcomes) / 20
    assert ("slower" in outcomes) == (rounds >= 6)


def test_a_comparison_has_rounds_enough_for_a_verdict(tmp_path: Path) -> None:
    times = {"before": repeat(1.0), "now": repeat(1.01)}
    benches = [Bench(10, tmp_path, tmp_path / name, program=Program(name)) for name in times]
    (line,) = compare({Name.COMMAND: made_up(times)}, benches[0], benches[1], [Name.COMMAND])
    assert line.verdict == "slower"


def test_what_is_only_measured_once_is_never_called_slower(tmp_path: Path) -> None:
    times = {"before": iter([1.0]), "now": iter([9.0])}
    benches = [Bench(10, tmp_path, tmp_path / name, program=Program(name)) for name in times]
    (line,) = compare({Name.INDEX: made_up(times)}, benches[0], benches[1], [Name.INDEX])
    assert line.verdict == "alike"


def test_a_commit_is_checked_out_beside_and_leaves_nothing_behind(tmp_path: Path) -> None:
    root = tmp_path / "root"
    git = ["git", "-c", "user.name=A", "-c", "user.email=a@example.org", "-C", str(root)]
    subprocess.run(["git", "init", "--quiet", str(root)], check=True)
    for text in ("one", "two"):
        (root / "file").write_text(text)
        subprocess.run([*git, "add", "."], check=True)
        subprocess.run([*git, "commit", "--quiet", "-m", text], check=True)
    files = contents(root)
    assert (check_out("HEAD^", tmp_path / "before", root) / "file").read_text() == "one"
    assert (check_out(full_name("HEAD", root)[:8], tmp_path / "now", root) / "file").read_text() == "two"
    assert contents(root) == files
    with pytest.raises(subprocess.CalledProcessError):
        check_out("HEAD~9", tmp_path / "none", root)


LIST = """
import sys, tty
tty.setraw(0)
row, read = 0, set()
def draw():
    rows = "".join(f"\\x1b[{n + 1};1H{'>' if n == row else ' '}{'.' if n in read else '*'}{n}" for n in range(12))
    print(rows, end="", flush=True)
draw()
keys = ""
while not (keys := keys + sys.stdin.read(1)).endswith("\x11"):
    if keys.endswith("\x1b[B"):
        row += 1
        if sys.argv[1] == "once":
            read.add(0)
        elif sys.argv[1] == "always":
            read ^= {0}
    elif keys.endswith("\x1b[H"):
        row = 0
    draw()
"""


@pytest.mark.parametrize("reads", ["never", "once"])
def test_a_row_that_changes_on_the_way_is_not_waited_for_until_it_is_out_of_sight(reads: str) -> None:
    area = Area(0, 12, 0, 10)
    with Session([sys.executable, "-c", LIST, reads], os.environ) as session:
        session.wait_for(lambda frame: "11" in frame.text(), "the list")
        screens = settled_walk(session, area, 6)
        assert len(set(screens)) == 6
        session.terminal.press(DOWN)
        assert [frame.cut(area) for frame in session.rest()][-1] == screens[0]


def test_a_list_that_never_rests_is_reported(capsys: pytest.CaptureFixture[str]) -> None:
    with Session([sys.executable, "-c", LIST, "always"], os.environ) as session:
        session.wait_for(lambda frame: "11" in frame.text(), "the list")
        with pytest.raises(NotShownError, match="changes while the cursor walks"):
            settled_walk(session, Area(0, 12, 0, 10), 5)


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
import os, signal, sys, time
from tests.benchmarks.terminal import Terminal
signal.signal(signal.SIGHUP, signal.SIG_DFL)  # whoever runs the tests may ignore it, and children take that over
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
    end = perf_counter() + 60
    while b"begun" not in said:
        assert perf_counter() < end, said
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
