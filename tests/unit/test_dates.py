"""On which day a moment falls is one question with one answer, in any zone."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.unit.shelf import Shelf

from newsreader.cli.stories import shown_day
from newsreader.dates import exact_date, instant, instants, local_day, local_moment
from newsreader.reader import Reader

_ZONES = (
    "UTC", "Asia/Tokyo", "America/Los_Angeles", "Pacific/Kiritimati", "Pacific/Pago_Pago", "Asia/Kolkata",
    "Asia/Kathmandu", "Australia/Lord_Howe", "Europe/Berlin", "America/Sao_Paulo", "America/St_Johns", "America/Havana",
    "Pacific/Apia", "Africa/Casablanca", "Not/AZone", "", "XXX-14:59", "XXX24",
)  # fmt: skip
"""With half hours, clocks turned at and after midnight, days that are left out, and what is no zone."""

_EDGES = (
    "2023-12-31T20:00Z", "2024-01-01T00:00Z", "2024-06-20T23:30Z", "2024-06-20T15:00Z", "2024-06-20T14:59:59Z",
    "2024-06-20T07:00:00Z", "2024-06-20T06:59:59Z", "2024-06-20T18:30Z", "2024-06-20T10:00Z", "2024-06-20T09:59:59+00:00",
    "2024-03-31T00:59:59+01:00", "2024-10-27T00:30+02:00", "2024-10-27T23:59:59+01:00", "2024-11-03T23:30-08:00",
    "2018-02-18T01:30Z", "2018-02-18T02:30Z", "2018-11-04T03:00Z", "2010-11-07T02:30:30Z", "2010-11-07T03:00Z",
    "2010-11-07T03:30:59Z", "2011-12-30T09:59:59Z", "2011-12-30T10:00Z", "2011-12-30T20:00-10:00", "1900-01-01T00:00Z",
    "0001-01-01T00:00+14:00", "0001-01-02T12:00Z", "0001-01-03T00:00Z", "9999-12-31T23:59-12:00", "9999-12-28T12:00Z",
    "2024-06-20T23:30", "2024-06-20T00:00", "2011-12-30T12:00", "2024-03-31T02:30", "2024-06-20", "2023-12-31",
    "2024-01-01", "0001-01-01", "9999-12-31",
)  # fmt: skip


@pytest.fixture
def be_in() -> Iterator[Callable[[str], None]]:
    """Sets the zone of the process."""
    with pytest.MonkeyPatch.context() as patched:

        def set_zone(name: str) -> None:
            if name:
                patched.setenv("TZ", name)
            else:
                patched.delenv("TZ", raising=False)
            time.tzset()

        yield set_zone
    time.tzset()


_days = st.dates(date(1890, 1, 1), date(2100, 1, 1)) | st.sampled_from(
    [date(2010, 11, 7), date(2010, 11, 6), date(2011, 12, 30), date(2018, 2, 17), date(2018, 11, 4), date(2024, 3, 31)]
)


@pytest.mark.parametrize("zone", _ZONES)
def test_the_instants_of_days_are_those_that_fall_on_them(zone: str, be_in: Callable[[str], None]) -> None:
    be_in(zone)

    @given(_days, st.integers(0, 40), st.integers(-200_000, 200_000))
    @example(date(2010, 11, 6), 0, 97_300)
    @example(date(2010, 11, 7), 0, 10_000)
    @example(date(2011, 12, 30), 0, 0)
    def falls_on(first: date, more: int, seconds: int) -> None:
        last = first + timedelta(days=more)
        for day in (first, last):
            moment = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(seconds=seconds)
            at, fallen_on = instant(moment), local_day(moment)
            assert at is not None
            for begin, end, is_in in (
                (first, last, first <= fallen_on <= last),
                (first, None, first <= fallen_on),
                (None, last, fallen_on <= last),
                (None, None, True),
            ):
                assert is_in == any(low <= at <= high for low, high in instants(begin, end))

    falls_on()


@given(st.datetimes(), st.none() | st.integers(-23 * 60, 23 * 60))
def test_a_moment_is_shown_as_the_systems_clock_shows_it(moment: datetime, minutes: int | None) -> None:
    if minutes is None:
        assert local_moment(moment) == moment
        return
    moment = moment.replace(tzinfo=timezone(timedelta(minutes=minutes)), microsecond=0)
    if instant(moment) is None:
        assert local_moment(moment) == moment.replace(tzinfo=None)
    else:
        assert local_moment(moment) == moment.astimezone().replace(tzinfo=None)


def test_list_story_and_filter_agree_on_the_day_in_every_zone(tmp_path: Path, be_in: Callable[[str], None]) -> None:
    be_in("Asia/Tokyo")
    shelf = Shelf(tmp_path)
    shelf.put("a.yaml", *({"id": f"s{at}", "title": "x", "published": when} for at, when in enumerate(_EDGES)))
    shelf.put("many.yaml", *({"id": f"m{at}", "title": "x", "published": "2024-06-20T14:59:58Z"} for at in range(300)))
    shelf.put("undated.yaml", {"id": "undated", "title": "x"})
    with_reader(shelf, lambda reader: reader.sync())
    for zone in _ZONES:
        be_in(zone)
        with_reader(shelf, agree)


def with_reader(shelf: Shelf, use: Callable[[Reader], object]) -> None:
    reader = shelf.reader(synced=False)
    try:
        use(reader)
    finally:
        reader.close()


def agree(reader: Reader) -> None:
    """Each story is found by the day that the list and its page show, and by no other day."""
    rows = reader.search.rows(reader.search.select(reader.query("")) or ())
    days: dict[str, set[str]] = {}
    for row in rows:
        days.setdefault(shown_day(row), set()).add(row.id)
        stored = reader.search.story(row.story)
        assert stored is not None
        if row.published:
            assert exact_date(stored.story.published).startswith(exact_date(date.fromisoformat(shown_day(row))))
    for day, ids in days.items():
        if not day:
            continue
        for query in (f"date:{day}", f"x date:{day}", f"date:{day} sort:oldest", f"date:{day} sort:title"):
            assert found(reader, query) == ids, query
        assert found(reader, f"-date:{day}") == {row.id for row in rows} - ids
        assert found(reader, f"date:{day}..") == {row.id for row in rows if shown_day(row) >= day}
        assert found(reader, f"date:..{day} sort:relevance x") == {row.id for row in rows if "" < shown_day(row) <= day}
        month = day.rpartition("-")[0]
        assert found(reader, f"date:{month}") == {row.id for row in rows if shown_day(row).startswith(month)}


def found(reader: Reader, query: str) -> set[str]:
    return {row.id for row in reader.search.rows(reader.search.select(reader.query(query, is_finished=True)) or ())}


@pytest.mark.parametrize("zone", ["Asia/Tokyo", "America/Los_Angeles", "Pacific/Kiritimati", "UTC"])
def test_stories_of_one_day_stand_together(zone: str, tmp_path: Path, be_in: Callable[[str], None]) -> None:
    be_in(zone)
    shelf = Shelf(tmp_path)
    whens = [f"2024-06-{day}T{hour:02}:30{zone}" for day in (19, 20, 21) for hour in range(24) for zone in ("Z", "")]
    whens += ["2024-06-19", "2024-06-20", "2024-06-21"]
    shelf.put("a.yaml", *({"id": f"s{at}", "title": "x", "published": when} for at, when in enumerate(whens)))

    def in_order(reader: Reader) -> None:
        reader.sync()
        days = [shown_day(row) for row in reader.search.rows(reader.search.select(reader.query("")) or ())]
        assert days == sorted(days, reverse=True)

    with_reader(shelf, in_order)


@pytest.mark.parametrize("query", ["date:7d", "date:1d", "date:2w", "date:3m", "date:1y", "date:today", "date:..today"])
def test_days_counted_back_end_with_today(query: str, tmp_path: Path, be_in: Callable[[str], None]) -> None:
    be_in("Asia/Tokyo")  # where it is 21:00 on 21 June
    shelf = Shelf(tmp_path)
    whens = {"today": "2024-06-21", "late": "2024-06-21T14:59Z", "tomorrow": "2024-06-21T15:00Z", "slip": "2097-08-05"}
    shelf.put("a.yaml", *({"id": name, "title": "x", "published": when} for name, when in whens.items()))

    def check(reader: Reader) -> None:
        reader.sync()
        assert found(reader, query) == {"today", "late"}
        assert found(reader, "date:today..") == found(reader, "date:7d..") == set(whens)

    with_reader(shelf, check)
