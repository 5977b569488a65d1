"""The index follows the files: what is new, changed, moved or gone, and who keeps an id that two files claim."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.unit.shelf import NOW, Shelf, numbers, only, titles

from newsreader.index.reading import discard_index
from newsreader.index.writing import IndexWriter
from newsreader.reader import Reader
from newsreader.sync import Progress, SyncResult
from newsreader.sync import files as library
from newsreader.sync.files import LibraryGoneError, prepare_files
from newsreader.sync.updating import Update

POST = {"id": "post", "name": "Harbour Post", "bias": {"rating": "left", "source": "AllSides", "as_of": "2023-07-31"}}


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path)


def messages(reader: Reader) -> list[str]:
    assert reader.search.problem_count() == len(reader.search.problems())
    return [f"{problem.path}: {problem.message}" for problem in reader.search.problems()]


@pytest.fixture
def files_read(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """The paths of all story files that were read."""
    read: list[bytes] = []
    real = library.read_story_file

    def read_story_file(root: Path, stamp: Any) -> Any:
        read.append(stamp.path)
        return real(root, stamp)

    monkeypatch.setattr("newsreader.sync.files.read_story_file", read_story_file)
    return read


def test_an_empty_library_has_nothing_to_do(shelf: Shelf) -> None:
    reader = shelf.reader(synced=False)
    assert reader.index.is_new
    assert reader.sync() == SyncResult(0, 0)
    assert not reader.index.is_new
    reader.close()


def test_new_changed_and_deleted_files_are_followed(shelf: Shelf, files_read: list[bytes]) -> None:
    first = shelf.put("a.yaml", {"title": "One"})
    shelf.put("b.yaml", {"title": "Two"})
    reader = shelf.reader()
    assert sorted(titles(reader)) == ["One", "Two"]
    files_read.clear()
    assert not reader.sync().anything
    assert files_read == []
    shelf.put("b.yaml", {"title": "Two, changed"})
    shelf.put("c.yaml", {"title": "Three"})
    first.unlink()
    assert reader.sync() == SyncResult(2, 1)
    assert files_read == [b"b.yaml", b"c.yaml"]
    assert sorted(titles(reader)) == ["Three", "Two, changed"]
    assert titles(reader, "One") == []
    assert titles(reader, "changed") == ["Two, changed"]
    reader.close()


def test_a_story_that_moves_between_files_is_never_missing(shelf: Shelf) -> None:
    moving = {"title": "Moves", "id": "moves"}
    shelf.put("a.yaml", {"title": "First"})
    shelf.put("z.yaml", {"title": "Last"}, moving)
    reader = shelf.reader()
    reader.marking.set_bookmark(only(reader, "moves").row_id, True)
    shelf.put("a.yaml", {"title": "First"}, moving)
    shelf.put("z.yaml", {"title": "Last"})
    reader.sync()
    assert only(reader, "moves").path == "a.yaml"
    assert titles(reader, "is:bookmarked") == ["Moves"]
    assert messages(reader) == []
    reader.close()


def test_two_files_that_swap_their_names_keep_their_stories(shelf: Shelf) -> None:
    shelf.put("a.yaml", {"title": "First", "id": "first"})
    shelf.put("b.yaml", {"title": "Second", "id": "second"})
    reader = shelf.reader()
    shelf.put("a.yaml", {"title": "Second", "id": "second"})
    shelf.put("b.yaml", {"title": "First", "id": "first"})
    reader.sync()
    assert (only(reader, "first").path, only(reader, "second").path) == ("b.yaml", "a.yaml")
    assert messages(reader) == []
    reader.close()


def test_of_many_stories_in_one_file_only_the_changed_one_is_written_again(shelf: Shelf) -> None:
    stories = [{"title": f"Story {index}", "id": f"s{index}", "published": "2024-06-20"} for index in range(20)]
    shelf.put("all.yaml", *stories)
    reader = shelf.reader()
    before = {row.id: row.story for row in reader.search.rows(numbers(reader))}
    stories[7]["summary"] = "Entirely different now."
    del stories[3]
    shelf.put("all.yaml", *stories)
    reader.sync()
    after = {row.id: row.story for row in reader.search.rows(numbers(reader))}
    assert before.keys() - after.keys() == {"s3"}
    assert {id_ for id_ in after if after[id_] != before[id_]} <= {"s7"}
    assert titles(reader, "entirely") == ["Story 7"]
    reader.close()


def test_an_event_that_is_declared_and_changed_is_followed_and_compared_by_its_folded_word(shelf: Shelf) -> None:
    shelf.put("a.yaml", {"title": "First", "id": "first"})
    shelf.put("b.yaml", {"title": "Second", "id": "second", "event": "mars landing"})
    reader = shelf.reader()
    assert (only(reader, "first").story.event, only(reader, "second").story.event) == ("", "mars landing")
    shelf.put("a.yaml", {"title": "First", "id": "first", "event": "Mars-Landing"})
    reader.sync()
    assert only(reader, "first").story.event == "Mars-Landing"
    reader.close()
    with closing(sqlite3.connect(shelf.paths.index_file(shelf.root))) as connection:
        assert set(connection.execute("SELECT id, event_word FROM stories")) == {
            ("first", "mars landing"),
            ("second", "mars landing"),
        }


def test_a_bookmark_keeps_the_event_of_its_story_and_follows_a_change(shelf: Shelf) -> None:
    shelf.put("a.yaml", {"title": "First", "id": "first", "event": "mars"})
    reader = shelf.reader()
    reader.marking.set_bookmark(only(reader).row_id, True)
    path = shelf.put("a.yaml", {"title": "First", "id": "first", "event": "moon"})
    reader.sync()
    path.unlink()
    reader.sync()
    kept = only(reader, "is:bookmarked")
    assert (kept.path, kept.story.event) == ("", "moon")
    reader.close()


def test_the_file_that_had_an_id_first_keeps_it_and_the_other_appears_when_it_goes(shelf: Shelf) -> None:
    first = shelf.put("m.yaml", {"title": "Incumbent", "id": "same"})
    reader = shelf.reader()
    shelf.put("a.yaml", {"title": "Claimant", "id": "same"})
    reader.sync()
    assert titles(reader) == ["Incumbent"]
    (message,) = messages(reader)
    assert message == 'a.yaml: The id "same" is already taken by m.yaml, line 2.'
    shelf.put("m.yaml", {"title": "Incumbent, edited", "id": "same"})
    reader.sync()
    assert titles(reader) == ["Incumbent, edited"]
    first.unlink()
    reader.sync()
    assert titles(reader) == ["Claimant"]
    assert messages(reader) == []
    reader.close()


def test_an_id_twice_in_one_file_goes_to_the_first(shelf: Shelf) -> None:
    shelf.put("a.yaml", {"title": "One", "id": "same"}, {"title": "Two", "id": "same"})
    reader = shelf.reader()
    assert titles(reader) == ["One"]
    assert "line" in messages(reader)[0]
    shelf.put("a.yaml", {"title": "Two", "id": "same"})
    reader.sync()
    assert titles(reader) == ["Two"]
    reader.close()


def test_two_summaries_of_one_original_are_one_story(shelf: Shelf) -> None:
    shelf.put("a.yaml", {"title": "One", "original": "https://example.org/x?utm_source=mail"})
    shelf.put("b.yaml", {"title": "Two", "original": "http://www.example.org/x/"})
    reader = shelf.reader()
    assert titles(reader) == ["One"]
    assert "already in the library" in messages(reader)[0]
    reader.close()


def test_a_registry_that_changes_is_taken_over_without_reading_a_story(shelf: Shelf, files_read: list[bytes]) -> None:
    shelf.put("a.yaml", {"title": "Story", "outlet": "post"}, {"title": "Other"})
    reader = shelf.reader()
    assert messages(reader) == ['a.yaml: The outlet "post" is not in the registry.']
    assert titles(reader, "outlet:harbour") == []
    assert titles(reader, "bias:not-rated outlet:post") == ["Story"]
    files_read.clear()
    registry = shelf.registry(POST)
    assert reader.sync().anything
    assert messages(reader) == []
    assert titles(reader, "outlet:harbour bias:left") == ["Story"]
    stored = only(reader, "outlet:harbour")
    assert stored.story.outlet is not None
    assert stored.story.outlet.name == "Harbour Post"
    shelf.registry({**POST, "name": "Quay Post", "bias": {"rating": "right"}})
    reader.sync()
    assert titles(reader, "outlet:harbour") == []
    assert titles(reader, "outlet:quay bias:right") == ["Story"]
    registry.unlink()
    assert reader.sync().anything
    assert titles(reader, "outlet:quay") == []
    assert titles(reader, "bias:not-rated outlet:post") == ["Story"]
    assert not reader.sync().anything
    assert files_read == []
    reader.close()


def test_problems_of_a_registry_go_with_it(shelf: Shelf) -> None:
    registry = shelf.write("outlets.yaml", "- name: No id\n")
    reader = shelf.reader()
    assert len(messages(reader)) == 1
    registry.unlink()
    reader.sync()
    assert messages(reader) == []
    reader.close()


def test_a_registry_that_cannot_be_read_takes_no_outlet_away(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf.registry(POST)
    shelf.put("a.yaml", {"title": "Story", "outlet": "post"})
    reader = shelf.reader()
    shelf.registry({**POST, "name": "Quay Post"})
    with monkeypatch.context() as patched:

        def refuse(path: object, *_arguments: object) -> int:
            raise PermissionError(13, "Permission denied", path)

        patched.setattr("newsreader.sync.files.os.open", refuse)
        reader.sync()
    assert titles(reader, "outlet:harbour") == ["Story"]
    assert messages(reader) == ["outlets.yaml: The file can't be read: Permission denied."]
    reader.sync()
    assert titles(reader, "outlet:quay") == ["Story"]
    assert messages(reader) == []
    reader.close()


def test_undated_stories_stand_behind_all_others_by_the_time_of_their_file(shelf: Shelf) -> None:
    shelf.put("1960.yaml", {"title": "In 1960"}, written=datetime(1960, 5, 1, tzinfo=UTC))
    shelf.put("2020.yaml", {"title": "In 2020"}, written=datetime(2020, 5, 1, tzinfo=UTC))
    shelf.put("dated.yaml", {"title": "2019", "published": "2019-05-01"}, {"title": "0001", "published": "0001-01-01"})
    reader = shelf.reader()
    for words in ("", "about ", "title:2 OR title:0 OR title:in "):
        assert titles(reader, f"{words}sort:newest") == ["2019", "0001", "In 2020", "In 1960"]
        assert titles(reader, f"{words}sort:oldest") == ["0001", "2019", "In 1960", "In 2020"]
        assert reader.search.first(reader.query(f"{words}sort:oldest"))
    assert titles(reader, "date:2020") == []
    assert titles(reader, "date:..2030") == ["2019", "0001"]
    for limit in range(5):
        found = reader.search.select(reader.query("sort:oldest"), limit=limit)
        assert found is not None
        assert len(found) == limit
    shelf.put("2019.yaml", {"title": "Newer", "published": "2019-05-02"})
    reader.sync()
    assert titles(reader)[0] == "Newer"
    reader.close()


def test_undated_bookmarks_whose_file_is_gone_stand_behind_those_with_a_date(shelf: Shelf) -> None:
    shelf.put("undated.yaml", {"title": "Undated"})
    shelf.put("dated.yaml", {"title": "Dated", "published": "2001-05-01"})
    reader = shelf.reader()
    for row_id in numbers(reader):
        reader.marking.set_bookmarks([row_id], wanted=True)
    for name in ("undated.yaml", "dated.yaml"):
        (shelf.root / name).unlink()
    reader.sync()
    assert titles(reader, "is:bookmarked sort:newest") == ["Dated", "Undated"]
    assert titles(reader, "is:bookmarked sort:oldest") == ["Dated", "Undated"]
    reader.close()


def test_a_file_that_is_no_story_any_more_takes_its_stories_along(shelf: Shelf) -> None:
    shelf.put("a.yaml", {"title": "Story"})
    reader = shelf.reader()
    shelf.write("a.yaml", "- just\n- words\n")
    reader.sync()
    assert titles(reader) == []
    assert len(messages(reader)) == 2
    shelf.put("a.yaml", {"title": "Mended"})
    reader.sync()
    assert titles(reader) == ["Mended"]
    assert messages(reader) == []
    reader.close()


@pytest.mark.parametrize("half", ["", "- title: The first half", "- title: [\n", "\0\0\0\0"])
def test_a_good_file_that_is_being_rewritten_keeps_its_stories_until_it_is_still(shelf: Shelf, half: str) -> None:
    shelf.put("a.yaml", {"title": "Story"})
    reader = shelf.reader()
    shelf.write("a.yaml", half, written=NOW - timedelta(seconds=1))
    reader.sync()
    assert titles(reader) == ["Story"]
    assert messages(reader) == []
    shelf.write("a.yaml", half, written=NOW - timedelta(seconds=3))
    reader.sync()
    assert titles(reader) == []
    assert len(messages(reader)) == 1
    reader.close()


def test_a_rewritten_file_is_read_when_it_is_whole_though_its_time_is_the_same(shelf: Shelf) -> None:
    shelf.put("a.yaml", {"title": "Story"})
    reader = shelf.reader()
    path = shelf.write("a.yaml", "x" * 40, written=NOW)
    found = path.stat()
    reader.sync()
    path.write_text("title: Rewritten\nsummary: ".ljust(40, "x"))
    os.utime(path, ns=(found.st_mtime_ns, found.st_mtime_ns))
    assert path.stat().st_size == found.st_size
    reader.sync()
    assert titles(reader) == ["Rewritten"]
    reader.close()


def test_a_new_file_that_is_faulty_is_a_problem_at_once(shelf: Shelf) -> None:
    shelf.write("a.yaml", "- title: [", written=NOW)
    reader = shelf.reader()
    assert len(messages(reader)) == 1
    reader.close()


def test_progress_is_reported_up_to_the_end(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newsreader.sync.batches._STORIES_AT_ONCE", 200)
    for index in range(450):
        shelf.put(f"{index:03}.yaml", {"title": f"Story {index}"})
    reader = shelf.reader(synced=False)
    told: list[Progress] = []
    reader.sync(told.append)
    assert [progress.done for progress in told] == [200, 400, 450]
    assert {progress.total for progress in told} == {450}
    reader.close()


def after(calls: int) -> Callable[[], bool]:
    """Says yes from the given call on."""
    left = calls

    def cancelled() -> bool:
        nonlocal left
        left -= 1
        return left < 0

    return cancelled


@pytest.mark.parametrize("calls", range(12))
def test_a_comparison_that_was_cut_short_is_completed_by_the_next(shelf: Shelf, calls: int) -> None:
    shelf.put("m.yaml", {"title": "Bookmarked", "id": "mark"})
    reader = shelf.reader()
    reader.marking.set_bookmark(only(reader).row_id, True)
    reader.marking.flush_marks()
    shelf.put("m.yaml", {"title": "Bookmarked", "id": "mark", "summary": "Edited.", "published": "2024-05-05"})
    shelf.put("n.yaml", {"title": "New"})
    reader.sync(cancelled=after(calls))
    reader.close()
    again = shelf.reader()
    assert sorted(titles(again)) == ["Bookmarked", "New"]
    assert titles(again, "is:bookmarked") == ["Bookmarked"]
    again.close()


def test_two_readers_follow_one_library(shelf: Shelf) -> None:
    shelf.put("a.yaml", {"title": "One"})
    first, second = shelf.reader(), shelf.reader()
    shelf.put("b.yaml", {"title": "Two"})
    assert first.sync().anything
    assert not second.sync().anything
    assert sorted(titles(second)) == ["One", "Two"]
    second.marking.set_read(only(second, "two").story.id, True)
    first.sync()
    assert titles(first, "is:read") == ["Two"]
    first.close()
    second.close()


def test_a_bookmark_another_reader_could_not_note_is_not_hidden_by_one_that_is(shelf: Shelf) -> None:
    shelf.put("a.yaml", {"title": "One"}, {"title": "Two"})
    first, second = shelf.reader(), shelf.reader()
    first.marking.set_bookmark(only(first, "one").row_id, True)
    second.marking.set_bookmark(only(second, "two").row_id, True)
    second.marking.flush_marks()
    first.close()
    second.close()
    third = shelf.reader()
    assert sorted(titles(third, "is:bookmarked")) == ["One", "Two"]
    third.close()


def test_a_file_that_changes_while_it_is_read_is_read_again(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf.put("a.yaml", {"title": "Before", "id": "a"})
    real, rewritten = library.read_story_file, False

    def read_story_file(root: Path, stamp: Any) -> Any:
        nonlocal rewritten
        content = real(root, stamp)
        if not rewritten:
            rewritten = True
            shelf.put("a.yaml", {"title": "After", "id": "a"})
        return content

    monkeypatch.setattr("newsreader.sync.files.read_story_file", read_story_file)
    reader = shelf.reader()
    assert titles(reader) == ["Before"]
    reader.sync()
    assert titles(reader) == ["After"]
    assert not reader.sync().anything
    reader.close()


def test_a_file_that_goes_between_listing_and_reading_is_gone_at_the_next_comparison(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    going = shelf.put("a.yaml", {"title": "Going"})
    shelf.put("b.yaml", {"title": "Staying"})
    real = library.read_story_file

    def read_story_file(root: Path, stamp: Any) -> Any:
        going.unlink(missing_ok=True)
        return real(root, stamp)

    monkeypatch.setattr("newsreader.sync.files.read_story_file", read_story_file)
    reader = shelf.reader()
    assert titles(reader) == ["Staying"]
    reader.sync()
    assert messages(reader) == []
    reader.close()


def test_two_readers_may_read_a_new_library_at_once(shelf: Shelf) -> None:
    for number in range(300):
        shelf.put(f"{number}.yaml", {"title": f"Story {number}"})
    readers = [shelf.reader(synced=False) for _ in range(2)]
    start = threading.Barrier(2)

    def read(reader: Reader) -> None:
        start.wait(20)
        reader.sync()

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(read, reader) for reader in readers]:
            done.result(60)
    for reader in readers:
        assert len(numbers(reader, "story")) == 300
        assert messages(reader) == []
        reader.close()


# A quick sync


def rewrite_in_place(path: Path, text: str) -> None:
    """Change a file as some editors do: its folder keeps its time."""
    folder = path.parent.stat()
    path.write_text(text)
    os.utime(path.parent, ns=(folder.st_atime_ns, folder.st_mtime_ns))


def still(*folders: Path) -> None:
    """Give folders a time so long ago that their time shows whether they change."""
    for folder in folders:
        os.utime(folder, ns=(10**18, 10**18))


def test_a_quick_sync_reads_a_new_library_whole(shelf: Shelf) -> None:
    shelf.put("a.yaml", {"title": "One"})
    reader = shelf.reader(synced=False)
    assert reader.quick_sync() == SyncResult(1, 0)
    assert titles(reader) == ["One"]
    reader.close()


def test_a_quick_sync_sees_all_of_a_small_library(shelf: Shelf, files_read: list[bytes]) -> None:
    first = shelf.put("x/a.yaml", {"title": "One", "id": "a"})
    shelf.put("y/b.yaml", {"title": "Two"})
    still(shelf.root, shelf.root / "x", shelf.root / "y")
    reader = shelf.reader()
    files_read.clear()
    assert not reader.quick_sync().anything
    rewrite_in_place(first, '{"title": "One, changed", "summary": "x", "id": "a"}')
    assert reader.quick_sync() == SyncResult(1, 0)
    assert files_read == [b"x/a.yaml"]
    assert sorted(titles(reader)) == ["One, changed", "Two"]
    reader.close()


def test_a_quick_sync_without_time_still_sees_what_came_and_went(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newsreader.reader.reader._QUICK_SECONDS", 0)
    for name in ("x/a", "x/b", "y/c", "z/deep/d"):
        shelf.put(f"{name}.yaml", {"title": name})
    still(shelf.root, *(shelf.root / folder for folder in ("x", "y", "z", "z/deep")))
    reader = shelf.reader()
    assert not reader.quick_sync().anything
    (shelf.root / "x/a.yaml").rename(shelf.root / "y/a.yaml")
    shelf.put("new/folder/e.yaml", {"title": "new"})
    (shelf.root / "z/deep/d.yaml").unlink()
    (shelf.root / "z/deep").rmdir()
    (shelf.root / "z").rmdir()
    shelf.registry(POST)
    assert reader.quick_sync().anything
    assert sorted(titles(reader)) == ["new", "x/a", "x/b", "y/c"]
    assert only(reader, '"x/a"').path == "y/a.yaml"
    assert not reader.sync().anything
    reader.close()


def test_a_folder_that_changed_a_moment_ago_is_looked_at_file_by_file(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("newsreader.reader.reader._QUICK_SECONDS", 0)
    shelf.put("x/a.yaml", {"title": "One"})
    reader = shelf.reader()
    times = (shelf.root / "x").stat()
    shelf.put("x/b.yaml", {"title": "Two"})
    os.utime(shelf.root / "x", ns=(times.st_atime_ns, times.st_mtime_ns))  # as if in the same moment
    reader.quick_sync()
    assert sorted(titles(reader)) == ["One", "Two"]
    reader.close()


def test_a_quick_sync_at_a_library_that_is_gone_says_so(shelf: Shelf) -> None:
    shelf.put("a.yaml", {"title": "One"})
    reader = shelf.reader()
    shelf.root.rename(shelf.root.with_name("away"))
    with pytest.raises(LibraryGoneError):
        reader.quick_sync()
    assert titles(reader) == ["One"]
    reader.close()


def test_readers_that_start_at_once_make_one_index(shelf: Shelf) -> None:
    shelf.put("a.yaml", {"title": "Story"})
    program = "from pathlib import Path; import sys; from newsreader.paths import Paths; from newsreader.reader import "
    program += "Reader; r = Reader(Path(sys.argv[1]), Paths(*map(Path, sys.argv[2:]))); r.sync(); "
    program += "print(len(r.search.select(r.query(''))))"
    folders = [str(shelf.root), *(str(getattr(shelf.paths, name)) for name in ("config", "data", "cache"))]
    path = os.pathsep.join(str(Path(each).absolute()) for each in sys.path if each)
    for _ in range(3):
        started = [
            subprocess.Popen(
                [sys.executable, "-c", program, *folders],
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                env={**os.environ, "PYTHONPATH": path},
            )
            for _ in range(4)
        ]
        assert [process.communicate(timeout=60)[0] for process in started] == ["1\n"] * 4
        discard_index(shelf.paths.index_file(shelf.root))


def test_a_bookmark_follows_its_story_where_another_reader_was_the_one_to_link_it(shelf: Shelf) -> None:
    shelf.put("a.yaml", {"title": "Marked", "id": "a", "published": "2024-05-01"})
    first = shelf.reader()
    row = only(first).row_id
    first.marking.set_bookmark(row, True)
    first.marking.flush_marks()
    shelf.put("a.yaml", {"title": "Marked", "id": "a", "published": "2024-05-07"})
    shelf.put("b.yaml", {"title": "Other", "id": "b", "published": "2024-05-01"})
    second = shelf.reader()
    assert only(second, "other").row_id != row
    first.sync()
    assert [row.id for row in first.search.rows(numbers(first)) if row.bookmarked] == ["a"]
    assert len(first.open_state().bookmarks.all()) == 1
    first.close()
    second.close()


def test_a_library_that_goes_while_it_is_followed_empties_nothing(shelf: Shelf) -> None:
    shelf.put("x/a.yaml", {"title": "One"})
    reader = shelf.reader()
    shutil.rmtree(shelf.root)
    update = Update(shelf.paths.index_file(shelf.root), shelf.root, lambda: NOW)
    with pytest.raises(LibraryGoneError):
        update.look_at([b"x", b"x/a.yaml"])
    assert titles(reader) == ["One"]
    reader.close()


def test_a_list_of_feeds_that_changes_is_no_story(shelf: Shelf) -> None:
    reader = shelf.reader()
    (shelf.root / "feeds.yaml").write_text("- url: https://harbour.example/feed\n  paused: true\n", encoding="utf-8")
    update = Update(shelf.paths.index_file(shelf.root), shelf.root, lambda: NOW)
    assert update.look_at([b"feeds.yaml", b"README.md"]) == SyncResult(0, 0)
    assert reader.search.problem_count() == 0
    reader.close()


def test_a_file_reported_with_its_folder_is_read_once(shelf: Shelf, files_read: list[bytes]) -> None:
    reader = shelf.reader()
    shelf.put("x/y/a.yaml", {"title": "One"})
    update = Update(shelf.paths.index_file(shelf.root), shelf.root, lambda: NOW)
    assert update.look_at([b"x", b"x/y", b"x/y/a.yaml"]) == SyncResult(1, 0)
    assert files_read == [b"x/y/a.yaml"]
    reader.close()


def test_a_registry_that_another_reader_took_meanwhile_holds_for_all_stories(shelf: Shelf) -> None:
    shelf.put("a.yaml", {"title": "One", "outlet": "post"})
    shelf.put("b.yaml", {"title": "Two", "outlet": "post"})
    reader, other = shelf.reader(synced=False), shelf.reader(synced=False)
    writer = IndexWriter(shelf.paths.index_file(shelf.root))
    stamps = {stamp.path: stamp for stamp in library.list_library(shelf.root).files}
    writer.apply(prepare_files(shelf.root, [stamps[b"a.yaml"]]))
    shelf.registry({**POST, "name": "Quay Gazette"})
    other.sync()
    shelf.put("b.yaml", {"title": "Two, changed", "outlet": "post"})
    writer.apply(prepare_files(shelf.root, [stamps[b"b.yaml"]]))
    writer.close()
    assert len(titles(reader, "gazette bias:left")) == 2
    reader.close()
    other.close()


def test_marks_that_are_noted_late_do_not_stay_over_newer_ones(shelf: Shelf) -> None:
    shelf.put("a.yaml", {"id": "a", "title": "A", "published": "2024-01-01"})
    first, second = shelf.reader(), shelf.reader()
    first.marking.set_read("a", True)
    second.marking.set_read("a", True)
    second.sync()
    second.marking.set_read("a", False)
    assert second.marking.flush_marks()
    assert first.marking.flush_marks(), "late, with what was true before"
    first.sync()
    assert titles(first, "is:unread") == ["A"]
    second.sync()
    assert titles(second, "is:unread") == ["A"]
    first.close()
    second.close()
