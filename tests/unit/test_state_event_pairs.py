"""What the user said of pairs of stories, in the state: kept in order, undone, and never lost."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsreader.events.groups import Pair
from newsreader.records import Content, StoryMarks
from newsreader.state.backup import backups
from newsreader.state.event_pairs import SaidPair
from newsreader.state.health import look_at_state
from newsreader.state.restoring import restore
from newsreader.state.schema import newest_version
from newsreader.state.state import State

NOW: Final = datetime(2024, 6, 20, 12, tzinfo=UTC)
SECONDS: Final = int(NOW.timestamp())
VERSION_5: Final = Path(__file__).parent / "data" / "state-version-5.db"
"""A file that the program wrote when its schema had version 5, with something in each table."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "state.db"


@pytest.fixture
def state(path: Path) -> Iterator[State]:
    with closing(opened(path)) as state:
        yield state


def opened(path: Path, now: datetime = NOW) -> State:
    return State.open(path, now=lambda: now)


def joined(one: str, other: str) -> Pair:
    return Pair(one, other, is_same=True)


def parted(one: str, other: str) -> Pair:
    return Pair(one, other, is_same=False)


def pairs(state: State) -> list[Pair]:
    return [said.pair for said in state.event_pairs.all()]


def test_what_was_said_is_kept_with_its_time_and_in_its_order(state: State, path: Path) -> None:
    state.event_pairs.say([parted("tram", "ferry"), parted("tram", "otter")])
    state.event_pairs.say([joined("bridge", "ferry")])
    said = [
        SaidPair(parted("tram", "ferry"), SECONDS),
        SaidPair(parted("tram", "otter"), SECONDS),
        SaidPair(joined("bridge", "ferry"), SECONDS + 1),
    ]
    assert state.event_pairs.all() == said
    with closing(opened(path)) as again:
        assert again.event_pairs.all() == said
        assert again.event_pairs.to_show() == [each.pair for each in said]


def test_a_new_word_on_two_stories_takes_the_place_of_the_one_before(state: State) -> None:
    state.event_pairs.say([joined("a", "b")])
    state.event_pairs.say([joined("c", "b")])
    state.event_pairs.say([parted("b", "a")])
    assert pairs(state) == [joined("c", "b"), parted("b", "a")]
    state.event_pairs.say([joined("b", "a")])
    assert pairs(state) == [joined("c", "b"), joined("b", "a")]


def test_a_later_word_comes_last_whatever_the_clock_says(path: Path) -> None:
    for day, pair in enumerate((joined("a", "b"), joined("c", "b"), parted("a", "c"))):
        with closing(opened(path, NOW - timedelta(days=day))) as state:
            state.event_pairs.say([pair])
    with closing(opened(path)) as state:
        assert pairs(state) == [joined("a", "b"), joined("c", "b"), parted("a", "c")]


def test_a_step_is_undone_and_done_again(state: State) -> None:
    state.event_pairs.say([joined("a", "b")])
    before = state.event_pairs.all()
    edit = state.event_pairs.say([parted("b", "a"), parted("b", "c")])
    after = state.event_pairs.all()
    state.file.apply(edit, back=True)
    assert state.event_pairs.all() == before
    state.file.apply(edit)
    assert state.event_pairs.all() == after


def test_what_somebody_else_said_since_is_not_undone(state: State, path: Path) -> None:
    edit = state.event_pairs.say([parted("a", "b"), parted("a", "c")])
    with closing(opened(path)) as other:
        other.event_pairs.say([joined("a", "b")])
    state.file.apply(edit, back=True)
    assert pairs(state) == [joined("a", "b")]


def test_only_what_is_said_of_pairs_gives_them_a_new_version(state: State) -> None:
    def version() -> int:
        return state.file.version(Content.EVENT_PAIRS)

    first, marks = version(), state.file.version(Content.MARKS)
    assert first
    state.marks.tag(["a"], "later")
    assert version() == first
    marks = state.file.version(Content.MARKS)
    edit = state.event_pairs.say([joined("a", "b")])
    assert edit.versions == (first, version())
    assert version() != first
    assert state.file.version(Content.MARKS) == marks


def test_pairs_of_stories_that_share_an_id_are_kept_apart(state: State) -> None:
    state.event_pairs.say([joined("a", "b")])
    state.file.use_keys({"a": "a~12345678"})
    assert state.event_pairs.to_show() == [], "another story has the id here"
    state.event_pairs.say([parted("a", "b")])
    assert state.event_pairs.to_show() == [parted("a", "b")]
    assert pairs(state) == [joined("a", "b"), parted("a~12345678", "b")]


