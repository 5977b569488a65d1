"""A check finds damage of an index that nobody met, and a sound index is left alone."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from tests.unit.shelf import Shelf, numbers, titles

from newsreader.index import health as index_health
from newsreader.index.health import find_all_damage, find_damage, is_check_due, note_checked
from newsreader.reader import Reader
from newsreader.sync import IndexDamagedError


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    shelf = Shelf(tmp_path)
    shelf.registry({"id": "post", "name": "Post"})
    for number in range(20):
        shelf.put(f"{number}.yaml", {"title": f"Story {number}", "outlet": "post", "id": f"i{number}"})
    return shelf


def index_of(shelf: Shelf) -> Path:
    return shelf.paths.index_file(shelf.root)


def edit(sql: str) -> Callable[[Path], None]:
    def damage(index: Path) -> None:
        with closing(sqlite3.connect(index)) as connection:
            connection.execute(sql)
            connection.commit()

    return damage


def garble(table: str) -> Callable[[Path], None]:
    def damage(index: Path) -> None:
        with closing(sqlite3.connect(index)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,)).fetchone()
            (size,) = connection.execute("PRAGMA page_size").fetchone()
        data = bytearray(index.read_bytes())
        data[(page - 1) * size : page * size] = b"\xee" * size
        index.write_bytes(data)

    return damage


def test_an_index_is_sound_after_all_that_is_done_to_it(shelf: Shelf) -> None:
    reader = shelf.reader()
    reader.marking.set_bookmark(numbers(reader)[0], True)
    reader.marking.tag(numbers(reader)[:5], "later", True)
    reader.marking.flush_marks()
    (shelf.root / "3.yaml").unlink()
    shelf.put("4.yaml", {"title": "Quite another", "id": "i4"})
    shelf.registry({"id": "post", "name": "The Morning Post"})
    reader.sync()
    assert find_damage(index_of(shelf)) == ""
    assert find_all_damage(index_of(shelf)) == ""
    reader.close()


@pytest.mark.parametrize(
    "damage",
    [
        garble("stories"),
        garble("stories_by_title_key"),
        garble("topics"),
        garble("story_text_idx"),
        edit("UPDATE story_text_data SET block = zeroblob(40) WHERE id > 10"),
        edit("DELETE FROM story_text_data WHERE id > 10"),
        edit("UPDATE story_text_data SET block = randomblob(60) WHERE id = 10"),
        edit("DELETE FROM story_text_data WHERE id = 1"),
    ],
)
def test_damage_is_found_reported_once_and_fixed(shelf: Shelf, damage: Callable[[Path], None]) -> None:
    shelf.reader().close()
    damage(index_of(shelf))
    assert find_damage(index_of(shelf))
    assert find_all_damage(index_of(shelf))
    reader = Reader(shelf.root, shelf.paths)
    with pytest.raises(IndexDamagedError):
        reader.index.check_integrity()
    with pytest.raises(IndexDamagedError):
        reader.sync()
    assert reader.reload().is_index_new
    assert len(titles(reader, "story")) == 20
    assert find_all_damage(index_of(shelf)) == ""
    reader.index.check_integrity()
    reader.close()


@pytest.mark.parametrize("make", [os.mkfifo, lambda path: path.symlink_to("/dev/zero")])
def test_what_is_no_file_is_replaced_by_an_index(shelf: Shelf, make: Callable[[Path], None]) -> None:
    shelf.reader().close()
    index = index_of(shelf)
    index.unlink()
    make(index)
    with closing(shelf.reader()) as reader:
        assert len(titles(reader, "story")) == 20


def test_an_index_is_checked_once_a_day(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    reader = shelf.reader()
    looked: list[Path] = []

    def look(path: Path, _cancelled: Callable[[], bool]) -> str:
        looked.append(path)
        return ""

    monkeypatch.setattr(index_health, "find_damage", look)
    reader.index.check_integrity()
    reader.index.check_integrity()
    assert looked == [index_of(shelf)]
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 90_000)
    reader.index.check_integrity()
    assert len(looked) == 2
    reader.close()


def test_a_check_that_is_interrupted_does_not_count(shelf: Shelf) -> None:
    reader = shelf.reader()
    reader.index.check_integrity(lambda: True)
    assert is_check_due(index_of(shelf))
    note_checked(index_of(shelf))
    assert not is_check_due(index_of(shelf))
    reader.close()


def test_one_reader_goes_on_while_another_makes_the_index_again(shelf: Shelf) -> None:
    first, second = shelf.reader(), shelf.reader()
    inode = index_of(shelf).stat().st_ino

    first.reload()
    assert index_of(shelf).stat().st_ino != inode
    assert len(titles(second, "story")) == 20
    shelf.put("new.yaml", {"title": "A new story"})
    assert second.sync().changed == 1
    assert len(titles(second, "story")) == 21
    first.sync()
    assert len(titles(first, "story")) == 21
    second.marking.set_bookmark(numbers(second, "new")[0], True)
    second.marking.flush_marks()
    first.sync()
    assert titles(first, "is:bookmarked") == ["A new story"]
    first.close()
    second.close()


def test_the_screen_may_read_at_any_moment_while_another_index_is_taken_over(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(shelf.reader()) as reader, closing(Reader(shelf.root, shelf.paths)) as other:
        found = numbers(reader)
        other.reload()
        open_index = reader.index._open

        def meanwhile() -> None:
            assert len(reader.search.rows(found)) == 20
            open_index()

        monkeypatch.setattr(reader.index, "_open", meanwhile)
        reader.sync()
        assert len(reader.search.rows(found)) == 20


def test_a_damaged_index_that_another_reader_has_fixed_is_left_alone(shelf: Shelf) -> None:
    first, second = shelf.reader(), shelf.reader()
    first.reload()
    inode = index_of(shelf).stat().st_ino
    second.index.note_damage()
    second.sync()
    assert index_of(shelf).stat().st_ino == inode
    assert len(titles(second, "story")) == 20
    first.close()
    second.close()


def test_damage_that_is_noted_while_the_index_is_replaced_is_not_that_of_the_new_one(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A search may meet damage, and find the old index in its place, just before the new one is there."""
    with closing(shelf.reader()) as reader, closing(Reader(shelf.root, shelf.paths)) as other:
        is_in_place = reader.index.is_in_place

        def replaced_just_then() -> bool:
            was_in_place = is_in_place()
            other.reload()
            return was_in_place

        with monkeypatch.context() as patched:
            patched.setattr(reader.index, "is_in_place", replaced_just_then)
            reader.index.note_damage()
        inode = index_of(shelf).stat().st_ino
        reader.sync()
        assert index_of(shelf).stat().st_ino == inode
        assert len(titles(reader, "story")) == 20


def test_the_old_index_is_read_until_the_new_one_is_whole(shelf: Shelf) -> None:
    reader = shelf.reader()
    seen: list[int] = []
    reader.reload(on_progress=lambda _: seen.append(len(reader.search.rows(numbers(reader, "story")))))
    assert set(seen) == {20}
    assert len(titles(reader, "story")) == 20
    reader.close()
