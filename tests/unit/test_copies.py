"""Copies that programs make of files: a story belongs to the file, whichever comes first."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import pytest
from tests.unit.shelf import Shelf, numbers, only, titles

from newsreader.copies import file_order, is_copied_by, looks_like_copy

_COPIES = [
    "note.sync-conflict-20240620-101112-ABCDEFG", "note.sync-conflict-20240620-101112",
    "note (Anna's conflicted copy 2024-06-20)", "note (conflicted copy 2024-06-20 101112)",
    "note (In Konflikt stehende Kopie von Anna 2024-06-20)", "note (Annas Konfliktkopie)",
    "note (Copie en conflit de Anna 2024-06-20)", "note (Copia en conflicto de Anna)",
    "note (Copia in conflitto di Anna)", "note (Cópia em conflito de Anna)", "note (конфликтующая копия)",
    "note (Anna の競合コピー)", "note (冲突副本)", "note (SFConflict anna 2024-06-20-10-11-12)", "note_conflict-20240620-101112",
    "note.Conflict", "note_conf(1)", "note-DESKTOP-AB12CD3", "note-LAPTOP-7Q2", "note-Annas-PC", "note (1)", "note (12)",
    "note copy", "note copy 2", "note - Copy", "note - Copy (2)", "note - Kopie", "note Kopie 2", "note - Copie (3)",
    "note copie", "note - copia", "noteのコピー", "note 的副本", "note~", "note~1~", "Copy of note", "Kopie von note",
    "Copia de note",
]  # fmt: skip
_SUFFIXES = [".yaml", ".yml", ".md", ".txt"]


def _text(suffix: str, words: str) -> str:
    if suffix == ".txt":
        return f"Zebra crossing painted\n\n{words}\n"
    return (
        f"---\ntitle: Zebra crossing painted\n---\n{words}\n"
        if suffix == ".md"
        else (f"title: Zebra crossing painted\nsummary: {words}\n")
    )


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path)


@pytest.mark.parametrize("suffix", _SUFFIXES)
@pytest.mark.parametrize("name", _COPIES)
def test_a_file_stands_before_its_copies(name: str, suffix: str) -> None:
    file, copy = f"note{suffix}".encode(), f"{name}{suffix}".encode()
    assert sorted([copy, file], key=file_order) == [file, copy]
    assert is_copied_by(file, copy)
    assert not is_copied_by(copy, file)


@pytest.mark.parametrize(
    "name",
    ["note", "conflict", "conflicts-in-town", "peace-conflict", "war (2024)", "week 2", "laptop-sales", "photocopy",
     "2024-06-20-copy-that", "story-of-a-copy", "the copy of the year", "win-win", "copy", "копия", "a~b"],
)  # fmt: skip
def test_other_names_are_no_copies(name: str) -> None:
    assert not looks_like_copy(f"{name}.yaml".encode())


@pytest.mark.parametrize("suffix", _SUFFIXES)
@pytest.mark.parametrize(
    "name", ["zebra.sync-conflict-20260202-101112-ABCDEFG", "zebra (1)", "zebra-ANNA-PC", "Copy of zebra"]
)
@pytest.mark.parametrize("first", ["file", "copy", "both"])
def test_the_story_is_that_of_the_file_in_whichever_order_they_come(
    shelf: Shelf, name: str, suffix: str, first: str
) -> None:
    def put_file() -> None:
        shelf.write(f"zebra{suffix}", _text(suffix, "Winning words."))

    def put_copy() -> None:
        shelf.write(f"{name}{suffix}", _text(suffix, "Losing words."))

    if first != "copy":
        put_file()
    if first != "file":
        put_copy()
    reader = shelf.reader()
    put_file()
    put_copy()
    reader.sync()
    assert only(reader).story.summary == "Winning words."
    (problem,) = reader.search.problems()
    assert problem.path == f"{name}{suffix}"
    shelf.write(f"zebra{suffix}", _text(suffix, "Edited words."))
    reader.sync()
    assert only(reader).story.summary == "Edited words."
    shelf.write(f"{name}{suffix}", _text(suffix, "Edited copy."))
    reader.sync()
    assert only(reader).story.summary == "Edited words."
    (shelf.root / f"zebra{suffix}").unlink()
    reader.sync()
    assert only(reader).story.summary == "Edited copy."
    assert reader.search.problems() == []
    reader.close()


def test_it_is_said_that_a_file_looks_like_a_copy(shelf: Shelf) -> None:
    shelf.put("note (1).yaml", {"title": "Note", "id": "a"})
    reader = shelf.reader()
    shelf.put("note.yaml", {"title": "Note", "id": "a"})
    reader.sync()
    told = (
        "note (1).yaml:2:1: This looks like a copy of a file: its story is already in the library, note.yaml, line 2."
    )
    assert [str(problem).startswith(told) for problem in reader.search.problems()] == [True]
    reader.close()


@pytest.mark.parametrize("order", list(permutations(["a (1).yaml", "a (2).yaml", "a.yaml"])))
def test_of_several_copies_the_file_wins(shelf: Shelf, order: tuple[str, ...]) -> None:
    reader = shelf.reader()
    for name in order:
        shelf.put(name, {"title": "Note", "summary": name})
        reader.sync()
    assert only(reader).story.summary == "a.yaml"
    assert {problem.path for problem in reader.search.problems()} == {"a (1).yaml", "a (2).yaml"}
    assert all("a.yaml" in problem.message for problem in reader.search.problems())
    reader.close()


def test_a_copy_of_a_list_gives_back_only_the_stories_that_the_file_has(shelf: Shelf) -> None:
    shelf.put("a (1).yaml", {"title": "One"}, {"title": "Two"})
    reader = shelf.reader()
    shelf.put("a.yaml", {"title": "Three"}, {"title": "One"})
    reader.sync()
    paths = {
        row.title: stored.path
        for row in reader.search.rows(numbers(reader))
        if (stored := reader.search.story(row.story))
    }
    assert paths == {"One": "a.yaml", "Two": "a (1).yaml", "Three": "a.yaml"}
    reader.close()


@pytest.mark.parametrize("day", [{}, {"published": "2024-06-20"}])
def test_a_bookmark_follows_the_file(shelf: Shelf, day: dict[str, str]) -> None:
    shelf.put("a (1).yaml", {"title": "Note", "summary": "The copy.", **day})
    reader = shelf.reader()
    reader.marking.set_bookmarks(numbers(reader), True)
    shelf.put("a.yaml", {"title": "Note", "summary": "The file.", **day})
    reader.sync()
    assert titles(reader, "is:bookmarked") == ["Note"]
    stored = only(reader, "is:bookmarked")
    assert (stored.path, stored.story.summary) == ("a.yaml", "The file.")
    (shelf.root / "a.yaml").unlink()
    reader.sync()
    assert only(reader, "is:bookmarked").path == "a (1).yaml"
    reader.close()


@pytest.mark.parametrize(
    ("story", "reason"),
    [
        ({"title": "Weekly roundup"}, "with the same title, outlet and date"),
        ({"title": "Weekly roundup", "original": "https://example.org/a"}, "from the same original"),
    ],
)
def test_the_reason_of_a_duplicate_is_reported(shelf: Shelf, story: dict[str, str], reason: str) -> None:
    shelf.put("a.yaml", story)
    shelf.put("b.yaml", story)
    reader = shelf.reader()
    (problem,) = reader.search.problems()
    assert problem.message == f"This story is already in the library, {reason}: a.yaml, line 2."
    reader.close()
