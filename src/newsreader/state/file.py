"""Read and write the open file of the state under one lock, and explain what goes wrong."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path
from threading import RLock

from newsreader.errors import StateError
from newsreader.records import Content
from newsreader.sqlite import immediate
from newsreader.state.backup import back_up, back_up_sound, backup_folder
from newsreader.state.edits import Change, Edit, apply_changes, change_rows
from newsreader.state.faults import explained, has_moved
from newsreader.state.schema import content_version, count_change, renew_version
from newsreader.state.soundness import FileLook
from newsreader.state.tables import BOOKMARKS, EVENT_PAIRS, MARKS, Key, Table, Values
from newsreader.text import clean_line

_CONTENTS = {
    BOOKMARKS.name: Content.BOOKMARKS,
    **{table.name: Content.MARKS for table in MARKS},
    EVENT_PAIRS.name: Content.EVENT_PAIRS,
}


class StateFile:
    """One open connection to the file of the state, with its lock; the parts of a `State` read and write through it."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        path: Path,
        now: Callable[[], datetime],
        refusal: str,
        opened: FileLook | None,
    ) -> None:
        self._connection = connection
        self._path = path
        self._now = now
        self._refusal = refusal
        self._opened = opened
        self._lock = RLock()
        self._rescue = ""
        self._is_changed = False
        self.keys: Mapping[str, str] = {}
        """The keys of the marks of stories whose key is not their id, by their ids in the open library."""
        self._ids: Mapping[str, str] = {}

    def apply(self, edit: Edit, *, back: bool = False) -> Edit:
        """Make an edit again, or undo it (`back`): only those of its changes whose row nobody has changed since.

        Returns what was done.
        """
        wanted = edit.inverse() if back else edit.changes
        return self.edit(edit.table, lambda connection: apply_changes(connection, edit.table, wanted))

    def use_keys(self, keys: Mapping[str, str]) -> None:
        """Keep the marks of these stories, by their ids in the open library, under these keys."""
        self.keys, self._ids = keys, {key: story_id for story_id, key in keys.items()}

    def id_of(self, key: str) -> str:
        """Return the id, in the open library, of the story whose marks are under `key`."""
        return self._ids.get(key, key)

    def key_of(self, story_id: str) -> str:
        """Return the key of the marks of a story of the open library."""
        return self.keys.get(story_id, story_id)

    @contextmanager
    def together(self) -> Iterator[None]:
        """Write everything that is changed inside together or, if anything fails, nothing."""
        with self.writing():
            yield

    def version(self, content: Content) -> int:
        """Return what distinguishes the present content from every other that it had or will have."""
        with self.reading() as connection:
            return content_version(connection, content)

    def data_version(self) -> int:
        """Return a number that changes when another process, or another State, has written to the file."""
        with self.reading() as connection:
            (version,) = connection.execute("PRAGMA data_version").fetchone()
        return int(version)

    def close(self) -> None:
        """Back up what was changed here, and close the file; nothing can be read or written afterwards."""
        with self._lock, closing(self._connection) as connection:
            if self._is_changed:
                with suppress(sqlite3.Error, OSError):  # the next start makes it, and reports where it can't
                    back_up_sound(connection, self._path, self._now(), self._opened)

    def now(self) -> datetime:
        """Return the time, by the clock that the state was given."""
        return self._now()

    def seconds(self) -> int:
        """Return the time in seconds since 1970."""
        return int(self._now().timestamp())

    def change(self, table: Table, keys: Iterable[Key], wanted: Callable[[Values | None], Values | None]) -> Edit:
        """Replace each row by what `wanted` makes of its values: all of them or, if that fails, none."""
        return self.edit(table, lambda connection: change_rows(connection, table, keys, wanted))

    def edit(self, table: Table, work: Callable[[sqlite3.Connection], tuple[Change, ...]]) -> Edit:
        """Make the changes of `work` in one transaction, and give the content of `table` a new version."""
        content = _CONTENTS.get(table.name)
        with self.writing() as connection:
            before = after = content_version(connection, content) if content else 0
            changes = work(connection)
            if changes and content:
                after = renew_version(connection, content)
        return Edit(table, changes, (before, after))

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Lend the connection for reading; errors inside become StateError."""
        with self._lock, explained(self._path):
            yield self._connection

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Run a transaction, or take part in that of `together`; errors inside become StateError."""
        with self._lock:
            with explained(self._path):
                is_within = (
                    self._connection.in_transaction
                )  # inside `together`: the thread that holds the lock has begun it
            if is_within:
                with explained(self._path):
                    yield self._connection
                return
            try:
                with explained(self._path), self._transaction():
                    yield self._connection
            except StateError as error:
                if isinstance(error.__cause__, sqlite3.Error) and has_moved(error.__cause__):
                    raise StateError(f"{error}{self._saved()}") from error.__cause__
                raise

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        if self._refusal:
            raise StateError(self._refusal)
        before = self._connection.total_changes
        with immediate(self._connection):
            yield
            if self._connection.total_changes != before:
                count_change(self._connection)
                self._is_changed = True

    def _saved(self) -> str:
        """Save once what a file holds that has lost its name; returns where, as a sentence."""
        if not self._rescue:
            try:
                back_up(self._connection, self._path, self._now())
                self._rescue = f"All that was marked until now is in the newest backup in {backup_folder(self._path)}."
            except (sqlite3.Error, OSError) as error:
                self._rescue = f"What was marked until now could not be saved in a backup: {error}."
        return f" {clean_line(self._rescue)}"
