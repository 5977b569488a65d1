"""What the state does with a damaged file, and the backups that help with it."""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread

import pytest

from newsreader.errors import StateError
from newsreader.state import recovery as state_recovery
from newsreader.state.backup import backups as backups_of
from newsreader.state.backup import put_aside
from newsreader.state.health import look_at_state
from newsreader.state.state import Bookmark, State
from newsreader.story import Story, with_id

NOW = datetime(2024, 6, 20, 12, tzinfo=UTC)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state.db"


def opened(path: Path, day: int = 0) -> State:
    return State.open(path, now=lambda: NOW + timedelta(days=day))


def fill(path: Path, count: int = 40, day: int = 0) -> tuple[Bookmark, ...]:
    with closing(opened(path, day)) as state:
        state.bookmarks.import_new(
            Bookmark(
                uuid=f"{day}-{number}",
                created_at=NOW + timedelta(days=day, seconds=number),
                story=with_id(Story("", f"Story {day}-{number}", f"text {number} " * 200)),
                library="l",
                path=f"{number}.yaml",
            )
            for number in range(count)
        )
        state.marks.mark_all_read((f"m{day}-{number}" for number in range(500)), NOW)
        return state.bookmarks.all()


def backups(path: Path) -> list[str]:
    return sorted(each.name for each in (path.parent / "backups").glob("state-*.db"))


def aside(path: Path) -> list[Path]:
    return sorted(path.parent.glob("state.db.damaged-*"))


def overwrite(path: Path, old: bytes, new: bytes) -> None:
    data = path.read_bytes()
    assert old in data
    assert len(old) == len(new)
    path.write_bytes(data.replace(old, new, 1))


def without_backups(path: Path) -> None:
    """What a first session leaves that is killed: a state, and no backup of it."""
    for backup in (path.parent / "backups").glob("state-*.db"):
        backup.unlink()


def test_a_backup_is_made_at_the_end_when_something_changed(path: Path) -> None:
    opened(path).close()
    assert backups(path) == []
    kept = fill(path)
    (only,) = backups(path)
    assert only == f"state-{NOW.astimezone():%Y%m%d-%H%M%S}.db"
    opened(path, day=1).close()
    opened(path, day=2).close()
    assert backups(path) == [only]
    with closing(opened(path.parent / "backups" / only, day=9)) as copy:
        assert copy.bookmarks.all() == kept


def test_a_backup_that_a_killed_program_did_not_make_is_made_at_the_next_start(path: Path) -> None:
    kept = fill(path)
    without_backups(path)
    with closing(opened(path, day=1)):
        (only,) = backups(path)
    assert only == f"state-{(NOW + timedelta(days=1)).astimezone():%Y%m%d-%H%M%S}.db"
    with closing(opened(path.parent / "backups" / only, day=9)) as copy:
        assert copy.bookmarks.all() == kept


def test_no_backup_is_made_at_the_end_of_what_was_damaged_meanwhile(path: Path) -> None:
    fill(path)
    with closing(opened(path, day=1)) as state:
        state.marks.mark_read("new", NOW)
        with closing(sqlite3.connect(path)) as other, other:
            other.execute("UPDATE read_marks SET story_id = 'm0-4y9' WHERE story_id = 'm0-499'")
    assert len(backups(path)) == 1
    with closing(opened(path, day=2)) as state:
        assert "1 of its records is damaged" in " ".join(state.notices)
        assert {"m0-499", "new"} <= state.marks.read_ids()


