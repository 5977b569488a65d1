"""The user's own data: bookmarks, read marks, tags, notes, views; written so that none is ever lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from newsreader.store.state_bookmarks import BookmarkState
from newsreader.store.state_marks import MarkState
from newsreader.store.state_opening import open_sound
from newsreader.store.state_records import Bookmark, ImportResult, bookmark_from_row
from newsreader.store.state_tables import BOOKMARKS, TABLES, is_sound
from newsreader.store.state_views import ViewState

__all__ = ["Bookmark", "ImportResult", "State"]


class State(BookmarkState, MarkState, ViewState):
    """All of the user's data in one file, which several threads and processes may use at once.

    A change is on the disk when its method returns. A method that can't do its work changes nothing
    and raises StateError, whose text tells the user why and what to do.
    """

    @classmethod
    def open(cls, path: Path, *, now: Callable[[], datetime], checks_rows: bool = True) -> State:
        """The state in the file at `path`, made if missing and recovered if damaged.

        A damaged file is put aside beside it. If anything changed since the last backup, a new one is
        made in the folder `backups`. The file of a newer program is opened to be read only.

        Without `checks_rows` a damaged row is not looked for: that takes 0.2 s for 100,000 of them. It is not shown.
        """
        opened = open_sound(path, now, checks_rows=checks_rows)
        return cls(opened.connection, path, now, opened.notices, opened.refusal)

    def damaged(self) -> int:
        """How many rows of the file are not what was written; they are not shown, and stay in the file."""
        with self._reading() as connection:
            rows = {
                table: connection.execute(f"SELECT {table.columns} FROM {table.name}").fetchall() for table in TABLES
            }
        bookmarks = rows.pop(BOOKMARKS)
        return sum(bookmark_from_row(row) is None for row in bookmarks) + sum(
            not is_sound(row) for others in rows.values() for row in others
        )
