"""The full-text table: what of a story is searched, put in and taken out."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from newsreader.folding import fold
from newsreader.index.damage import values_read
from newsreader.index.schema import SHORTEST_TERM

_COLUMNS: Final = "title, summary, points, outlet, topic"

SEARCHED: Final = "searched"
"""What the `body` of a story has beside its fields where other texts are searched than those of its fields.

They are kept, as they have to be taken out again as they were put in, whatever a later parser makes of the fields.
"""


class SearchText(NamedTuple):
    """What of a story is searched, folded; the words of its outlet come beside it."""

    title: str
    summary: str
    points: str
    topic: str


def search_text(title: str, summary: str, key_points: Sequence[str], topics: Sequence[str]) -> SearchText:
    """The searched text of a story with these texts."""
    return SearchText(fold(title), fold(summary), fold("\n".join(key_points)), fold("\n".join(topics)))


def add_texts(connection: sqlite3.Connection, texts: Iterable[tuple[int, SearchText, str]]) -> None:
    """Make stories findable: the row, the text, and the folded words of the outlet of each.

    The table writes out all it has gathered whenever a row comes that is not above the last one: the
    rows have to rise.
    """
    connection.executemany(
        f"INSERT INTO story_text (rowid, {_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?)",
        ((number, text.title, text.summary, text.points, words, text.topic) for number, text, words in texts),
    )


def delete_text(connection: sqlite3.Connection, number: int, body: str, outlet_words: str) -> None:
    """Take out row `number`, which was added with the text of this `body` (its JSON) and these words of the outlet."""
    text = text_of_body(body)
    connection.execute(
        f"INSERT INTO story_text (story_text, rowid, {_COLUMNS}) VALUES ('delete', ?, ?, ?, ?, ?, ?)",
        (number, text.title, text.summary, text.points, outlet_words, text.topic),
    )


def text_of_body(body: str) -> SearchText:
    """The searched text of the story with this `body`."""
    with values_read():
        data = json.loads(body)
        summary, key_points = data.get(SEARCHED) or (data["summary"], data["key_points"])
        return search_text(data["title"], summary, key_points, data["topics"])


def add_terms(connection: sqlite3.Connection, words: Iterable[str]) -> None:
    """Note words that the full-text table has, those of them that are long enough."""
    terms = sorted(word for word in words if len(word) >= SHORTEST_TERM)
    connection.executemany("INSERT OR IGNORE INTO terms VALUES (?)", ((term,) for term in terms))
