"""The days that the value of `date:` means: a day, a month, a year, a range, or a time counted back from today."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Final

NAMED_DAYS: Final = {"today": 0, "yesterday": 1}
"""Days that have names, and how many days back they are."""

_BACK = re.compile(r"(\d{1,5})([dwmy])", re.IGNORECASE)
_DAY = re.compile(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?")


def days_meant(text: str, today: date) -> tuple[date | None, date | None]:
    """Return the first and the last day that `text` means, None for no limit.

    Raises ValueError or OverflowError if it is no date.
    """
    first, dots, last = text.strip().partition("..")
    if dots:
        return _range_of_days(first.strip(), last.strip(), today)
    return _first_day(first, today), today if _BACK.fullmatch(first) else _last_day(first, today)


def _range_of_days(first: str, last: str, today: date) -> tuple[date | None, date | None]:
    """Return the days from `first` to `last`, also where they are given the other way round; "" is no limit."""
    start = _first_day(first, today) if first else None
    end = _end_of_range(last, today) if last else None
    if start and end and start > end:
        other_start, other_end = _first_day(last, today), _end_of_range(first, today)
        if other_start <= other_end:
            return other_start, other_end
    return start, end


def _end_of_range(text: str, today: date) -> date:
    """Return the last day of a range that ends with `text`.

    The days counted back are not in it, so that `2w..1w` is a week.
    """
    return _first_day(text, today) - timedelta(days=1) if _BACK.fullmatch(text) else _last_day(text, today)


def _first_day(text: str, today: date) -> date:
    if back := _BACK.fullmatch(text):
        return min(_days_ago(int(back[1]), back[2].lower(), today) + timedelta(days=1), today)
    if named := _named_day(text, today):
        return named
    year, month, day = _dayparts_of(text)
    return date(year, month or 1, day or 1)


def _last_day(text: str, today: date) -> date:
    if named := _named_day(text, today):
        return named
    year, month, day = _dayparts_of(text)
    return date(year, month, day) if month and day else _end_of_month(year, month or 12)


def _end_of_month(year: int, month: int) -> date:
    return date(year, 12, 31) if month == 12 else date(year, month + 1, 1) - timedelta(days=1)


def _days_ago(count: int, unit: str, today: date) -> date:
    """Return the day so many days, weeks, calendar months or years before today."""
    if unit in "dw":
        return today - timedelta(days=count * (7 if unit == "w" else 1))
    year, month = divmod(today.year * 12 + today.month - 1 - count * (12 if unit == "y" else 1), 12)
    end = _end_of_month(year, month + 1)
    return end.replace(day=min(today.day, end.day))


def _named_day(text: str, today: date) -> date | None:
    """Return the day whose name is `text`, or begins so."""
    known = [name for name in NAMED_DAYS if text and name.startswith(text.lower())]
    return today - timedelta(days=NAMED_DAYS[known[0]]) if known else None


def _dayparts_of(text: str) -> tuple[int, int | None, int | None]:
    match = _DAY.fullmatch(text.strip().rstrip("-"))
    if match is None:
        raise ValueError(text)
    year, month, day = match.groups()
    return int(year), int(month) if month else None, int(day) if day else None