def test_a_new_file_is_there_whole_or_not_at_all(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(_connection: sqlite3.Connection) -> None:
        assert not path.exists()
        raise OSError("no room")

    with monkeypatch.context() as context:
        context.setattr("newsreader.state.opening.migrate", fails)
        with pytest.raises(StateError, match="no room"):
            opened(path)
    assert [file.name for file in path.parent.iterdir()] == ["backups"]
    with closing(opened(path)) as state:
        assert state.notices == ()


def test_a_link_to_the_file_stays_a_link(path: Path, tmp_path: Path) -> None:
    """As those make it who keep their files under version control elsewhere."""
    elsewhere = tmp_path / "kept" / "marks.db"
    elsewhere.parent.mkdir()
    path.symlink_to(elsewhere)
    kept = fill(path)
    assert elsewhere.is_file()
    elsewhere.write_text("garbage")
    with closing(opened(path, day=1)) as state:
        assert state.bookmarks.all() == kept
    assert path.is_symlink()
    assert aside(elsewhere.with_name("state.db")) == []
    (old,) = elsewhere.parent.glob("marks.db.damaged-*")
    assert old.read_text() == "garbage"
    assert len(backups(path)) >= 1


@pytest.mark.parametrize("left", ["unfinished.db", "unfinished.db-journal"])
def test_a_backup_that_was_killed_is_begun_again(path: Path, left: str) -> None:
    fill(path)
    without_backups(path)
    (path.parent / "backups" / left).write_bytes(b"half a file" * 1000)
    with closing(opened(path, day=1)) as state:
        assert state.notices == ()
    assert len(backups(path)) == 1
    assert not (path.parent / "backups" / left).exists()


def _truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _not_a_database(path: Path) -> None:
    path.write_text("bookmarks = []\n" * 1000)


def _foreign(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE recipes (name TEXT)")


def _of_another_application(path: Path) -> None:
    with closing(sqlite3.connect(path)) as other:
        other.execute("PRAGMA application_id=7")


def _without_a_table(path: Path) -> None:
    with closing(sqlite3.connect(path)) as other:
        other.execute("DROP TABLE read_marks")


def _with_a_broken_page(path: Path) -> None:
    data = bytearray(path.read_bytes())
    middle = len(data) // 2 // 4096 * 4096
    data[middle : middle + 4096] = bytes(4096)
    path.write_bytes(data)


def _with_a_broken_header(path: Path) -> None:
    overwrite(path, b"SQLite format 3", b"SQLyte format 3")


DAMAGES: dict[str, Callable[[Path], None]] = {
    "truncated": _truncate,
    "empty": _empty,
    "not a database": _not_a_database,
    "foreign": _foreign,
    "of another application": _of_another_application,
    "without a table": _without_a_table,
    "with a broken page": _with_a_broken_page,
    "with a broken header": _with_a_broken_header,
}
any_damage = pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)


@any_damage
def test_a_damaged_file_is_put_aside_and_recovered(path: Path, damage: Callable[[Path], None]) -> None:
    kept = fill(path)
    opened(path, day=1).close()
    damage(path)
    damaged = path.read_bytes()
    with closing(opened(path, day=2)) as state:
        assert state.bookmarks.all() == kept
        assert len(state.marks.read_ids()) == 500
        assert state.damaged() == 0
        state.marks.mark_read("new", NOW)
        text = " ".join(state.notices)
    (old,) = aside(path)
    assert old.read_bytes() == damaged
    assert old.name == f"state.db.damaged-{(NOW + timedelta(days=2)).astimezone():%Y%m%d-%H%M%S}"
    assert str(path) in text
    assert str(old) in text
    assert re.search(
        r"Recovered: \d+ bookmarks from it, \d+ from the backup .* and 500 read marks\.",
        text,
    )
    with closing(opened(path, day=3)) as state:
        assert state.notices == ()
        assert state.bookmarks.all() == kept
        assert "new" in state.marks.read_ids()
    assert len(aside(path)) == 1


@pytest.mark.parametrize("damage", [_with_a_broken_page, _truncate, _of_another_application])
def test_without_a_backup_the_rows_that_can_be_read_are_recovered(path: Path, damage: Callable[[Path], None]) -> None:
    kept = fill(path)
    without_backups(path)
    damage(path)
    with closing(opened(path)) as state:
        recovered = state.bookmarks.all()
        assert len(recovered) >= 10
        assert {each.uuid for each in recovered} <= {each.uuid for each in kept}
        assert f"without a backup: {len(recovered)} bookmarks" in " ".join(state.notices)


def test_what_came_after_the_backup_is_taken_from_the_damaged_file(path: Path) -> None:
    fill(path, 5)
    fill(path, 5, day=1)
    _of_another_application(path)
    with closing(opened(path, day=2)) as state:
        assert len(state.bookmarks.all()) == 10
        assert "10 bookmarks from it, 0 from the backup" in " ".join(state.notices)


def test_a_damaged_backup_is_passed_over(path: Path) -> None:
    kept = fill(path)
    opened(path, day=1).close()
    fill(path, 1, day=2)
    opened(path, day=3).close()
    for name in backups(path)[1:]:
        _truncate(path.parent / "backups" / name)
    _empty(path)
    with closing(opened(path, day=4)) as state:
        assert state.bookmarks.all() == kept


def test_two_damages_in_one_second_are_both_kept(path: Path) -> None:
    for text in ("first", "second"):
        fill(path, 1)
        path.write_text(text)
        opened(path).close()
    assert {each.read_text() for each in aside(path)} == {"first", "second"}


@pytest.mark.parametrize("damage", [_empty, Path.unlink])
def test_the_journal_of_a_lost_file_is_not_replayed_into_the_new_one(
    path: Path, damage: Callable[[Path], None]
) -> None:
    kept = fill(path)
    opened(path, day=1).close()
    damage(path)
    path.with_name("state.db-journal").write_bytes(b"old")
    with closing(opened(path, day=2)) as state:
        assert state.bookmarks.all() == kept
    assert not path.with_name("state.db-journal").exists()
    assert aside(path)[-1].name.endswith("-journal")


def test_an_empty_file_without_backups_is_reported_too(path: Path) -> None:
    """The program never leaves one behind: something else has emptied it."""
    _empty(path)
    with closing(opened(path)) as state:
        assert "could not be used: it is empty." in state.notices[0]
        assert "Recovered, without a backup: 0 bookmarks" in " ".join(state.notices)
        assert state.bookmarks.all() == ()
    assert len(aside(path)) == 1


def test_what_was_marked_in_the_first_session_outlives_an_emptied_file(path: Path) -> None:
    kept = fill(path)
    _empty(path)
    with closing(opened(path)) as state:
        assert "it is empty" in state.notices[0]
        assert state.bookmarks.all() == kept


def test_a_file_emptied_while_it_is_open_is_reported_with_what_to_do(path: Path) -> None:
    kept = fill(path)
    with closing(opened(path, day=1)) as state:
        _empty(path)
        with pytest.raises(StateError, match=r"it is damaged: quit and start newsreader again"):
            state.marks.mark_read("new", NOW)
    with closing(opened(path, day=2)) as state:
        assert "it is empty" in state.notices[0]
        assert state.bookmarks.all() == kept


@pytest.mark.parametrize("make", [os.mkfifo, Path.mkdir, lambda path: path.symlink_to("/dev/zero")])
def test_what_is_no_file_is_no_backup(path: Path, make: Callable[[Path], None]) -> None:
    kept = fill(path)
    make(path.parent / "backups" / "state-20990101-000000.db")
    assert len(backups_of(path)) == 1
    _empty(path)
    with closing(opened(path, day=1)) as state:
        assert state.bookmarks.all() == kept


@pytest.mark.parametrize("make", [os.mkfifo, Path.mkdir])
def test_what_is_no_file_is_left_where_it_is(path: Path, make: Callable[[Path], None]) -> None:
    make(path)
    with pytest.raises(StateError, match="is not a file"):
        opened(path)
    with pytest.raises(OSError, match="is not a file"):
        look_at_state(path)
    assert not path.is_file()


def test_a_file_that_is_gone_comes_back_from_its_backup(path: Path) -> None:
    kept = fill(path)
    opened(path, day=1).close()
    path.unlink()
    with closing(opened(path, day=2)) as state:
        assert state.bookmarks.all() == kept
        assert "it is missing" in state.notices[0]
    assert aside(path) == []


FLIPS = pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"Story 0-7", b"Story 0\x177"),
        (b"text 9 text 9", b"text 9 tgxt 9"),
        (b"12:00:05+00:00", b"12:00:05+00\xba00"),
        (b"m0-499", b"m0-4y9"),
    ],
)


