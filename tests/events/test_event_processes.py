"""Many events are found in a process beside the reader, and the same is found where it ends or never starts."""

from __future__ import annotations

import os
import signal
import sqlite3
from collections.abc import Sequence
from contextlib import closing, nullcontext
from pathlib import Path
from typing import Any, Final

import pytest
from tests.unit.shelf import Shelf

from newsreader.reader import Reader
from newsreader.sync.events import EventUpdate
from newsreader.sync.processes import PreparingProcess
from newsreader.sync.results import Progress

STORIES: Final = 30
_TITLES: Final = (
    "Ferry Halvorsen sinks off Bergen with salmon crates",
    "Astronomers photograph comet Ibarra near Jupiter",
    "Glacier lake bursts above Kathmandu valley bridge",
)


@pytest.fixture
def reader(tmp_path: Path) -> Reader:
    """A library of events that ten outlets tell, of which nothing was found yet."""
    shelf = Shelf(tmp_path)
    for number in range(STORIES):
        title = _TITLES[number % 3]
        story = {"title": title, "outlet": f"Outlet {number // 3}", "published": f"2024-03-{number // 3 + 1:02}"}
        shelf.put(f"{number}.yaml", {"id": f"s{number:02}", "summary": f"{title} again.", **story})
    return shelf.reader()


@pytest.fixture
def in_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newsreader.sync.events._WORTH_PROCESSES", 1)


def members(reader: Reader) -> Sequence[Any]:
    with closing(sqlite3.connect(reader.index.path)) as connection:
        return connection.execute("SELECT * FROM event_members ORDER BY story").fetchall()


def found_in_steps(reader: Reader) -> tuple[bool, list[Progress]]:
    told: list[Progress] = []
    has_changed = EventUpdate(reader.index.path, nullcontext(), told.append, stories_in_a_step=4).run()
    return has_changed, told


def expected(reader: Reader) -> Sequence[Any]:
    """What one process finds; afterwards nothing was found again."""
    reader.find_events()
    found = members(reader)
    assert len(found) == STORIES
    with closing(sqlite3.connect(reader.index.path, isolation_level=None)) as connection:
        for table in ("event_stories", "event_members", "event_changes"):
            connection.execute(f"DELETE FROM {table}")
        connection.execute("INSERT INTO events_to_come SELECT story FROM stories WHERE story > 0")
    return found


def test_a_process_finds_the_same_and_tells_how_far_it_is(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(reader):
        wanted = expected(reader)
        monkeypatch.setattr("newsreader.sync.events._WORTH_PROCESSES", 1)
        has_changed, told = found_in_steps(reader)
        assert has_changed
        assert members(reader) == wanted
        assert [(each.done, each.total) for each in told][:3] == [(15, STORIES), (17, STORIES), (19, STORIES)]
        assert (told[-1].done, told[-1].total) == (STORIES, STORIES)
        assert found_in_steps(reader) == (False, [])


def test_where_the_process_ends_the_rest_is_found_here(
    reader: Reader, in_processes: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = 0
    give = PreparingProcess.give

    def killing(process: PreparingProcess, work: Any, place: Path, batch: list[Any]) -> None:
        nonlocal given
        given += 1
        give(process, work, place, batch)
        if given == 4:
            os.kill(process.pid, signal.SIGKILL)

    with closing(reader):
        wanted = expected(reader)
        given = 0
        monkeypatch.setattr(PreparingProcess, "give", killing)
        assert found_in_steps(reader)[0]
        assert members(reader) == wanted
        assert given == 4


def test_where_no_process_can_be_started_all_is_found_here(
    reader: Reader, in_processes: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.executable", "/nowhere/python")
    with closing(reader):
        wanted = expected(reader)
        assert found_in_steps(reader)[0]
        assert members(reader) == wanted
