"""Folders that vanish, come back, are empty, or hold files of odd names: each costs no more than itself."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from tests.unit.shelf import NOW, Shelf, numbers, titles

from newsreader.paths import Paths
from newsreader.reader import Reader
from newsreader.sync.files import LibraryEmptiedError, LibraryGoneError, list_library
from newsreader.sync.results import IndexUnusableError
from newsreader.sync.updating import Update
from newsreader.text import clean_line

MANY = 30


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    shelf = Shelf(tmp_path)
    shelf.registry({"id": "post", "name": "Post"})
    for number in range(MANY):
        shelf.put(f"{number % 3}/{number}.yaml", {"title": f"Story {number}", "id": f"i{number}", "outlet": "post"})
    return shelf


def empty(shelf: Shelf) -> Path:
    """Leave an empty folder in place of the library, as a disk does that is no longer mounted."""
    elsewhere = shelf.root.rename(shelf.root.with_name("disk"))
    shelf.root.mkdir()
    return elsewhere


def bring_back(shelf: Shelf, elsewhere: Path) -> None:
    shelf.root.rmdir()
    elsewhere.rename(shelf.root)


@pytest.mark.parametrize("compare", [Reader.sync, Reader.quick_sync])
def test_a_mount_point_that_is_left_empty_empties_nothing(shelf: Shelf, compare: Callable[[Reader], object]) -> None:
    reader = shelf.reader()
    reader.marking.set_bookmark(numbers(reader)[0], True)
    elsewhere = empty(shelf)
    with pytest.raises(LibraryEmptiedError, match=f"had {MANY} files: its disk may not be mounted"):
        compare(reader)
    assert len(titles(reader)) == MANY
    bring_back(shelf, elsewhere)
    assert not reader.sync().anything
    assert len(titles(reader)) == MANY
    assert reader.search.outlets()[0].outlet.name == "Post"
    reader.close()


def test_an_emptied_library_is_empty_once_the_user_says_so(shelf: Shelf) -> None:
    reader = shelf.reader()
    reader.marking.set_bookmark(numbers(reader)[0], True)
    empty(shelf)
    with pytest.raises(LibraryEmptiedError):
        reader.sync()
    assert reader.sync(takes_empty=True).removed == MANY
    assert len(titles(reader)) == 0
    assert len(titles(reader, "is:bookmarked")) == 1
    reader.close()


def test_changes_that_are_reported_while_the_disk_goes_empty_nothing(shelf: Shelf) -> None:
    reader = shelf.reader()
    empty(shelf)
    update = Update(shelf.paths.index_file(shelf.root), shelf.root, lambda: NOW)
    with pytest.raises(LibraryEmptiedError):
        update.look_at([b"0", b"1", b"2", b"outlets.yaml"])
    assert len(titles(reader)) == MANY
    reader.close()


def test_a_library_of_few_files_or_with_one_left_is_taken_as_it_is(shelf: Shelf) -> None:
    reader = shelf.reader()
    empty(shelf)
    shelf.put("new.yaml", {"title": "Another"})
    assert reader.sync().removed == MANY
    assert titles(reader) == ["Another"]
    (shelf.root / "new.yaml").unlink()
    assert reader.sync().removed == 1
    reader.close()


def test_a_command_shows_what_is_known_of_an_empty_mount_point(
    shelf: Shelf, home: dict[str, str], call: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    call(home, "--library", shelf.root, "list", "--format", "ids")
    empty(shelf)
    done = call(home, "--library", shelf.root, "list", "--format", "ids")
    assert len(done.stdout.splitlines()) == MANY
    assert "its disk may not be mounted" in done.stderr
    assert "--rescan" in done.stderr
    assert call(home, "--library", shelf.root, "--rescan", "list", "--format", "ids").stdout == ""


@pytest.mark.parametrize(
    "name",
    [
        b"two\nlines.yaml",
        b"\x1b]0;title\x07.yaml",
        b"\x1b]0;title.yaml",
        b"caf\xe9.yaml",
        b"\xff\xfe\xfd.yaml",
        b"-rf.yaml",
        b"--library.yaml",
        b" spaces around .yaml",
        b"tab\there.yaml",
        b"x" * 250 + b".yaml",
        "\u202efdp.yaml".encode(),
        b"%s$(id)`id`;&|<>*?.yaml",
        b"a.yaml.yaml",
        "\U0001f469\u200d\U0001f680.yaml".encode(),
    ],
)
def test_a_file_of_any_name_is_read_shown_clean_marked_and_followed(tmp_path: Path, name: bytes) -> None:
    shelf = Shelf(tmp_path)
    shelf.put(name, {"title": "Story", "id": "one", "outlet": "nobody"})
    shelf.write(b"bad-" + name[-200:], "title: a: b\nsummary: \x1b[31m\n")
    reader = shelf.reader()
    assert "Story" in titles(reader)
    for problem in reader.search.problems():
        assert clean_line(problem.path) == problem.path
    number = next(each for each in numbers(reader) if reader.search.rows([each])[0].title == "Story")
    stored = reader.search.story(number)
    assert stored is not None
    assert os.fsencode(stored.path) == name
    reader.marking.set_bookmark(number, True)
    shelf.put(name, {"title": "Story, edited", "id": "one"})
    reader.sync()
    assert titles(reader, "is:bookmarked") == ["Story, edited"]
    (shelf.root / os.fsdecode(name)).unlink()
    reader.sync()
    assert titles(reader, "is:bookmarked") == ["Story, edited"]
    reader.close()


def test_paths_too_long_for_the_system_cost_only_themselves(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    part = "d" * 200
    monkeypatch.chdir(shelf.root)
    for _ in range(25):
        Path(part).mkdir()
        os.chdir(part)
        Path("s.yaml").write_text("title: Deep\nsummary: x\n", encoding="utf-8")
    os.chdir(shelf.root)
    listing = list_library(shelf.root)
    assert len(listing.files) < MANY + 25
    reader = shelf.reader()
    assert len(titles(reader, "story")) == MANY
    reader.close()


def test_a_file_that_cannot_be_looked_at_is_a_problem_and_costs_no_other(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    longest = os.pathconf(shelf.root, "PC_PATH_MAX")
    folder = os.fsencode(shelf.root)
    while len(folder) < longest - 220:
        folder = os.path.join(folder, b"d" * min(200, longest - 110 - len(folder)))
    os.makedirs(folder)
    Path(os.fsdecode(os.path.join(folder, b"good.yaml"))).write_text("title: Deep\nsummary: x\n", encoding="utf-8")
    monkeypatch.chdir(os.fsdecode(folder))
    Path("x" * 245 + ".yaml").write_text("title: Too deep\nsummary: x\n", encoding="utf-8")
    reader = shelf.reader()
    assert titles(reader, "deep") == ["Deep"]
    (problem,) = [each for each in reader.search.problems() if each.path.endswith("x.yaml")]
    assert "can't be read" in problem.message
    reader.close()


def test_a_file_rewritten_in_place_for_a_long_while_keeps_its_last_good_stories(shelf: Shelf) -> None:
    now = NOW
    reader = Reader(shelf.root, shelf.paths, now=lambda: now)
    reader.sync()
    for second in range(60):
        now = NOW + timedelta(seconds=second)
        shelf.write("0/0.yaml", 'title: "Half' + "x" * second, now)
        reader.sync()
        assert "Story 0" in titles(reader)
        assert reader.search.problems() == []
    now = NOW + timedelta(seconds=70)
    reader.sync()
    assert "Story 0" not in titles(reader)
    assert [problem.path for problem in reader.search.problems()] == ["0/0.yaml"]
    reader.close()


def test_two_libraries_at_once_do_not_mix(shelf: Shelf, tmp_path: Path) -> None:
    other = Shelf(tmp_path / "other")
    other.put("0/0.yaml", {"title": "Of the other", "id": "i0"})
    one = shelf.reader()
    two = Reader(other.root, shelf.paths, now=lambda: NOW)
    two.sync()
    two.marking.set_bookmark(numbers(two)[0], True)
    one.sync()
    assert titles(two) == ["Of the other"]
    assert len(titles(one)) == MANY
    assert "Story 0" in titles(one)
    one.close()
    two.close()


def test_a_cache_that_cannot_be_written_says_where_and_what_to_do(shelf: Shelf, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder", encoding="utf-8")
    with pytest.raises(IndexUnusableError, match="free some space and allow writing there") as caught:
        Reader(shelf.root, Paths(tmp_path / "config", tmp_path / "data", blocked))
    assert str(blocked) in str(caught.value)


def test_a_library_that_goes_while_its_index_is_made_again_loses_nothing(shelf: Shelf) -> None:
    reader = shelf.reader()
    shelf.root.rename(shelf.root.with_name("disk"))
    with pytest.raises(LibraryGoneError):
        reader.reload()
    assert len(titles(reader)) == MANY
    reader.close()
    again = Reader(shelf.root, shelf.paths)
    assert len(titles(again)) == MANY
    again.close()


def test_the_program_says_what_to_do_where_its_cache_cannot_be_written(
    shelf: Shelf, home: dict[str, str], call: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    Path(home["XDG_CACHE_HOME"]).parent.mkdir(parents=True, exist_ok=True)
    Path(home["XDG_CACHE_HOME"]).write_text("not a folder", encoding="utf-8")
    done = call(home, "--library", shelf.root, "list", code=1)
    assert "free some space and allow writing there" in done.stderr