@FLIPS
def test_a_flipped_bit_is_reported_and_fixed_from_the_backup(path: Path, old: bytes, new: bytes) -> None:
    kept = fill(path)
    opened(path, day=1).close()
    with closing(opened(path, day=1)) as state:
        state.bookmarks.remove(kept[0].uuid)
        state.marks.mark_unread("m0-7")
    overwrite(path, old, new)
    with closing(opened(path, day=2)) as state:
        assert state.bookmarks.all() == kept[1:], "what was removed since the backup does not come back"
        assert state.marks.read_ids() == {f"m0-{number}" for number in range(500) if number != 7}
        assert state.damaged() == 0
        text = " ".join(state.notices)
    assert "1 of its records is damaged" in text
    assert re.search(r"Restored from the backup .*: 1 (bookmark|read mark)\. Nothing is lost\.", text)
    (old_file,) = aside(path)
    assert new in old_file.read_bytes()
    with closing(opened(path, day=3)) as state:
        assert state.notices == ()


@FLIPS
def test_without_a_backup_a_flipped_bit_costs_its_row_alone(path: Path, old: bytes, new: bytes) -> None:
    fill(path)
    without_backups(path)
    overwrite(path, old, new)
    with closing(opened(path)) as state:
        assert len(state.bookmarks.all()) + len(state.marks.read_ids()) == 539
        assert "In no backup, so mark it again: 1" in " ".join(state.notices)
    assert new in aside(path)[0].read_bytes()


