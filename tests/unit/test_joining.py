"""Stories that the user joins to an event, or parts from one: over what was found, undoable, and never forgotten."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.shelf import NOW, Shelf, numbers

from newsreader.errors import NoSuchStoryError
from newsreader.events.groups import Pair
from newsreader.index.event_members import stored_pairs
from newsreader.reader import MarkResult, Reader
from newsreader.records import Content
from newsreader.state.state import State

SINKING: Final = "Ferry Halvorsen sinks off Bergen with salmon crates"
TOLD_ALIKE: Final = ("post", "hill", "quiet")
ALONE: Final = {
    "comet": "Astronomers photograph comet Ibarra near Jupiter",
    "tax": "Parliament rejects harbour levy after midnight quarrel",
    "lake": "Glacier bursts above Kathmandu valley bridge",
}
EVERY: Final = (*TOLD_ALIKE, *ALONE)


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return filled(Shelf(tmp_path))


def filled(shelf: Shelf) -> Shelf:
    for number, outlet in enumerate(TOLD_ALIKE):
        put(shelf, outlet, SINKING, outlet, day=number)
    for story_id, title in ALONE.items():
        put(shelf, story_id, title, "star")
    return shelf


def put(shelf: Shelf, story_id: str, title: str, outlet: str, day: int = 0) -> None:
    shelf.put(
        f"{story_id}.yaml",
        {"id": story_id, "title": title, "summary": title, "outlet": outlet, "published": f"2024-06-{10 + day}"},
    )


@pytest.fixture
def reader(shelf: Shelf) -> Iterator[Reader]:
    with closing(shelf.reader()) as reader:
        reader.find_events()
        yield reader


def events(reader: Reader) -> list[set[str]]:
    """The ids of the stories of each event, in the order of the events' first stories."""
    found: dict[int, set[str]] = {}
    with closing(sqlite3.connect(reader.index.path)) as connection:
        for event, story_id in connection.execute(
            "SELECT m.event, s.id FROM event_members m JOIN stories s USING (story) ORDER BY m.event"
        ):
            found.setdefault(event, set()).add(story_id)
    return list(found.values())


def update(reader: Reader) -> list[set[str]]:
    """The events after what was said has come to the index."""
    assert reader.marking.flush_marks()
    reader.find_events()
    return events(reader)


def row(reader: Reader, story_id: str) -> int:
    (number,) = numbers(reader, f"id:{story_id}")
    return number


def join(reader: Reader, one: str, other: str) -> MarkResult:
    return reader.joining.join((row(reader, other), row(reader, one)))


def part(reader: Reader, story_id: str) -> MarkResult:
    return reader.joining.part(row(reader, story_id))


def said(reader: Reader) -> list[Pair]:
    return [each.pair for each in reader.open_state().event_pairs.all()]


def test_several_stories_are_joined_to_the_first_in_one_step(tmp_path: Path) -> None:
    with closing(filled(Shelf(tmp_path)).reader()) as reader:
        done = reader.joining.join([row(reader, story_id) for story_id in ("tax", "comet", "post")])
        assert (done.stories, done.step, done.title) == (2, "joined", "")
        update(reader)
        undone = reader.history.undo()
        assert undone is not None
        assert undone.stories == 2
        assert reader.history.undo() is None


def test_two_stories_become_an_event(reader: Reader) -> None:
    assert events(reader) == [set(TOLD_ALIKE)]
    done = join(reader, "comet", "tax")
    assert (done.what, done.stories, done.step, done.title) == ("joined to the event", 1, "joined", ALONE["comet"])
    assert {"comet", "tax"} in update(reader)
    assert said(reader) == [Pair("comet", "tax", is_same=True)]


def test_a_story_is_joined_with_all_of_its_event(reader: Reader) -> None:
    join(reader, "post", "comet")
    assert update(reader) == [{*TOLD_ALIKE, "comet"}]


def test_a_story_is_parted_from_all_others_in_one_step(reader: Reader) -> None:
    done = part(reader, "hill")
    assert (done.what, done.stories, done.step, done.title) == ("parted from the event", 1, "parted", SINKING)
    assert update(reader) == [{"post", "quiet"}]
    assert said(reader) == [Pair("hill", "post", is_same=False), Pair("hill", "quiet", is_same=False)]
    undone = reader.history.undo()
    assert undone is not None
    assert (undone.step, undone.stories, undone.title) == ("parted", 1, SINKING)
    assert said(reader) == []
    assert update(reader) == [set(TOLD_ALIKE)]
    redone = reader.history.redo()
    assert redone is not None
    assert (redone.step, redone.stories, redone.title) == ("parted", 1, SINKING)
    assert update(reader) == [{"post", "quiet"}]


