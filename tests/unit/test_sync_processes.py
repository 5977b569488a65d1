"""Large libraries are read in processes of their own: with the same outcome, whatever happens to them."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from tests.unit.shelf import Shelf, numbers, titles

from newsreader.index.prepared import PreparedFile
from newsreader.reader import Reader
from newsreader.story_file import FileStamp
from newsreader.sync import Progress
from newsreader.sync.processes import PreparingProcess, Work

DEADLINE = 30.0


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path)


@pytest.fixture
def in_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newsreader.sync.updating._FILES_WORTH_PROCESSES", 1)
    monkeypatch.setattr("newsreader.sync.updating._FILES_AT_ONCE", 7)


def fill(shelf: Shelf, files: int) -> None:
    shelf.registry({"id": "post", "name": "Post", "bias": {"rating": "left", "source": "s", "as_of": "2024-01-01"}})
    for number in range(files):
        day = f"2024-0{number % 9 + 1}-11"
        story = {"title": f"Story {number}", "id": f"s{number}", "published": day, "outlet": "post"}
        shelf.put(f"{number % 5}/{number:04}.yaml", story, {"title": "Twice", "id": f"s{number // 2}"})
    shelf.write("broken.yaml", "summary: [")


def everything(reader: Reader) -> list[Any]:
    rows = sorted(reader.search.rows(numbers(reader)), key=lambda row: row.id)
    return [
        rows,
        reader.search.problems(),
        [reader.search.find(row.id) for row in rows[:20]],
        titles(reader, "stor sort:oldest"),
    ]


def test_processes_find_what_one_finds(shelf: Shelf, tmp_path: Path, in_processes: None) -> None:
    fill(shelf, 60)
    beside = shelf.reader()
    found = everything(beside)
    beside.close()
    shelf.paths = type(shelf.paths)(tmp_path / "c2", tmp_path / "d2", tmp_path / "k2")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("newsreader.sync.updating._FILES_WORTH_PROCESSES", 10**9)
        alone = shelf.reader()
    assert everything(alone) == found
    assert len(found[0]) == 60
    alone.close()


def test_what_a_process_that_died_has_left_is_read_all_the_same(
    shelf: Shelf, in_processes: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(shelf, 60)
    given = 0
    give = PreparingProcess.give

    def killing(
        process: PreparingProcess, work: Work[FileStamp, PreparedFile], root: Path, batch: list[FileStamp]
    ) -> None:
        nonlocal given
        given += 1
        give(process, work, root, batch)
        if given == 5:
            os.kill(process.pid, signal.SIGKILL)

    monkeypatch.setattr(PreparingProcess, "give", killing)
    reader = shelf.reader()
    assert len(numbers(reader)) == 60
    assert given >= 5
    reader.close()


def test_where_no_process_can_be_started_the_files_are_read_all_the_same(
    shelf: Shelf, in_processes: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(shelf, 20)
    monkeypatch.setattr("sys.executable", "/nowhere/python")
    reader = shelf.reader()
    assert len(numbers(reader)) == 20
    reader.close()


def test_a_process_has_no_streams_of_the_terminal_and_imports_nothing_from_where_it_was_started(
    shelf: Shelf, in_processes: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(shelf, 20)
    (tmp_path / "yaml.py").write_text("raise SystemExit")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(str(Path(path).absolute()) for path in sys.path if path))
    monkeypatch.chdir(tmp_path)

    class Captured:
        """What a terminal program may put in the place of a standard stream."""

        def fileno(self) -> int:
            return -1

        def write(self, text: str) -> int:
            return len(text)

        def flush(self) -> None: ...

    for name in ("stdin", "stdout", "stderr"):
        monkeypatch.setattr(sys, name, Captured())
    took: list[int] = []
    take = PreparingProcess.take

    def counting(process: PreparingProcess) -> list[PreparedFile]:
        took.append(process.pid)
        return take(process)

    monkeypatch.setattr(PreparingProcess, "take", counting)
    reader = shelf.reader()
    assert len(numbers(reader)) == 20
    assert took
    reader.close()


_INTERRUPTED = """
import json, os, signal, sys
from pathlib import Path
import newsreader.sync.processes as processes
import newsreader.sync.batches as batches
from newsreader.paths import Paths
from newsreader.reader import Reader

