"""Dates as people read them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Final

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_WORDS_A_MINUTE = 230
_UNSPACED_CHARACTERS_A_MINUTE = 500
_LAST_SECOND: Final = 253_402_300_799
"""The end of the calendar in seconds since 1970."""


def age(published: str, now: datetime) -> str:
    """How old something is: "3 h", "2 d", "Jun 2024"; at most eight characters.

    `published` is in ISO 8601, "" if unknown; `now` is an aware time.
    """
    if not published:
        return ""
    if len(published) <= 10:
        days = (now.astimezone().date() - date.fromisoformat(published)).days
        return "today" if days == 0 else _days_or_month(date.fromisoformat(published), days, now)
    return _age_of(datetime.fromisoformat(published), now)


def read_ages(read_at: int, now: datetime) -> tuple[str, ...]:
    """When a story was read, from the longest way to tell it to the shortest: "read 3 h ago", "3 h ago", "3 h".

    `read_at` is in seconds since 1970, 0 for a story that was not read; `now` is an aware time.
    """
    if not read_at:
        return ("unread",)
    moment = datetime.fromtimestamp(min(read_at, _LAST_SECOND), UTC)
    if 0 <= (now - moment).total_seconds() < 60:
        return "read just now", "just now", "now"
    told = _age_of(moment, now)
    if told.endswith(("min", "h", "d")):
        return f"read {told} ago", f"{told} ago", told
    return f"read {told}", told


def exact_date(published: date | datetime | None) -> str:
    """The day, and the time where there is one, in full: "20 Jun 2024, 14:05"."""
    if published is None:
        return "no date"
    day = f"{published.day} {_MONTHS[published.month - 1]} {published.year}"
    if isinstance(published, datetime):
        local = _local(published)
        day = f"{local.day} {_MONTHS[local.month - 1]} {local.year}"
        return f"{day}, {local:%H:%M}"
    return day


def reading_minutes(text: str) -> int:
    """Minutes that reading `text` takes, at least one."""
    unspaced = sum("\u3040" <= char <= "\u9fff" or "\u0e00" <= char <= "\u0eff" for char in text)
    words = len(text.split())
    return max(1, round(words / _WORDS_A_MINUTE + unspaced / _UNSPACED_CHARACTERS_A_MINUTE))


def _age_of(moment: datetime, now: datetime) -> str:
    moment = _local(moment)
    seconds = (now - moment).total_seconds()
    if 0 <= seconds < 3600:
        return f"{int(seconds // 60)} min"
    if 0 <= seconds < 86_400:
        return f"{int(seconds // 3600)} h"
    return _days_or_month(moment.date(), int(seconds // 86_400), now)


def _local(moment: datetime) -> datetime:
    """`moment` in local time; at the ends of the calendar, where that has no place, in UTC as it is written."""
    try:
        return moment.astimezone()
    except (ValueError, OverflowError, OSError):
        return moment.replace(tzinfo=UTC)


def _days_or_month(day: date, days: int, now: datetime) -> str:
    if 0 < days < 31:
        return f"{days} d"
    if day.year == now.astimezone().year:
        return f"{day.day} {_MONTHS[day.month - 1]}"
    return f"{_MONTHS[day.month - 1]} {day.year}"
