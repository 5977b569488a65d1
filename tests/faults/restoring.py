"""A restore of a backup that is killed wherever it can be."""

from __future__ import annotations

import os
import shutil
import signal
import sys
from contextlib import closing
from itertools import count
from pathlib import Path

from tests.faults.forks import forked
from tests.faults.outcome import Outcome, Setting, Share
from tests.faults.records import NOW, Records, fill, opened, records_in

from newsreader.state.backup import backups
from newsreader.state.restoring import kept_files, restore

_EVENTS = ("sqlite3.connect", "os.rename", "os.link", "os.remove", "open", "os.chmod", "os.mkdir")


def kill_in_restore(setting: Setting, outcome: Outcome) -> None:
    """Kill a restore before each thing it does to a file: the state is as before or restored, and no mark is lost."""
    home = setting.folder / "home"
    path = home / "state.db"
    fill(path, 12, setting.seed)
    with closing(opened(path, 1)) as state:
        state.marks.mark_all_read((f"later-{number}" for number in range(40)), NOW)
    new, old = records_in(path), records_in(backups(path)[1])
    seen = {"old": 0, "new": 0}
    for step in count():
        scratch = setting.folder / "scratch"
        shutil.rmtree(scratch, ignore_errors=True)
        shutil.copytree(home, scratch)
        place = scratch / "state.db"
        code = forked(lambda: _restore_killed_at(place, step))
        outcome.expect(code in (0, -signal.SIGKILL), f"step {step}: it ended with {code}")
        after = _found(place, outcome, step)
        seen["old" if after == old else "new"] += 1
        outcome.expect(after in (old, new), f"step {step}: {len(after)} records, where {len(new)} or {len(old)} were")
        everywhere = [after, *(records_in(file) for file in kept_files(place))]
        outcome.expect(new in everywhere, f"step {step}: what was there is nowhere")
        outcome.recovered += Share(max(len(each.items() & new.items()) for each in everywhere), len(new))
        outcome.acknowledged += len(new)
        outcome.lost += len(new) * (new not in everywhere)
        outcome.runs += 1
        if code == 0:
            break
    outcome.expect(all(seen.values()), f"it was never killed on both sides: {seen}")


def _found(place: Path, outcome: Outcome, step: int) -> Records:
    with closing(opened(place, 2)) as state:
        outcome.expect(state.notices == (), f"step {step}: {' '.join(state.notices)}")
    return records_in(place)


def _restore_killed_at(path: Path, step: int) -> None:
    """Restore the older backup, and be killed before its `step`th call that touches a file."""
    steps = iter(range(step))

    def watch(event: str, _: tuple[object, ...]) -> None:
        if event in _EVENTS and next(steps, None) is None:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(watch)
    restore(path, backups(path)[1], NOW)
