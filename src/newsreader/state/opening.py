"""Open the state in sound order: made, migrated, backed up, and recovered if it was damaged."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import ExitStack, closing, suppress
from datetime import datetime
from pathlib import Path

from msgspec import Struct

from newsreader.errors import StateError
from newsreader.sqlite import (
    APPLICATION_ID,
    LEAST_BYTES,
    UnsoundFileError,
    open_copy,
    open_state,
    real_file,
)
from newsreader.state.backup import (
    back_up,
    backup_folder,
    backups,
    clear_up,
    is_backed_up,
    one_process,
    put_in_place,
    stamp,
)
from newsreader.state.faults import advice, explained, is_damage
from newsreader.state.schema import check, migrate, newest_version, version_of
from newsreader.state.soundness import FileLook, is_noted_sound, look_at, look_before_check, note_sound
from newsreader.state.tables import Row, damaged_rows
from newsreader.text import clean_line

_PATIENCE = 10.0


class Opened(Struct, frozen=True):
    """An open state; `refusal` is the answer to any write, "" if it can be written.

    `file` is a look at the file before it was opened, None if it was not there or not finished.
    """

    connection: sqlite3.Connection
    notices: tuple[str, ...]
    refusal: str
    file: FileLook | None


def open_sound(path: Path, now: Callable[[], datetime], *, checks_rows: bool) -> Opened:
    """Open the state at `path`, and recover it if it is damaged; with `checks_rows` also if only rows are.

    Every row is checked before a backup is made, so that no damaged one replaces a sound one there. Without
    `checks_rows` a file that is noted as sound is believed to be. Raises StateError if the file is not available, or if
    a newer program's file is damaged.
    """
    with explained(path):
        notices: tuple[str, ...] = ()
        is_recovered = True
        file = look_at(path)
        try:
            connection = _open_whole(path, now(), checks_rows=checks_rows, believes_note=not checks_rows)
        except sqlite3.DatabaseError as error:
            if not is_damage(error):
                raise
            notices, is_recovered = _recovered(path, now(), error)
            file = look_at(path)
            connection = _open(path, now(), believes_note=False)
        with ExitStack() as on_failure:
            on_failure.callback(connection.close)
            opened = _prepared(connection, path, now, notices, backs_up=is_recovered, file=file)
            on_failure.pop_all()
        return opened


class DamagedRowsError(UnsoundFileError):
    """A sound file except for some damaged rows."""

    def __init__(self, rows: dict[str, list[Row]]) -> None:
        count = sum(map(len, rows.values()))
        super().__init__(f"{count:,} of its records {'is' if count == 1 else 'are'} damaged")
        self.rows = rows


def _open_whole(path: Path, moment: datetime, *, checks_rows: bool, believes_note: bool) -> sqlite3.Connection:
    """Open the file at `path`; raises DamagedRowsError if rows are checked and some are damaged."""
    with ExitStack() as on_failure:
        connection = on_failure.enter_context(closing(_open(path, moment, believes_note=believes_note)))
        version = version_of(connection)
        if 0 < version <= newest_version() and (checks_rows or not is_backed_up(connection, path)):
            damaged = damaged_rows(connection, version)
            if damaged:
                raise DamagedRowsError(damaged)
        on_failure.pop_all()
    return connection


def _open(path: Path, moment: datetime, *, believes_note: bool) -> sqlite3.Connection:
    if not path.exists():
        _require_place(path)
        if backups(path):
            raise UnsoundFileError("it is missing")
        _make_new(path)
    size = path.stat().st_size
    if size < LEAST_BYTES and path.is_file():  # SQLite takes a file of no byte or of one byte for a new one
        raise UnsoundFileError("it is truncated" if size else "it is empty")
    before = look_before_check(path)
    try:
        with ExitStack() as on_failure:
            connection = on_failure.enter_context(closing(open_state(path)))
            if not (believes_note and is_noted_sound(connection, path, before, moment)):
                check(connection)
                note_sound(connection, path, before, moment)
            on_failure.pop_all()
    except sqlite3.DatabaseError as error:
        if is_damage(error) and _is_of_newer(path):
            raise StateError(f"{_of_newer(path)} It is damaged ({error}): update newsreader.") from error
        raise
    return connection


def _require_place(path: Path) -> None:
    """Raise StateError if a link leads to where no file can be: the disk it is on may not be mounted."""
    if path.is_symlink() and (backups(path) or not real_file(path).parent.is_dir()):
        raise StateError(
            clean_line(
                f"Bookmarks and read marks are in {path}, a link to {real_file(path)}, which is not there."
                " Mount its disk, or remove the link; nothing was changed."
            )
        )


def _make_new(path: Path) -> None:
    """Make an empty state, whole or not at all, so that an empty file is a damaged one."""
    with one_process(path, timeout=_PATIENCE) as alone:
        if not alone:
            raise StateError(f"Another newsreader is using {path}: try again in a moment.")
        if not path.exists():
            with put_in_place(path) as fresh, closing(open_state(fresh)) as connection:
                migrate(connection)


def _recovered(path: Path, moment: datetime, fault: sqlite3.DatabaseError) -> tuple[tuple[str, ...], bool]:
    """Recover the file; returns sentences for the user, and whether it is sound now.

    If it can't be recovered, a file of which only rows are damaged can be used all the same.
    """
    try:
        return _recover(path, moment, checks_rows=isinstance(fault, DamagedRowsError)), True
    except (sqlite3.Error, OSError) as error:
        if not isinstance(fault, DamagedRowsError):
            raise
        sentence = (
            f"The file with bookmarks and read marks, {path}, is damaged: {fault} and can't be shown."
            f" It could not be recovered: {advice(error)}. Then start newsreader again."
        )
        return (clean_line(sentence),), False


def _recover(path: Path, moment: datetime, *, checks_rows: bool) -> tuple[str, ...]:
    with one_process(path, timeout=_PATIENCE) as alone:
        if not alone:
            raise StateError(f"Another newsreader is recovering {path}: try again in a moment.")
        try:
            with closing(_open_whole(path, moment, checks_rows=checks_rows, believes_note=False)):
                return ()
        except sqlite3.DatabaseError as error:
            if not is_damage(error):
                raise
            from newsreader.state.recovery import recover

            rows = error.rows if isinstance(error, DamagedRowsError) else {}
            return recover(path, stamp(moment), str(error), rows)


def _prepared(
    connection: sqlite3.Connection,
    path: Path,
    now: Callable[[], datetime],
    notices: tuple[str, ...],
    *,
    backs_up: bool,
    file: FileLook | None,
) -> Opened:
    version = version_of(connection)
    if version > newest_version():
        connection.execute("PRAGMA query_only=ON")
        refusal = f"{_of_newer(path)} It can only be read here: update newsreader to change bookmarks and read marks."
        return Opened(connection, (*notices, refusal), refusal, file)
    with suppress(sqlite3.Error, OSError):  # if it fails it only costs space
        clear_up(path)
    try:
        if version and backs_up:
            back_up(connection, path, now())
    except (sqlite3.Error, OSError) as error:
        if version < newest_version():
            raise
        notices = (*notices, clean_line(f"No backup could be made in {backup_folder(path)}: {error}."))
    if version < newest_version():
        migrate(connection)
    return Opened(connection, notices, "", file)


def _is_of_newer(path: Path) -> bool:
    """Return whether a newer program wrote a damaged file, as far as that can still be read."""
    try:
        with closing(open_copy(path)) as connection:
            connection.execute("PRAGMA writable_schema=ON")  # of a truncated file not even this may be readable
            (application,) = connection.execute("PRAGMA application_id").fetchone()
            return application == APPLICATION_ID and version_of(connection) > newest_version()
    except sqlite3.DatabaseError:
        return False


def _of_newer(path: Path) -> str:
    return clean_line(f"The file with bookmarks and read marks, {path}, was written by a newer newsreader.")
