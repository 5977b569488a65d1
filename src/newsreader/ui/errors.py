"""What can go wrong while the reader works on, and the sentences that say so."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import Final, TypeVar

from newsreader.errors import NewsreaderError
from newsreader.sync import IndexDamagedError

_T = TypeVar("_T")

EXPECTED_ERRORS: Final = (NewsreaderError, sqlite3.Error, OSError)
"""What may come out of reading a library: the user sees it, and reading goes on."""


def error_message(error: Exception) -> str:
    """Return the sentence that explains `error`."""
    if isinstance(error, NewsreaderError):
        return str(error)
    return f"The index can't be used: {error}. Start newsreader again if it stays so."


def not_remembered_message(error: OSError) -> str:
    """Return the sentence that says why the next start will not find the reader as it is."""
    return f"How the reader looks and where you are in it can't be saved: {error.strerror or error}."


def or_default_if_corrupt(read: Callable[[], _T], default: _T) -> _T:
    """Return what `read` returns, or `default` where the index is damaged at that place; its repair is under way."""
    try:
        return read()
    except IndexDamagedError:
        return default
