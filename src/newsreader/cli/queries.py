"""Queries from the command line, and where they go wrong."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from newsreader.cli.columns import width_of
from newsreader.config import Config
from newsreader.errors import UsageError
from newsreader.query import Query, QueryError, parse_query
from newsreader.text import clean_line


def require_views(config: Config) -> None:
    """Raise UsageError where a view of the config can't be understood."""
    for view in config.views:
        try:
            parse_query(view.filter, date.today())
        except QueryError as error:
            raise UsageError(f"The view “{view.name}” of the config can't be understood: {error}") from error


def understood(text: str, parse: Callable[[str], Query]) -> Query:
    """The query that `parse` makes of `text`.

    Raises UsageError, with a line that points at the place, where it can't be understood.
    """
    try:
        return parse(text)
    except QueryError as error:
        if clean_line(text) != text:
            raise
        before, wrong = text[: error.span.start], text[error.span.start : error.span.end]
        pointer = " " * width_of(before) + "^" * max(1, width_of(wrong))
        raise UsageError(f"{error}\n  {text}\n  {pointer}") from error
