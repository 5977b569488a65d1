"""What went wrong with a feed, or with a run, as a user is told it."""

from __future__ import annotations

import sqlite3

from msgspec import Struct

from newsreader.errors import NewsreaderError
from newsreader.news.answers import FetchFailedError
from newsreader.news.doors import DoorClosedError
from newsreader.news.feeds import NoFeedError
from newsreader.news.writing import NotWrittenError


class Failure(Struct, frozen=True):
    """A feed that could not be had: why, and what would help."""

    name: str
    url: str
    cause: str
    advice: str


def first_of(group: ExceptionGroup[Exception]) -> Exception:
    """Return the first fault of a run, as one that a user is told."""
    fault = group.exceptions[0]
    if isinstance(fault, ExceptionGroup):
        return first_of(fault)
    if isinstance(fault, sqlite3.Error):
        return NewsreaderError(f"What is known of the feeds can't be written: {fault}.")
    return fault


def is_of_own_disk(error: Exception) -> bool:
    """Return whether stories could not be written, through no fault of their feed."""
    return isinstance(error, OSError) or (isinstance(error, NotWrittenError) and isinstance(error.__cause__, OSError))


def explained(error: Exception) -> tuple[str, str, int | None, bool]:
    """Return the cause of a failure, what would help, the seconds to wait, and whether it is for good."""
    if isinstance(error, FetchFailedError):
        return error.cause, error.advice, error.retry_after, error.is_gone
    if isinstance(error, DoorClosedError):
        return str(error), "", None, False
    if isinstance(error, NoFeedError):
        advice = f"Its page names a feed: {error.links[0][0]}" if error.links else "See what its address shows."
        return str(error), advice, None, False
    if isinstance(error, OSError):
        return f"Its stories can't be written: {error.strerror or error}.", "", None, False
    return str(error), "", None, False