def test_pairs_follow_stories_to_their_new_ids(state: State) -> None:
    state.event_pairs.say([joined("a", "b")])
    state.event_pairs.say([parted("c", "a")])
    state.event_pairs.say([joined("d", "e")])
    state.event_pairs.move([("a", "new"), ("nobody", "x")])
    assert pairs(state) == [joined("new", "b"), parted("c", "new"), joined("d", "e")]
    state.event_pairs.move([("d", "f")], stay=True)
    assert pairs(state) == [joined("new", "b"), parted("c", "new"), joined("d", "e"), joined("f", "e")]
    state.event_pairs.move([("e", "f")])
    assert pairs(state) == [joined("new", "b"), parted("c", "new"), joined("d", "f")], "no story is a pair by itself"


def test_of_two_ids_that_become_one_the_later_word_stays(state: State) -> None:
    state.event_pairs.say([joined("a", "b")])
    state.event_pairs.say([parted("b", "new")])
    state.event_pairs.move([("a", "new")])
    assert pairs(state) == [parted("b", "new")]
    state.event_pairs.say([joined("other", "b")])
    state.event_pairs.move([("other", "new")])
    assert pairs(state) == [joined("new", "b")]


def test_an_import_adds_what_is_new_or_later(state: State) -> None:
    state.event_pairs.say([joined("a", "b"), joined("c", "d")])
    elsewhere = [
        SaidPair(parted("b", "a"), SECONDS - 1),
        SaidPair(parted("d", "c"), SECONDS + 5),
        SaidPair(joined("e", "f"), 0),
        SaidPair(joined("g", "g"), SECONDS),
    ]
    assert state.event_pairs.import_new(elsewhere) == 2
    assert pairs(state) == [joined("e", "f"), joined("a", "b"), parted("d", "c")]
    version = state.file.version(Content.EVENT_PAIRS)
    assert state.event_pairs.import_new(elsewhere) == 0
    assert state.file.version(Content.EVENT_PAIRS) == version


ids = st.sampled_from(["a", "b", "c", "\ud800"])
some_pairs = st.builds(Pair, ids, ids, st.booleans()).filter(lambda pair: pair.one != pair.other)


@settings(max_examples=40, deadline=None)
@given(
    said=st.lists(
        st.builds(SaidPair, some_pairs, st.integers(0, 4)),
        max_size=8,
        unique_by=lambda each: (frozenset(each.pair[:2]), each.made_at),
    ),
    data=st.data(),
)
def test_imports_end_the_same_in_whatever_pieces_they_come(
    tmp_path_factory: pytest.TempPathFactory, said: list[SaidPair], data: st.DataObject
) -> None:
    split = data.draw(st.integers(0, len(said)))
    folder = tmp_path_factory.mktemp("states")
    with closing(opened(folder / "a" / "state.db")) as first, closing(opened(folder / "b" / "state.db")) as second:
        first.event_pairs.import_new(said)
        for part in (said[split:], said[:split], said):
            second.event_pairs.import_new(part)
        assert first.event_pairs.all() == second.event_pairs.all()
        assert len(pairs(first)) == len({frozenset(each.pair[:2]) for each in said})


