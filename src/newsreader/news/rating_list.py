"""Lists of ratings that the user has, in CSV or JSON, and what they would change in a registry."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Sequence
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any, Final

from msgspec import Struct

from newsreader.bias import NOT_RATED, Rating, parse_rating
from newsreader.errors import FormatError, UsageError
from newsreader.formats import decode
from newsreader.formats.values import RATING_FIX, is_web_address
from newsreader.links import canonical_url
from newsreader.news.outlets import KnownOutlets
from newsreader.outlets import Registry
from newsreader.regular_file import read_regular_file
from newsreader.story import Bias, Outlet
from newsreader.text import clean_line

LARGEST_LIST: Final = 16 * 1024 * 1024
"""Bytes of the largest list that is read."""

_COLUMNS: Final = {
    "name": ("name", "outlet", "source", "news_source", "title"),
    "domain": ("domain", "website", "url", "site", "link"),
    "rating": ("rating", "bias", "media_bias", "bias_rating"),
}
"""What lists call the three things that are read of a line."""

_DELIMITERS: Final = ",;\t"
_LONGEST_VALUE: Final = 300


class Line(Struct, frozen=True):
    """One line of a list, or one object of one in JSON.

    `number` is where it begins in the file, or the number of the object, from 1. `fault` says why it can't be read.
    """

    number: int
    name: str
    domain: str
    rating: str
    fault: str = ""

    @property
    def shown(self) -> str:
        """Return what the line calls its outlet."""
        return self.name or self.domain


class Change(Struct, frozen=True):
    """A rating to write, and the one that is there."""

    outlet: Outlet
    before: Bias | None
    after: Bias


class Plan(Struct, frozen=True):
    """What a list does to a registry.

    `kept` are ratings that another source gave, or the same one later. `faults` says which lines can't be used. Of
    `absent` lines the registry has no outlet.
    """

    changes: tuple[Change, ...] = ()
    kept: tuple[Change, ...] = ()
    faults: tuple[str, ...] = ()
    same: int = 0
    absent: int = 0


def read_list(path: Path) -> list[Line]:
    """Return the lines of the list at `path`. Raises UsageError where that is none."""
    try:
        text = decode(read_regular_file(path, LARGEST_LIST, follows_link=True), LARGEST_LIST)
    except OSError as error:
        raise UsageError(f"The list can't be read: {error.strerror or error}.") from error
    except FormatError as error:
        raise UsageError(f"The list is not text: {error.message}") from error
    is_json = text.lstrip().startswith(("[", "{"))
    lines = [_line(number, row) for number, row in enumerate(_json_rows(text), 1)] if is_json else _csv_lines(text)
    if not any(line.rating and line.shown for line in lines):
        raise UsageError("The list has no ratings. It needs columns called name (or domain) and rating.")
    return lines


def plan(lines: Iterable[Line], outlets: Sequence[Outlet], source: str, as_of: date, *, replaces: bool) -> Plan:
    """Return what `lines`, ratings of `source` on the day `as_of`, change in the ratings of `outlets`.

    A rating of another source is changed only if the list `replaces` it.
    """
    found: dict[str, tuple[Outlet, Rating, Line]] = {}
    faults: list[str] = []
    doubtful: set[str] = set()
    absent = 0
    finder = _Finder(outlets)
    for line in lines:
        if line.fault:
            faults.append(f"Line {line.number}: {line.fault}")
            continue
        rating = parse_rating(line.rating)
        outlet = finder.find(line)
        if isinstance(outlet, str):
            faults.append(f"Line {line.number}: {outlet}")
        elif outlet is None:
            absent += 1
        elif rating is None:
            faults.append(f"Line {line.number}: “{line.rating}” of {line.shown} is not a rating. {RATING_FIX}")
        elif outlet.id in found and found[outlet.id][1] is not rating:
            other = found[outlet.id][2].number
            doubtful.add(outlet.id)
            faults.append(f"Lines {other} and {line.number} rate {line.shown} differently. Neither is taken.")
        else:
            found.setdefault(outlet.id, (outlet, rating, line))
    changes, kept, same = [], [], 0
    for outlet, rating, _ in (each for outlet_id, each in found.items() if outlet_id not in doubtful):
        change = Change(outlet, outlet.bias, Bias(rating, source, "", as_of))
        if _is_same(change):
            same += 1
        elif replaces or _may_change(change):
            changes.append(change)
        else:
            kept.append(change)
    return Plan(tuple(changes), tuple(kept), tuple(faults), same, absent)


def _is_same(change: Change) -> bool:
    before, after = change.before, change.after
    return before is not None and (before.rating, before.source, before.as_of) == (
        after.rating,
        after.source,
        after.as_of,
    )


def _may_change(change: Change) -> bool:
    """Return whether the rating that is there gives way unasked: none, or an older one of the same source."""
    before, after = change.before, change.after
    if before is None or (before.rating is NOT_RATED and not before.source):
        return True
    if before.source.casefold() != after.source.casefold():
        return before.rating is NOT_RATED and after.rating is not NOT_RATED
    return before.as_of is None or after.as_of is None or before.as_of <= after.as_of


class _Finder:
    """Find the outlet that a line means: by the host of its website, and by its name."""

    def __init__(self, outlets: Sequence[Outlet]) -> None:
        self._outlets = outlets
        self._registry = Registry(outlets)
        self._by_host: dict[str, list[Outlet]] = {}
        for outlet in outlets:
            if outlet.website:
                self._by_host.setdefault(_host(outlet.website), []).append(outlet)

    def find(self, line: Line) -> Outlet | str | None:
        """Return the outlet; None where there is none, and a sentence where it is not clear which."""
        named = self._named(line.name)
        hosted = self._hosted(line.domain)
        if named and hosted and named not in hosted:
            return f"the name {line.name} is that of {named.id}, but {line.domain} that of {hosted[0].id}."
        if named or not hosted:
            return named
        if len(hosted) > 1:
            return f"{line.domain} is the website of more than one outlet: {', '.join(each.id for each in hosted[:5])}."
        return hosted[0]

    def _named(self, name: str) -> Outlet | None:
        found = self._registry.resolve(Outlet(name=name)).outlet if name else None
        return next((each for each in self._outlets if found and each.id == found.id), None)

    def _hosted(self, domain: str) -> list[Outlet]:
        url = domain if is_web_address(domain) else f"https://{domain}"
        return [each for each in self._by_host.get(_host(url), []) if domain and KnownOutlets([each]).of(url, "")]


def _host(url: str) -> str:
    return canonical_url(url).partition("/")[0]


def _line(number: int, row: dict[str, Any]) -> Line:
    values = {"_".join(str(key).casefold().split()): value for key, value in row.items()}
    read = {
        name: next((text for each in names if (text := _text(values.get(each)))), "")
        for name, names in _COLUMNS.items()
    }
    fault = "" if read["name"] or read["domain"] else "it has no name and no domain."
    return Line(number, **read, fault=fault)


def _text(value: object) -> str:
    return clean_line(value, _LONGEST_VALUE) if isinstance(value, str) else ""


def _csv_lines(text: str) -> list[Line]:
    """Return the lines of a list in CSV below its header, with the numbers that they have in the file."""
    whole = text.removeprefix("\ufeff")
    text = whole.lstrip("\r\n")
    above = len(StringIO(whole[: len(whole) - len(text)], newline="").readlines())
    delimiter = max(_DELIMITERS, key=text.split("\n", 1)[0].count)
    physical = StringIO(text, newline="").readlines()
    reader = csv.reader(physical, delimiter=delimiter)
    lines: list[Line] = []
    try:
        header = next(reader, [])
        begin = reader.line_num
        for row in reader:
            number, begin = begin + above + 1, reader.line_num
            if begin == len(physical) and _is_open(physical[number - above - 1 :], delimiter):
                last = begin + above
                rest = f" Lines {number} to {last} are not read." if last > number else ""
                lines.append(Line(number, "", "", "", f"a quote is opened here and never closed.{rest}"))
            elif row:
                lines.append(_line(number, dict(zip(header, row, strict=False))))
    except csv.Error as error:
        raise UsageError(f"The list is not CSV that can be read: {error}.") from error
    return lines


def _is_open(row: Sequence[str], delimiter: str) -> bool:
    """Return whether a quote in the last row of a list is not closed: then the row takes in one that is put below."""
    reader = csv.reader([*row, "\n", "x\n"], delimiter=delimiter)
    return sum(1 for read in reader if read) == 1


def _json_rows(text: str) -> list[dict[str, Any]]:
    try:
        data = json.loads(text)
    except RecursionError as error:
        raise UsageError("The list is nested too deeply.") from error
    except ValueError as error:
        raise UsageError(f"The list is not valid JSON: {error}.") from error
    if isinstance(data, dict):
        lists = [value for value in data.values() if isinstance(value, list)]
        data = lists[0] if len(lists) == 1 else None
    if not isinstance(data, list) or not all(isinstance(row, dict) for row in data):
        raise UsageError("The list is not one of objects with a name, a domain and a rating.")
    return data
