"""The two ways of opening SQLite."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from newsreader.sqlite import immediate, open_index, open_state


def _pragma(connection: sqlite3.Connection, name: str) -> object:
    return connection.execute(f"PRAGMA {name}").fetchone()[0]


def test_the_state_is_opened_to_lose_nothing(tmp_path: Path) -> None:
    with closing(open_state(tmp_path / "state.db")) as connection:
        assert (_pragma(connection, "journal_mode"), _pragma(connection, "synchronous")) == ("delete", 2)
        assert _pragma(connection, "busy_timeout") == 5000
        assert connection.execute("SELECT CAST(x'ff41' AS TEXT)").fetchone() == ("\ufffdA",)


def test_the_index_is_opened_to_be_fast(tmp_path: Path) -> None:
    with closing(open_index(tmp_path / "new" / "100% #1?.db")) as connection:
        assert (_pragma(connection, "journal_mode"), _pragma(connection, "synchronous")) == ("wal", 1)
        assert _pragma(connection, "mmap_size") == 0  # mapped pages would count as memory of the program
        assert _pragma(connection, "temp_store") == 2
    assert (tmp_path / "new" / "100% #1?.db").is_file()


def test_an_index_opened_to_be_read_follows_the_writer_and_cant_write(tmp_path: Path) -> None:
    path = tmp_path / "index.db"
    with closing(open_index(path)) as writer, closing(open_index(path, readonly=True)) as reader:
        writer.execute("CREATE TABLE t (x)")
        writer.execute("INSERT INTO t VALUES (1)")
        assert reader.execute("SELECT x FROM t").fetchall() == [(1,)]
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            reader.execute("DELETE FROM t")


def test_an_index_to_be_read_has_to_be_there(tmp_path: Path) -> None:
    with pytest.raises(sqlite3.OperationalError):
        open_index(tmp_path / "index.db", readonly=True)


def test_what_fails_inside_a_transaction_is_undone(tmp_path: Path) -> None:
    with closing(open_state(tmp_path / "state.db")) as connection:
        connection.execute("CREATE TABLE t (x UNIQUE)")
        with pytest.raises(sqlite3.IntegrityError), immediate(connection):
            connection.executemany("INSERT INTO t VALUES (?)", [(1,), (1,)])
        assert not connection.in_transaction
        with immediate(connection):
            connection.execute("INSERT INTO t VALUES (2)")
        assert connection.execute("SELECT x FROM t").fetchall() == [(2,)]
