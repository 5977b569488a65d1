"""The commands that rename and delete tags."""

from __future__ import annotations

import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsreader.state.state import State

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


def tagged(call: Run, place: Home, tag: str) -> str:
    found = call(place, "list", f'tag:"{tag}"', "--format", "ids").stdout.split()
    return "".join(sorted(story_id[-1] for story_id in found))


def tags(call: Run, place: Home) -> list[str]:
    return call(place, "tag", "list").stdout.splitlines()


def test_a_tag_gets_another_name_on_all_its_stories(place: Home, run: Run, call: Run) -> None:
    call(place, "tag", "add", "later", "title:a OR title:b")
    done = run(place, "tag", "rename", "later", "to read")
    assert (done.stdout, done.stderr) == ("", "“later” is renamed to “to read” on 2 stories.\n")
    assert tags(call, place) == ["to read  2"]
    assert tagged(call, place, "to read") == "ab"


def test_a_name_that_is_there_joins_both_tags_and_that_is_said(place: Home, call: Run) -> None:
    call(place, "tag", "add", "later", "title:a OR title:b")
    call(place, "tag", "add", "Work", "title:b OR title:c")
    said = call(place, "tag", "rename", "LATER", "work").stderr
    assert (
        said == "“Work” was there: the two are one tag now. “later” is renamed on 2 stories; 3 stories have “Work”.\n"
    )
    assert tags(call, place) == ["Work  3"]
    assert tagged(call, place, "work") == "abc"


def test_the_capitals_of_a_tag_can_be_changed(place: Home, call: Run) -> None:
    call(place, "tag", "add", "later", "title:a")
    assert call(place, "tag", "rename", "later", "Later").stderr == "“later” is renamed to “Later” on 1 story.\n"
    assert call(place, "tag", "rename", "later", "Later").stderr == "The tag is called “Later” already.\n"
    assert tags(call, place) == ["Later  1"]


def test_a_deleted_tag_goes_from_every_story_of_every_library(place: Home, run: Run, call: Run, tmp_path: Path) -> None:
    call(place, "tag", "add", "later", "title:a OR title:b")
    call(place, "tag", "add", "work", "title:b")
    other = tmp_path / "other"
    other.mkdir()
    (other / "d.yaml").write_text("id: story-d\ntitle: Title d\nsummary: s\n", encoding="utf-8")
    call(place, "--library", other, "tag", "add", "later", "title:d")
    done = run(place, "tag", "delete", "Later")
    assert (done.stdout, done.stderr) == ("", "3 stories no longer tagged “later”.\n")
    assert tags(call, place) == ["work  1"]
    assert tagged(call, place, "later") == ""
    assert call(place, "--library", other, "list", "has:tag", "--format", "ids").stdout == ""


def test_tags_are_renamed_and_deleted_without_a_library(place: Home, call: Run) -> None:
    call(place, "tag", "add", "later", "title:a")
    lost = place | {"NEWSREADER_LIBRARY": "/no/such/folder"}
    call(lost, "tag", "rename", "later", "work")
    call(lost, "tag", "delete", "work")


@pytest.mark.parametrize("words", [("rename", "latr", "x"), ("delete", "latr"), ("delete", ""), ("delete", "\x1b[2J")])
def test_a_tag_that_is_not_there_changes_nothing(place: Home, call: Run, words: tuple[str, ...]) -> None:
    call(place, "tag", "add", "later", "title:a")
    said = call(place, "tag", *words, code=1).stderr
    assert "\x1b" not in said
    assert ("Did you mean “later”?" if words[1] == "latr" else "newsreader tag list") in said
    assert tags(call, place) == ["later  1"]


def test_a_rename_that_fails_halfway_changes_nothing(place: Home, call: Run) -> None:
    call(place, "tag", "add", "later", "title")
    with closing(sqlite3.connect(Path(place["XDG_DATA_HOME"], "newsreader", "state.db"))) as connection:
        connection.execute(
            "CREATE TRIGGER refuse BEFORE INSERT ON tags WHEN NEW.tag = 'work' AND NEW.story_id = 'story-c'"
            " BEGIN SELECT RAISE(ABORT, 'no more of these'); END"
        )
    assert "no more of these" in call(place, "tag", "rename", "later", "work", code=1).stderr
    assert tags(call, place) == ["later  3"]


names = st.sampled_from(["a", "A", "b", "Ä", "long tag"])


@given(marks=st.lists(st.tuples(st.sampled_from("xyz"), names)), old=names, new=names)
def test_renaming_keeps_each_story_tagged_and_touches_no_other_tag(
    marks: list[tuple[str, str]], old: str, new: str
) -> None:
    now = datetime(2024, 6, 20, 12, tzinfo=UTC)
    with TemporaryDirectory() as folder, closing(State.open(Path(folder, "state.db"), now=lambda: now)) as state:
        for story_id, tag in marks:
            state.marks.tag([story_id], tag)
        before = {(story_id, tag) for story_id, each in state.marks.all_marks().items() for tag in each.tags}
        state.marks.rename_tag(old, new) if old != new else state.marks.delete_tag(old)
        after = {(story_id, tag) for story_id, each in state.marks.all_marks().items() for tag in each.tags}
        if old == new:
            assert after == {pair for pair in before if pair[1] != old}
        else:
            assert after == {(story_id, new if tag == old else tag) for story_id, tag in before}