def test_no_backup_is_made_of_a_damaged_row(path: Path) -> None:
    fill(path)
    without_backups(path)
    overwrite(path, b"m0-499", b"m0-4y9")
    with closing(State.open(path, now=lambda: NOW, checks_rows=False)) as state:
        assert state.damaged() == 0
        assert len(state.notices) == 3
    (backup,) = backups(path)
    with closing(State.open(path.parent / "backups" / backup, now=lambda: NOW)) as copy:
        assert copy.notices == ()


def test_a_damaged_row_that_cant_be_recovered_now_is_reported_at_each_start(path: Path) -> None:
    kept = fill(path)
    opened(path, day=1).close()
    overwrite(path, b"m0-499", b"m0-4y9")
    (path.parent / "state.db.recovering").mkdir()
    for _ in range(2):
        with closing(opened(path, day=2)) as state:
            assert state.bookmarks.all() == kept
            assert len(state.marks.read_ids()) == 499
            (notice,) = state.notices
            assert "1 of its records is damaged and can't be shown. It could not be recovered" in notice
            assert state.damaged() == 1
    assert len(backups(path)) == 1
    assert aside(path) == []


def test_of_a_damaged_backup_as_well_all_rows_are_taken_that_can_be_read(path: Path) -> None:
    kept = fill(path)
    opened(path, day=1).close()
    fill(path, 3, day=2)
    opened(path, day=3).close()
    newest = path.parent / "backups" / backups(path)[-1]
    overwrite(newest, b"Story 2-1", b"Story 2\x171")
    with newest.open("r+b") as file:
        file.truncate(newest.stat().st_size - 4096)
    _empty(path)
    with closing(opened(path, day=4)) as state:
        assert set(kept) <= set(state.bookmarks.all())
        assert {"Story 2-0", "Story 2-2"} <= {each.story.title for each in state.bookmarks.all()}


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("PRAGMA user_version=0", "its version is missing"),
        ("PRAGMA user_version=-2147483646", "its version is missing"),
        ("PRAGMA user_version=1", "its tables are not those of its version"),
        ("PRAGMA user_version=2", "its tables are not those of its version"),
        ("UPDATE meta SET value = x'00' WHERE key = 'changes'", "its count of changes is missing"),
        ("UPDATE meta SET key = 'chanfes' WHERE key = 'changes'", "its count of changes is missing"),
        ("DROP INDEX bookmarks_by_story", "its tables are not those of its version"),
    ],
)
def test_a_fault_that_sqlite_does_not_see_is_found(path: Path, statement: str, fault: str) -> None:
    kept = fill(path)
    with closing(sqlite3.connect(path)) as other, other:
        other.execute(statement)
    with closing(opened(path)) as state:
        assert fault in state.notices[0]
        assert state.bookmarks.all() == kept
        assert len(state.marks.read_ids()) == 500
        state.marks.mark_read("new", NOW)
    with closing(opened(path, day=1)) as state:
        assert state.notices == ()
        assert len(backups(path)) >= 1


