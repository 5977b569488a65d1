"""The reading balance: what was read and what there is, by rating, in each of its periods."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from tests.unit.shelf import NOW, Shelf, numbers, titles

from newsreader.bias import SCALE
from newsreader.config.settings import MuteRule
from newsreader.reader import Reader
from newsreader.reader.balance import PERIODS, Balance, balance_of

SIDES = ("left", "lean-left", "center", "lean-right", "right", "mixed", "not-rated")


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    """A library with one outlet of each side, and stories of today, of three weeks ago, of last year, and undated."""
    shelf = Shelf(tmp_path)
    shelf.registry(*({"id": side, "name": f"The {side}", "bias": {"rating": side}} for side in SIDES))
    shelf.put(
        "a.yaml",
        {"title": "Today", "id": "today", "published": "2024-06-21", "outlet": "left"},
        {"title": "Edge", "id": "edge", "published": "2024-06-15", "outlet": "right"},
        {"title": "Before", "id": "before", "published": "2024-06-14", "outlet": "right"},
        {"title": "May", "id": "may", "published": "2024-05-30", "outlet": "center"},
        {"title": "Old", "id": "old", "published": "2022-01-01", "outlet": "lean-left"},
        {"title": "Undated", "id": "undated", "outlet": "mixed"},
        {"title": "Nobody", "id": "nobody", "published": "2024-06-21"},
    )
    return shelf


@pytest.fixture
def reader(shelf: Shelf, clock: Clock) -> Iterator[Reader]:
    reader = Reader(shelf.root, shelf.paths, now=clock)
    reader.sync()
    yield reader
    reader.close()


def told(balance: Balance, period: str) -> tuple[dict[str, int], dict[str, int]]:
    """The counts of a period without those that are 0: read, and in the library."""
    (counts,) = (each for each in balance.periods if each.period.id == period)
    return (
        {side: count for side, count in counts.read.items() if count},
        {side: count for side, count in counts.stories.items() if count},
    )


def test_stories_count_in_the_periods_of_their_dates(reader: Reader) -> None:
    balance = balance_of(reader)
    week = {"left": 1, "right": 1, "not-rated": 1}
    assert [each.period for each in balance.periods] == list(PERIODS)
    assert told(balance, "week") == ({}, week)
    assert told(balance, "month") == ({}, week | {"right": 2, "center": 1})
    assert told(balance, "year") == told(balance, "month")
    assert told(balance, "all") == ({}, week | {"right": 2, "center": 1, "lean-left": 1, "mixed": 1})


def test_every_rating_is_counted_in_the_order_of_the_scale(reader: Reader) -> None:
    for counts in balance_of(reader).periods:
        assert list(counts.read) == list(counts.stories) == [rating.id for rating in SCALE]


def test_a_period_has_the_stories_that_the_filter_of_its_days_finds(reader: Reader) -> None:
    for counts in balance_of(reader).periods:
        found = titles(reader, f"date:{counts.period.days}d" if counts.period.days else "")
        assert sum(counts.stories.values()) == len(found)


def test_reading_counts_by_when_it_was_done(reader: Reader, clock: Clock) -> None:
    for days, story in ((400, "old"), (20, "today"), (6, "may"), (0, "undated")):
        clock.now = NOW - timedelta(days=days)
        reader.marking.set_read(story, True)
    balance = balance_of(reader)
    assert told(balance, "week")[0] == {"center": 1, "mixed": 1}
    assert told(balance, "month")[0] == {"left": 1, "center": 1, "mixed": 1}
    assert told(balance, "year")[0] == {"left": 1, "center": 1, "mixed": 1}
    assert told(balance, "all")[0] == {"left": 1, "lean-left": 1, "center": 1, "mixed": 1}


def test_what_was_read_before_a_moment_is_left_out_and_stays_read(reader: Reader, clock: Clock) -> None:
    clock.now = NOW - timedelta(days=1)
    reader.marking.set_read("today", True)
    clock.now = NOW
    reader.marking.set_read("may", True)
    balance = balance_of(reader, int(NOW.timestamp()))
    assert balance.read_since == int(NOW.timestamp())
    assert told(balance, "week")[0] == told(balance, "all")[0] == {"center": 1}
    assert sorted(titles(reader, "is:read")) == ["May", "Today"]


def test_a_mark_that_is_taken_off_counts_no_more(reader: Reader) -> None:
    reader.marking.set_read("today", True)
    reader.marking.set_read("today", False)
    assert told(balance_of(reader), "all")[0] == {}


def test_hidden_and_muted_stories_are_left_out(shelf: Shelf, clock: Clock) -> None:
    reader = Reader(shelf.root, shelf.paths, now=clock, mute=(MuteRule("title:may"),))
    reader.sync()
    for story in ("today", "may"):
        reader.marking.set_read(story, True)
    today = numbers(reader, "title:today")
    reader.marking.hide(today, True)
    read, stories = told(balance_of(reader), "all")
    assert read == {}
    assert "left" not in stories
    assert "center" not in stories
    reader.close()