pids = []

class Noted(processes.PreparingProcess):
    def __init__(self):
        super().__init__()
        pids.append(self.pid)

def told(progress):
    print(json.dumps([progress.done, pids]), flush=True)
    os.kill(os.getpid(), signal.SIGKILL)

processes.PreparingProcess = Noted
batches._STORIES_AT_ONCE = 200
root, *folders = map(Path, sys.argv[1:])
Reader(root, Paths(*folders)).sync(told)
"""


def test_a_first_reading_that_was_killed_goes_on_where_it_was(shelf: Shelf, tmp_path: Path) -> None:
    for number in range(900):
        shelf.put(f"{number % 9}/{number}.yaml", {"title": f"Story {number}", "id": f"s{number}"})
    program = tmp_path / "interrupted.py"
    program.write_text(_INTERRUPTED)
    folders = [str(getattr(shelf.paths, name)) for name in ("config", "data", "cache")]
    done = subprocess.run(
        [sys.executable, str(program), str(shelf.root), *folders],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )
    assert done.returncode == -signal.SIGKILL, done.stderr
    read, processes = json.loads(done.stdout)
    assert 200 <= read < 900
    assert processes
    for process in processes:
        wait_for_end(process)
    reader = shelf.reader(synced=False)
    assert not reader.index.is_new
    assert len(numbers(reader)) == read
    told: list[Progress] = []
    reader.sync(told.append)
    assert told[-1].done == told[-1].total == 900 - read
    assert len(numbers(reader, "story")) == 900
    reader.close()


def wait_for_end(process: int) -> None:
    """Wait until a process is gone, or only waits for its parent to notice."""
    deadline = time.monotonic() + DEADLINE
    while True:
        try:
            state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
        except FileNotFoundError:
            return
        if state == "Z":
            return
        assert time.monotonic() < deadline, f"process {process} goes on"


def test_words_are_found_by_their_beginnings_before_and_after_a_library_is_complete(shelf: Shelf) -> None:
    for number in range(5):
        shelf.put(f"{number}.yaml", {"title": f"Government number {number}"})
    cut_short = shelf.reader(synced=False)
    cut_short.sync(cancelled=lambda: bool(numbers(cut_short)))
    assert len(titles(cut_short, "gove")) == 5
    assert indexes(shelf) == set()
    cut_short.sync()
    assert len(titles(cut_short, "gove")) == 5
    assert "stories_by_title" in indexes(shelf)
    shelf.put("more.yaml", {"title": "Governance"})
    cut_short.sync()
    assert len(titles(cut_short, "govern")) == 6
    assert titles(cut_short, "governa") == ["Governance"]
    cut_short.close()


def indexes(shelf: Shelf) -> set[str]:
    """The names of the indexes of `stories` that are made when a library is complete."""
    connection = sqlite3.connect(shelf.paths.index_file(shelf.root))
    rows = connection.execute("SELECT name FROM sqlite_master WHERE type = 'index' AND name LIKE 'stories_by_t%'")
    found = {name for (name,) in rows}
    connection.close()
    return found


def test_of_many_stories_in_a_file_only_the_changed_one_is_written_again_and_none_is_read_here(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stories(changed: str) -> list[dict[str, Any]]:
        texts = [changed if number == 700 else "The same as ever. " * 20 for number in range(6_000)]
        return [{"title": f"Story {number}", "id": f"s{number}", "summary": text} for number, text in enumerate(texts)]

    shelf.put("all.yaml", *stories("As it was."))
    reader = shelf.reader()
    before = {row.id: row.story for row in reader.search.rows(numbers(reader))}
    taken: list[int] = []
    take = PreparingProcess.take

    def counting(process: PreparingProcess) -> list[PreparedFile]:
        prepared = take(process)
        taken.append(sum(len(file.stories) for file in prepared))
        return prepared

    monkeypatch.setattr(PreparingProcess, "take", counting)
    shelf.put("all.yaml", *stories("As it is now."))
    reader.sync()
    assert taken == [6_000]
    after = {row.id: row.story for row in reader.search.rows(numbers(reader))}
    assert {story_id for story_id in after if after[story_id] != before[story_id]} <= {"s700"}
    assert titles(reader, '"as it is now"') == ["Story 700"]
    reader.close()
