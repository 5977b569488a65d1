"""Tags, notes, views and filters in the state; edits that are undone; and the file of the version before."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from newsreader.errors import StateError
from newsreader.records import Content, StoryMarks, TagCount
from newsreader.state.backup import backups
from newsreader.state.bookmarks import Keepable
from newsreader.state.edits import Edit
from newsreader.state.schema import newest_version
from newsreader.state.state import State
from newsreader.story import Story, with_id
from newsreader.views import View

NOW: Final = datetime(2024, 6, 20, 12, tzinfo=UTC)
SECONDS: Final = int(NOW.timestamp())
VERSION_1: Final = Path(__file__).parent / "data" / "state-version-1.db"
VERSION_3: Final = VERSION_1.with_name("state-version-3.db")
"""A file that the program wrote when its schema had version 1: 11 bookmarks and 39 read marks."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "state.db"


@pytest.fixture
def state(path: Path) -> Iterator[State]:
    with closing(opened(path)) as state:
        yield state


def opened(path: Path) -> State:
    return State.open(path, now=lambda: NOW)


def test_tags_come_and_go(state: State, path: Path) -> None:
    state.marks.tag(["a", "b", "c"], "later")
    state.marks.tag(["b"], "Work")
    state.marks.untag(["c", "nobody"], "later")
    assert state.marks.tags() == [TagCount("later", 2), TagCount("Work", 1)]
    with closing(opened(path)) as again:
        assert again.marks.all_marks() == {"a": StoryMarks(tags=("later",)), "b": StoryMarks(tags=("Work", "later"))}


def test_notes_are_written_and_taken_off(state: State, path: Path) -> None:
    state.marks.write_note("a", "Почему?\nAsk again.")
    state.marks.write_note("b", "gone soon")
    state.marks.write_note("b", "")
    with closing(opened(path)) as again:
        assert again.marks.all_marks() == {"a": StoryMarks(note="Почему?\nAsk again.")}


def test_a_story_read_before_keeps_the_time_of_its_reading(state: State) -> None:
    state.marks.mark_read("a", NOW)
    edit = state.marks.mark_all_read(["a", "b"], NOW + timedelta(hours=1))
    assert state.marks.all_marks() == {"a": StoryMarks(SECONDS), "b": StoryMarks(SECONDS + 3600)}
    assert [change.key for change in edit.changes] == [("b",)]


def test_views_are_kept_in_the_order_in_which_they_were_made(path: Path) -> None:
    moments = iter(NOW + timedelta(seconds=second) for second in range(10))
    with closing(State.open(path, now=lambda: next(moments))) as state:
        for name, text in (("Sea", "ferry"), ("Art", "topic:art"), ("Sea", "ferry OR tram")):
            state.save_view(name, text)
        assert state.views() == [View("Sea", "ferry OR tram", is_own=True), View("Art", "topic:art", is_own=True)]
        state.remove_view("Sea")
        assert [view.name for view in state.views()] == ["Art"]


def test_filters_are_remembered_the_last_one_first(state: State) -> None:
    for text in ("ferry", "tram", "ferry", "is:unread"):
        state.remember_filter(text)
    assert state.filters() == ["is:unread", "ferry", "tram"]


