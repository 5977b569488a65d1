"""A command believes that the state is sound if it was checked and has not changed since, and in no other case."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsreader.errors import StateError
from newsreader.paths import Paths
from newsreader.reader import Reader
from newsreader.sqlite import journal_of
from newsreader.state import health as state_health
from newsreader.state import opening as state_opening
from newsreader.state.backup import backups
from newsreader.state.health import look_at_state, make_private, too_open
from newsreader.state.restoring import kept_files, restore
from newsreader.state.schema import check
from newsreader.state.soundness import forget_sound, look_before_check, note_of
from newsreader.state.state import State
from newsreader.story import Story, with_id

NOW: Final = datetime(2024, 6, 20, 12, tzinfo=UTC)
_MARKS: Final = {f"read-{number}" for number in range(400)}


def by_command(path: Path, moment: datetime = NOW) -> State:
    return State.open(path, now=lambda: moment, checks_rows=False)


def by_reader(path: Path, moment: datetime = NOW) -> State:
    return State.open(path, now=lambda: moment)


@contextmanager
def checks_counted() -> Iterator[list[str]]:
    """Gives a list that gets an entry each time the file is checked as a whole, by whomever."""
    counted: list[str] = []

    def counting(connection: sqlite3.Connection) -> None:
        counted.append("checked")
        check(connection)

    with pytest.MonkeyPatch.context() as patch:
        for module in (state_opening, state_health):
            patch.setattr(module, "check", counting)
        yield counted


def checks_of(open_it: Callable[[], State]) -> int:
    with checks_counted() as counted, closing(open_it()):
        return len(counted)


def noted(path: Path) -> Path:
    """Open the state as commands do until it is noted as sound, which it can't be in the moment of a write."""
    forget_sound(path)
    while not note_of(path).exists():
        by_command(path).close()
    return path


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("made") / "data" / "state.db"
    with closing(by_reader(path)) as state:
        state.bookmarks.add(with_id(Story("", "Kept")), library="l", path="p")
        state.marks.mark_all_read(_MARKS, NOW)
    return path


@pytest.fixture
def path(made: Path, tmp_path: Path) -> Path:
    shutil.copytree(made.parent, tmp_path / "data")
    return noted(tmp_path / "data" / "state.db")


def assert_as_before(path: Path) -> None:
    with closing(by_command(path)) as state:
        assert [each.story.title for each in state.bookmarks.all()] == ["Kept"]
        assert state.marks.read_ids() == _MARKS


def test_a_command_checks_no_file_that_has_not_changed_since_it_was_checked(path: Path) -> None:
    assert [checks_of(lambda: by_command(path)) for _ in range(3)] == [0, 0, 0]
    assert_as_before(path)


def test_the_reader_and_doctor_check_it_always_and_leave_it_noted(path: Path) -> None:
    assert checks_of(lambda: by_reader(path)) == 1
    with checks_counted() as counted:
        assert look_at_state(path).bookmarks == 1
    assert len(counted) == 1
    assert checks_of(lambda: by_command(path)) == 0


def test_a_reader_that_checks_its_state_does_not_believe_the_note_and_another_does(path: Path, tmp_path: Path) -> None:
    paths = Paths(tmp_path / "config", path.parent, tmp_path / "cache")
    library = tmp_path / "library"
    library.mkdir()
    for checks_state in (True, False):
        with checks_counted() as counted, closing(Reader(library, paths, checks_state=checks_state)) as reader:
            reader.open_state()
        assert bool(counted) is checks_state


def test_a_check_by_the_reader_serves_the_next_command(path: Path) -> None:
    forget_sound(path)
    while not note_of(path).exists():
        by_reader(path).close()
    assert checks_of(lambda: by_command(path)) == 0


def wait_until_changes_show(path: Path) -> None:
    """Wait until the moment of the last write is over, within which another would have the same time."""
    while look_before_check(path) is None:
        pass


def test_who_has_written_notes_at_the_end_that_the_file_is_sound(path: Path) -> None:
    with closing(by_command(path)) as state:
        state.marks.mark_read("new", NOW)
        forget_sound(path)
        wait_until_changes_show(path)
    assert note_of(path).exists()
    assert checks_of(lambda: by_command(path)) == 0


def test_a_writer_does_not_note_another_file_that_is_in_the_place_of_its_own(path: Path) -> None:
    with closing(by_command(path)) as state:
        state.marks.mark_read("new", NOW)
        other = path.with_name("other")
        shutil.copyfile(path, other)
        with other.open("r+b") as file:  # what was written says the same, and a page of it is damaged
            file.seek(-4096, os.SEEK_END)
            file.write(b"\xff" * 100)
        other.replace(path)
        wait_until_changes_show(path)
    assert checks_of(lambda: by_command(path)) > 0


# Changes of the file, each of which has the times put back that it can have


