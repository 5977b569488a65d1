"""Clocks that jump, backups within one second, and what crashes leave behind."""

from __future__ import annotations

import os
import random
import signal
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from tests.faults.forks import forked
from tests.faults.outcome import Outcome, Setting, Share
from tests.faults.records import NOW, Records, fill, found_by, opened, records_in

from newsreader.state.backup import NEWEST, backups
from newsreader.state.soundness import note_of
from newsreader.state.state import State

_JUMPS: Final = (timedelta(0), timedelta(seconds=1), timedelta(days=-400), timedelta(days=5000), timedelta(hours=-1))


def jump(setting: Setting, outcome: Outcome) -> None:
    """Start again and again by a clock that jumps; the newest backups have to be those that were made last."""
    chance = random.Random(setting.seed)
    for run in range(setting.times(60, 4)):
        path = setting.folder / str(run) / "state.db"
        fill(path, 5, run)
        moment, contents = NOW, list[Records]()
        for start in range(12):
            moment += chance.choice(_JUMPS)
            with closing(_opened_at(path, moment)) as state:
                outcome.expect(state.notices == (), f"run {run}: {' '.join(state.notices)}")
                state.marks.mark_read(f"start-{start}", moment)
            contents.append(records_in(path))
        newest = [records_in(backup) for backup in backups(path)[:NEWEST]]
        outcome.expect(newest == contents[-NEWEST:][::-1], f"run {run}: these are not the last {NEWEST} contents")
        last = contents[-1]
        path.write_bytes(b"")
        with closing(_opened_at(path, moment)):
            pass
        found = records_in(path)
        outcome.recovered += Share(sum(found.get(key) == values for key, values in last.items()), len(last))
        outcome.wrong += len(found.items() - last.items())
        outcome.runs += 1


def _opened_at(path: Path, moment: datetime) -> State:
    return State.open(path, now=lambda: moment)


def leave_behind(setting: Setting, outcome: Outcome) -> None:
    """Leave a journal to replay, and halves of backups and recoveries; the next start clears them up."""
    for run in range(setting.times(20, 3)):
        path = setting.folder / str(run) / "state.db"
        fill(path, 30, run)
        before, data = records_in(path), path.read_bytes()
        code = forked(lambda: _be_killed_while_writing(path))
        outcome.expect(code == -signal.SIGKILL, f"run {run}: the writer ended with {code}")
        journal = path.with_name("state.db-journal")
        outcome.expect(journal.exists(), f"run {run}: there was no journal")
        outcome.expect(path.read_bytes() != data, f"run {run}: nothing was written")
        for name in ("unfinished.db", "unfinished.db-journal"):
            (path.parent / "backups").mkdir(exist_ok=True)
            (path.parent / "backups" / name).write_bytes(b"half a backup")
        for name in ("state.db.recovering", "state.db.recovering-journal"):
            path.with_name(name).write_bytes(b"half a recovery")
        found = found_by(path, day=1)
        outcome.acknowledged += len(before)
        outcome.lost += sum(found.records.get(key) != values for key, values in before.items())
        outcome.wrong += len(found.records.items() - before.items())
        outcome.expect(found.notices == (), f"run {run}: {' '.join(found.notices)}")
        left = sorted(each.name for each in path.parent.rglob("*") if each.is_file() and each != note_of(path))
        outcome.expect(
            [name for name in left if not name.startswith("state-2")] == [".lock", "state.db"],
            f"run {run}: there is left {', '.join(left)}",
        )
        outcome.runs += 1


def _be_killed_while_writing(path: Path) -> None:
    """Write so much that SQLite has to put half of it into the file, and be killed before the end."""
    with closing(opened(path)) as state:
        connection = state.file._connection
        connection.execute("PRAGMA cache_size=2")

        with state.file.together():
            state.marks.mark_all_read((f"half-{number}" for number in range(5000)), NOW)
            os.kill(os.getpid(), signal.SIGKILL)
