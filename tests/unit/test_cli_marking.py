"""The commands under `mark` and `tag`."""

from __future__ import annotations

import json
import sqlite3
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from newsreader.reader.marking import Marking

Run = Callable[..., subprocess.CompletedProcess[str]]
Home = dict[str, str]


@pytest.fixture
def place(tmp_path: Path, home: Home) -> Home:
    """A user with three stories, a, b and c, the last of which is the newest."""
    library = tmp_path / "library"
    library.mkdir()
    for name in "abc":
        text = f"id: story-{name}\ntitle: Title {name}\nsummary: s\npublished: 2024-01-0{ord(name) - 96}\n"
        (library / f"{name}.yaml").write_text(text, encoding="utf-8")
    return home | {"NEWSREADER_LIBRARY": str(library)}


def found(run: Run, place: Home, query: str) -> list[str]:
    return [story_id[-1] for story_id in run(place, "list", query, "--format", "ids").stdout.split()]


def test_stories_are_marked_read_and_unread(place: Home, run: Run, call: Run) -> None:
    done = run(place, "mark", "read", "title:a OR title:b")
    assert (done.stdout, done.stderr) == ("", "2 stories marked read.\n")
    assert found(call, place, "is:read") == ["b", "a"]
    assert found(call, place, "is:unread") == ["c"]
    assert call(place, "mark", "read", "title").stderr == "1 story marked read.\n"
    assert call(place, "mark", "read", "title").stderr == "3 stories found, marked read before.\n"
    assert call(place, "mark", "unread", "-title:b").stderr == "2 stories marked unread.\n"
    assert found(call, place, "is:read") == ["b"]
    assert found(call, place, "sort:unread") == ["c", "a", "b"]
    assert call(place, "mark", "read", "nothing").stderr == "No story matches.\n"


def test_a_query_that_is_wrong_or_missing_marks_nothing(place: Home, call: Run) -> None:
    assert "There is no field" in call(place, "mark", "read", "titel:a", code=2).stderr
    call(place, "mark", "read", code=2)
    call(place, "mark", code=2)
    assert found(call, place, "is:read") == []


def test_stories_are_tagged_and_found_by_their_tags(place: Home, run: Run, call: Run) -> None:
    done = run(place, "tag", "add", "To read", "title", "-title:c")
    assert (done.stdout, done.stderr) == ("", "2 stories tagged “To read”.\n")
    assert call(place, "tag", "add", "to READ", "title:c").stderr == "1 story tagged “To read”.\n"
    assert found(call, place, "tag:read is:unread") == ["c", "b", "a"]
    assert found(call, place, 'tag:"to read" title:b') == ["b"]
    assert call(place, "tag", "list").stdout.split() == ["To", "read", "3"]
    assert call(place, "tag", "remove", "To read", "title:c").stderr == "1 story no longer tagged “To read”.\n"
    assert found(call, place, "has:tag") == ["b", "a"]
    assert found(call, place, "-has:tag") == ["c"]


def test_the_tags_of_a_query_come_as_json_lines(place: Home, call: Run) -> None:
    call(place, "tag", "add", "later", "title")
    call(place, "mark", "read", "title:a")
    lines = call(place, "list", "tag:later is:unread", "--format", "jsonl").stdout.splitlines()
    assert [(json.loads(line)["id"], json.loads(line)["read"]) for line in lines] == [
        ("story-c", False),
        ("story-b", False),
    ]


def test_without_tags_it_is_said_how_to_make_one(place: Home, call: Run) -> None:
    done = call(place, "tag", "list")
    assert done.stdout == ""
    assert "newsreader tag add" in done.stderr


@pytest.mark.parametrize("tag", ["", " ", ',"', "\x1b[31m"])
def test_a_tag_of_nothing_is_refused(place: Home, call: Run, tag: str) -> None:
    assert "A tag needs" in call(place, "tag", "add", tag, "title", code=2).stderr


