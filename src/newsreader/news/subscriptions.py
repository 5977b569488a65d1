"""The subscriptions of a library: `feeds.yaml`, read with the places of its values."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from msgspec import Struct, convert
from msgspec.structs import replace

from newsreader.errors import FormatError, NewsreaderError, Problem
from newsreader.formats.decoding import decode_lines
from newsreader.formats.reports import Report, excerpt
from newsreader.formats.yaml.events import Mapping, Node, Scalar, read_units
from newsreader.formats.yaml.events import Sequence as ListNode
from newsreader.links import LinkRefusedError, checked_link
from newsreader.news.identity import canonical
from newsreader.regular_file import read_regular_file
from newsreader.sync.files import FEEDS
from newsreader.text import clean_line

NAME: Final = FEEDS.decode()
LARGEST: Final = 4 * 1024 * 1024
"""Bytes of the largest file of subscriptions."""

HOUR: Final = 3_600
DAY: Final = 86_400
SHORTEST: Final = 15 * 60
LONGEST: Final = 7 * DAY
_UNITS: Final = {"m": 60, "min": 60, "h": HOUR, "d": DAY}
_EVERY: Final = re.compile(r"(\d{1,5})\s*(m|min|h|d)")
_FIRST: Final = 200
SUMMARIES: Final = ("none", "extract")
_LONGEST_NAME: Final = 100
_MOST_REPORTED: Final = 100
"""Mistakes of the file that are told at once."""


class Subscription(Struct, frozen=True):
    """A feed that the user wants.

    `every` is the least seconds between two requests, `first` the most items of the first one. Items with one of the
    words of `drop` are left out. `line` is where it stands in the file.
    """

    url: str
    name: str = ""
    outlet: str = ""
    folder: str = ""
    every: int = HOUR
    first: int = _FIRST
    drop: tuple[str, ...] = ()
    summarize: str = SUMMARIES[0]
    paused: bool = False
    line: int = 1

    @property
    def shown(self) -> str:
        """Return what it is called in messages."""
        return clean_line(self.name or self.url, _LONGEST_NAME)


class BadSubscriptionsError(NewsreaderError):
    """Signal that the file of subscriptions has errors, so that it is neither used nor changed.

    `problems` say where, but for a file that can't be read at all.
    """

    exit_code = 2

    def __init__(self, message: str, problems: Sequence[Problem] = ()) -> None:
        super().__init__(message)
        self.problems = tuple(problems)


def read_subscriptions(library: Path) -> tuple[Subscription, ...]:
    """Return the subscriptions of the library; none where it has no file of them. Raises BadSubscriptionsError."""
    data = content_of(library)
    return () if data is None else parse_subscriptions(data)


def content_of(library: Path) -> bytes | None:
    """Return what is in the file of subscriptions, None where there is none."""
    try:
        return read_regular_file(library / NAME, LARGEST, follows_link=False)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise BadSubscriptionsError(f"{NAME} can't be read: {error.strerror or error}.") from error


def parse_subscriptions(data: bytes) -> tuple[Subscription, ...]:
    """Return the subscriptions in `data`. Raises BadSubscriptionsError, which names each line that is wrong."""
    if not data.removeprefix(codecs.BOM_UTF8).strip():
        return ()
    report = Report(NAME)
    try:
        units = list(read_units(decode_lines(data, report), report))
    except FormatError as error:
        raise _bad([error.problem(NAME)]) from error
    found: dict[str, Subscription] = {}
    problems = list(report.problems)
    for unit in units:
        if isinstance(unit, Scalar) and not unit.value:
            continue
        try:
            each = _subscription(unit)
        except BadSubscriptionsError as error:
            problems += error.problems
            continue
        if canonical(each.url) in found:
            problems.append(_problem(each.line, "This feed stands in the file twice.", "Remove one of them."))
        found[canonical(each.url)] = each
    if problems:
        raise _bad(sorted(problems, key=lambda problem: problem.line))
    return tuple(found.values())


def with_titles(subscriptions: Iterable[Subscription], titles: dict[str, str]) -> tuple[Subscription, ...]:
    """Return `subscriptions`, those without a name with the title that their feed gave itself; `titles` are by url."""
    return tuple(each if each.name else replace(each, name=titles.get(each.url, "")) for each in subscriptions)


def find(subscriptions: Sequence[Subscription], named: str) -> Subscription:
    """Return the subscription with this address or name, or whose name begins so. Raises NewsreaderError."""
    wanted = named.strip()
    by_url = [each for each in subscriptions if canonical(each.url) == canonical(wanted)]
    exact = [each for each in subscriptions if each.name.casefold() == wanted.casefold() and wanted]
    begun = [each for each in subscriptions if wanted and each.name.casefold().startswith(wanted.casefold())]
    found = by_url or exact or begun
    if len(found) == 1:
        return found[0]
    if found:
        names = ", ".join(each.shown for each in found[:5])
        raise NewsreaderError(f'More than one feed is called "{clean_line(wanted)}": {names}. Give the address.')
    raise NewsreaderError(f'There is no feed "{clean_line(wanted)}" in {NAME}. List them: newsreader feeds')


def parse_every(text: str) -> int:
    """Return the seconds in "30m", "6h" or "2d". Raises ValueError, whose text says what it has to be."""
    found = _EVERY.fullmatch(text.strip())
    seconds = int(found[1]) * _UNITS[found[2]] if found else 0
    if not SHORTEST <= seconds <= LONGEST:
        raise ValueError("has to be a time from 15m to 7d, such as 1h")
    return seconds


def _bad(problems: Sequence[Problem]) -> BadSubscriptionsError:
    lines = [f"{NAME}:{each.line}: {each.message} {each.fix}".rstrip() for each in problems[:_MOST_REPORTED]]
    if len(problems) > _MOST_REPORTED:
        lines.append(f"There are {len(problems) - _MOST_REPORTED:,} more.")
    return BadSubscriptionsError("\n".join(lines), problems)


def _problem(line: int, message: str, fix: str) -> Problem:
    return Problem(NAME, line, 1, message, fix)


def _subscription(unit: Node) -> Subscription:
    """Return the subscription of an entry. Raises BadSubscriptionsError, which names all that is wrong with it."""
    if not isinstance(unit, Mapping):
        raise _bad([_problem(unit.line, "This is no feed.", "Write `- url: https://…`.")])
    problems: list[Problem] = []
    fields: dict[str, object] = {"line": unit.line}
    for key, node in zip(unit.items[::2], unit.items[1::2], strict=True):
        assert isinstance(key, Scalar)
        name = key.value
        if name not in _READ:
            fix = f"The fields are {', '.join(_READ)}."
            problems.append(_problem(key.line, f'A feed has no field "{excerpt(name)}".', fix))
            continue
        try:
            fields[name] = _READ[name](node)
        except (ValueError, LinkRefusedError) as error:
            fields[name] = ""  # it is there, and so not missing
            problems.append(_problem(node.line, f"`{name}` is wrong: {error}", ""))
    if "url" not in fields:
        problems.append(_problem(unit.line, "This feed has no address.", "Write `url: https://…`."))
    if problems:
        raise _bad(problems)
    return convert(fields, Subscription)


def _line(node: Node) -> str:
    if not isinstance(node, Scalar):
        raise ValueError("it has to be text.")
    return clean_line(node.value)


def _url(node: Node) -> str:
    return checked_link(_line(node)).url


def _every(node: Node) -> int:
    try:
        return parse_every(_line(node))
    except ValueError as error:
        raise ValueError(f"it {error}.") from error


def _count(node: Node) -> int:
    text = _line(node)
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:6]) <= 1000):
        raise ValueError("it has to be a whole number from 1 to 1000.")
    return int(text)


def _words(node: Node) -> tuple[str, ...]:
    if isinstance(node, ListNode):
        return tuple(filter(None, (_line(item) for item in node.items)))
    return tuple(filter(None, (_line(node),)))


def _summary(node: Node) -> str:
    text = _line(node)
    if text not in SUMMARIES:
        raise ValueError(f"it has to be {' or '.join(SUMMARIES)}.")
    return text


def _switch(node: Node) -> bool:
    text = _line(node).lower()
    if text not in ("true", "false", "yes", "no"):
        raise ValueError("it has to be true or false.")
    return text in ("true", "yes")


_READ: Final = {
    "url": _url,
    "name": _line,
    "outlet": _line,
    "folder": _line,
    "every": _every,
    "first": _count,
    "drop": _words,
    "summarize": _summary,
    "paused": _switch,
}
"""How each field of a feed is read; a ValueError says what is wrong."""