def test_a_parted_story_can_be_joined_again(reader: Reader) -> None:
    part(reader, "hill")
    assert update(reader) == [{"post", "quiet"}]
    join(reader, "hill", "quiet")
    assert update(reader) == [set(TOLD_ALIKE)]
    reader.history.undo()
    assert update(reader) == [{"post", "quiet"}]
    reader.history.undo()
    assert update(reader) == [set(TOLD_ALIKE)]
    assert reader.history.undo() is None


def test_undo_stands_in_line_with_other_marks(reader: Reader) -> None:
    reader.marking.tag([row(reader, "comet")], "later", True)
    join(reader, "comet", "tax")
    reader.marking.mark_read([row(reader, "tax")], True)
    steps = [undone.step for _ in range(3) if (undone := reader.history.undo())]
    assert steps == ["read mark on", "joined", "tag “later” on"]


def test_where_nothing_can_change_there_is_no_step(reader: Reader) -> None:
    assert join(reader, "comet", "comet").stories == 0
    assert part(reader, "comet").stories == 0
    assert said(reader) == []
    assert reader.history.undo() is None


def test_a_story_that_the_library_has_not_is_refused(shelf: Shelf, reader: Reader) -> None:
    reader.marking.set_bookmarks([row(reader, "tax")], True)
    gone = row(reader, "comet")
    for story_id in ("comet", "tax"):
        (shelf.root / f"{story_id}.yaml").unlink()
    reader.sync()
    (copy,) = numbers(reader, "is:bookmarked")
    lake = row(reader, "lake")
    for one, other in ((gone, lake), (lake, gone), (copy, lake), (lake, copy), (12345, lake)):
        with pytest.raises(NoSuchStoryError, match="no longer in the library"):
            reader.joining.join((other, one))
    with pytest.raises(NoSuchStoryError):
        reader.joining.part(copy)
    assert said(reader) == []


def test_what_was_said_holds_at_the_next_start_and_in_a_new_index(shelf: Shelf, reader: Reader) -> None:
    part(reader, "hill")
    join(reader, "comet", "hill")
    expected = update(reader)
    assert {frozenset(event) for event in expected} == {frozenset({"post", "quiet"}), frozenset({"comet", "hill"})}
    reader.clear_index()
    reader.sync()
    reader.find_events()
    assert events(reader) == expected
    with closing(shelf.reader()) as again:
        assert not again.find_events()
        assert events(again) == expected


def test_what_was_said_holds_for_stories_that_come_later(shelf: Shelf, reader: Reader) -> None:
    part(reader, "hill")
    update(reader)
    put(shelf, "late", SINKING, "late", day=1)
    reader.sync()
    reader.find_events()
    assert events(reader) == [{"post", "quiet", "late"}]


def test_the_index_copies_nothing_twice(reader: Reader) -> None:
    join(reader, "comet", "tax")
    assert reader.marking.flush_marks()
    assert reader.sync().marked == 0
    with reader.index.lookup_connection() as index:
        assert index.meta("version of event pairs") == str(reader.open_state().file.version(Content.EVENT_PAIRS))


def test_a_join_that_was_not_flushed_comes_with_the_next_comparison(reader: Reader) -> None:
    join(reader, "comet", "tax")
    reader.sync()
    reader.find_events()
    assert {"comet", "tax"} in events(reader)


def test_another_reader_follows_at_its_next_comparison(shelf: Shelf, reader: Reader) -> None:
    with closing(shelf.reader()) as other:
        join(other, "comet", "tax")
        part(other, "hill")
        assert other.sync().marked == 0
    assert reader.sync().marked == 0, "it is in their common index already"
    reader.find_events()
    assert events(reader) == [{"comet", "tax"}, {"post", "quiet"}]


def test_what_two_say_at_once_is_all_copied(shelf: Shelf, reader: Reader) -> None:
    with closing(State.open(shelf.paths.state_file, now=lambda: NOW)) as other:
        join(reader, "comet", "tax")
        other.event_pairs.say([Pair("lake", "tax", is_same=True)])
        join(reader, "post", "hill")
    assert {"comet", "tax", "lake"} in update(reader)
    assert reader.sync().marked == 0
    with reader.index.lookup_connection() as index:
        assert index.meta("version of event pairs") == str(reader.open_state().file.version(Content.EVENT_PAIRS))