def _flip(path: Path, share: float, bit: int) -> None:
    with path.open("r+b") as file:
        place = int(share * path.stat().st_size)
        file.seek(place)
        (byte,) = file.read(1)
        file.seek(place)
        file.write(bytes([byte ^ 1 << bit]))


def _cut(path: Path, share: float, bit: int) -> None:
    with path.open("r+b") as file:
        file.truncate(int(share * path.stat().st_size))


def _append(path: Path, share: float, bit: int) -> None:
    with path.open("ab") as file:
        file.write(bytes([bit]) * max(1, int(share * 9000)))


def _replace_by_copy(path: Path, share: float, bit: int) -> None:
    other = path.with_name("other")
    shutil.copy2(path, other)
    if bit:
        _flip(other, share, bit)
    other.replace(path)


def _roll_back(path: Path, share: float, bit: int) -> None:
    """Write the bytes of a backup into the file, as a tool does that brings an older one back."""
    path.write_bytes(backups(path)[0].read_bytes())


def _write_the_same(path: Path, share: float, bit: int) -> None:
    path.write_bytes(path.read_bytes())


def _write_by_other_program(path: Path, share: float, bit: int) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("DELETE FROM read_marks WHERE story_id = 'read-7'")


def _break_index(path: Path, share: float, bit: int) -> None:
    """Have a sound file whose tables are not those of the program."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("DROP INDEX bookmarks_by_story")


def _leave_journal(path: Path, share: float, bit: int) -> None:
    journal_of(path.resolve()).write_bytes(b"" if bit else b"half a journal")


def _leave_write_ahead_log(path: Path, share: float, bit: int) -> None:
    path.resolve().with_name(path.resolve().name + "-wal").write_bytes(b"" if bit else b"half a log")


def _copy_home(path: Path, share: float, bit: int) -> None:
    """Have the whole folder copied with all its times, as when a home moves to another disk."""
    home = path.parent
    shutil.copytree(home, home.with_name("moved"))
    shutil.rmtree(home)
    home.with_name("moved").rename(home)


def _put_aside_and_back(path: Path, share: float, bit: int) -> None:
    aside = path.with_name("aside")
    path.rename(aside)
    shutil.copy2(aside, path)


def _redirect(path: Path, share: float, bit: int) -> None:
    """Have a link to a copy in the place of the file."""
    elsewhere = path.parent.with_name("elsewhere.db")
    shutil.copy2(path, elsewhere)
    path.unlink()
    path.symlink_to(elsewhere)


CHANGES: Final[Mapping[str, Callable[[Path, float, int], None]]] = {
    "flip": _flip,
    "cut": _cut,
    "append": _append,
    "replace": _replace_by_copy,
    "roll back": _roll_back,
    "write the same": _write_the_same,
    "other program": _write_by_other_program,
    "break index": _break_index,
    "journal": _leave_journal,
    "write-ahead log": _leave_write_ahead_log,
    "copy home": _copy_home,
    "put aside and back": _put_aside_and_back,
    "redirect": _redirect,
}


@settings(max_examples=150, deadline=None)
@given(
    change=st.sampled_from(list(CHANGES.values())),
    share=st.floats(0, 1, exclude_max=True),
    bit=st.integers(0, 7),
    is_link=st.booleans(),
    puts_times_back=st.booleans(),
)
def test_a_file_that_was_changed_in_any_way_is_checked(
    made: Path,
    change: Callable[[Path, float, int], None],
    share: float,
    bit: int,
    is_link: bool,
    puts_times_back: bool,
) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder, "data", "state.db")
        shutil.copytree(made.parent, path.parent)
        if is_link and change is not _redirect:
            real = Path(folder, "elsewhere", "kept.db")
            real.parent.mkdir()
            path.rename(real)
            path.symlink_to(real)
        noted(path)
        before = path.stat()
        change(path, share, bit)
        if puts_times_back and path.exists():
            os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
        assert checks_of(lambda: by_command(path)) > 0


@pytest.mark.parametrize("text", [b"CREATE TABLE bookmarks", b"CREATE TABLE hidden", b"bookmarks_by_story"])
@pytest.mark.parametrize("bit", [5, 7])
def test_a_damaged_definition_of_a_table_is_damage_like_any_other(path: Path, text: bytes, bit: int) -> None:
    noted(path)
    data = bytearray(path.read_bytes())
    place = data.index(text) + len(text) // 2
    data[place] ^= 1 << bit
    path.write_bytes(data)
    assert checks_of(lambda: by_command(path)) > 0


@pytest.mark.parametrize("later", [timedelta(days=1), timedelta(days=400), timedelta(seconds=-1), timedelta(days=-3)])
def test_a_note_counts_for_a_day_and_not_before_it_was_made(path: Path, later: timedelta) -> None:
    assert checks_of(lambda: by_command(path, NOW + timedelta(hours=23))) == 0
    assert checks_of(lambda: by_command(path, NOW + later)) == 1


# The note itself


@given(share=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7), is_torn=st.booleans())
@settings(max_examples=60, deadline=None)
def test_a_note_of_which_a_byte_is_wrong_or_missing_does_not_count(
    made: Path, share: float, bit: int, is_torn: bool
) -> None:
    path = noted(made)
    (_cut if is_torn else _flip)(note_of(path), share, bit)
    assert checks_of(lambda: by_command(path)) == 1
    assert checks_of(lambda: by_command(path)) == 0  # and it is written again


@pytest.mark.parametrize("data", [b"", b" ", b"9" * 4000, b"9" * 5000, b"\xff\xfe", b"1 2 3\n", "٣ ٤".encode()])
def test_a_file_of_anything_in_the_place_of_the_note_does_not_count(path: Path, data: bytes) -> None:
    note_of(path).write_bytes(data)
    assert checks_of(lambda: by_command(path)) == 1


def test_a_note_of_another_version_of_the_program_does_not_count(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newsreader.state.soundness.__version__", "0.0.1")
    assert checks_of(lambda: by_command(path)) == 1


@pytest.mark.parametrize(
    "make",
    [
        os.mkfifo,
        Path.mkdir,
        lambda note: note.symlink_to(note.parent.with_name("elsewhere")),
        lambda note: note.symlink_to(note.parent.with_name("nowhere")),
    ],
    ids=["pipe", "folder", "link", "link to nowhere"],
)
def test_something_else_in_the_place_of_the_note_does_not_count_and_stays(
    path: Path, make: Callable[[Path], object]
) -> None:
    note = note_of(path)
    elsewhere = path.parent.with_name("elsewhere")
    note.rename(elsewhere)
    content = elsewhere.read_bytes()
    make(note)
    before = note.lstat()
    assert [checks_of(lambda: by_command(path)) for _ in range(2)] == [1, 1]
    assert note.lstat()[:4] == before[:4]
    assert elsewhere.read_bytes() == content
    assert not elsewhere.with_name("nowhere").exists()
    assert_as_before(path)


def test_without_a_place_for_the_note_the_file_is_checked_each_time(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    forget_sound(path)

    def refused(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("newsreader.state.soundness._write", refused)
    assert [checks_of(lambda: by_command(path)) for _ in range(2)] == [1, 1]
    assert_as_before(path)


def test_nothing_is_noted_of_a_file_that_may_change_without_a_trace(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    day = 24 * 60 * 60 * 1_000_000_000
    monkeypatch.setattr("newsreader.state.soundness._TICK", day)
    monkeypatch.setattr("newsreader.state.soundness._COARSE_TICK", day)
    forget_sound(path)
    by_command(path).close()
    assert not note_of(path).exists()


def test_nothing_is_noted_where_another_writes_during_the_check(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    forget_sound(path)

    def checked_while_written(connection: sqlite3.Connection) -> None:
        check(connection)
        with closing(State.open(path, now=lambda: NOW)) as other:
            other.marks.mark_read("new", NOW)
            forget_sound(path)

    with pytest.MonkeyPatch.context() as patch:

        def once(connection: sqlite3.Connection) -> None:
            patch.undo()
            checked_while_written(connection)

        patch.setattr(state_opening, "check", once)
        with closing(by_command(path)):
            assert not note_of(path).exists()


def test_a_restored_backup_is_checked(path: Path) -> None:
    assert restore(path, backups(path)[0], NOW) is not None
    assert not note_of(path).exists()
    assert checks_of(lambda: by_command(path)) == 1


def test_a_recovered_state_is_checked_and_noted(path: Path) -> None:
    _flip(path, 0, 0)
    with closing(by_reader(path)) as state:
        assert "It was put aside" in " ".join(state.notices)
    noted(path)
    assert checks_of(lambda: by_command(path)) == 0
    assert_as_before(path)


def test_damage_that_left_no_trace_is_recovered_at_the_start_after_it_was_met(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(state_opening, "is_noted_sound", lambda *_: note_of(path).exists())
    data = bytearray(path.read_bytes())
    with closing(sqlite3.connect(path)) as connection:
        (page_size,) = connection.execute("PRAGMA page_size").fetchone()
        (root,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'read_marks'").fetchone()
    data[(root - 1) * page_size : (root - 1) * page_size + 100] = b"\xff" * 100
    path.write_bytes(data)
    with closing(by_command(path)) as state:
        assert state.notices == ()
        with pytest.raises(StateError, match="quit and start newsreader again"):
            state.marks.read_ids()
    with closing(by_command(path)) as state:
        assert "It was put aside" in " ".join(state.notices)
        assert state.marks.read_ids() == _MARKS


def test_the_note_is_no_backup_no_leftover_and_for_the_user_alone(path: Path) -> None:
    note = note_of(path)
    assert stat.S_IMODE(note.stat().st_mode) == 0o600
    assert note not in kept_files(path)
    by_reader(path).close()
    assert note.exists()
    note.chmod(0o644)
    assert too_open(path) == [note]
    make_private([note])
    assert too_open(path) == []
