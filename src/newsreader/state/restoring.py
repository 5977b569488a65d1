"""Restore a backup of the state; the present state stays beside it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Final

from msgspec import Struct

from newsreader.errors import NewsreaderError, StateError
from newsreader.records import Content
from newsreader.sqlite import (
    LEAST_BYTES,
    immediate,
    journal_of,
    open_copy,
    open_state,
    real_file,
    require_file,
)
from newsreader.state.backup import (
    backup_folder,
    backups,
    is_backup,
    made_at,
    one_process,
    put_aside,
    put_in_place,
    stamp,
)
from newsreader.state.faults import explained, is_busy
from newsreader.state.schema import (
    changes_of,
    check,
    migrate,
    newest_version,
    renew_version,
    version_of,
)
from newsreader.state.tables import MARKS, damaged_rows
from newsreader.text import clean_line

_REPLACED: Final = "replaced"
_PATIENCE: Final = 10.0


class KeptState(Struct, frozen=True):
    """A state that can be restored: a backup, or one that a backup replaced.

    `fault` says why its content can't be counted, "" for nothing; `made_at` is in local time.
    """

    path: Path
    made_at: datetime
    size: int
    bookmarks: int = 0
    marks: int = 0
    fault: str = ""


def kept_files(path: Path) -> list[Path]:
    """Return the files that can be restored as the state at `path`: its backups, newest first, and states put aside."""
    real = real_file(path)
    aside = [file for file in real.parent.glob(f"{real.name}.{_REPLACED}-*") if file.is_file()]
    return [
        *backups(path),
        *sorted(
            (file for file in aside if not file.name.endswith("-journal") and not _is_same(file, real)), reverse=True
        ),
    ]


def look_at_kept(file: Path) -> KeptState:
    """Return when one of these files was made, and what it holds."""
    size = file.stat().st_size
    when = made_at(file) if is_backup(file) else datetime.fromtimestamp(file.stat().st_mtime)
    try:
        with closing(open_copy(file)) as connection:
            bookmarks = _count(connection, "bookmarks")
            tables = [table.name for table in MARKS if table.since <= version_of(connection)]
            return KeptState(file, when, size, bookmarks, sum(_count(connection, name) for name in tables))
    except (sqlite3.Error, OSError) as error:
        return KeptState(file, when, size, fault=str(error))


def find_kept(path: Path, name: str) -> Path:
    """Return the file to restore whose name begins so. Raises NewsreaderError if there is none, or several."""
    files = kept_files(path)
    exact = [file for file in files if name in (file.name, file.stem, str(file))]
    found = exact or [file for file in files if file.name.startswith(name)]
    if len(found) == 1:
        return found[0]
    if found:
        raise NewsreaderError(f'More than one backup has a name that begins with "{name}". Give more of it.')
    raise NewsreaderError(f'There is no backup "{name}" in {backup_folder(path)}. List them with: newsreader doctor')


def restore(path: Path, kept: Path, moment: datetime) -> Path | None:
    """Replace the state at `path` by the content of `kept`; returns where the old one is now, None if none was.

    The new state is there whole or not at all. Another program that has the state open can't write to it any more, and
    reports that. Raises StateError if `kept` is damaged, or if it can't be done.
    """
    _require_sound(kept)
    with explained(path), one_process(path, timeout=_PATIENCE) as alone:
        if not alone:
            raise StateError(f"Another newsreader is using {path}: try again in a moment.")
        require_file(path)
        require_file(journal_of(path))
        with _locked(path) as changes, put_in_place(path) as fresh:
            newest = max(changes, *(_changes_in(each) for each in (kept, *backups(path))))
            _write(fresh, kept, newest + 1)
            return put_aside(real_file(path), _REPLACED, stamp(moment))


def _require_sound(kept: Path) -> None:
    try:
        with closing(open_copy(kept)) as connection:
            version = version_of(connection)
            if version > newest_version():
                raise StateError(clean_line(f"{kept} was written by a newer newsreader: update newsreader."))
            check(connection)
            damaged = sum(map(len, damaged_rows(connection, version).values()))
            fault = f"{damaged:,} of its records are damaged" if damaged else ""
    except (sqlite3.Error, OSError) as error:
        fault = str(error)
    if fault:
        raise StateError(clean_line(f"{kept} is damaged: {fault}. Choose another: newsreader doctor lists them."))


@contextmanager
def _locked(path: Path) -> Iterator[int]:
    """Keep others from writing to the state, if SQLite can still lock it; yields how often it has changed."""
    if not path.exists() or path.stat().st_size < LEAST_BYTES:
        yield 0
        return
    with closing(sqlite3.connect(path, isolation_level=None)) as lock:
        changes = 0
        try:
            lock.execute("BEGIN IMMEDIATE")
            changes = changes_of(lock)
        except sqlite3.DatabaseError as error:
            if is_busy(error):
                raise
        yield changes


def _changes_in(file: Path) -> int:
    try:
        with closing(open_copy(file)) as connection:
            return changes_of(connection)
    except sqlite3.Error:
        return 0


def _write(fresh: Path, kept: Path, changes: int) -> None:
    """Make the new file; the index has to copy its content, whatever it knew before."""
    with closing(open_state(fresh)) as target:
        with closing(open_copy(kept)) as source:
            source.backup(target)
        migrate(target)
        with immediate(target):
            target.execute("UPDATE meta SET value = ? WHERE key = 'changes'", (changes,))
            for content in Content:
                renew_version(target, content)


def _count(connection: sqlite3.Connection, table: str) -> int:
    (count,) = connection.execute(f"SELECT count(*) FROM {table}").fetchone()
    return int(count)


def _is_same(file: Path, state: Path) -> bool:
    """Return whether a name is a second one of the state itself, which a killed restore can leave."""
    return state.exists() and file.samefile(state)
