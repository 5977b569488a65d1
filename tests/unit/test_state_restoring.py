"""A backup of the state is brought back, and what was there stays beside it."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from newsreader.errors import NewsreaderError, StateError
from newsreader.records import Content
from newsreader.state.backup import backups
from newsreader.state.restoring import find_kept, kept_files, look_at_kept, restore
from newsreader.state.state import State
from newsreader.story import Story, with_id

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A state of three days, each with a backup: a bookmark on the first, a read mark on each."""
    path = tmp_path / "state.db"
    with closing(opened(path)) as state:
        state.bookmarks.add(with_id(Story("", "Ferry sails")), library="/l", path="a.yaml")
    for day in range(3):
        with closing(opened(path, day)) as state:
            state.marks.mark_read(str(day), NOW)
    return path


def opened(path: Path, day: int = 0) -> State:
    return State.open(path, now=lambda: NOW + timedelta(days=day))


def read_ids(path: Path) -> set[str]:
    with closing(opened(path, 9)) as state:
        assert state.notices == ()
        assert state.damaged() == 0
        return state.marks.read_ids()


def test_a_backup_comes_back_and_what_was_there_stays(path: Path) -> None:
    before = path.read_bytes()
    first = backups(path)[2]
    aside = restore(path, first, NOW)
    assert aside is not None
    assert aside.name.startswith("state.db.replaced-")
    assert aside.read_bytes() == before
    assert aside in kept_files(path)
    assert read_ids(path) == {"0"}
    assert restore(path, find_kept(path, aside.name), NOW) != aside
    assert read_ids(path) == {"0", "1", "2"}


def test_each_backup_is_listed_with_what_it_holds(path: Path) -> None:
    newest = look_at_kept(kept_files(path)[0])
    assert (newest.bookmarks, newest.marks, newest.fault) == (1, 3, "")
    assert newest.made_at == (NOW + timedelta(days=2)).astimezone().replace(tzinfo=None)
    backups(path)[1].write_bytes(b"garbage" * 1000)
    assert look_at_kept(backups(path)[1]).fault


def test_a_backup_is_found_by_the_beginning_of_its_name(path: Path) -> None:
    newest, second, _ = backups(path)
    assert find_kept(path, newest.stem) == newest
    assert find_kept(path, second.name[:14]) == second
    with pytest.raises(NewsreaderError, match="More than one backup"):
        find_kept(path, "state-2026")
    with pytest.raises(NewsreaderError, match="There is no backup"):
        find_kept(path, "../state")


@pytest.mark.parametrize("damage", [lambda path: path.write_bytes(b"garbage" * 500), Path.unlink])
def test_it_comes_back_where_the_state_is_damaged_or_missing(path: Path, damage: Callable[[Path], object]) -> None:
    damage(path)
    was_there = path.exists()
    aside = restore(path, backups(path)[1], NOW)
    assert (aside is not None) == was_there
    assert read_ids(path) == {"0", "1"}


def test_a_damaged_backup_is_refused(path: Path) -> None:
    before, damaged = path.read_bytes(), backups(path)[0]
    damaged.write_bytes(damaged.read_bytes().replace(b"Ferry", b"Fexry"))
    with pytest.raises(StateError, match="of its records are damaged"):
        restore(path, damaged, NOW)
    assert path.read_bytes() == before


@pytest.mark.parametrize("make", [os.mkfifo, Path.mkdir])
@pytest.mark.parametrize("name", ["state.db", "state.db-journal"])
def test_what_is_no_file_is_left(path: Path, name: str, make: Callable[[Path], None]) -> None:
    place = path.with_name(name)
    place.unlink(missing_ok=True)
    make(place)
    with pytest.raises(StateError, match=f"{name} is not a file"):
        restore(path, backups(path)[0], NOW)
    assert not place.is_file()


def test_another_reader_loses_no_acknowledged_mark(path: Path) -> None:
    with closing(opened(path, 3)) as other:
        other.marks.mark_read("acknowledged", NOW)
        aside = restore(path, backups(path)[2], NOW)
        with pytest.raises(StateError, match="another program has replaced or removed the file"):
            other.marks.mark_read("late", NOW)
    assert read_ids(path) == {"0"}
    assert aside is not None
    assert read_ids(aside) == {"0", "1", "2", "acknowledged"}


def test_an_index_copies_what_came_back(path: Path) -> None:
    def versions() -> list[int]:
        with closing(opened(path, 4)) as state:
            return [state.file.version(content) for content in Content]

    before = versions()
    restore(path, backups(path)[0], NOW)
    assert not set(versions()) & set(before)
    assert len(backups(path)) == 4  # of what came back, as it changed again


def test_an_older_backup_is_brought_up_to_date(path: Path) -> None:
    old = Path(__file__).with_name("data") / "state-version-1.db"
    backup = path.parent / "backups" / "state-20200101-120000.db"
    backup.write_bytes(old.read_bytes())
    restore(path, find_kept(path, "state-2020"), NOW)
    with closing(opened(path, 9)) as state:
        assert len(state.marks.read_ids()) == 39
