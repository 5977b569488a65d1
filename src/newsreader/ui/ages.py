"""Dates as people read them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Final

from newsreader.dates import local_day, local_moment

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
        day = date.fromisoformat(published)
        return "today" if day == local_day(now) else _days_or_month(day, now)
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
    local = local_moment(published) if isinstance(published, datetime) else published
    day = f"{local.day} {_MONTHS[local.month - 1]} {local.year}"
    return f"{day}, {local:%H:%M}" if isinstance(local, datetime) else day


def reading_minutes(text: str) -> int:
    """Minutes that reading `text` takes, at least one."""
    unspaced = sum("\u3040" <= char <= "\u9fff" or "\u0e00" <= char <= "\u0eff" for char in text)
    words = len(text.split())
    return max(1, round(words / _WORDS_A_MINUTE + unspaced / _UNSPACED_CHARACTERS_A_MINUTE))


def _age_of(moment: datetime, now: datetime) -> str:
    seconds = (now - _aware(moment)).total_seconds()
    if 0 <= seconds < 3600:
        return f"{int(seconds // 60)} min"
    day = local_day(moment)
    if seconds >= 0 and (seconds < 86_400 or day == local_day(now)):
        return f"{int(seconds // 3600)} h"
    return _days_or_month(day, now)


def _aware(moment: datetime) -> datetime:
    """`moment` with a zone, the user's where it states none; UTC where the calendar has no room for that."""
    if moment.utcoffset() is not None:
        return moment
    try:
        return moment.astimezone()
    except (ValueError, OverflowError, OSError):
        return moment.replace(tzinfo=UTC)


def _days_or_month(day: date, now: datetime) -> str:
    today = local_day(now)
    if 0 < (today - day).days < 31:
        return f"{(today - day).days} d"
    if day.year == today.year:
        return f"{day.day} {_MONTHS[day.month - 1]}"
    return f"{_MONTHS[day.month - 1]} {day.year}"
