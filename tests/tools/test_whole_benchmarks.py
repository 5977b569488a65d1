"""The benchmarks run whole, on a small library; no time is checked here."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from tests.benchmarks import processes
from tests.benchmarks.bench import Bench
from tests.benchmarks.comparison import compare
from tests.benchmarks.library import make_library
from tests.benchmarks.programs import ENTER, Program
from tests.benchmarks.rows import command
from tests.benchmarks.targets import Name

ROOT = Path(__file__).parents[2]
STORIES = 200
HALVES = (
    (Name.START, Name.FILTER, Name.CHANGES, Name.INDEX, Name.UNCHANGED, Name.ADD, Name.EXTRACT),
    (Name.ORDERS, Name.SCROLL, Name.CURSOR, Name.MEMORY, Name.COMMAND, Name.FETCH, Name.BESIDE, Name.EVENTS),
)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made") / "library"
    make_library(folder, STORIES)
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def test_another_copy_of_the_program_is_what_runs(tmp_path: Path, library: Path) -> None:
    source = tmp_path / "other"
    shutil.copytree(ROOT / "src", source / "src", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "sample_content", source / "sample_content")
    (source / "src" / "newsreader" / "__init__.py").write_text('__version__ = "of another commit"\n')
    now = Bench(STORIES, library, tmp_path / "now", quick=True)
    before = replace(now, program=Program(source=source), folder=tmp_path / "before")
    told = [processes.run(bench.newsreader("--version"), bench.environment) for bench in (before, now)]
    assert "of another commit" in told[0]
    assert "of another commit" not in told[1]
    lines = list(compare({Name.COMMAND: command.measure}, before, now, [Name.COMMAND]))
    assert [len(line.before) for line in lines] == [len(line.now) for line in lines] == [2]


def test_the_commit_before_is_shown_in_ratios_and_no_time_is_an_error(tmp_path: Path) -> None:
    found = [
        subprocess.run(
            [sys.executable, "-m", "tests.benchmarks.commit_before", str(source), "1"],
            cwd=ROOT, capture_output=True, encoding="utf-8", check=True,
        )
        for source in (ROOT / "src", tmp_path)
    ]  # fmt: skip
    for what in ("`newsreader list`", "start"):
        assert re.search(rf"^{what}: [\d.]+× \([\d.]+ to [\d.]+\) of the commit before", found[0].stdout, re.MULTILINE)
    assert [done.stderr for done in found] == ["", ""]


def test_a_home_that_is_kept_has_the_config_and_no_memory_of_the_last_run(tmp_path: Path, library: Path) -> None:
    """A home with a remembered filter, in which a story becomes read after a moment."""
    kept = tmp_path / "kept"
    config, session = kept / "config" / "newsreader" / "config.toml", kept / "data" / "newsreader" / "session.json"
    for file in (config, session):
        file.parent.mkdir(parents=True)
    config.write_text("read_after = 0.01\n")
    bench = Bench(STORIES, library, tmp_path / "rest", quick=True, kept_home=kept)
    with bench.reader() as reader:
        reader.wait_for_comparison()
        reader.begin_filter("government")
        reader.terminal.press(ENTER)
        reader.rest()
    assert config.read_text() == "read_after = 0\n"
    assert "government" in session.read_text()
    with bench.reader() as reader:
        reader.wait_for_comparison()
        assert reader.filter_text == ""
        assert reader.frame.text(reader.status_area).startswith(f" {STORIES} of {STORIES} ")


def rows(text: str) -> Mapping[str, list[str]]:
    cells = [line.strip("| ").split(" | ") for line in text.splitlines() if line.startswith("| ")]
    assert all(len(line) == 6 for line in cells)
    return {line[0]: line[1:] for line in cells[2:]}


def test_every_row_gives_a_figure(tmp_path: Path) -> None:
    """The rows run in two halves at once, on one library; no time is checked here."""
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
    found = {name: cells for text in reports for name, cells in rows(text).items()}
    assert sorted(name for half in HALVES for name in half) == sorted(Name)
    assert len(found) == 40
    for name, (floor, measured, ratio, limit, met) in found.items():
        assert re.fullmatch(r"[\d.]+ (ms|s|MB)", measured), name
        assert re.fullmatch(r"[\d.]+ (ms|s|MB)|–", floor), name
        assert re.fullmatch(r"[\d.]+×( \([\d.]+ to [\d.]+\))?", ratio) if floor != "–" else ratio == "–", name
        assert re.fullmatch(r"≤ [\d.]+(×| ms| s| MB)", limit), name
        assert met in ("yes", "no"), name
    for text in reports:
        for right, checked in re.findall(r"(\d+) of (\d+) first headlines", text):
            assert right == checked
    assert contents(library) == before
