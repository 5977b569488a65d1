"""Keep the full-text table: add and remove what is searched of a story."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from newsreader.folding import fold
from newsreader.index.bodies import read_body
from newsreader.index.damage import values_read
from newsreader.index.schema import SHORTEST_TERM

_COLUMNS: Final = "summary, title, points, outlet, topic"

_PAGES_IN_A_STEP: Final = 1_000
"""How much is merged before the merged part of older segments is freed, so that its space is used again."""

_STEPS_AT_ONCE: Final = 16
_LEAST_CHANGES: Final = 2
"""A step that changes fewer rows has merged nothing: the statement itself counts as one."""

SEARCHED: Final = "searched"
"""The key in the `body` of a story under which other searched texts stand than those of its fields.

They are stored because text must be removed exactly as it was added, even if a later parser reads the fields otherwise.
"""


class SearchText(NamedTuple):
    """What is searched of a story, folded; the words of its outlet are added to it."""

    title: str
    summary: str
    points: str
    topic: str


def search_text(title: str, summary: str, key_points: Sequence[str], topics: Sequence[str]) -> SearchText:
    """Return the searched text of a story with these texts."""
    return SearchText(fold(title), fold(summary), fold("\n".join(key_points)), fold("\n".join(topics)))


def add_texts(connection: sqlite3.Connection, texts: Iterable[tuple[int, SearchText, str]]) -> None:
    """Make stories findable: the row, the text, and the folded words of the outlet of each.

    The rows have to rise: the table writes everything it has gathered whenever a row is not above the last one.
    """
    connection.executemany(
        f"INSERT INTO story_text (rowid, {_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?)",
        ((number, text.summary, text.title, text.points, words, text.topic) for number, text, words in texts),
    )


def title_text(title: str, topics: Sequence[str]) -> SearchText:
    """Return what is searched of a story with this title as long as its summary and points are to come."""
    return SearchText(fold(title), "", "", fold("\n".join(topics)))


def title_part(text: SearchText) -> SearchText:
    """Return what `title_text` returns for a story, of its whole searched text."""
    return text._replace(summary="", points="")


def delete_text(connection: sqlite3.Connection, number: int, text: SearchText, outlet_words: str) -> None:
    """Remove a row that was added with this `text` and these words of the outlet."""
    connection.execute(
        f"INSERT INTO story_text (story_text, rowid, {_COLUMNS}) VALUES ('delete', ?, ?, ?, ?, ?, ?)",
        (number, text.summary, text.title, text.points, outlet_words, text.topic),
    )


def merge_segments(connection: sqlite3.Connection, *, is_first: bool) -> bool:
    """Merge a part of the table's segments, and return whether there is more. Call it within a transaction.

    The first call decides that all segments become one. Without any to merge, there is no more.
    """
    for _ in range(_STEPS_AT_ONCE):
        before = connection.total_changes
        pages = -_PAGES_IN_A_STEP if is_first else _PAGES_IN_A_STEP
        connection.execute("INSERT INTO story_text (story_text, rank) VALUES ('merge', ?)", (pages,))
        if connection.total_changes - before < _LEAST_CHANGES:
            return False
        is_first = False
    return True


def text_of_body(body: bytes) -> SearchText:
    """Return the searched text of the story with this packed `body`."""
    with values_read():
        data = read_body(body)
        summary, key_points = data.get(SEARCHED) or (data["summary"], data["key_points"])
        return search_text(data["title"], summary, key_points, data["topics"])


def add_terms(connection: sqlite3.Connection, words: Iterable[str]) -> None:
    """Store the words that the full-text table has, if they are long enough."""
    terms = sorted(word for word in words if len(word) >= SHORTEST_TERM)
    connection.executemany("INSERT OR IGNORE INTO terms VALUES (?)", ((term,) for term in terms))
