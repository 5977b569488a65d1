"""Add the summaries and points of stories to the full-text table after all titles.

While a large library is read for the first time, its stories are listed and their titles searched first. That takes
half of the time. Other processes read the texts from the index again and fold them; one process writes them.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from newsreader.index.full_text import SearchText, add_texts, delete_text, text_of_body, title_part
from newsreader.sqlite import open_index


class ComingText(NamedTuple):
    """The whole searched text of a story in this row, whose content has this key."""

    row_id: int
    content_key: int
    text: SearchText


def note_to_come(connection: sqlite3.Connection, row_ids: Iterable[int]) -> None:
    """Note that these stories were added with their titles only. Call it within a transaction."""
    connection.executemany("INSERT INTO text_to_come VALUES (?)", ((row_id,) for row_id in row_ids))


def rows_to_come(connection: sqlite3.Connection, below: int, limit: int) -> list[int]:
    """Return the newest rows below a row whose text is to come, in rising order."""
    found = connection.execute(
        "SELECT story FROM text_to_come WHERE story < ? ORDER BY story DESC LIMIT ?", (below, limit)
    )
    return [row_id for (row_id,) in found][::-1]


def indexed_text(connection: sqlite3.Connection, row_id: int) -> SearchText:
    """Return the text with which a story is in the full-text table: all of it, or only its title."""
    body, is_to_come = connection.execute(
        "SELECT body, text_to_come.story IS NOT NULL FROM bodies LEFT JOIN text_to_come USING (story) WHERE story = ?",
        (row_id,),
    ).fetchone()
    text = text_of_body(body)
    return title_part(text) if is_to_come else text


def read_texts(index_path: Path, row_ids: Sequence[int]) -> list[ComingText]:
    """Return the texts of those of these stories that are still to come. It opens the index by itself."""
    places = ",".join("?" * len(row_ids))
    with closing(open_index(index_path, readonly=True)) as connection:
        found = connection.execute(
            f"""SELECT story, content_key, body FROM text_to_come JOIN stories USING (story) JOIN bodies USING (story)
            WHERE story IN ({places}) ORDER BY story""",
            row_ids,
        )
        return [ComingText(row_id, content_key, text_of_body(body)) for row_id, content_key, body in found]


def add_texts_that_came(connection: sqlite3.Connection, texts: Iterable[ComingText]) -> int:
    """Add these texts, and return how many. Call it within a transaction.

    A text is left out if its row has another story now, or no longer waits for one: another process may write, too.
    """
    added = 0
    for row_id, content_key, text in sorted(texts):  # rising rows, as `add_texts` says
        found = connection.execute(
            """SELECT coalesce(words, '') FROM text_to_come JOIN stories USING (story) LEFT JOIN outlets USING (outlet)
            WHERE story = ? AND content_key = ?""",
            (row_id, content_key),
        ).fetchone()
        if found is not None:
            delete_text(connection, row_id, title_part(text), *found)
            add_texts(connection, [(row_id, text, *found)])
            connection.execute("DELETE FROM text_to_come WHERE story = ?", (row_id,))
            added += 1
    return added
