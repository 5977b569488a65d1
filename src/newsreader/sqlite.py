"""Open SQLite in the project's two ways: safe for the state, fast for the index."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final

from newsreader.paths import make_private_folder

APPLICATION_ID: Final = 0x4E525354
"""The number that marks a file as a state of this program ("NRST" in its header)."""

LEAST_BYTES: Final = 512
"""A database that is smaller than this is new and empty."""

_TIMEOUT = 5.0

_READING_CACHE_KIB = 2 * 1024
"""A larger one made no search faster: the system keeps the file in memory, too."""

_WRITING_CACHE_KIB = 64 * 1024
_PAGE_BYTES = 8 * 1024
_PAGES_TO_CHECKPOINT = 8_000
_LEFTOVER_BYTES = 8 * 1024 * 1024


class UnsoundFileError(sqlite3.DatabaseError):
    """A file that is not a sound state; the text says why."""


class _StateConnection(sqlite3.Connection):
    """A connection that reports all damage as one kind of error.

    What SQLite says of a damaged schema may be no UTF-8, and Python can't make a message of that.
    """

    def execute(self, sql: str, parameters: Any = (), /) -> sqlite3.Cursor:
        try:
            return super().execute(sql, parameters)
        except UnicodeDecodeError as error:
            damage = sqlite3.DatabaseError("malformed database schema")
            damage.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
            raise damage from error


def open_state(path: Path) -> sqlite3.Connection:
    """Open the database at `path` for data that must not be lost; the file and its folder are made if missing.

    A write is on the disk when its COMMIT returns. Only the user can read the folder and the file. Raises
    `UnsoundFileError` for another program's database, OSError if the file can't be made, and otherwise what SQLite
    raises.
    """
    make_private(path)
    connection = sqlite3.connect(
        path, timeout=_TIMEOUT, isolation_level=None, check_same_thread=False, factory=_StateConnection
    )
    try:
        connection.text_factory = _decode
        _check_application(connection)
        connection.execute("PRAGMA journal_mode=DELETE")
        connection.execute("PRAGMA synchronous=FULL")
    except BaseException:
        connection.close()
        raise
    return connection


def open_copy(path: Path) -> sqlite3.Connection:
    """Open the database at `path` for reading exactly as it is: nothing is locked, replayed or changed.

    Use it for files that no program writes to: backups, and damaged files that were put aside. Raises OSError if
    something else than a file is there.
    """
    require_file(path)
    uri = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
    connection = sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False, factory=_StateConnection)
    connection.text_factory = _decode
    return connection


def open_index(path: Path, *, readonly: bool = False) -> sqlite3.Connection:
    """Open the database at `path` for data that can be made again; the folder is made if missing.

    A power cut may lose the last writes but never the consistency. With `readonly` the file must exist. Raises OSError
    if something else than a file is there.
    """
    require_file(path)
    if not readonly:
        make_private_folder(path.parent)
    uri = path.absolute().as_uri() + ("?mode=ro" if readonly else "?mode=rwc")
    connection = sqlite3.connect(uri, uri=True, timeout=_TIMEOUT, isolation_level=None, check_same_thread=False)
    try:
        if not readonly:
            connection.execute(f"PRAGMA page_size={_PAGE_BYTES}")
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute(f"PRAGMA wal_autocheckpoint={_PAGES_TO_CHECKPOINT}")
            connection.execute(f"PRAGMA journal_size_limit={_LEFTOVER_BYTES}")
        connection.execute("PRAGMA synchronous=NORMAL")

        connection.execute(f"PRAGMA cache_size=-{_READING_CACHE_KIB if readonly else _WRITING_CACHE_KIB}")
        connection.execute("PRAGMA temp_store=MEMORY")
        connection.execute("PRAGMA foreign_keys=OFF")
    except BaseException:
        connection.close()
        raise
    return connection


@contextmanager
def immediate(connection: sqlite3.Connection) -> Iterator[None]:
    """Run a transaction that takes the write lock first; any error inside rolls it back."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


@contextmanager
def one_state(connection: sqlite3.Connection) -> Iterator[None]:
    """Have all statements inside read the database as it is now, whatever others write meanwhile."""
    connection.execute("BEGIN")
    try:
        connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()  # only reading fixes the state
        yield
    finally:
        # A statement of its own: the cached one counts its steps over all runs, and a progress handler could end it.
        connection.rollback()


def discard(path: Path) -> None:
    """Remove what a killed process left of a database that it was making at `path`."""
    path.unlink(missing_ok=True)
    journal_of(path).unlink(missing_ok=True)


def journal_of(path: Path) -> Path:
    """Return where SQLite keeps the journal with which it rolls back an interrupted write to `path`."""
    return path.with_name(path.name + "-journal")


def make_private(path: Path) -> None:
    """Make the file `path` and its folder for the user alone, whatever the umask; content stays as it is.

    Raises OSError if something else than a file is there, or in the place of its journal.
    """
    # A file that exists is never opened by hand: closing it would drop every lock that
    # another connection of this process holds on it (POSIX).
    make_private_folder(path.parent)
    require_file(journal_of(path))
    try:
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        path.chmod(0o600)
    except FileExistsError:
        require_file(path)
        with suppress(OSError):  # another user's file, or a read-only disk: it can still be read
            if path.stat().st_mode & 0o077:
                path.chmod(path.stat().st_mode & 0o700)


def real_file(path: Path) -> Path:
    """Return where the file at `path` is: elsewhere if that is a link, which must never be replaced by a file."""
    return Path(os.path.realpath(path)) if path.is_symlink() else path


def require_file(path: Path) -> None:
    """Raise OSError if something else than a file is at `path`: opening a pipe would block for ever."""
    if path.exists() and not path.is_file():
        raise OSError(0, f"{path} is not a file")


def _check_application(connection: sqlite3.Connection) -> None:
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    if application == APPLICATION_ID:
        return
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if application or tables:
        raise UnsoundFileError("it belongs to another program")
    connection.execute(f"PRAGMA application_id={APPLICATION_ID}")


def _decode(data: bytes) -> str:
    return data.decode("utf-8", "replace")
