"""Events are a function of the library: they do not depend on the order in which its files came, changed or left."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Callable, Sequence
from contextlib import closing, nullcontext
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any, Final

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.shelf import Shelf

from newsreader.events.groups import Pair
from newsreader.index.event_members import set_pairs
from newsreader.reader import Reader
from newsreader.sync.events import EventUpdate
from newsreader.sync.writing import open_writer

IN_MEMORY: Final = "/dev/shm" if Path("/dev/shm").is_dir() else None
OUTLETS: Final = ("Harbour Post", "Hill Courier", "Quiet Weekly", "Morning Star")
HAPPENINGS: Final = (
    "Ferry Halvorsen sinks off Bergen with salmon crates",
    "Astronomers photograph comet Ibarra near Jupiter",
    "Parliament rejects harbour tax after midnight quarrel",
    "Glacier lake bursts above Kathmandu valley bridge",
)
FIRST_DAY: Final = date(2024, 3, 1)

stories = st.builds(
    lambda happening, outlet, day, extra: {
        "title": HAPPENINGS[happening],
        "outlet": OUTLETS[outlet],
        "published": (FIRST_DAY + timedelta(days=day)).isoformat(),
        "summary": f"{HAPPENINGS[happening]} {extra}.",
    },
    st.integers(0, len(HAPPENINGS) - 1),
    st.integers(0, len(OUTLETS) - 1),
    st.integers(0, 25),
    st.sampled_from(("rescuers", "orbit", "vote", "rope", "telescope", "dam")),
)


def members(reader: Reader) -> list[tuple[str, str, int, int]]:
    """Each story of an event: its id, that of the first teller, how many outlets tell it, and where they stand."""
    with closing(sqlite3.connect(reader.index.path)) as connection:
        return connection.execute(
            """SELECT s.id, f.id, m.tellers, m.coverage FROM event_members m
            JOIN stories s USING (story) JOIN stories f ON f.story = m.event ORDER BY s.id"""
        ).fetchall()


def reasons(reader: Reader) -> list[tuple[str, float | None, str | None]]:
    """Why each story is in its event: the score, and the story that it is most alike."""
    with closing(sqlite3.connect(reader.index.path)) as connection:
        return connection.execute(
            """SELECT e.id, round(e.score, 6), w.id FROM event_stories e
            LEFT JOIN event_stories w ON w.story = e.with_story ORDER BY e.id"""
        ).fetchall()


def library(folder: str, name: str) -> Shelf:
    return Shelf(Path(folder, name))


def write(shelf: Shelf, numbered: Sequence[tuple[int, dict[str, Any]]]) -> None:
    for number, story in numbered:
        shelf.put(f"{number}.yaml", {"id": f"story-{number:02}", **story})


@settings(max_examples=40, deadline=None)
@given(st.lists(stories, min_size=2, max_size=24), st.randoms(use_true_random=False), st.integers(1, 4))
def test_events_do_not_depend_on_the_order_in_which_files_come(
    told: list[dict[str, Any]], random: Any, batches: int
) -> None:
    with tempfile.TemporaryDirectory(dir=IN_MEMORY) as folder:
        at_once, bit_by_bit = library(folder, "at once"), library(folder, "bit by bit")
        numbered = list(enumerate(told))
        write(at_once, numbered)
        random.shuffle(numbered)
        with closing(at_once.reader()) as reader:
            reader.find_events()
            expected = members(reader), reasons(reader)
        with closing(bit_by_bit.reader()) as reader:
            for start in range(batches):
                write(bit_by_bit, numbered[start::batches])
                reader.sync()
                reader.find_events()
            assert (members(reader), reasons(reader)) == expected


@settings(max_examples=40, deadline=None)
@given(st.lists(stories, min_size=3, max_size=24), st.data())
def test_events_follow_stories_that_change_and_leave(told: list[dict[str, Any]], data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory(dir=IN_MEMORY) as folder:
        changed, fresh = library(folder, "changed"), library(folder, "fresh")
        write(changed, list(enumerate(told)))
        gone = data.draw(st.sets(st.sampled_from(range(len(told))), max_size=5))
        others = data.draw(st.dictionaries(st.sampled_from(range(len(told))), stories, max_size=5))
        with closing(changed.reader()) as reader:
            reader.find_events()
            for number in gone:
                (changed.root / f"{number}.yaml").unlink()
            write(changed, [(number, story) for number, story in others.items() if number not in gone])
            reader.sync()
            reader.find_events()
            found = members(reader), reasons(reader)
        write(fresh, [(number, others.get(number, story)) for number, story in enumerate(told) if number not in gone])
        with closing(fresh.reader()) as reader:
            reader.find_events()
            assert (members(reader), reasons(reader)) == found


@settings(max_examples=25, deadline=None)
@given(st.lists(stories, min_size=2, max_size=20), st.integers(1, 5), st.data())
def test_an_update_that_ends_at_any_step_goes_on_where_it_was(
    told: list[dict[str, Any]], stories_in_a_step: int, data: st.DataObject
) -> None:
    with tempfile.TemporaryDirectory(dir=IN_MEMORY) as folder:
        whole, ended = library(folder, "whole"), library(folder, "ended")
        write(whole, list(enumerate(told)))
        write(ended, list(enumerate(told)))
        with closing(whole.reader()) as reader:
            reader.find_events()
            expected = members(reader), reasons(reader)
        with closing(ended.reader()) as reader:
            for steps in data.draw(st.lists(st.integers(0, 3), max_size=4)):
                update(reader, stories_in_a_step, partial(next, iter([False] * steps), True))
            update(reader, stories_in_a_step)
            assert (members(reader), reasons(reader)) == expected


def update(reader: Reader, stories_in_a_step: int, cancelled: Callable[[], bool] = lambda: False) -> None:
    lock = nullcontext()
    EventUpdate(reader.index.path, lock, cancelled=cancelled, stories_in_a_step=stories_in_a_step).run()


@settings(max_examples=25, deadline=None)
@given(st.lists(stories, min_size=3, max_size=16), st.data())
def test_joining_and_parting_survive_a_new_index(told: list[dict[str, Any]], data: st.DataObject) -> None:
    number = st.integers(0, len(told) - 1)
    drawn = data.draw(st.lists(st.tuples(number, number, st.booleans()), min_size=1, max_size=4))
    pairs = [Pair(f"story-{one:02}", f"story-{other:02}", is_same) for one, other, is_same in drawn if one != other]
    with tempfile.TemporaryDirectory(dir=IN_MEMORY) as folder:
        shelf = library(folder, "joined")
        write(shelf, list(enumerate(told)))
        with closing(shelf.reader()) as reader:
            reader.find_events()
            tell(reader, pairs)
            reader.find_events()
            found = members(reader)
        again = library(folder, "again")
        write(again, list(enumerate(told)))
        with closing(again.reader()) as reader:
            tell(reader, pairs)
            reader.find_events()
            assert members(reader) == found
            tell(reader, [])
            reader.find_events()
            parted = members(reader)
        with closing(library(folder, "joined").reader()) as reader:
            tell(reader, [])
            reader.find_events()
            assert members(reader) == parted


def tell(reader: Reader, pairs: Sequence[Pair]) -> None:
    with open_writer(reader.index.path) as writer, writer.transaction() as connection:
        set_pairs(connection, pairs)


def test_a_story_of_today_changes_no_event_that_is_closed(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    told = [
        {"title": HAPPENINGS[0], "outlet": outlet, "published": f"2024-03-0{day}", "summary": HAPPENINGS[0]}
        for day, outlet in enumerate(OUTLETS[:3], start=1)
    ]
    write(shelf, list(enumerate(told)))
    with closing(shelf.reader()) as reader:
        reader.find_events()
        before = members(reader)
        assert [row[2] for row in before] == [3, 3, 3]
        write(shelf, [(9, {**told[0], "published": "2024-03-20", "outlet": OUTLETS[3]})])
        reader.sync()
        assert not reader.find_events()
        assert members(reader) == before
