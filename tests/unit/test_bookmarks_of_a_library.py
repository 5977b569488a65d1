"""A bookmark stays with its story, whatever happens to the files, the index and the machine."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from newsreader.errors import StateError
from newsreader.paths import Paths
from newsreader.reader import Reader
from newsreader.state.bookmarks import Bookmarks
from newsreader.state.state import State
from newsreader.state.transfer import Keepsakes, export_json, import_records

ONE = """\
title: Ferry sails again
summary: The ferry sails again from Monday.
outlet: {name: Harbour News}
published: 2026-03-02
original: https://example.org/ferry
"""
TWO = ONE.replace("Ferry", "Tram").replace("ferry", "tram")


@pytest.fixture
def library(tmp_path: Path) -> Path:
    folder = tmp_path / "library"
    folder.mkdir()
    (folder / "one.yaml").write_text(ONE)
    (folder / "two.yaml").write_text(TWO)
    return folder


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return Paths(tmp_path / "config", tmp_path / "data", tmp_path / "cache")


@pytest.fixture
def reader(library: Path, paths: Paths) -> Iterator[Reader]:
    reader = Reader(library, paths)
    reader.sync()
    yield reader
    reader.close()


def titles(reader: Reader, query: str) -> list[str]:
    numbers = reader.search.select(reader.query(query))
    assert numbers is not None
    return [row.title for row in reader.search.rows(numbers)]


def only(reader: Reader, query: str) -> int:
    """The number of the one story that matches."""
    numbers = reader.search.select(reader.query(query))
    assert numbers is not None
    assert len(numbers) == 1
    return numbers[0]


def bookmark_ferry(reader: Reader) -> None:
    number = only(reader, "ferry")
    assert reader.marking.set_bookmark(number, True)
    reader.marking.flush_marks()


@pytest.mark.parametrize(
    ("to", "text"),
    [
        ("renamed.yaml", ONE),
        ("deep/down/one.yaml", ONE),
        ("one.yaml", ONE.replace("from Monday", "from Tuesday on")),
        ("one.yaml", ONE.replace("Ferry sails", "The ferry is back: it sails")),
        ("moved/one.yaml", ONE.replace("example.org/ferry", "www.example.org/ferry/?utm_source=mail")),
    ],
    ids=["renamed", "moved", "edited", "retitled", "moved, with another spelling of the address"],
)
def test_it_is_kept_when_the_file_is(reader: Reader, library: Path, to: str, text: str) -> None:
    bookmark_ferry(reader)
    (library / "one.yaml").unlink()
    target = library / to
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text)
    reader.sync()
    assert reader.marks.bookmark_count() == 1
    assert len(titles(reader, "is:bookmarked")) == 1
    number = only(reader, "is:bookmarked")
    stored = reader.search.story(number)
    assert stored is not None
    assert stored.path == to


def test_it_is_readable_and_listed_when_the_file_is_gone(reader: Reader, library: Path) -> None:
    bookmark_ferry(reader)
    (library / "one.yaml").unlink()
    reader.sync()
    assert titles(reader, "") == ["Tram sails again"]
    assert titles(reader, "is:bookmarked") == ["Ferry sails again"]
    number = only(reader, "is:bookmarked")
    stored = reader.search.story(number)
    assert stored is not None
    assert (stored.path, stored.story.summary) == ("", "The ferry sails again from Monday.")
    (library / "back.yaml").write_text(ONE)
    reader.sync()
    assert titles(reader, "is:bookmarked") == ["Ferry sails again"]
    assert sorted(titles(reader, "")) == ["Ferry sails again", "Tram sails again"]


def test_it_is_there_after_the_cache_was_deleted(reader: Reader, library: Path, paths: Paths) -> None:
    bookmark_ferry(reader)
    shutil.rmtree(paths.cache)
    again = Reader(library, paths)
    again.sync()
    assert titles(again, "is:bookmarked") == ["Ferry sails again"]
    assert again.marks.bookmark_count() == 1
    again.close()


def test_what_one_machine_exports_another_imports_and_links(reader: Reader, library: Path, tmp_path: Path) -> None:
    bookmark_ferry(reader)
    text = export_json(Keepsakes(reader.open_state().bookmarks.all()))
    elsewhere = tmp_path / "elsewhere"
    (elsewhere / "news").mkdir(parents=True)
    shutil.copy(library / "one.yaml", elsewhere / "news" / "ferry.yaml")
    library.rename(tmp_path / "not of this machine")
    other = Reader(elsewhere, Paths(tmp_path / "c2", tmp_path / "d2", tmp_path / "k2"))
    other.sync()
    kept, problems = import_records(text)
    assert not problems
    assert other.import_bookmarks(kept.bookmarks).added == 1
    assert other.import_bookmarks(kept.bookmarks).added == 0
    number = only(other, "is:bookmarked")
    stored = other.search.story(number)
    assert stored is not None
    assert stored.path == "news/ferry.yaml"
    other.close()


def test_a_file_cannot_take_it_over_by_declaring_its_id(reader: Reader, library: Path) -> None:
    (library / "one.yaml").write_text("id: ferry\n" + ONE)
    reader.sync()
    bookmark_ferry(reader)
    (library / "one.yaml").unlink()
    (library / "thief.yaml").write_text("id: ferry\ntitle: Buy now\nsummary: Something else.\npublished: 2026-05-01\n")
    reader.sync()
    assert titles(reader, "is:bookmarked") == ["Ferry sails again"]


def test_taking_it_off_is_remembered(reader: Reader, library: Path, paths: Paths) -> None:
    bookmark_ferry(reader)
    number = only(reader, "is:bookmarked")
    assert reader.marking.set_bookmark(number, False)
    again = Reader(library, paths)
    again.sync()
    assert titles(again, "is:bookmarked") == []
    again.close()


def test_two_readers_on_one_library_see_each_others_bookmarks_at_the_next_comparison(
    reader: Reader, library: Path, paths: Paths
) -> None:
    other = Reader(library, paths)
    bookmark_ferry(other)
    reader.sync()
    assert titles(reader, "is:bookmarked") == ["Ferry sails again"]
    other.close()


@pytest.fixture
def noted(reader: Reader) -> Reader:
    """The reader, when the ferry is bookmarked, read and has a note."""
    bookmark_ferry(reader)
    number = only(reader, "ferry")
    reader.marking.mark_read([number], True)
    stored = reader.search.story(number)
    assert stored is not None
    reader.marking.write_note(stored.story.id, "Ask about bicycles")
    return reader


def marked(reader: Reader) -> tuple[list[str], list[str]]:
    return titles(reader, "is:read"), titles(reader, "note:bicycles")


def marked_ids(paths: Paths) -> set[str]:
    with closing(State.open(paths.state_file, now=lambda: datetime.now(UTC))) as state:
        return set(state.marks.all_marks())


def test_read_mark_and_note_follow_a_bookmarked_story_to_another_id(noted: Reader, library: Path, paths: Paths) -> None:
    (library / "one.yaml").write_text(ONE.replace("example.org/ferry", "example.org/ferry-sails"))
    noted.sync()
    assert marked(noted) == (["Ferry sails again"], ["Ferry sails again"])
    assert len(marked_ids(paths)) == 1


def test_they_stay_with_the_id_as_well_that_another_library_has(noted: Reader, library: Path, paths: Paths) -> None:
    elsewhere = library.with_name("elsewhere")
    elsewhere.mkdir()
    shutil.copy(library / "one.yaml", elsewhere)
    other = Reader(elsewhere, paths)
    other.sync()
    (library / "one.yaml").write_text(ONE.replace("example.org/ferry", "example.org/ferry-sails"))
    noted.sync()
    assert marked(noted) == (["Ferry sails again"], ["Ferry sails again"])
    other.sync()
    assert marked(other) == (["Ferry sails again"], ["Ferry sails again"])
    other.close()


def test_a_copy_that_another_library_keeps_of_a_bookmark_is_no_story_of_it(
    noted: Reader, library: Path, paths: Paths
) -> None:
    elsewhere = library.with_name("elsewhere")
    elsewhere.mkdir()
    with closing(Reader(elsewhere, paths)) as other:
        other.sync()
        assert titles(other, "is:bookmarked") == ["Ferry sails again"]
    (library / "one.yaml").write_text(ONE.replace("example.org/ferry", "example.org/ferry-sails"))
    noted.sync()
    assert len(marked_ids(paths)) == 1


PAIR = """\
- title: Mayor resigns
  summary: He goes after the tram affair.
