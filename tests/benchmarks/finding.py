"""Finds the events of a library and asks for them, in a process of its own, and writes what each took as JSON.

`python -m tests.benchmarks.finding LIBRARY TIMES`
"""

from __future__ import annotations

import json
import os
import sqlite3
import sys
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path
from time import perf_counter
from typing import Final

from tests.benchmarks.library import SEED, yaml_text
from tests.benchmarks.queries import words_to_type
from tests.benchmarks.stories import story

from newsreader.paths import user_paths
from newsreader.reader import Reader
from newsreader.sync.writing import open_writer

_NEW: Final = "events-new.yaml"
_FORGOTTEN: Final = ("event_stories", "event_members", "event_changes", "events_to_regroup")


def main(library: Path, times: int) -> None:
    """Measure everything once, and the short things so many times."""
    with closing(Reader(library, user_paths())) as reader:
        reader.quick_sync()
        _forget(reader)
        first = _processor_seconds(reader.find_events)
        measured = {
            "first": first,
            "megabytes": _bytes(reader) / 1e6,
            "new": [_new_story(reader, library, number) for number in range(times)],
            "by_event": _screenfuls(reader, "sort:event", times),
            "by_date": _screenfuls(reader, "sort:newest", times),
            "tellers": _tellers(reader, times),
        }
    print(json.dumps(measured))


def _forget(reader: Reader) -> None:
    """Leave the index as it is before any event was looked for."""
    with open_writer(reader.index.path) as writer, writer.transaction() as connection:
        for table in _FORGOTTEN:
            connection.execute(f"DELETE FROM {table}")
        connection.execute("INSERT OR IGNORE INTO events_to_come SELECT story FROM stories WHERE story > 0")


def _processor_seconds(work: Callable[[], object]) -> float:
    before = os.times()
    work()
    after = os.times()
    return sum(after[:4]) - sum(before[:4])


def _bytes(reader: Reader) -> int:
    """How many bytes the vectors and events take, without what pages leave free."""
    with closing(sqlite3.connect(reader.index.path)) as connection:
        (vectors,) = connection.execute(
            "SELECT coalesce(sum(length(id) * 2 + length(keys) + length(weights) + length(title_keys) + 40), 0)"
            " FROM event_stories"
        ).fetchone()
        (members,) = connection.execute("SELECT count(*) * 40 FROM event_members").fetchone()
    return int(vectors + members)


def _new_story(reader: Reader, library: Path, number: int) -> float:
    """How long it takes to find the event of one story that came, beside the newest ones."""
    newest = reader.search.select(reader.query(""), limit=1)
    assert newest
    stored = reader.search.story(newest[0])
    assert stored is not None
    assert isinstance(stored.story.published, datetime)
    sample = story(SEED, number)
    text = yaml_text(sample).replace(f"{sample.published:%Y-%m-%d}", f"{stored.story.published:%Y-%m-%d}", 1)
    file = library / _NEW
    file.write_text(f"id: event-{number}\n{text}", encoding="utf-8")
    try:
        reader.look_at((os.fsencode(_NEW),))
        begun = perf_counter()
        reader.find_events()
        return perf_counter() - begun
    finally:
        file.unlink()
        reader.look_at((os.fsencode(_NEW),))
        reader.find_events()


def _screenfuls(reader: Reader, order: str, times: int) -> list[float]:
    """How long the first screenful takes for what somebody types."""
    words = ("", *words_to_type(few=False))
    found: list[float] = []
    for number in range(times):
        query = reader.query(f"{words[number % len(words)]} {order}")
        begun = perf_counter()
        reader.search.rows(reader.search.first(query) or ())
        found.append(perf_counter() - begun)
    return found


def _tellers(reader: Reader, times: int) -> list[float]:
    """How long it takes to read who else tells a story."""
    rows: Sequence[int] = reader.search.select(reader.query("has:others"), limit=times) or ()
    found: list[float] = []
    for row_id in rows:
        begun = perf_counter()
        reader.events.of(row_id)
        found.append(perf_counter() - begun)
    return found


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
