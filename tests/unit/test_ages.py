"""Dates as people read them, by a clock that the test sets."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsreader.dates import age, exact_date, read_ages, reading_minutes

NOW = datetime(2024, 6, 21, 12, tzinfo=UTC)


@pytest.fixture(autouse=True, scope="module")
def zone() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("TZ", "UTC")
        time.tzset()
        yield
    time.tzset()


@pytest.mark.parametrize(
    ("published", "shown"),
    [
        ("", ""),
        ("2024-06-21", "today"),
        ("2024-06-20", "1 d"),
        ("2024-05-22", "30 d"),
        ("2024-05-21", "21 May"),
        ("2024-01-01", "1 Jan"),
        ("2023-12-31", "Dec 2023"),
        ("2024-06-22", "22 Jun"),
        ("2025-01-01", "Jan 2025"),
        ("2024-06-21T12:00:00+00:00", "0 min"),
        ("2024-06-21T11:01:00+00:00", "59 min"),
        ("2024-06-21T11:00:00", "1 h"),
        ("2024-06-21T00:00:00+14:00", "1 d"),
        ("2024-06-20T12:01:00Z", "23 h"),
        ("2024-06-20T12:00:00Z", "1 d"),
        ("2024-06-21T12:01:00Z", "21 Jun"),
        ("0001-01-01", "Jan 1"),
        ("9999-12-31", "Dec 9999"),
        ("0001-01-01T00:00", "Jan 1"),
        ("9999-12-31T23:59:00-12:00", "Dec 9999"),
        ("0001-01-01T00:00:00+14:00", "Jan 1"),
    ],
)
def test_an_age_is_short(published: str, shown: str) -> None:
    assert age(published, NOW) == shown


def test_days_are_those_of_the_calendar() -> None:
    after_midnight = datetime(2024, 6, 21, 0, 30, tzinfo=UTC)
    assert age("2024-06-19T23:30:00Z", after_midnight) == age("2024-06-19", after_midnight) == "2 d"
    assert age("2024-06-20T00:30:00Z", after_midnight) == age("2024-06-20", after_midnight) == "1 d"


@settings(max_examples=200, deadline=None)
@given(
    st.one_of(st.dates(), st.datetimes(), st.datetimes(timezones=st.integers(-14, 14).map(lambda h: timezone(timedelta(hours=h))))),
    st.datetimes(datetime(1990, 1, 2), datetime(2100, 1, 1)),
)  # fmt: skip
def test_every_moment_has_an_age_of_at_most_eight_characters(published: date, now: datetime) -> None:
    assert 0 < len(age(published.isoformat(), now.replace(tzinfo=UTC))) <= 8
    assert exact_date(published)


@pytest.mark.parametrize(
    ("before", "ways"),
    [
        (timedelta(0), ("read just now", "just now", "now")),
        (timedelta(seconds=59), ("read just now", "just now", "now")),
        (timedelta(minutes=1), ("read 1 min ago", "1 min ago", "1 min")),
        (timedelta(hours=3), ("read 3 h ago", "3 h ago", "3 h")),
        (timedelta(days=30), ("read 30 d ago", "30 d ago", "30 d")),
        (timedelta(days=16), ("read 16 d ago", "16 d ago", "16 d")),
        (timedelta(days=50), ("read 2 May", "2 May")),
        (timedelta(days=400), ("read May 2023", "May 2023")),
        (timedelta(seconds=-1), ("read 21 Jun", "21 Jun")),
    ],
)
def test_when_a_story_was_read_is_shown_in_words_or_in_short(before: timedelta, ways: tuple[str, ...]) -> None:
    assert read_ages(int((NOW - before).timestamp()), NOW) == ways


def test_a_story_that_was_not_read_is_unread() -> None:
    assert read_ages(0, NOW) == ("unread",)


@given(st.integers(1, 2**63 - 1))
def test_each_way_to_tell_when_a_story_was_read_is_shorter_than_the_one_before(read_at: int) -> None:
    lengths = [len(way) for way in read_ages(read_at, NOW)]
    assert lengths == sorted(lengths, reverse=True)
    assert 0 < lengths[-1] <= 8


@pytest.mark.parametrize(
    ("published", "shown"),
    [
        (None, "no date"),
        (date(2024, 6, 20), "20 Jun 2024"),
        (datetime(2024, 6, 20, 14, 5), "20 Jun 2024, 14:05"),
        (datetime(2024, 6, 20, 23, 5, tzinfo=timezone(timedelta(hours=-2))), "21 Jun 2024, 01:05"),
        (datetime(1, 1, 1, 0, 0, tzinfo=timezone(timedelta(hours=14))), "1 Jan 1, 00:00"),
    ],
)
def test_a_date_in_full_is_in_local_time(published: date | None, shown: str) -> None:
    assert exact_date(published) == shown


def test_reading_takes_a_minute_at_least_and_counts_characters_where_there_are_no_spaces() -> None:
    assert reading_minutes("") == 1
    assert reading_minutes("word " * 690) == 3
    assert reading_minutes("字" * 1500) == 3
