"""The days of the user's clock: on which of them a moment falls, and which moments fall on them.

A date alone and a time without a zone stay on their day in any zone. A time with a zone falls on a day of the zone in
which the program runs. Where the user has travelled on it is another day. Everything that shows or compares days asks
here, so list, filter and story agree.
"""

from __future__ import annotations

import time
from bisect import bisect_right
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Final

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_LOCAL_EPOCH: Final = datetime(1970, 1, 1)
_DAY: Final = 86_400
FARTHEST_ZONE: Final = 26 * 3_600
"""Seconds by which no clock differs from that of UTC, or from that of another zone that a file was read in."""

_FIRST: Final = int((datetime(1, 1, 3, tzinfo=UTC) - _EPOCH).total_seconds())
_LAST: Final = int((datetime(9999, 12, 29, tzinfo=UTC) - _EPOCH).total_seconds())
"""Beyond these the local time of a moment may have no place in the calendar."""

_BETWEEN_PROBES: Final = 1_800
"""Seconds; no zone changes its clock twice within them."""


def instant(published: date | None) -> int | None:
    """Return the seconds since 1970 of a time with a zone; None for everything that stays on the day that it states.

    That is so at the ends of the calendar too, where the local time may have no place in it.
    """
    if not isinstance(published, datetime) or published.utcoffset() is None:
        return None
    seconds = (published - _EPOCH) // timedelta(seconds=1)
    return seconds if _FIRST <= seconds <= _LAST else None


def local_moment(published: datetime) -> datetime:
    """Return what the user's clock shows at `published`; what it states itself where it has no zone."""
    seconds = instant(published)
    if seconds is None:
        return published.replace(tzinfo=None)
    return _LOCAL_EPOCH + timedelta(seconds=seconds + _offset(seconds))


def local_day(published: date) -> date:
    """Return the day on which `published` falls for the user."""
    return local_moment(published).date() if isinstance(published, datetime) else published


def midnight(day: date) -> int:
    """Return the seconds from 1970 to the beginning of `day`, both by a clock of UTC."""
    return (day.toordinal() - _EPOCH.toordinal()) * _DAY


def instants(first: date | None, last: date | None) -> list[tuple[int, int]]:
    """Return the instants that fall on the days from `first` to `last`, as ranges with both ends in them.

    It is one range nearly always. Where clocks were turned back over midnight a day comes in two parts.
    """
    after = last + timedelta(days=1) if last and last < date.max else None
    begins = _turns(first) if first else [_FIRST]
    ends = _turns(after) if after else []
    ranges: list[tuple[int, int]] = []
    for start, end in pairwise([*sorted({*begins, *ends}), _LAST + 1]):
        if bisect_right(begins, start) % 2 and not bisect_right(ends, start) % 2:
            if ranges and ranges[-1][1] == start - 1:
                start = ranges.pop()[0]
            ranges.append((start, end - 1))
    return ranges


def _turns(day: date) -> list[int]:
    """Return the instants at which it becomes `day` or later by the user's clock, and by turn ceases to be so."""
    turns: list[int] = []
    beginning = midnight(day)
    for start, end, offset in _offsets(beginning - FARTHEST_ZONE, beginning + FARTHEST_ZONE):
        if (start + offset >= beginning) != bool(len(turns) % 2):
            turns.append(start)
        if start < beginning - offset < end:
            turns.append(beginning - offset)
    return turns


def _offsets(start: int, end: int) -> Iterator[tuple[int, int, int]]:
    """Give the parts of a time in each of which the clock differs from that of UTC by the same: start, end, seconds."""
    begun, offset = start, _offset(start)
    for probe in range(start + _BETWEEN_PROBES, end + 1, _BETWEEN_PROBES):
        if _offset(probe) != offset:
            before, change = probe - _BETWEEN_PROBES, probe
            while change - before > 1:
                middle = (before + change) // 2
                before, change = (middle, change) if _offset(middle) == offset else (before, middle)
            yield begun, change, offset
            begun, offset = change, _offset(change)
    yield begun, end, offset


def _offset(seconds: int) -> int:
    """Return how much the user's clock differs from that of UTC at an instant; nothing where the system can't tell."""
    try:
        return time.localtime(seconds).tm_gmtoff
    except (OverflowError, OSError, ValueError):
        return 0


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_WORDS_A_MINUTE = 230
_UNSPACED_CHARACTERS_A_MINUTE = 500
_LAST_SECOND: Final = 253_402_300_799
"""The end of the calendar in seconds since 1970."""


def age(published: str, now: datetime) -> str:
    """Return how old something is: "3 h", "2 d", "Jun 2024"; at most eight characters.

    `published` is in ISO 8601, "" if unknown; `now` is an aware time.
    """
    if not published:
        return ""
    if len(published) <= 10:
        day = date.fromisoformat(published)
        return "today" if day == local_day(now) else _days_or_month(day, now)
    return _age_of(datetime.fromisoformat(published), now)


def ago(moment: datetime, now: datetime) -> str:
    """Return when something was, seen from `now`: "just now", "3 h ago", "Jun 2024". Both times are aware."""
    if 0 <= (now - moment).total_seconds() < 60:
        return "just now"
    how_old = _age_of(moment, now)
    return f"{how_old} ago" if how_old.endswith(("min", "h", "d")) else how_old


def read_ages(read_at: int, now: datetime) -> tuple[str, ...]:
    """Return when a story was read, from the longest way to tell it to the shortest: "read 3 h ago", "3 h ago", "3 h".

    `read_at` is in seconds since 1970, 0 for a story that was not read; `now` is an aware time.
    """
    if not read_at:
        return ("unread",)
    when = ago(datetime.fromtimestamp(min(read_at, _LAST_SECOND), UTC), now)
    return tuple(dict.fromkeys((f"read {when}", when, when.removeprefix("just ").removesuffix(" ago"))))


def exact_date(published: date | datetime | None) -> str:
    """Return the day, and the time where there is one, in full: "20 Jun 2024, 14:05"."""
    if published is None:
        return "no date"
    local = local_moment(published) if isinstance(published, datetime) else published
    day = f"{local.day} {_MONTHS[local.month - 1]} {local.year}"
    return f"{day}, {local:%H:%M}" if isinstance(local, datetime) else day


def reading_minutes(text: str) -> int:
    """Return the minutes that reading `text` takes, at least one."""
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
    """Return `moment` with a zone, the user's where it states none; UTC where the calendar has no room for that."""
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
