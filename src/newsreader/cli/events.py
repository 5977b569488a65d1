"""List the events that several outlets tell."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterator, Sequence
from typing import Any, Final, TypeAlias

from msgspec.structs import replace

from newsreader.bias import SCALE
from newsreader.cli.columns import Column, short_id, table
from newsreader.cli.output import flush, json_text, plural, say, write, write_json_list
from newsreader.cli.session import find_events_for, open_listing, query_text
from newsreader.cli.stories import shown_day, why_nothing
from newsreader.cli.tellers import teller_data
from newsreader.errors import UsageError
from newsreader.events.coverage import unpacked
from newsreader.query import Flag, Query, Sort, narrowed
from newsreader.query.events import SIDES
from newsreader.reader import Reader
from newsreader.records import Event, Row

_AT_ONCE: Final = 250
_COLUMNS: Final = (
    Column(part=0.2, end=""),
    Column(at_right=True),
    Column(is_spare=True),
    Column(is_spare=True),
    Column(),
)

_Found: TypeAlias = tuple[Row, Event]
"""The newest story of an event that matches, and who tells the event."""


def list_events(arguments: Namespace) -> int:
    """Write the events of which a story matches the query of `arguments`, in their format and up to their limit.

    Raises UsageError for a query that asks for another order than the newest first.
    """
    with open_listing(arguments) as (reader, query):
        asked = _one_each(query)
        find_events_for(reader, asked)
        numbers = reader.search.select(asked, limit=arguments.limit) or ()
        if not numbers:
            say("No event matches." if query_text(arguments) else _why_none(reader))
        found = _found(reader, numbers)
        if arguments.format == "json":
            write_json_list(json_text(_event_data(reader, *each)) for chunk in found for each in chunk)
        else:
            for line in table(([_cells(*each) for each in chunk] for chunk in found), _COLUMNS):
                write(line)
        if sys.stderr.isatty():
            flush()
            say(plural(len(numbers), "event"))
    return 0


def _one_each(query: Query) -> Query:
    """Return the query for the newest story of each event that several outlets tell."""
    if query.sort not in (None, Sort.NEWEST, Sort.EVENT):
        raise UsageError(f"Events stand with the newest first. Leave sort:{query.sort} out.")
    return replace(narrowed(query, Flag.HAS_OTHERS), sort=Sort.EVENT)


def _why_none(reader: Reader) -> str:
    """Return why a list without a query is empty."""
    return "No event is told by two outlets or more." if reader.search.count() else why_nothing(reader)


def _found(reader: Reader, numbers: Sequence[int]) -> Iterator[list[_Found]]:
    """Yield events by the rows of their stories, several at once; what another command has just removed is left out."""
    for start in range(0, len(numbers), _AT_ONCE):
        some = numbers[start : start + _AT_ONCE]
        events = reader.events.of_all(some)
        if found := [(row, events[row.story]) for row in reader.search.rows(some) if row.story in events]:
            yield found


def _cells(row: Row, event: Event) -> tuple[str, ...]:
    return short_id(event.id), str(row.tellers), _sides(row.coverage), shown_day(row), event.tellers[0].title


def _sides(coverage: int) -> str:
    """Return how many outlets tell an event from each side, and behind a plus how many have no place there."""
    counts = _counts(coverage)
    sides = {name: sum(counts[rating] for rating in ratings) for name, ratings in SIDES.items()}
    others = sum(counts.values()) - sum(sides.values())
    shown = " ".join(f"{name[0].upper()}{count}" for name, count in sides.items())
    return f"{shown} +{others}" if others else shown


def _counts(coverage: int) -> dict[str, int]:
    """Return how many outlets tell an event by the id of their rating."""
    return {rating.id: count for rating, count in zip(SCALE, unpacked(coverage).counts, strict=True)}


def _event_data(reader: Reader, row: Row, event: Event) -> dict[str, Any]:
    return {
        "id": event.id,
        "title": event.tellers[0].title,
        "outlets": row.tellers,
        "coverage": _counts(row.coverage),
        "tellers": [
            teller_data(teller, words) for teller, words in zip(event.tellers, _words(reader, event), strict=True)
        ],
    }


def _words(reader: Reader, event: Event) -> Iterator[Sequence[str]]:
    """Yield for each teller the words that it has in common with the story for which it joined the event."""
    rows = {teller.story_id: teller.row_id for teller in event.tellers}
    pairs = {teller.row_id: rows[teller.with_id] for teller in event.tellers if teller.with_id in rows}
    words = dict(zip(pairs, reader.events.words_shared(list(pairs.items())), strict=True))
    return (words.get(teller.row_id, []) for teller in event.tellers)