def test_the_file_of_version_5_is_taken_over_whole(path: Path) -> None:
    path.parent.mkdir()
    shutil.copyfile(VERSION_5, path)
    with closing(sqlite3.connect(path)) as before:
        assert before.execute("PRAGMA user_version").fetchone() == (5,)
        tables = [name for (name,) in before.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        rows = {name: before.execute(f"SELECT * FROM {name}").fetchall() for name in tables if name != "meta"}
    assert all(rows.values()), "there is something in each table"
    with closing(opened(path)) as state:
        assert (state.notices, state.damaged()) == ((), 0)
        assert state.marks.all_marks()["otter"] == StoryMarks(hidden_at=SECONDS)
        assert state.removed_stories() == {"gone"}
        assert state.event_pairs.all() == []
        assert state.file.version(Content.EVENT_PAIRS)
        state.event_pairs.say([joined("ferry", "tram")])
    with closing(sqlite3.connect(path)) as after:
        assert after.execute("PRAGMA user_version").fetchone() == (newest_version(),)
        assert {name: after.execute(f"SELECT * FROM {name}").fetchall() for name in rows} == rows
    with closing(sqlite3.connect(backups(path)[-1])) as copy:
        assert copy.execute("PRAGMA user_version").fetchone() == (5,)
        assert {name: copy.execute(f"SELECT * FROM {name}").fetchall() for name in rows} == rows


def test_a_backup_of_version_5_is_restored(path: Path) -> None:
    with closing(opened(path)) as state:
        state.event_pairs.say([joined("a", "b")])
        version = state.file.version(Content.EVENT_PAIRS)
    restore(path, VERSION_5, NOW)
    with closing(opened(path)) as state:
        assert (state.notices, state.event_pairs.all()) == ((), [])
        assert state.file.version(Content.EVENT_PAIRS) not in (0, version)


def test_a_restored_backup_has_its_pairs_and_a_new_version(path: Path) -> None:
    with closing(opened(path)) as state:
        state.event_pairs.say([joined("a", "b")])
        version = state.file.version(Content.EVENT_PAIRS)
    (kept,) = backups(path)
    with closing(opened(path)) as state:
        state.event_pairs.say([parted("a", "b")])
    restore(path, kept, NOW)
    with closing(opened(path)) as state:
        assert pairs(state) == [joined("a", "b")]
        assert state.file.version(Content.EVENT_PAIRS) != version


def damage(path: Path) -> None:
    with closing(sqlite3.connect(path)) as other, other:
        other.execute("UPDATE event_pairs SET is_same = 1 - is_same WHERE one = 'a'")


def test_a_damaged_row_costs_only_itself(path: Path) -> None:
    with closing(opened(path)) as state:
        state.event_pairs.say([joined("a", "b"), joined("c", "d")])
        state.marks.tag(["a"], "later")
    damage(path)
    assert look_at_state(path).damaged == 1
    with closing(State.open(path, now=lambda: NOW, checks_rows=False)) as state:
        assert state.damaged() == 1
        assert pairs(state) == [joined("c", "d")]
        assert state.marks.all_marks() == {"a": StoryMarks(tags=("later",))}
        state.event_pairs.say([parted("a", "b")])
        assert state.damaged() == 0
        assert pairs(state) == [joined("c", "d"), parted("a", "b")]


def test_a_damaged_row_is_restored_from_the_backup(path: Path) -> None:
    with closing(opened(path)) as state:
        state.event_pairs.say([joined("a", "b"), joined("c", "d")])
        said = state.event_pairs.all()
    damage(path)
    with closing(opened(path)) as state:
        assert state.event_pairs.all() == said
        assert "1 pair of stories joined or parted" in " ".join(state.notices)


def test_pairs_are_recovered_from_a_damaged_file(path: Path) -> None:
    with closing(opened(path)) as state:
        state.event_pairs.say([joined("a", "b"), parted("c", "d")])
        said = state.event_pairs.all()
    for backup in backups(path):
        backup.unlink()
    data = bytearray(path.read_bytes())
    data[68:72] = b"else"  # another program's mark
    path.write_bytes(data)
    with closing(opened(path)) as state:
        assert state.event_pairs.all() == said
        assert any("2 pairs of stories joined or parted" in notice for notice in state.notices)


_CHILD: Final = """
import sys
from datetime import datetime, UTC
from pathlib import Path
from newsreader.events.groups import Pair
from newsreader.state.state import State

state = State.open(Path(sys.argv[1]), now=lambda: datetime.now(UTC))
for number in range(50):
    state.event_pairs.say([Pair(f"{sys.argv[2]}-{number}", "common", True), Pair("shared", f"{number}", False)])
"""


def test_two_processes_lose_nothing_that_was_said(path: Path) -> None:
    children = [subprocess.Popen([sys.executable, "-c", _CHILD, str(path), name]) for name in ("a", "b")]
    assert [child.wait() for child in children] == [0, 0]
    with closing(opened(path)) as state:
        assert state.damaged() == 0
        said = state.event_pairs.all()
    assert {each.pair for each in said} == {
        *(joined(f"{name}-{number}", "common") for name in ("a", "b") for number in range(50)),
        *(parted("shared", str(number)) for number in range(50)),
    }
    times = [each.made_at for each in said if each.pair.is_same]
    assert len(set(times)) == len(times), "of any two words one is the later"