@pytest.mark.parametrize(
    ("tag", "fix"), [("a,b", "'a b'"), ("“later”", "later"), ("x" * 61, "x" * 60), ("to,,read", "'to read'")]
)
@pytest.mark.parametrize("what", ["add", "remove"])
def test_what_is_no_tag_is_refused_and_never_made_another_one(
    place: Home, call: Run, tag: str, fix: str, what: str
) -> None:
    done = call(place, "tag", what, tag, "title", code=2)
    assert "is no tag: a tag has no comma" in done.stderr
    assert f"or write {fix}." in done.stderr
    assert "There are no tags yet." in call(place, "tag", "list").stderr


def test_spaces_around_and_within_a_tag_do_not_count(place: Home, call: Run) -> None:
    assert call(place, "tag", "add", "  to   read ", "title:a").stderr == "1 story tagged “to read”.\n"


@pytest.mark.parametrize("words", [("mark", "read"), ("mark", "unread"), ("tag", "add", "x"), ("tag", "remove", "x")])
@pytest.mark.parametrize("query", ["!!!", " ", '""', "sort:oldest", "title:?"])
def test_a_query_that_looks_for_nothing_marks_nothing(place: Home, call: Run, words: list[str], query: str) -> None:
    call(place, "tag", "add", "x", "title:a")
    call(place, "mark", "read", "title:a")
    assert "nothing to look for" in call(place, *words, query, code=2).stderr
    assert found(call, place, "tag:x is:read") == ["a"]
    assert found(call, place, "-tag:x is:unread") == ["c", "b"]


def test_a_query_that_is_cut_off_marks_nothing(place: Home, call: Run) -> None:
    query = "is:unread " * 200 + "title:a"
    assert "Give less at a time." in call(place, "mark", "read", query, code=2).stderr
    assert found(call, place, "is:read") == []
    listed = call(place, "list", query, "--format", "ids")
    assert "it is cut off before “title:a”" in listed.stderr
    assert len(listed.stdout.split()) == 3


@pytest.mark.parametrize(
    "words", [("mark", "read", "title:a"), ("tag", "add", "x", "title:a"), ("bookmark", "add", "story-a")]
)
def test_what_is_marked_is_kept_where_the_index_can_not_note_it(
    place: Home, call: Run, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    def refuse(_: object) -> None:
        raise sqlite3.OperationalError("attempt to write a readonly database")

    call(place, "list")
    with monkeypatch.context() as patched:
        patched.setattr(Marking, "flush_marks", refuse)
        patched.setattr("newsreader.cli.session._bring_up_to_date", lambda *_: None)
        assert "This is kept. Only the index does not know of it yet" in call(place, *words).stderr
    assert found(call, place, "is:read OR tag:x OR is:bookmarked") == ["a"]


def test_tags_go_with_an_export(place: Home, call: Run, tmp_path: Path) -> None:
    call(place, "tag", "add", "later", "title:a")
    call(place, "tag", "add", "later", "title:b")
    call(place, "bookmark", "add", "story-a")
    file = tmp_path / "kept.json"
    assert "1 bookmark, tags and notes of 1 other story to" in call(place, "bookmark", "export", file).stderr
    call(place, "tag", "remove", "later", "title")
    assert found(call, place, "tag:later") == []
    assert "Tags and notes of 2 stories are here." in call(place, "bookmark", "import", file).stderr
    assert found(call, place, "tag:later") == ["b", "a"]


def test_outlets_are_listed_with_what_is_unread(place: Home, call: Run) -> None:
    Path(place["NEWSREADER_LIBRARY"], "d.yaml").write_text("title: D\nsummary: s\noutlet: Post\n", encoding="utf-8")
    Path(place["NEWSREADER_LIBRARY"], "e.yaml").write_text("title: E\nsummary: s\noutlet: Post\n", encoding="utf-8")
    call(place, "mark", "read", "title:d")
    assert call(place, "outlets").stdout.splitlines()[-1].split()[-2:] == ["2", "1"]
    (outlet,) = json.loads(call(place, "outlets", "--format", "json").stdout)
    assert (outlet["stories"], outlet["unread"]) == (2, 1)
