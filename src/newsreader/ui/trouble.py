"""What can go wrong while the reader works on, and how it is told."""

from __future__ import annotations

import sqlite3
from typing import Final

from newsreader.errors import NewsreaderError

TROUBLES: Final = (NewsreaderError, sqlite3.Error, OSError)
"""What may come out of reading a library: told to the user, and reading goes on."""


def trouble_text(error: Exception) -> str:
    """The sentence that tells of `error`."""
    if isinstance(error, NewsreaderError):
        return str(error)
    return f"The index can't be used: {error}. Start newsreader again if it stays so."


def not_remembered_text(error: OSError) -> str:
    """The sentence that tells why the next start will not find the reader as it is."""
    return f"How the reader looks and where you are in it can't be saved: {error.strerror or error}."
