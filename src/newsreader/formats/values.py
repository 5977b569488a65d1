"""What a piece of text means as an address, a day, a year or a list of words."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from typing import Final

from newsreader.bias import SCALE
from newsreader.formats.blocks import one_line
from newsreader.story import parse_published

RATING_FIX: Final = f"Use one of: {', '.join(rating.id for rating in SCALE)}."
URL_FIX: Final = "Write the whole address, beginning with https://."
_WEB = re.compile(r"https?://[^\s/]", re.IGNORECASE)
_YEAR = re.compile(r"[+-]?[0-9]{1,6}")
_COMMAS = re.compile(r"[,;،؛，、；]")


def is_web_address(url: str) -> bool:
    """Return whether `url` begins as an http or https address."""
    return _WEB.match(url) is not None


def parse_year(text: str) -> int:
    """Return the year in `text`, a whole number. Raises ValueError if it is none."""
    if not _YEAR.fullmatch(text):
        raise ValueError(text)
    return int(text)


def split_list(text: str) -> tuple[str, ...]:
    """Return the words in a text like "politics, world"."""
    return tuple(word for part in _COMMAS.split(text) if (word := one_line(part)))


DATE_FIX: Final = "Write a real day as 2024-06-20, or a moment as 2024-06-20T14:30."

_MONTHS: Final = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_HOURS_OF_ZONES: Final = {
    "utc": 0, "gmt": 0, "ut": 0, "z": 0, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8,
    "pdt": -7, "cet": 1, "cest": 2, "eet": 2, "eest": 3, "jst": 9,
}  # fmt: skip
_LONGEST: Final = 80
_MONTH: Final = rf"(?P<month>{'|'.join(f'{name[:3]}(?:{name[3:]})?' for name in _MONTHS)}|sept)\.?"
_WEEKDAY: Final = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?"
_CLOCK: Final = (
    r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,](?P<fraction>\d+))?)?(?:\s*(?P<half>[ap])\.?m\.?)?"
)
_ZONE: Final = rf"(?:\s*(?P<zone>[+-]\d{{2}}(?::?\d{{2}})?(?!\d)|(?<![a-z])(?:{'|'.join(_HOURS_OF_ZONES)})(?![a-z])))?"
_TIME: Final = rf"(?:(?:\s*t\s*|,?\s+(?:at\s+)?){_CLOCK}{_ZONE}(?:\s*\([a-z ]{{1,40}}\))?)?"
_DAY: Final = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_FORMS: Final = tuple(
    re.compile(pattern + _TIME, re.IGNORECASE | re.ASCII)
    for pattern in (
        r"(?P<year>\d{4})(?P<sign>[-/.])(?P<number>\d{1,2})(?P=sign)(?P<day>\d{1,2})",
        rf"{_WEEKDAY}{_DAY}\.?(?:\s+|-)(?:of\s+)?{_MONTH}(?:,?\s+|-)(?P<year>\d{{4}}|\d{{2}}(?=\s+\d{{1,2}}:))",
        rf"{_WEEKDAY}{_MONTH}\s+{_DAY},?\s+(?P<year>\d{{4}})",
        rf"(?P<year>\d{{4}})(?:\s+|-){_MONTH}(?:\s+|-)(?P<day>\d{{1,2}})",
    )
)
_BASIC = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})(?:t(\d{2})(\d{2})(\d{2})?(z|[+-]\d{2}:?\d{2})?)?", re.I | re.A)
_TWO_MEANINGS = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})(?!\d)", re.ASCII)
_NO_DAY = re.compile(r"(\d{4})(?:[-/.](\d{1,2}))?", re.ASCII)
_SECONDS = re.compile(r"\d{9,10}", re.ASCII)


class UnreadDateError(ValueError):
    """Signal a text that is no date; `fix` says how to write the one that may be meant."""

    def __init__(self, text: str, fix: str = DATE_FIX) -> None:
        super().__init__(f"not a date: {text[:40]!r}")
        self.fix = fix


def parse_date(text: str) -> date | datetime:
    """Return the day or moment in `text`. Raises UnreadDateError if it is neither, or may be more than one."""
    text = text.strip()
    try:
        return parse_published(text)
    except ValueError:
        pass
    try:
        found = _read(text) if len(text) <= _LONGEST else None
    except (ValueError, OverflowError) as error:
        raise UnreadDateError(text) from error
    if found is None:
        raise UnreadDateError(text, _fix(text))
    return found


def parse_day(text: str) -> date:
    """Return the day in `text`, which may be a moment. Raises UnreadDateError if it is neither."""
    found = parse_date(text)
    return found.date() if isinstance(found, datetime) else found


def _read(text: str) -> date | datetime | None:
    if basic := _BASIC.fullmatch(text):
        year, month, day, hour, minute, second, zone = basic.groups()
        if hour is None:
            return date(int(year), int(month), int(day))
        return datetime(int(year), int(month), int(day), int(hour), int(minute), int(second or 0), tzinfo=_zone(zone))
    for form in _FORMS:
        if found := form.fullmatch(text):
            return _moment(found.groupdict())
    return None


def _moment(parts: dict[str, str | None]) -> date | datetime:
    year, day = int(parts["year"] or 0), int(parts["day"] or 0)
    if year < 100:  # as RFC 5322 says of the years of old mails
        year += 2000 if year < 50 else 1900
    name = parts.get("month")
    month = int(parts.get("number") or 0) if name is None else _month(name)
    if parts["hour"] is None:
        return date(year, month, day)
    hour, half = int(parts["hour"]), (parts["half"] or "").lower()
    if half:
        if not 1 <= hour <= 12:
            raise ValueError(parts["hour"])
        hour = hour % 12 + (12 if half == "p" else 0)
    second, fraction = int(parts["second"] or 0), int((parts["fraction"] or "0")[:6].ljust(6, "0"))
    return datetime(year, month, day, hour, int(parts["minute"] or 0), second, fraction, _zone(parts["zone"]))


def _month(name: str) -> int:
    return next(number for number, month in enumerate(_MONTHS, 1) if month.startswith(name[:3].lower()))


def _zone(text: str | None) -> tzinfo | None:
    if not text:
        return None
    if text[0] not in "+-":
        hours = _HOURS_OF_ZONES[text.lower()]
        return timezone(timedelta(hours=hours)) if hours else UTC
    hours, minutes = int(text[1:3]), int(text[3:].lstrip(":") or 0)
    if minutes > 59:
        raise ValueError(text)
    offset = timedelta(hours=hours, minutes=minutes)
    return timezone(-offset if text[0] == "-" else offset) if offset else UTC


def _fix(text: str) -> str:
    """Return how to write what `text` may mean."""
    if found := _TWO_MEANINGS.match(text):
        first, _, second, year = found.groups()
        year = year if len(year) == 4 else f"20{year}"
        meant = dict.fromkeys(filter(None, (_day(year, second, first), _day(year, first, second))))
        return f"Write the year first: {' or '.join(meant)}." if meant else DATE_FIX
    if found := _NO_DAY.fullmatch(text):
        month = int(found[2] or 6)
        example = f"{found[1]}-{month if 1 <= month <= 12 else 6:02}-20"
        return f"Write the day, too: {example}."
    if _SECONDS.fullmatch(text):
        moment = datetime.fromtimestamp(int(text), UTC)
        return f"If it counts seconds since 1970, write {moment:%Y-%m-%dT%H:%M:%SZ}."
    return DATE_FIX


def _day(year: str, month: str, day: str) -> str | None:
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None
