"""A reader that is killed with -9: while it marks, while it starts, and at each statement of a migration."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from itertools import count
from pathlib import Path
from unittest.mock import patch

from tests.faults.forks import Child, fork, forked
from tests.faults.marker import Facts, facts_of, facts_on, library, mark, with_step
from tests.faults.outcome import Outcome, Setting, Share
from tests.faults.records import VERSION_1, opened, records_in
from tests.unit.shelf import Shelf

from newsreader.sqlite import open_state
from newsreader.state.schema import newest_version
from newsreader.state.tables import TABLES

_RUNS_OF_A_HOME = 10
_LONGEST_START = 0.08
_LONGEST_MARK = 0.006


def kill_while_marking(setting: Setting, outcome: Outcome) -> None:
    """Kill a reader at a random moment, again and again; each time all that it has acknowledged has to be there."""
    chance = random.Random(setting.seed)
    killed_in_start = 0
    for run in range(setting.times(300, 24)):
        if run % _RUNS_OF_A_HOME == 0:
            shelf, facts = _home(setting.folder / f"home-{run}", with_old_state=run % (2 * _RUNS_OF_A_HOME) > 0)
        child = fork(lambda tell: mark(shelf, setting.seed + run, tell))
        if chance.random() < 0.35:
            child.listen(lambda _: False, chance.uniform(0, _LONGEST_START))
        else:
            steps = chance.randrange(1, 12)
            child.listen(lambda lines: lines.count("done") >= steps)
            child.listen(lambda _: False, chance.uniform(0, _LONGEST_MARK))
        outcome.expect(child.kill() == -signal.SIGKILL, f"run {run}: the reader ended before it was killed")
        killed_in_start += "open" not in child.lines
        facts = _judged(child, facts, shelf.paths.state_file, setting.folder / "copy", outcome, run)
        outcome.runs += 1
    outcome.notes.append(f"{killed_in_start} of the readers were killed while they started, migrated or backed up")


def _home(folder: Path, *, with_old_state: bool) -> tuple[Shelf, Facts]:
    shelf = library(folder)
    if not with_old_state:
        return shelf, {}
    shelf.paths.data.mkdir(parents=True)
    shutil.copyfile(VERSION_1, shelf.paths.state_file)
    shutil.copytree(shelf.paths.data, folder / "old")
    with closing(opened(folder / "old" / shelf.paths.state_file.name)) as state:
        return shelf, facts_of(state)


def _judged(child: Child, facts: Facts, path: Path, scratch: Path, outcome: Outcome, run: int) -> Facts:
    """What is marked now, after it was compared with what had to be."""
    begun: Facts = {}
    for line in child.lines:
        if line == "done":
            facts = with_step(facts, begun)
            outcome.acknowledged += len(begun)
            begun = {}
        elif line != "open":
            begun = facts_on(line)
    if not path.exists():
        outcome.lost += len(facts)
        return {}
    shutil.rmtree(scratch, ignore_errors=True)
    shutil.copytree(path.parent, scratch)
    with closing(opened(scratch / path.name)) as state:
        found = facts_of(state)
        outcome.expect(state.notices == (), f"run {run}: {' '.join(state.notices)}")
        outcome.expect(state.damaged() == 0, f"run {run}: {state.damaged()} records are damaged")
    if found not in (facts, with_step(facts, begun)):
        missing = [fact for fact, value in facts.items() if found.get(fact) != value and fact not in begun]
        outcome.lost += len(missing)
        outcome.broken.append(f"run {run}: {len(found)} marks where there should be {len(facts)}")
    return found


def kill_in_migration(setting: Setting, outcome: Outcome) -> None:
    """Kill the migration of an old file before each of its statements, and let the next start finish it."""
    path = setting.folder / "state.db"
    records = records_in(VERSION_1)
    versions = set()
    for step in count():
        for left in (path, path.with_name("state.db-journal")):
            left.unlink(missing_ok=True)
        shutil.copyfile(VERSION_1, path)
        code = forked(lambda: _open_killed_at(path, step))
        outcome.expect(code in (0, -signal.SIGKILL), f"statement {step}: it ended with {code}")
        version, tables = _version_and_tables(path)
        versions.add(version)
        wanted = {table.name for table in TABLES if table.since <= version}
        outcome.expect(
            tables & {table.name for table in TABLES} == wanted,
            f"statement {step}: version {version} has the tables {', '.join(sorted(tables))}",
        )
        with closing(opened(path)) as state:
            outcome.expect(state.notices == (), f"statement {step}: {' '.join(state.notices)}")
        after = records_in(path)
        there = sum(after.get(key) == values for key, values in records.items())
        outcome.recovered += Share(there, len(records))
        outcome.acknowledged += len(records)
        outcome.lost += len(records) - there
        outcome.wrong += len(after.items() - records.items())
        outcome.runs += 1
        if code == 0:
            break
    outcome.expect(versions == {1, newest_version()}, f"it was never killed on both sides: {versions}")


def _open_killed_at(path: Path, step: int) -> None:
    """Open the state, and be killed at its statement `step`, which has then been begun."""
    statements = iter(range(step))

    def tell(_: str) -> None:
        if next(statements, None) is None:
            os.kill(os.getpid(), signal.SIGKILL)

    def traced(path: Path) -> sqlite3.Connection:
        connection = open_state(path)
        connection.set_trace_callback(tell)
        return connection

    with patch("newsreader.state.opening.open_state", traced):
        opened(path).close()


def _version_and_tables(path: Path) -> tuple[int, set[str]]:
    with closing(sqlite3.connect(path)) as connection:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        return version, set(_names(connection))


def _names(connection: sqlite3.Connection) -> Iterator[str]:
    return (name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'"))
