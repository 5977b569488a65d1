"""Two readers that mark at once."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing

from tests.faults.forks import Child, fork
from tests.faults.marker import facts_of, library
from tests.faults.outcome import Outcome, Setting
from tests.faults.records import opened
from tests.unit.shelf import Shelf

_READERS = 2


def mark_at_once(setting: Setting, outcome: Outcome) -> None:
    """Let two processes mark 400 times each, all of it on the same few stories; none is lost and none fails."""
    times = setting.times(400, 60)
    shelf = library(setting.folder / "home")
    shelf.reader().close()
    children = [_started(shelf, name, times) for name in range(_READERS)]
    for name, child in enumerate(children):
        outcome.expect(child.end() == 0, f"reader {name} failed")
        outcome.runs += 1
    with closing(opened(shelf.paths.state_file)) as state:
        found = facts_of(state)
        outcome.expect(state.notices == () and state.damaged() == 0, "the file is damaged")
    told = [line.split(maxsplit=1) for child in children for line in child.lines]
    outcome.acknowledged = len(told)
    outcome.expect(len(told) == _READERS * times, f"only {len(told)} marks were acknowledged")
    outcome.lost = sum((what, story_id) not in found for story_id, what in told)
    outcome.wrong = len(found.keys() - {(what, story_id) for story_id, what in told})


def _started(shelf: Shelf, name: int, times: int) -> Child:
    def work(tell: Callable[[str], None]) -> None:
        with closing(shelf.reader()) as reader:
            found = reader.search.select(reader.query(""))
            assert found is not None
            rows = reader.search.rows(list(found))
            for number in range(times):
                row = rows[number % len(rows)]
                round_ = number // len(rows)
                if round_ == 0 and row.story % _READERS == name:
                    reader.marking.set_bookmark(row.story, True)
                    tell(f"{row.id} bookmark")
                else:
                    reader.marking.tag([row.story], f"tag {name}-{round_}", True)
                    tell(f"{row.id} tag tag {name}-{round_}")
                if number % 20 == 0:
                    reader.marking.flush_marks()

    return fork(work)
