"""Stories that the user has put away: left out of lists and counts, found when asked for, and never lost."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.shelf import NOW, Shelf, numbers, titles

from newsreader.config.settings import MuteRule
from newsreader.reader import Reader
from newsreader.state.state import State

ALL: Final = ["Ferry", "Tram", "Otter", "Bridge", "Market", "Choir"]


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return filled(Shelf(tmp_path))


def filled(shelf: Shelf) -> Shelf:
    shelf.registry({"id": "post", "name": "Harbour Post"}, {"id": "hill", "name": "Hill Courier"})
    for number, title in enumerate(ALL):
        story = {"title": title, "id": title.lower(), "published": f"2024-06-{20 - number}"}
        shelf.put(f"{title}.yaml", {**story, "outlet": "hill" if number % 2 else "post", "topics": [title]})
    return shelf


@pytest.fixture
def reader(shelf: Shelf) -> Iterator[Reader]:
    with closing(shelf.reader()) as reader:
        yield reader


def hide(reader: Reader, *stories: str, wanted: bool = True) -> None:
    rows = [row_id for story in stories for row_id in numbers(reader, f"id:{story.lower()} is:hidden,read,unread")]
    reader.marking.hide(rows, wanted)


@pytest.mark.parametrize("is_flushed", [False, True])
def test_a_hidden_story_is_left_out_unless_the_filter_asks_for_it(reader: Reader, is_flushed: bool) -> None:
    hide(reader, "Tram", "Otter")
    assert not is_flushed or reader.marking.flush_marks()
    rest = ["Ferry", "Bridge", "Market", "Choir"]
    assert titles(reader) == titles(reader, "-is:hidden") == titles(reader, "is:unread") == rest
    assert titles(reader, "tram OR ferry") == ["Ferry"]
    assert titles(reader, "is:hidden") == ["Tram", "Otter"]
    assert titles(reader, "is:hidden OR ferry") == ["Ferry", "Tram", "Otter"]
    assert titles(reader, "tram is:hidden") == ["Tram"]
    for order in ("newest", "oldest", "outlet", "bias", "title", "relevance", "unread", "read"):
        assert sorted(titles(reader, f"sort:{order}")) == sorted(rest)
    first = reader.search.first(reader.query(""))
    assert first is not None
    assert list(first) == numbers(reader)


@pytest.mark.parametrize("is_flushed", [False, True])
def test_counts_leave_hidden_stories_out(reader: Reader, is_flushed: bool) -> None:
    reader.marking.mark_read(numbers(reader, "tram"), True)
    reader.marking.set_bookmarks(numbers(reader, "otter OR ferry"), True)
    hide(reader, "Tram", "Otter")
    assert not is_flushed or reader.marking.flush_marks()
    assert (reader.search.count(), reader.search.unread_count()) == (4, 4)
    assert reader.marks.count_bookmarks() == reader.marks.bookmark_count() == 1
    reader.marking.flush_marks()
    assert {count.outlet.id: (count.stories, count.unread) for count in reader.search.outlets()} == {
        "hill": (2, 2),
        "post": (2, 2),
    }
    hide(reader, "Tram", "Otter", wanted=False)
    assert (reader.search.count(), reader.search.unread_count(), reader.marks.count_bookmarks()) == (6, 5, 2)


def test_hidden_stories_stay_so_at_the_next_start_and_in_a_new_index(shelf: Shelf, reader: Reader) -> None:
    hide(reader, "Ferry")
    reader.marking.flush_marks()
    with closing(shelf.reader(synced=False)) as again:
        assert titles(again) == ALL[1:]
    reader.clear_index()
    reader.sync()
    assert titles(reader) == ALL[1:]
    assert titles(reader, "is:hidden") == ["Ferry"]


def test_a_hidden_story_stays_hidden_when_its_file_is_moved_or_edited(shelf: Shelf, reader: Reader) -> None:
    hide(reader, "Ferry", "Tram")
    (shelf.root / "Ferry.yaml").unlink()
    shelf.put("moved/f.yaml", {"title": "Ferry", "id": "ferry", "published": "2024-06-20", "summary": "Other."})
    shelf.put("Tram.yaml", {"title": "Tram", "id": "tram", "published": "2024-06-19", "summary": "Corrected."})
    reader.sync()
    assert titles(reader) == ALL[2:]
    assert titles(reader, "is:hidden") == ["Ferry", "Tram"]


def test_another_story_with_the_id_of_a_hidden_one_is_shown(shelf: Shelf, reader: Reader) -> None:
    hide(reader, "Ferry")
    shelf.put("Ferry.yaml", {"title": "Election of the harbour council", "id": "ferry", "published": "2024-05-01"})
    reader.sync()
    assert "Election of the harbour council" in titles(reader)


def test_nothing_of_a_hidden_story_is_removed(reader: Reader) -> None:
    rows = numbers(reader, "ferry")
    reader.marking.set_bookmarks(rows, True)
    reader.marking.tag(rows, "later", True)
    reader.marking.write_note("ferry", "Ask.")
    hide(reader, "Ferry")
    reader.marking.flush_marks()
    stored = reader.search.find("ferry")
    assert (stored.marks.tags, stored.marks.note, stored.marks.is_hidden) == (("later",), "Ask.", True)
    assert titles(reader, "is:bookmarked is:hidden") == ["Ferry"]
    assert len(reader.open_state().bookmarks.all()) == 1


def test_what_is_hidden_leaves_a_held_list_at_once(reader: Reader) -> None:
    reader.marks.hold()
    reader.marking.mark_read(numbers(reader, "ferry OR tram"), True)
    assert titles(reader, "is:unread") == ALL, "other marks wait for the next filter"
    hide(reader, "Ferry", "Otter")
    assert titles(reader, "is:unread") == ["Tram", *ALL[3:]]
    assert reader.marking.flush_marks()
    assert titles(reader, "is:unread") == ["Tram", *ALL[3:]]
    hide(reader, "Ferry", wanted=False)
    assert titles(reader, "is:unread") == ["Ferry", "Tram", *ALL[3:]]


def test_undo_names_the_story_and_where_it_is_again(reader: Reader) -> None:
    rows = numbers(reader, "ferry")
    done = reader.marking.toggle_hidden(rows)
    assert done.hiding is not None
    assert (done.what, done.title, tuple(done.hiding.rows), done.hiding.is_on) == ("hidden", "Ferry", tuple(rows), True)
    undone = reader.history.undo()
    assert undone is not None
    assert undone.hiding is not None
    assert (undone.step, undone.title, list(undone.hiding.rows), undone.hiding.is_on) == (
        "hidden",
        "Ferry",
        rows,
        False,
    )
    assert titles(reader) == ALL
    redone = reader.history.redo()
    assert redone is not None
    assert redone.hiding is not None
    assert redone.hiding.is_on
    assert titles(reader) == ALL[1:]


def test_several_are_hidden_unless_all_of_them_are(reader: Reader) -> None:
    hide(reader, "Ferry")
    rows = numbers(reader, "(ferry OR tram) is:hidden,unread")
    assert reader.marking.toggle_hidden(rows).stories == 1
    assert titles(reader) == ALL[2:]
    assert reader.marking.toggle_hidden(rows).what == "shown again"
    assert titles(reader) == ALL


def test_another_reader_sees_what_was_hidden(shelf: Shelf, reader: Reader) -> None:
    with closing(shelf.reader()) as other:
        hide(other, "Ferry")
        assert titles(reader) == ALL
    assert reader.sync().marked == 1
    assert titles(reader) == ALL[1:]


STEPS: Final = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(("hide", "unhide", "toggle")), st.sets(st.sampled_from(ALL), min_size=1)),
        st.tuples(st.sampled_from(("undo", "redo", "flush", "sync")), st.just(frozenset[str]())),
    ),
    max_size=12,
)


@settings(max_examples=40, deadline=None)
@given(STEPS)
def test_any_order_of_hiding_undoing_and_redoing_leaves_what_a_plain_set_does(
    steps: list[tuple[str, frozenset[str]]],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        shelf = filled(Shelf(Path(folder)))
        with closing(shelf.reader()) as reader:
            row_of = dict(zip(ALL, numbers(reader), strict=True))
            hidden, made, undone = frozenset[str](), list[frozenset[str]](), list[frozenset[str]]()
            for what, stories in steps:
                rows = [row_of[story] for story in sorted(stories)]
                before = hidden
                if what == "undo":
                    reader.history.undo()
                    if made:
                        undone.append(hidden)
                        hidden = made.pop()
                elif what == "redo":
                    reader.history.redo()
                    if undone:
                        made.append(hidden)
                        hidden = undone.pop()
                elif what == "flush":
                    reader.marking.flush_marks()
                elif what == "sync":
                    reader.sync()
                else:
                    wanted = what == "hide" or (what == "toggle" and not stories <= hidden)
                    hidden = hidden | stories if wanted else hidden - stories
                    if what == "toggle":
                        reader.marking.toggle_hidden(rows)
                    else:
                        reader.marking.hide(rows, wanted)
                    if hidden != before:
                        made.append(before)
                        undone.clear()
                assert titles(reader) == [story for story in ALL if story not in hidden]
                assert titles(reader, "is:hidden") == [story for story in ALL if story in hidden]
                assert reader.search.count() == len(ALL) - len(hidden)
        with closing(shelf.reader()) as again:
            assert titles(again) == [story for story in ALL if story not in hidden]


def test_a_story_that_is_hidden_and_muted_is_found_by_what_the_user_did(shelf: Shelf) -> None:
    rules = (MuteRule("topic:ferry OR topic:tram"),)
    with closing(Reader(shelf.root, shelf.paths, mute=rules, now=lambda: NOW)) as reader:
        reader.sync()
        for is_flushed in (False, True):
            hide(reader, "Otter")
            reader.marking.hide(numbers(reader, "ferry is:muted,hidden"), True)
            assert not is_flushed or reader.marking.flush_marks()
            assert titles(reader) == ALL[3:]
            assert titles(reader, "is:hidden") == ["Ferry", "Otter"]
            assert titles(reader, "is:muted") == ["Tram"], "what was put away by hand stays away"
            assert titles(reader, "is:muted is:hidden") == ["Ferry"]
            assert titles(reader, "is:muted,hidden") == ALL[:3]
            assert titles(reader, "-is:muted -is:hidden") == ALL[3:]
            assert (reader.search.count(), reader.search.unread_count()) == (3, 3)


def test_the_state_keeps_when_a_story_was_hidden_first(tmp_path: Path) -> None:
    with closing(State.open(tmp_path / "state.db", now=lambda: NOW)) as state:
        assert len(state.marks.hide(["a", "b"]).changes) == 2
        assert state.marks.hide(["a"]).changes == ()
        assert state.marks.all_marks()["a"].hidden_at == int(NOW.timestamp())
        state.marks.move_marks([("a", "c")])
        assert set(state.marks.all_marks()) == {"b", "c"}
        state.marks.unhide(["b", "c"])
        assert state.marks.all_marks() == {}
