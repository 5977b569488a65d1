"""Stories that came since the last visit."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Final

import pytest
from tests.unit.shelf import Shelf, numbers, titles

from newsreader.reader import Reader
from newsreader.session import LibraryPosition, Session, load_session, place_of, save_session

OLD: Final = ({"title": "Ferry", "id": "ferry", "published": "2024-06-20"}, {"title": "Tram", "id": "tram"})
OTTER: Final = {"title": "Otter", "id": "otter", "published": "2024-06-21"}


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    shelf = Shelf(tmp_path)
    for story in OLD:
        shelf.put(f"{story['id']}.yaml", story)
    return shelf


def came(reader: Reader) -> list[str]:
    """What came at any time after the library was first read."""
    reader.marks.new_since = 0
    return titles(reader, "is:new")


def test_what_is_there_when_a_library_is_first_read_is_not_new(shelf: Shelf) -> None:
    with closing(shelf.reader()) as reader:
        assert came(reader) == []
        assert reader.search.new_count() == 0
        assert titles(reader, "-is:new") == ["Ferry", "Tram"]


def test_what_comes_later_is_new_until_the_next_visit(shelf: Shelf) -> None:
    with closing(shelf.reader()) as reader:
        shelf.put("otter.yaml", OTTER)
        reader.sync()
        assert titles(reader, "is:new") == ["Otter"]
        assert titles(reader, "-is:new") == ["Ferry", "Tram"]
        assert reader.search.new_count() == 1
        assert [row.is_new for row in reader.search.rows(numbers(reader))] == [True, False, False]
    with closing(shelf.reader()) as reader:
        assert titles(reader, "is:new") == []
        assert came(reader) == ["Otter"]


def test_edited_moved_and_redated_stories_are_not_new(shelf: Shelf) -> None:
    with closing(shelf.reader()) as reader:
        shelf.put("ferry.yaml", {**OLD[0], "published": "2024-06-22", "summary": "Corrected."})
        (shelf.root / "tram.yaml").unlink()
        reader.sync()
        shelf.put("moved/tram.yaml", OLD[1])
        reader.sync()
        assert came(reader) == []


def test_a_new_story_stays_new_when_it_is_edited_or_its_file_moves(shelf: Shelf) -> None:
    with closing(shelf.reader()) as reader:
        shelf.put("otter.yaml", OTTER)
        reader.sync()
        shelf.put("otter.yaml", {**OTTER, "published": "2024-06-19", "summary": "Corrected."})
        reader.sync()
        assert titles(reader, "is:new") == ["Otter"]
        (shelf.root / "otter.yaml").unlink()
        reader.sync()
        assert titles(reader, "is:new") == []
        assert reader.search.new_count() == 0
        shelf.put("moved.yaml", OTTER)
        reader.sync()
        assert titles(reader, "is:new") == ["Otter"]


def test_hidden_new_stories_are_not_counted(shelf: Shelf) -> None:
    with closing(shelf.reader()) as reader:
        shelf.put("otter.yaml", OTTER)
        reader.sync()
        reader.marking.hide(numbers(reader, "is:new"), True)
        reader.marking.flush_marks()
        assert reader.search.new_count() == 0
        assert titles(reader, "is:new") == []
        assert titles(reader, "is:new is:hidden") == ["Otter"]


def test_an_index_that_is_made_again_has_nothing_new(shelf: Shelf) -> None:
    with closing(shelf.reader()) as reader:
        shelf.put("otter.yaml", OTTER)
        reader.sync()
        reader.reload()
        assert came(reader) == []


@pytest.mark.parametrize("visit", [0, 1_700_000_000_000])
def test_the_end_of_a_visit_is_remembered_by_library(tmp_path: Path, visit: int) -> None:
    file = tmp_path / "session.json"
    save_session(file, Session(places={str(tmp_path): LibraryPosition(visit=visit)}))
    assert place_of(load_session(file), tmp_path).visit == visit
    assert place_of(load_session(file), tmp_path / "other").visit == 0


@pytest.mark.parametrize("visit", ['"now"', "true", "-5", "1e9", "null", str(1 << 70)])
def test_a_visit_that_can_not_be_is_none(tmp_path: Path, visit: str) -> None:
    file = tmp_path / "session.json"
    file.write_text(f'{{"places": {{"{tmp_path}": {{"visit": {visit}}}}}}}', encoding="utf-8")
    assert place_of(load_session(file), tmp_path).visit == 0