_CHILD: Final = """
import sys
from contextlib import closing
from pathlib import Path
from newsreader.paths import Paths
from newsreader.reader import Reader

folder = Path(sys.argv[1])
with closing(Reader(folder / "library", Paths(folder / "config", folder / "data", folder / "cache"))) as reader:
    reader.quick_sync()
    rows = {row.id: row.story for row in reader.search.rows(list(reader.search.select(reader.query("")) or ()))}
    for word in sys.argv[2:]:
        one, _, other = word.partition("+")
        done = reader.joining.join((rows[other], rows[one])) if other else reader.joining.part(rows[one])
        assert done.stories == 1
        assert reader.marking.flush_marks()
"""


def test_two_processes_join_and_part_at_once(shelf: Shelf, reader: Reader) -> None:
    words = (["comet+tax", "hill"], ["lake+tax", "quiet"])
    children = [
        subprocess.Popen([sys.executable, "-c", _CHILD, str(shelf.root.parent), *each], stderr=subprocess.PIPE)
        for each in words
    ]
    assert [child.communicate()[1] for child in children] == [b"", b""]
    reader.sync()
    reader.find_events()
    assert events(reader) == [{"comet", "tax", "lake"}]


def test_an_unreadable_row_costs_only_itself(shelf: Shelf, reader: Reader) -> None:
    join(reader, "comet", "tax")
    part(reader, "hill")
    reader.close()
    with closing(sqlite3.connect(shelf.paths.state_file)) as state, state:
        state.execute("UPDATE event_pairs SET crc = crc + 1 WHERE one = 'comet'")
    with closing(Reader(shelf.root, shelf.paths, checks_state=False, now=lambda: NOW)) as again:
        again.clear_index()
        again.sync()
        again.find_events()
        assert events(again) == [{"post", "quiet"}]


def test_a_bookmarked_story_keeps_its_event_when_it_gets_another_id(shelf: Shelf, reader: Reader) -> None:
    address = "https://example.org/comet"
    shelf.put("found.yaml", {"title": "Comet seen", "outlet": "star", "published": "2024-01-10", "original": address})
    reader.sync()
    (story,) = numbers(reader, "comet seen")
    reader.joining.join((row(reader, "tax"), story))
    reader.marking.set_bookmarks([story], True)
    update(reader)
    shelf.put(
        "found.yaml",
        {"id": "new", "title": "Comet seen", "outlet": "star", "published": "2024-01-10", "original": address},
    )
    reader.sync()
    reader.find_events()
    assert said(reader) == [Pair("new", "tax", is_same=True)]
    assert {"new", "tax"} in events(reader)


def test_another_story_with_the_id_of_a_joined_one_is_in_no_event_by_that(shelf: Shelf, reader: Reader) -> None:
    join(reader, "comet", "tax")
    assert {"comet", "tax"} in update(reader)
    put(shelf, "comet", "Election of the harbour council", "other", day=15)
    reader.sync()
    reader.find_events()
    assert events(reader) == [set(TOLD_ALIKE)]
    put(shelf, "comet", ALONE["comet"], "star")
    reader.sync()
    reader.find_events()
    assert {"comet", "tax"} in events(reader)


def test_the_same_word_said_again_comes_last(reader: Reader) -> None:
    state = reader.open_state()
    for pair in (("comet", "tax", True), ("lake", "tax", True), ("comet", "lake", False)):
        state.event_pairs.say([Pair(*pair)])
    reader.sync()
    reader.find_events()
    assert {"lake", "tax"} in events(reader)
    state.event_pairs.say([Pair("comet", "tax", True)])
    assert reader.sync().marked > 0
    reader.find_events()
    assert {"comet", "lake", "tax"} in events(reader)


stories = st.sampled_from(EVERY)
acts = st.one_of(
    st.tuples(st.just("join"), stories, stories),
    st.tuples(st.just("part"), stories),
    st.tuples(st.sampled_from(("undo", "redo", "update", "restart"))),
)


@settings(max_examples=25, deadline=None)
@given(st.lists(acts, max_size=12))
def test_events_are_those_of_a_new_index_whatever_was_said(done: list[tuple[str, ...]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        shelf = filled(Shelf(Path(folder)))
        reader = shelf.reader()
        for act, *story_ids in done:
            if act == "join":
                reader.joining.join([row(reader, story_id) for story_id in story_ids])
            elif act == "part":
                reader.joining.part(row(reader, *story_ids))
            elif act in ("undo", "redo"):
                getattr(reader.history, act)()
            elif act == "update":
                update(reader)
            else:
                reader.close()
                reader = shelf.reader()
        with closing(reader):
            found = update(reader)
            with closing(sqlite3.connect(reader.index.path)) as connection:
                assert stored_pairs(connection) == reader.open_state().event_pairs.to_show()
            reader.clear_index()
            reader.sync()
            reader.find_events()
            assert events(reader) == found
