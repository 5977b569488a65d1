"""What the state does when it can't be written, or must not be."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from newsreader.errors import StateError
from newsreader.sqlite import open_state
from newsreader.state import opening as state_opening
from newsreader.state.backup import backups
from newsreader.state.schema import MIGRATIONS, newest_version
from newsreader.state.state import State
from newsreader.story import Story, with_id

NOW = datetime(2024, 6, 20, 12, tzinfo=UTC)
STORY = with_id(Story("", "A story", "text " * 2000))

WRITES: dict[str, Callable[[State], object]] = {
    "add": lambda state: state.bookmarks.add(STORY, library="l", path="p"),
    "remove": lambda state: state.bookmarks.remove(state.bookmarks.all()[0].uuid),
    "refresh": lambda state: state.bookmarks.refresh(state.bookmarks.all()[0].uuid, STORY, library="l", path="p"),
    "import": lambda state: state.bookmarks.import_new(state.bookmarks.all()),
    "tag": lambda state: state.marks.tag(map(str, range(9)), "later"),
    "note": lambda state: state.marks.write_note("a", "Why?"),
    "view": lambda state: state.save_view("Today", "date:1d"),
    "filter": lambda state: state.remember_filter("ferry"),
    "read": lambda state: state.marks.mark_all_read(map(str, range(9)), NOW),
    "unread": lambda state: state.marks.mark_unread("read"),
}
any_write = pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "state.db"
    with closing(opened(path)) as state:
        state.bookmarks.add(with_id(Story("", "Kept")), library="l", path="p")
        state.marks.mark_read("read", NOW)
    return path


def opened(path: Path) -> State:
    return State.open(path, now=lambda: NOW)


def opened_with(monkeypatch: pytest.MonkeyPatch, path: Path, pragma: str) -> State:
    """A state on a file that SQLite treats as `pragma` says."""

    def limited(path: Path) -> sqlite3.Connection:
        connection = open_state(path)
        connection.execute(pragma)
        return connection

    monkeypatch.setattr(state_opening, "open_state", limited)
    return opened(path)


def assert_as_before(state: State) -> None:
    assert [each.story.title for each in state.bookmarks.all()] == ["Kept"]
    assert state.marks.read_ids() == {"read"}


@any_write
def test_a_file_that_can_only_be_read(
    path: Path, monkeypatch: pytest.MonkeyPatch, write: Callable[[State], object]
) -> None:
    with closing(opened_with(monkeypatch, path, "PRAGMA query_only=ON")) as state:
        with pytest.raises(StateError, match=r"state\.db.* nothing was changed.* can only be read: allow writing"):
            write(state)
        assert_as_before(state)


@pytest.mark.parametrize("write", [WRITES["add"], lambda state: state.marks.mark_all_read(map(str, range(9999)), NOW)])
def test_a_full_disk(path: Path, monkeypatch: pytest.MonkeyPatch, write: Callable[[State], object]) -> None:
    with closing(opened_with(monkeypatch, path, "PRAGMA max_page_count=7")) as state:
        with pytest.raises(StateError, match="the disk is full: free some space"):
            write(state)
        assert_as_before(state)
        state.marks.mark_read("small", NOW)
        assert state.marks.read_ids() == {"read", "small"}


@any_write
def test_a_file_that_another_program_keeps_locked(
    path: Path, monkeypatch: pytest.MonkeyPatch, write: Callable[[State], object]
) -> None:
    with closing(opened_with(monkeypatch, path, "PRAGMA busy_timeout=20")) as state:
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(StateError, match="another program keeps it locked"):
                write(state)
            assert_as_before(state)
        write(state)


def test_a_file_that_is_locked_on_opening_is_not_taken_for_damaged(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newsreader.sqlite._TIMEOUT", 0.02)
    before = sorted(path.parent.iterdir())
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(StateError, match="another program keeps it locked"):
            opened(path)
    assert sorted(path.parent.iterdir()) == before
    with closing(opened(path)) as state:
        assert_as_before(state)


@any_write
def test_the_file_of_a_newer_program_is_only_read(path: Path, write: Callable[[State], object]) -> None:
    with closing(sqlite3.connect(path)) as newer:
        newer.execute("PRAGMA user_version=99")
    before = path.read_bytes()
    with closing(opened(path)) as state:
        assert_as_before(state)
        assert any("written by a newer newsreader" in notice for notice in state.notices)
        with pytest.raises(StateError, match=r"written by a newer newsreader.*update newsreader"):
            write(state)
    assert path.read_bytes() == before


def test_the_damaged_file_of_a_newer_program_is_left_to_it(path: Path) -> None:
    with closing(sqlite3.connect(path)) as newer:
        newer.execute("PRAGMA user_version=99")
        newer.execute("DROP TABLE read_marks")
    before = path.read_bytes()
    with pytest.raises(StateError, match=r"newer newsreader.*damaged.*update newsreader"):
        opened(path)
    assert path.read_bytes() == before


def test_a_file_replaced_while_open_is_not_written(path: Path) -> None:
    with closing(opened(path)) as state:
        path.rename(path.with_name("renamed.db"))
        opened(path).close()
        with pytest.raises(StateError, match="another program has replaced or removed the file"):
            state.marks.mark_read("lost", NOW)


def test_what_was_marked_is_saved_when_the_file_is_removed(path: Path) -> None:
    with closing(opened(path)) as state:
        state.marks.mark_read("acknowledged", NOW)
        path.unlink()
        for _ in range(2):
            with pytest.raises(StateError) as raised:
                state.marks.move_marks([("read", "moved")])  # several changes in one transaction
            assert str(raised.value).count("is in the newest backup in") == 1
        assert state.marks.read_ids() == {"read", "acknowledged"}
    with closing(opened(path)) as state:
        assert state.marks.read_ids() == {"read", "acknowledged"}
        assert "it is missing" in state.notices[0]


def test_a_folder_that_cant_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StateError, match=r"file/state\.db"):
        opened(tmp_path / "file" / "state.db")


def test_a_folder_in_the_files_place(tmp_path: Path) -> None:
    (tmp_path / "state.db").mkdir()
    with pytest.raises(StateError, match="is not a file"):
        opened(tmp_path / "state.db")


def test_a_closed_state_says_so(path: Path) -> None:
    state = opened(path)
    state.close()
    state.close()
    with pytest.raises(StateError, match="closed"):
        state.marks.read_ids()


def test_without_room_for_a_backup_the_state_still_opens(path: Path) -> None:
    shutil.rmtree(path.parent / "backups")
    (path.parent / "backups").write_text("in the way")
    with closing(opened(path)) as state:
        assert [notice.split(" in ")[0] for notice in state.notices] == ["No backup could be made"]
        state.marks.mark_read("new", NOW)
        assert state.marks.read_ids() == {"read", "new"}


def _colours(connection: sqlite3.Connection) -> None:
    connection.execute("CREATE TABLE colours (story_id TEXT PRIMARY KEY, colour TEXT)")


def _fails(connection: sqlite3.Connection) -> None:
    _colours(connection)
    connection.execute("INSERT INTO nowhere VALUES (1)")


def test_an_older_file_is_backed_up_and_brought_up_to_date(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = newest_version()
    monkeypatch.setitem(MIGRATIONS, before + 1, _colours)
    with closing(opened(path)) as state:
        assert_as_before(state)
        state.marks.mark_read("new", NOW)
    backup = backups(path)[-1]
    with closing(sqlite3.connect(backup)) as old, closing(sqlite3.connect(path)) as new:
        assert old.execute("PRAGMA user_version").fetchone() == (before,)
        assert new.execute("PRAGMA user_version").fetchone() == (before + 1,)
        assert new.execute("SELECT count(*) FROM colours").fetchone() == (0,)


def test_a_step_that_fails_leaves_the_older_file_as_it_was(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as context:
        context.setitem(MIGRATIONS, newest_version() + 1, _fails)
        with pytest.raises(StateError, match="no such table: nowhere"):
            opened(path)
    with closing(opened(path)) as state:
        assert_as_before(state)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'colours'").fetchone() == (0,)