def test_of_very_many_filters_the_oldest_are_forgotten(state: State, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newsreader.state.state.FILTERS_KEPT", 3)
    for number in range(6):
        state.remember_filter(f"word{number}")
    assert state.filters() == ["word5", "word4", "word3"]


def test_the_version_of_a_content_changes_with_it_and_with_nothing_else(state: State) -> None:
    def versions() -> tuple[int, int]:
        return state.file.version(Content.BOOKMARKS), state.file.version(Content.MARKS)

    bookmarks, marks = versions()
    edit = state.marks.tag(["a"], "later")
    assert edit.versions == (marks, state.file.version(Content.MARKS))
    assert versions() == (bookmarks, edit.versions[1]) != (bookmarks, marks)
    state.marks.tag(["a"], "later")
    state.save_view("A", "a")
    state.remember_filter("a")
    assert versions() == (bookmarks, edit.versions[1])
    story = with_id(Story("", "A story", "Text."))
    _, added = state.bookmarks.add_many([Keepable(story, "l", "p")])
    assert added.versions == (bookmarks, state.file.version(Content.BOOKMARKS))
    assert versions()[1] == edit.versions[1]


def test_a_later_change_of_somebody_else_is_not_undone(state: State, path: Path) -> None:
    edit = state.marks.mark_all_read(["a", "b", "c"], NOW)
    with closing(opened(path)) as other:
        other.marks.mark_unread("a")
        other.marks.mark_all_unread(["b"])
        other.marks.mark_all_read(["b"], NOW + timedelta(days=1))
    assert [change.key for change in state.file.apply(edit, back=True).changes] == [("c",)]
    assert state.marks.all_marks() == {"b": StoryMarks(SECONDS + 86_400)}


keys = st.sampled_from(["a", "b", "c", "ё"])
some_keys = st.lists(keys, max_size=4)
writes = st.one_of(
    st.builds(lambda ids, hour: ("read", ids, hour), some_keys, st.integers(0, 5)),
    st.builds(lambda ids: ("unread", ids), some_keys),
    st.builds(lambda ids, tag: ("tag", ids, tag), some_keys, st.sampled_from(["later", "work"])),
    st.builds(lambda ids, tag: ("untag", ids, tag), some_keys, st.sampled_from(["later", "work"])),
    st.builds(lambda story_id, note: ("note", story_id, note), keys, st.sampled_from(["", "Why?", "\ud800 half"])),
)


def test_a_note_is_written_over_the_one_that_was_read_only(state: State) -> None:
    state.marks.write_note("a", "first", "")
    state.marks.write_note("a", "second", "first")
    assert state.marks.all_marks()["a"].note == "second"
    state.marks.write_note("a", "third", "first")
    assert state.marks.all_marks()["a"].note == "second\n\nthird"
    assert state.marks.write_note("a", "", "first").changes == ()
    assert state.marks.all_marks()["a"].note == "second\n\nthird"
    state.marks.write_note("a", "", "second\n\nthird")
    assert "a" not in state.marks.all_marks()
    state.marks.write_note("a", "again", "what another reader took off")
    assert state.marks.all_marks()["a"].note == "again"


def apply_changes(state: State, write: tuple[object, ...]) -> Edit:
    match write:
        case ("read", list(ids), int(hour)):
            return state.marks.mark_all_read(ids, NOW + timedelta(hours=hour))
        case ("unread", list(ids)):
            return state.marks.mark_all_unread(ids)
        case ("tag", list(ids), str(tag)):
            return state.marks.tag(ids, tag)
        case ("untag", list(ids), str(tag)):
            return state.marks.untag(ids, tag)
        case ("note", str(story_id), str(note)):
            return state.marks.write_note(story_id, note)
    raise AssertionError(write)


@settings(max_examples=40, deadline=None)
@given(st.lists(writes, max_size=12))
def test_every_edit_can_be_undone_and_redone(
    tmp_path_factory: pytest.TempPathFactory, all_writes: list[tuple[object, ...]]
) -> None:
    with closing(opened(tmp_path_factory.mktemp("state") / "state.db")) as state:
        seen = [state.marks.all_marks()]
        edits = []
        for write in all_writes:
            edits.append(apply_changes(state, write))
            seen.append(state.marks.all_marks())
        for edit, before in zip(reversed(edits), reversed(seen[:-1]), strict=True):
            state.file.apply(edit, back=True)
            assert state.marks.all_marks() == before
        for edit, after in zip(edits, seen[1:], strict=True):
            state.file.apply(edit)
            assert state.marks.all_marks() == after


def test_marks_follow_a_story_to_its_new_id(state: State) -> None:
    state.marks.mark_read("old", NOW)
    state.marks.tag(["old"], "later")
    state.marks.write_note("old", "Why?")
    state.marks.write_note("new", "Mine")
    state.marks.move_marks([("old", "new"), ("nobody", "else")])
    assert state.marks.all_marks() == {"new": StoryMarks(SECONDS, ("later",), "Mine\n\nWhy?")}


def test_marks_stay_with_an_id_that_another_library_still_has(state: State) -> None:
    state.marks.mark_read("old", NOW)
    state.marks.tag(["old"], "later")
    state.marks.write_note("old", "Why?")
    state.marks.move_marks([("old", "new")], stay=True)
    marks = StoryMarks(SECONDS, ("later",), "Why?")
    assert state.marks.all_marks() == {"old": marks, "new": marks}


def refusing(path: Path, table: str) -> None:
    """Have the file at `path` refuse every note, or whatever else is in a table."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(
            f"CREATE TRIGGER refuse BEFORE INSERT ON {table} BEGIN SELECT RAISE(ABORT, 'no more of these'); END"
        )


def test_marks_that_cant_all_follow_stay_where_they_are(state: State, path: Path) -> None:
    state.marks.mark_read("old", NOW)
    state.marks.tag(["old"], "later")
    state.marks.write_note("old", "Why?")
    before = state.marks.all_marks()
    refusing(path, "notes")
    with pytest.raises(StateError, match="no more of these"):
        state.marks.move_marks([("old", "new")])
    assert state.marks.all_marks() == before


def test_an_import_of_marks_that_fails_halfway_adds_none(state: State, path: Path) -> None:
    refusing(path, "notes")
    with pytest.raises(StateError, match="no more of these"):
        state.marks.import_marks({"a": StoryMarks(tags=("later",), note="Why?")})
    assert state.marks.all_marks() == {}


def test_what_is_changed_together_fails_together(state: State) -> None:
    def breaks_off() -> None:
        with state.file.together():
            state.marks.tag(["a"], "within")
            raise RuntimeError("in the middle")

    state.marks.tag(["a"], "before")
    with pytest.raises(RuntimeError):
        breaks_off()
    assert state.marks.all_marks() == {"a": StoryMarks(tags=("before",))}
    with state.file.together():
        state.marks.tag(["a"], "within")
        state.save_view("Sea", "ferry")
    assert state.marks.all_marks() == {"a": StoryMarks(tags=("before", "within"))}
    assert [view.name for view in state.views()] == ["Sea"]


def test_a_flipped_bit_in_a_note_is_reported_and_put_aside(path: Path) -> None:
    with closing(opened(path)) as state:
        state.marks.write_note("a", "What I thought")
        state.marks.tag(["a"], "later")
    shutil.rmtree(path.parent / "backups")
    data = path.read_bytes()
    path.write_bytes(data.replace(b"What I thought", b"What I th\x01ught"))
    with closing(opened(path)) as state:
        assert state.marks.all_marks() == {"a": StoryMarks(tags=("later",))}
        text = " ".join(state.notices)
    assert "1 of its records is damaged" in text
    assert "In no backup, so mark it again: 1 note. Everything else is unchanged." in text
    (aside,) = path.parent.glob("state.db.damaged-*")
    assert str(aside) in text
    assert b"What I th\x01ught" in aside.read_bytes()


def test_tags_notes_views_and_filters_are_recovered(path: Path) -> None:
    with closing(opened(path)) as state:
        state.marks.tag(["a", "b"], "later")
        state.marks.write_note("a", "Why?")
        state.save_view("Sea", "ferry")
        state.remember_filter("ferry")
        marks = state.marks.all_marks()
    data = bytearray(path.read_bytes())
    data[68:72] = b"else"  # another program's mark
    path.write_bytes(data)
    with closing(opened(path)) as state:
        assert state.marks.all_marks() == marks
        assert state.views() == [View("Sea", "ferry", is_own=True)]
        assert state.filters() == ["ferry"]
        assert any("2 tags, 1 note, 1 view, 1 filter" in notice for notice in state.notices)


@pytest.fixture
def old_path(path: Path) -> Path:
    path.parent.mkdir()
    shutil.copyfile(VERSION_1, path)
    return path


def test_the_file_of_version_1_is_taken_over_whole(old_path: Path) -> None:
    with closing(sqlite3.connect(old_path)) as before:
        assert before.execute("PRAGMA user_version").fetchone() == (1,)
        rows = {name: before.execute(f"SELECT * FROM {name}").fetchall() for name in ("bookmarks", "read_marks")}
    with closing(opened(old_path)) as state:
        assert state.notices == ()
        assert state.damaged() == 0
        assert len(state.bookmarks.all()) == 11
        assert state.bookmarks.all()[0].story.title == "Ferry number 11 sails again"
        assert state.marks.read_ids() == {f"read-{number:02}" for number in range(1, 40)}
        assert state.marks.all_marks()["read-01"] == StoryMarks(int(datetime(2024, 6, 1, 1, tzinfo=UTC).timestamp()))
        assert state.file.version(Content.BOOKMARKS) != state.file.version(Content.MARKS)
        state.marks.tag(["read-01"], "later")
    with closing(sqlite3.connect(old_path)) as after:
        assert after.execute("PRAGMA user_version").fetchone() == (newest_version(),)
        for name, kept in rows.items():
            assert after.execute(f"SELECT * FROM {name}").fetchall() == kept
    backup = backups(old_path)[-1]
    with closing(sqlite3.connect(backup)) as copy:
        assert copy.execute("PRAGMA user_version").fetchone() == (1,)
        assert copy.execute("SELECT * FROM bookmarks").fetchall() == rows["bookmarks"]


def test_a_damaged_file_of_version_1_is_recovered(old_path: Path) -> None:
    data = bytearray(old_path.read_bytes())
    data[68:72] = b"else"
    old_path.write_bytes(data)
    with closing(opened(old_path)) as state:
        assert len(state.bookmarks.all()) == 11
        assert len(state.marks.read_ids()) == 39


def test_the_file_of_version_3_is_taken_over_whole(path: Path) -> None:
    path.parent.mkdir()
    shutil.copyfile(VERSION_3, path)
    tables = ("bookmarks", "read_marks", "tags", "notes", "views", "filters", "earlier_copies", "subjects")
    with closing(sqlite3.connect(path)) as before:
        assert before.execute("PRAGMA user_version").fetchone() == (3,)
        rows = {name: before.execute(f"SELECT * FROM {name}").fetchall() for name in tables}
    assert all(rows.values()), "there is something in each table"
    with closing(opened(path)) as state:
        assert (state.notices, state.damaged()) == ((), 0)
        read = int(datetime(2024, 6, 20, 12, tzinfo=UTC).timestamp())
        marks = {"ferry": StoryMarks(read, ("later",)), "tram": StoryMarks(read, (), "Why?")}
        assert state.marks.all_marks() == marks
        state.marks.hide(["ferry"])
        assert state.marks.all_marks()["ferry"] == replace(marks["ferry"], hidden_at=SECONDS)
    with closing(sqlite3.connect(path)) as after:
        assert after.execute("PRAGMA user_version").fetchone() == (newest_version(),)
        assert {name: after.execute(f"SELECT * FROM {name}").fetchall() for name in tables} == rows
    with closing(sqlite3.connect(backups(path)[-1])) as copy:
        assert copy.execute("PRAGMA user_version").fetchone() == (3,)
        assert {name: copy.execute(f"SELECT * FROM {name}").fetchall() for name in tables} == rows


def test_hidden_stories_are_recovered(path: Path) -> None:
    with closing(opened(path)) as state:
        state.marks.hide(["a", "b"])
        marks = state.marks.all_marks()
    data = bytearray(path.read_bytes())
    data[68:72] = b"else"  # another program's mark
    path.write_bytes(data)
    with closing(opened(path)) as state:
        assert state.marks.all_marks() == marks
        assert any("2 hidden stories" in notice for notice in state.notices)
