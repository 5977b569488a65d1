"""Spellings of days and moments: those of one meaning are read, the others are refused with the right form."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsreader.formats import parse
from newsreader.formats.values import DATE_FIX, UnreadDateError, parse_date

_DAY = date(2024, 6, 20)
_LOCAL = datetime(2024, 6, 20, 14, 30)
_UTC = _LOCAL.replace(tzinfo=UTC)
_zones = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
_seconds = st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1)).map(lambda moment: moment.replace(microsecond=0))


@pytest.mark.parametrize(
    "text",
    [
        "2024-06-20", "2024-6-20", "2024/06/20", "2024/6/20", "2024.06.20", "20240620", "20 June 2024", "20 Jun 2024",
        "20 Jun. 2024", "20. June 2024", "20th June 2024", "20th of June 2024", "20 JUNE, 2024", "20-Jun-2024",
        "June 20, 2024", "June 20 2024", "Jun 20th, 2024", "Thursday, June 20, 2024", "Thu, 20 Jun 2024",
        "Thursday 20 June 2024", "2024 June 20", "2024-Jun-20", "  June 20, 2024 ",
    ],
)  # fmt: skip
def test_a_day_of_one_meaning_is_read(text: str) -> None:
    assert parse_date(text) == _DAY


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2024-06-20t14:30:00z", _UTC), ("2024-06-20T14:30:00Z", _UTC), ("2024-06-20 14:30 UTC", _UTC),
        ("2024-06-20 14:30:00 GMT", _UTC), ("2024-06-20 14:30 utc", _UTC), ("2024-06-20T16:30+02", _UTC),
        ("2024-06-20 16:30 +0200", _UTC), ("2024-06-20 9:30 -05:00", _UTC), ("2024/6/20 14:30", _LOCAL),
        ("20240620T143000Z", _UTC), ("20240620T1430", _LOCAL), ("Thu, 20 Jun 2024 14:30:00 +0000", _UTC),
        ("20 Jun 2024 14:30 GMT", _UTC), ("20 Jun 24 14:30 UT", _UTC), ("Thu, 20 Jun 2024 10:30:00 EDT", _UTC),
        ("Thu, 20 Jun 2024 14:30:00 +0000 (UTC)", _UTC), ("June 20, 2024 at 2:30 PM", _LOCAL),
        ("June 20, 2024, 2:30 p.m.", _LOCAL), ("20 June 2024 14:30", _LOCAL), ("2024-06-20 2:30 pm UTC", _UTC),
        ("2024-06-20T14:30:00.000000000Z", _UTC), ("2024-06-20T14:30:00,000", _LOCAL),
    ],
)  # fmt: skip
def test_a_moment_of_one_meaning_is_read(text: str, moment: datetime) -> None:
    found = parse_date(text)
    assert isinstance(found, datetime)
    assert (found, found.tzinfo is None) == (moment, moment.tzinfo is None)


@given(_seconds, _zones)
def test_what_programs_write_is_read_in_any_case(moment: datetime, zone: timezone) -> None:
    moment = moment.replace(tzinfo=zone)
    for text in (format_datetime(moment), moment.isoformat(), moment.strftime("%Y/%m/%d %H:%M:%S %z")):
        assert parse_date(text) == parse_date(text.lower()) == parse_date(text.upper()) == moment
    assert parse_date(moment.strftime("%B %d, %Y")) == parse_date(moment.strftime("%d %b %Y")) == moment.date()
    assert parse_date(moment.strftime("%A, %d %B %Y %I:%M:%S %p")) == moment.replace(tzinfo=None)
    assert parse_date(f"{moment.year}-{moment.month}-{moment.day}") == moment.date()


@pytest.mark.parametrize(
    ("text", "fix"),
    [
        ("05/06/2024", "Write the year first: 2024-06-05 or 2024-05-06."),
        ("20/06/2024", "Write the year first: 2024-06-20."),
        ("06/20/24", "Write the year first: 2024-06-20."),
        ("20.06.2024 14:30", "Write the year first: 2024-06-20."),
        ("31/31/2024", DATE_FIX),
        ("2024-06", "Write the day, too: 2024-06-20."),
        ("2024", "Write the day, too: 2024-06-20."),
        ("1718893800", "If it counts seconds since 1970, write 2024-06-20T14:30:00Z."),
        ("yesterday", DATE_FIX), ("June 2024", DATE_FIX), ("20 Jun 24", DATE_FIX), ("June 31, 2024", DATE_FIX),
        ("2024-06-20T25:00", DATE_FIX), ("2024-06-20 14:60", DATE_FIX), ("2024-06-20 13:00 PM", DATE_FIX),
        ("2024-06-20 14:30 XST", DATE_FIX), ("2024-13-45", DATE_FIX), ("٢٠٢٤-٠٦-٢٠", DATE_FIX), ("", DATE_FIX),
        ("20062024", DATE_FIX), ("00000000", DATE_FIX), ("9" * 5000, DATE_FIX), ("2024-06-20 14:30 +99:99", DATE_FIX),
    ],
)  # fmt: skip
def test_anything_else_is_refused_with_the_right_form(text: str, fix: str) -> None:
    with pytest.raises(UnreadDateError) as error:
        parse_date(text)
    assert error.value.fix == fix


@given(st.one_of(st.text(), st.text("0123456789-/.:TtZz +JunAMPm,", max_size=30)))
def test_any_text_is_a_date_or_refused(text: str) -> None:
    try:
        found: date | str = parse_date(text)
    except UnreadDateError as error:
        found = error.fix
    assert found


def test_the_right_form_stands_in_the_problem() -> None:
    (problem,) = parse(b"title: x\nsummary: y\npublished: 05/06/2024\n", "x.yaml").problems
    assert str(problem).endswith(
        "`published` is not a date: 05/06/2024. Write the year first: 2024-06-05 or 2024-05-06."
    )


_PAGE = "Title\n\nText here.\n\n• a\n\nThe Post is a newspaper.\nOfficial website: https://example.org\n"


@pytest.mark.parametrize(
    "page",
    [
        "Title\n\nPublished: June 20, 2024\n\nText here.\n",
        "Title\nPublished: June 20, 2024\nText here.\n",
        "Title\nDate: Thu, 20 Jun 2024\n\nText here.\n",
        f"{_PAGE}Published: 20 June 2024\n",
        f"{_PAGE}Published on: 2024/06/20\n",
    ],
)
def test_a_date_on_a_page_may_be_spelled_so_too(page: str) -> None:
    parsed = parse(page.encode(), "x.txt")
    story = parsed.stories[0].story
    assert (story.published, story.summary) == (_DAY, "Text here.")
    assert parsed.problems == ()


@pytest.mark.parametrize(
    "page", ["Title\n\nPublished: last Monday\n\nText here.\n", f"{_PAGE}Published: last Monday\n"]
)
def test_words_on_a_page_that_are_no_date_stay_and_are_reported(page: str) -> None:
    parsed = parse(page.encode(), "x.txt")
    assert parsed.stories[0].story.published is None
    assert "Published: last Monday" in parsed.stories[0].story.summary
    (problem,) = parsed.problems
    assert problem.line == page[: page.index("Published")].count("\n") + 1
    assert problem.column == 12
