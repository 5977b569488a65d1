"""Which backups of the state are kept, and what stands in the way of making them."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsreader.errors import StateError
from newsreader.state.backup import DAYS, NEWEST, WEEKS, backups, kept_by_age, made_at
from newsreader.state.health import look_at_state
from newsreader.state.state import State

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)
moments = st.lists(st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)), max_size=60)
"""As clocks that go wrong give them, not in order."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state.db"


def mark(path: Path, moment: datetime, name: str) -> None:
    with closing(State.open(path, now=lambda: moment)) as state:
        state.marks.mark_read(name, moment)


def days(path: Path) -> list[str]:
    return [f"{made_at(backup):%m-%d}" for backup in backups(path)]


def kept(made: Sequence[datetime]) -> list[datetime]:
    return [moment for moment, is_kept in zip(made, kept_by_age(made), strict=True) if is_kept]


@given(moments)
def test_no_more_are_kept_than_the_newest_and_one_of_each_day_and_week(made: list[datetime]) -> None:
    assert kept(made)[:NEWEST] == made[:NEWEST]
    assert len(kept(made)) <= NEWEST + DAYS + WEEKS


@given(moments)
def test_what_is_kept_is_kept_the_next_time(made: list[datetime]) -> None:
    assert kept(kept(made)) == kept(made)


@given(moments, st.integers(1, 30))
def test_many_of_one_day_push_out_no_other_day(made: list[datetime], count: int) -> None:
    today = datetime(2031, 6, 5, 9)
    later = [today + timedelta(seconds=second) for second in reversed(range(count))]
    last_of_days: dict[object, datetime] = {}
    for moment in made:
        last_of_days.setdefault(moment.date(), moment)
    assert set(list(last_of_days.values())[: DAYS - 1]) <= set(kept([*later, *kept(made)]))


@given(st.lists(st.integers(1, 5), min_size=80, max_size=120))
@settings(max_examples=30)
def test_a_backup_of_each_of_the_last_days_and_weeks_is_there_at_any_time(counts: list[int]) -> None:
    there: list[datetime] = []
    for day, count in enumerate(counts):
        for number in range(count):
            moment = datetime(2026, 1, 1, 8) + timedelta(days=day, hours=number)
            there = kept([moment, *there])
            assert {each.date() for each in there} >= {
                (moment - timedelta(days=ago)).date() for ago in range(min(day + 1, DAYS))
            }
            weeks = {(moment - timedelta(weeks=ago)).isocalendar()[:2] for ago in range(min(day // 7 + 1, WEEKS))}
            assert {each.isocalendar()[:2] for each in there} >= weeks


def test_quick_commands_leave_the_backups_of_other_days(path: Path) -> None:
    for day in (3, 2, 1):
        mark(path, NOW - timedelta(days=day), f"day {day}")
    for second in range(8):
        mark(path, NOW + timedelta(seconds=second), f"second {second}")
    assert days(path) == ["03-04", "03-04", "03-04", "03-03", "03-02", "03-01"]


def test_several_of_one_second_are_kept_in_their_order(path: Path) -> None:
    for number in range(5):
        mark(path, NOW, str(number))
    assert len(backups(path)) == NEWEST
    with closing(State.open(backups(path)[0], now=lambda: NOW)) as newest:
        assert newest.marks.read_ids() == set("01234")


@pytest.mark.parametrize("wrong", [timedelta(days=30_000), timedelta(days=-10_000)], ids=["future", "past"])
def test_days_are_told_apart_after_the_clock_was_wrong_once(path: Path, wrong: timedelta) -> None:
    mark(path, NOW - timedelta(days=1), "before")
    mark(path, NOW + wrong, "wrong")
    for day in range(4):
        for second in range(5):
            mark(path, NOW + timedelta(days=day, seconds=second), f"{day} {second}")
    assert days(path)[:6] == ["03-07", "03-07", "03-07", "03-06", "03-05", "03-04"]
    assert "03-03" in days(path)
    with closing(State.open(backups(path)[0], now=lambda: NOW)) as newest:
        assert "3 4" in newest.marks.read_ids()


@pytest.mark.parametrize("make", [os.mkfifo, Path.mkdir])
@pytest.mark.parametrize("name", ["state.db-journal", "backups/.lock-journal"])
def test_what_stands_in_the_place_of_a_journal_is_reported_and_left(
    path: Path, name: str, make: Callable[[Path], None]
) -> None:
    mark(path, NOW, "before")
    journal = path.parent / name
    make(journal)
    if journal.parent == path.parent:
        with pytest.raises(StateError, match=r"state\.db-journal is not a file"):
            State.open(path, now=lambda: NOW)
        with pytest.raises(OSError, match=r"state\.db-journal is not a file"):
            look_at_state(path)
    else:
        mark(path, NOW + timedelta(days=1), "after")
        with closing(State.open(path, now=lambda: NOW)) as state:
            assert ".lock-journal is not a file" in " ".join(state.notices)
            assert state.marks.read_ids() == {"before", "after"}
    assert not journal.is_file()


@pytest.mark.parametrize("zone", ["XXX24", "XXX-24", "Pacific/Kiritimati", "UTC"])
def test_marks_are_backed_up_in_every_zone(path: Path, zone: str) -> None:
    """A clock may differ from that of UTC by a whole day, more than `datetime` takes for a zone."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("TZ", zone)
        time.tzset()
        mark(path, NOW, "storm")
        mark(path, NOW + timedelta(days=1), "budget")
        assert len(backups(path)) == 2
    time.tzset()
