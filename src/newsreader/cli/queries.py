"""Queries from the command line, and where they go wrong."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Final

from newsreader.cli.columns import width_of
from newsreader.config import Config
from newsreader.errors import UsageError
from newsreader.query import Query, QueryError, Span, parse_query
from newsreader.reader.muting import understood as understood_rules
from newsreader.text import clean_line

_MOST_SHOWN: Final = 240
_SHOWN_BEFORE: Final = 40
"""Characters of a query that are repeated where it is pointed at, and how many of them before that place."""


def require_filters(config: Config) -> None:
    """Raise UsageError where a view or a mute rule of the config can't be understood."""
    problems = understood_rules(config.mute, date.today())[1] if config.mute else ()
    if problems:
        raise UsageError("\n".join(map(str, problems)))
    for view in config.views:
        try:
            parse_query(view.filter, date.today())
        except QueryError as error:
            raise UsageError(f"The view “{view.name}” of the config can't be understood: {error}") from error


def understood(text: str, parse: Callable[[str], Query]) -> Query:
    """Return the query that `parse` makes of `text`.

    Raises UsageError, with a line that points at the place, where it can't be understood.
    """
    try:
        return parse(text)
    except QueryError as error:
        if clean_line(text) != text:
            raise
        raise UsageError(f"{error}\n{_pointed_at(text, error.span)}") from error


def _pointed_at(text: str, place: Span) -> str:
    """Return the part of `text` around a place in it, and below it what points there."""
    first = max(0, min(place.start - _SHOWN_BEFORE, len(text) - _MOST_SHOWN))
    last = min(len(text), first + _MOST_SHOWN)
    before, wrong = text[first : place.start], text[place.start : min(place.end, last)]
    more_before, more_after = "…" * (first > 0), "…" * (last < len(text))
    pointer = " " * width_of(more_before + before) + "^" * max(1, width_of(wrong))
    return f"  {more_before}{text[first:last]}{more_after}\n  {pointer}"