- title: Mayors resigns
  summary: She goes, too.
"""
LEFT = "- " + PAIR.split("- ")[2]


@pytest.fixture
def paired(library: Path, paths: Paths) -> Iterator[Reader]:
    """A reader of two stories in one file, of which the first is bookmarked."""
    (library / "pair.yaml").write_text(PAIR)
    reader = Reader(library, paths)
    reader.sync()
    reader.marking.set_bookmark(only(reader, "tram affair"), True)
    yield reader
    reader.close()


def test_it_does_not_go_over_to_a_story_that_stood_beside_it(paired: Reader, library: Path, paths: Paths) -> None:
    (library / "pair.yaml").write_text(LEFT)
    paired.sync()
    assert titles(paired, "is:bookmarked") == ["Mayor resigns"]
    shutil.rmtree(paths.cache)
    with closing(Reader(library, paths)) as again:
        again.sync()
        assert titles(again, "is:bookmarked") == ["Mayor resigns"]


def test_a_story_that_came_when_its_own_left_may_be_it(paired: Reader, library: Path) -> None:
    (library / "pair.yaml").write_text(PAIR.replace("Mayor resigns", "Mayor resigned"))
    paired.sync()
    assert titles(paired, "is:bookmarked") == ["Mayor resigned"]


def test_a_neighbour_is_not_it_under_another_title_either(paired: Reader, library: Path) -> None:
    (library / "pair.yaml").write_text(LEFT.replace("Mayors resigns", "Mayor resigned"))
    paired.sync()
    assert titles(paired, "is:bookmarked") == ["Mayor resigns"]


def test_what_stood_beside_it_is_known_though_the_state_could_not_be_written(
    paired: Reader, library: Path, paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    paired.marking.flush_marks()
    with monkeypatch.context() as patched:
        patched.setattr(Bookmarks, "note_others", _refuse)
        (library / "pair.yaml").write_text(LEFT)
        with pytest.raises(StateError):
            paired.sync()
    with closing(Reader(library, paths)) as again:
        (library / "two.yaml").unlink()
        again.sync()
        assert titles(again, "is:bookmarked") == ["Mayor resigns"]
        (kept,) = again.open_state().bookmarks.all()
        assert [each.id for each in kept.others] == [row.id for row in again.search.rows([only(again, "She goes")])]


def _refuse(*_: object) -> None:
    raise StateError("no room")