@pytest.mark.parametrize("jump", [timedelta(0), timedelta(days=-400)], ids=["in one second", "clock set back"])
def test_the_newest_backup_is_the_one_made_last_whatever_the_clock_says(path: Path, jump: timedelta) -> None:
    for number in range(8):
        moment = NOW + number * jump
        with closing(State.open(path, now=lambda: moment)) as state:
            state.marks.mark_read(str(number), NOW)
    _empty(path)
    with closing(opened(path)) as state:
        assert state.marks.read_ids() == {str(number) for number in range(8)}


def test_a_backup_that_cant_be_finished_leaves_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(path)
    without_backups(path)

    def fails(*_: object) -> Path:
        raise OSError("no room")

    monkeypatch.setattr("newsreader.state.backup._next_name", fails)
    with closing(opened(path)) as state:
        assert "No backup could be made" in state.notices[0]
    assert [file.name for file in (path.parent / "backups").iterdir()] == [".lock"]


def test_a_recovery_cut_off_after_the_file_was_put_aside_puts_it_aside_once(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = fill(path)
    opened(path, day=1).close()
    _of_another_application(path)

    def cut_off(*_: object) -> Path:
        raise KeyboardInterrupt

    with monkeypatch.context() as context:
        context.setattr(Path, "replace", cut_off)
        with pytest.raises(KeyboardInterrupt):
            opened(path, day=2)
    with closing(opened(path, day=3)) as state:
        assert state.bookmarks.all() == kept
    assert len(aside(path)) == 1


def test_what_another_reader_writes_during_a_recovery_is_refused_loudly(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other program has the damaged file open, and waits until its rows are copied."""
    fill(path)
    other = opened(path)
    overwrite(path, b"m0-499", b"m0-4y9")
    told: list[str] = []

    def write() -> None:
        try:
            other.marks.mark_read("late", NOW)
        except StateError as error:
            told.append(str(error))

    writer = Thread(target=write)

    def start(of: Path, why: str, stamp: str) -> Path | None:
        writer.start()
        return put_aside(of, why, stamp)

    monkeypatch.setattr(state_recovery, "put_aside", start)
    opened(path).close()
    writer.join()
    other.close()
    assert len(told) == 1
    assert "another program has replaced or removed the file" in told[0]


def test_any_flipped_byte_is_survived(path: Path) -> None:
    """Whatever byte is wrong: the state opens, and what it shows was once written."""
    kept = fill(path, 6)
    sound = path.read_bytes()
    marks = {f"m0-{number}" for number in range(500)}
    for place in range(0, len(sound), len(sound) // 50):
        path.write_bytes(sound[:place] + bytes([sound[place] ^ 0x55]) + sound[place + 1 :])
        with closing(opened(path)) as state:
            assert set(state.bookmarks.all()) <= set(kept), place
            assert state.marks.read_ids() <= marks, place
        for left in (*aside(path), *(path.parent / "backups").glob("state-*.db")):
            left.unlink()
