"""The full-text table: what of a story is searched, put in and taken out."""

from __future__ import annotations

import json
import sqlite3
from typing import Final

from newsreader.folding import fold

_COLUMNS: Final = "title, summary, points, outlet, topic"


def add_text(connection: sqlite3.Connection, number: int, body: str, outlet_words: str) -> None:
    """Make the story with this `body` (its JSON) findable as row `number`."""
    connection.execute(
        f"INSERT INTO story_text (rowid, {_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?)",
        (number, *_search_text(body, outlet_words)),
    )


def delete_text(connection: sqlite3.Connection, number: int, body: str, outlet_words: str) -> None:
    """Undo `add_text`, which had the same arguments."""
    connection.execute(
        f"INSERT INTO story_text (story_text, rowid, {_COLUMNS}) VALUES ('delete', ?, ?, ?, ?, ?, ?)",
        (number, *_search_text(body, outlet_words)),
    )


def _search_text(body: str, outlet_words: str) -> tuple[str, str, str, str, str]:
    data = json.loads(body)
    return (
        fold(data["title"]),
        fold(data["summary"]),
        fold("\n".join(data["key_points"])),
        fold(outlet_words),
        fold("\n".join(data["topics"])),
    )
