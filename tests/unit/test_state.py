from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from msgspec.structs import replace

from newsreader.state.records import OtherStory
from newsreader.state.schema import newest_version
from newsreader.state.soundness import note_of
from newsreader.state.state import Bookmark, ImportResult, State
from newsreader.state.transfer import export_json
from newsreader.story import Original, Outlet, Story, with_id

NOW = datetime(2024, 6, 20, 12, tzinfo=UTC)
LIBRARY = "/home/me/library"


def story(number: int = 1, **changes: Any) -> Story:
    made = Story(
        id="",
        title=f"Story {number}",
        summary="Что случилось\n\n二段落",
        key_points=("One", "Two"),
        outlet=Outlet(id="dw", name="DW", aliases=("Deutsche Welle",), founded=1953),
        published=date(2024, 6, 19),
        original=Original(f"https://example.org/{number}", "video"),
        ai_generated=True,
    )
    return with_id(replace(made, **changes))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "state.db"


@pytest.fixture
def clock() -> Callable[[], datetime]:
    moments = iter(NOW + timedelta(seconds=second) for second in range(10_000))
    return lambda: next(moments)


@pytest.fixture
def state(path: Path, clock: Callable[[], datetime]) -> Iterator[State]:
    with closing(State.open(path, now=clock)) as opened:
        yield opened


def reopened(path: Path) -> State:
    return State.open(path, now=lambda: NOW + timedelta(days=1))


def test_a_bookmark_keeps_its_story_whole(state: State, path: Path) -> None:
    added = state.bookmarks.add(story(), library=LIBRARY, path="2024/a.yaml")
    with closing(reopened(path)) as again:
        assert again.bookmarks.all() == (added,) == state.bookmarks.all()
    assert (added.story, added.library, added.path) == (story(), LIBRARY, "2024/a.yaml")
    assert added.created_at.tzinfo is UTC


def test_bookmarks_are_listed_newest_first(state: State) -> None:
    for number in range(5):
        state.bookmarks.add(story(number), library=LIBRARY, path=f"{number}.yaml")
    assert [each.story.title for each in state.bookmarks.all()] == [f"Story {number}" for number in (4, 3, 2, 1, 0)]


def test_bookmarking_again_changes_nothing(state: State) -> None:
    first = state.bookmarks.add(story(), library=LIBRARY, path="a.yaml")
    assert state.bookmarks.add(story(summary="Edited"), library=LIBRARY, path="moved.yaml") == first
    assert state.bookmarks.all() == (first,)


def test_one_declared_id_in_two_libraries_is_two_stories(state: State) -> None:
    declared = with_id(story(1), "today")
    other = with_id(story(2), "today")
    state.bookmarks.add(declared, library=LIBRARY, path="a.yaml")
    state.bookmarks.add(other, library="/mnt/other", path="a.yaml")
    assert {each.story.title for each in state.bookmarks.all()} == {"Story 1", "Story 2"}
    assert all(each.story.id_declared for each in state.bookmarks.all())


def test_a_removed_bookmark_can_be_restored_as_it_was(state: State) -> None:
    state.bookmarks.add(story(1), library=LIBRARY, path="1.yaml")
    kept = state.bookmarks.add(story(2), library=LIBRARY, path="2.yaml")
    before = state.bookmarks.all()
    removal = state.bookmarks.remove_many([kept.uuid])
    assert not state.bookmarks.remove(kept.uuid)
    assert len(state.bookmarks.all()) == 1
    assert state.file.apply(removal, back=True).changes
    assert not state.file.apply(removal, back=True).changes
    assert state.bookmarks.all() == before


def test_a_bookmark_found_again_gets_the_newer_copy(state: State) -> None:
    old = state.bookmarks.add(story(), library=LIBRARY, path="a.yaml")
    edited = story(title="Corrected", summary="New")
    new = state.bookmarks.refresh(old.uuid, edited, library="/new", path="b.yaml")
    assert new == Bookmark(old.uuid, old.created_at, edited, "/new", "b.yaml")
    assert state.bookmarks.all() == (new,)
    assert state.bookmarks.refresh("nobody", edited, library="/new", path="b.yaml") is None


def test_a_bookmark_remembers_stories_that_are_others(state: State, path: Path) -> None:
    old = state.bookmarks.add(story(), library=LIBRARY, path="a.yaml")
    one, two = OtherStory("one", -1), OtherStory("two", 1 << 62)
    state.bookmarks.note_others({old.uuid: (one,), "nobody": (one,)})
    state.bookmarks.note_others({old.uuid: (one, two)})
    new = state.bookmarks.refresh(old.uuid, story(title="Corrected"), library=LIBRARY, path="a.yaml")
    assert new is not None
    assert new.others == (one, two)
    with closing(reopened(path)) as again:
        assert again.bookmarks.all() == (new,)
        assert "others" not in export_json(again.keepsakes())


def test_a_bookmark_that_is_up_to_date_is_not_written(state: State, path: Path) -> None:
    with closing(reopened(path)) as watcher:
        old = state.bookmarks.add(story(), library=LIBRARY, path="a.yaml")
        before = watcher.file.data_version()
        assert state.bookmarks.refresh(old.uuid, old.story, library=old.library, path=old.path) == old
        assert watcher.file.data_version() == before


def test_an_import_adds_only_what_is_new(state: State, tmp_path: Path) -> None:
    kept = state.bookmarks.add(story(1), library=LIBRARY, path="1.yaml")
    same_story = replace(kept, uuid="11111111-1111-4111-8111-111111111111")
    same_uuid = replace(kept, story=story(9))
    new = replace(kept, uuid="22222222-2222-4222-8222-222222222222", story=story(2), created_at=NOW - timedelta(days=9))
    assert state.bookmarks.import_new([same_story, same_uuid, new, new]) == ImportResult(added=1, known=3)
    assert state.bookmarks.all() == (kept, new)


def test_read_marks_come_and_go(state: State, path: Path) -> None:
    state.marks.mark_read("a", NOW)
    state.marks.mark_all_read(["a", "b", "c"], NOW)
    state.marks.mark_unread("b")
    state.marks.mark_unread("nobody")
    with closing(reopened(path)) as again:
        assert again.marks.read_ids() == {"a", "c"}
    state.marks.mark_all_unread(["a", "c"])
    assert state.marks.read_ids() == set()


def test_an_import_that_breaks_off_adds_nothing(state: State) -> None:
    def records() -> Iterator[Bookmark]:
        yield Bookmark("u1", NOW, story(), LIBRARY, "a.yaml")
        raise RuntimeError("the file ended")

    with pytest.raises(RuntimeError):
        state.bookmarks.import_new(records())
    assert state.bookmarks.all() == ()
    state.marks.mark_read("still works", NOW)


def test_times_are_kept_in_utc(path: Path) -> None:
    local = datetime(2024, 6, 20, 14, tzinfo=timezone(timedelta(hours=2)))
    with closing(State.open(path, now=lambda: local)) as state:
        state.bookmarks.add(story(), library=LIBRARY, path="a.yaml")
        (kept,) = state.bookmarks.all()
    assert kept.created_at.isoformat() == "2024-06-20T12:00:00+00:00"


def test_names_that_are_not_utf8_are_kept(state: State) -> None:
    odd = os.fsdecode(b"caf\xe9.yaml")
    state.bookmarks.add(replace(story(), id="\udcff"), library=odd, path=odd)
    state.marks.mark_read("\udcff", NOW)
    assert state.bookmarks.all()[0].path == odd
    assert len(state.marks.read_ids()) == 1


def test_only_the_user_can_read_folder_and_files(path: Path) -> None:
    before = os.umask(0o277)
    try:
        with closing(reopened(path)) as state:
            state.marks.mark_read("a", NOW)
        reopened(path).close()
        while not note_of(path).exists():  # not within the moment in which the file was written
            reopened(path).close()
    finally:
        os.umask(before)
    everything = [path.parent, *path.parent.rglob("*")]
    assert len(everything) == 6
    assert {stat.S_IMODE(each.stat().st_mode) for each in everything} == {0o700, 0o600}


def test_a_file_that_others_can_read_is_closed_to_them(path: Path) -> None:
    reopened(path).close()
    path.chmod(0o664)
    reopened(path).close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_another_states_write_is_seen(state: State, path: Path) -> None:
    with closing(reopened(path)) as other:
        before = other.file.data_version()
        assert other.file.data_version() == before
        added = state.bookmarks.add(story(), library=LIBRARY, path="a.yaml")
        assert other.file.data_version() != before
        assert other.bookmarks.all() == (added,)


def test_a_states_own_write_is_no_news_to_it(state: State) -> None:
    before = state.file.data_version()
    state.marks.mark_read("a", NOW)
    assert state.file.data_version() == before


def test_threads_share_one_state(state: State) -> None:
    def mark(thread: int) -> None:
        for number in range(25):
            state.marks.mark_read(f"{thread}-{number}", NOW)
            state.marks.read_ids()

    threads = [Thread(target=mark, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(state.marks.read_ids()) == 100


_CHILD = """
import sys
from datetime import datetime, UTC
from pathlib import Path
from newsreader.state.state import State
from newsreader.story import Story, with_id

state = State.open(Path(sys.argv[1]), now=lambda: datetime.now(UTC))
for number in range(int(sys.argv[3])):
    story = with_id(Story("", f"{sys.argv[2]}-{number}", "text " * 400))
    state.marks.mark_read(story.title, datetime.now(UTC))
    print(state.bookmarks.add(story, library="l", path="p").uuid, story.title, flush=True)
"""


def _child(path: Path, name: str, rounds: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", _CHILD, str(path), name, str(rounds)], stdout=subprocess.PIPE, text=True
    )


def test_two_processes_with_100_writes_each_lose_none(path: Path) -> None:
    children = [_child(path, name, 50) for name in ("a", "b")]
    outputs = [child.communicate()[0].split() for child in children]
    with closing(reopened(path)) as state:
        assert set(state.bookmarks.uuids()) == {word for output in outputs for word in output[::2]}
        assert state.marks.read_ids() == {f"{name}-{number}" for name in ("a", "b") for number in range(50)}
        assert len(state.bookmarks.all()) == 100


def test_a_killed_process_loses_no_acknowledged_mark(path: Path) -> None:
    acknowledged: list[str] = []
    for attempt in range(10):
        with _child(path, str(attempt), 100_000) as child:
            assert child.stdout
            told = [child.stdout.readline() for _ in range(1 + attempt % 5)]
            child.kill()
            told += child.stdout.readlines()
        acknowledged += [line for line in told if line.endswith("\n")]
    with closing(reopened(path)) as state:
        assert state.notices == ()
        assert state.damaged() == 0
        kept = {each.uuid: each.story.title for each in state.bookmarks.all()}
        read = state.marks.read_ids()
    assert len(acknowledged) >= 30
    assert [line for line in acknowledged if kept.get(line.split()[0]) != line.split()[1]] == []
    assert [line for line in acknowledged if line.split()[1] not in read] == []


def test_the_file_is_a_plain_database_of_its_own_kind(state: State, path: Path) -> None:
    state.marks.mark_read("a", NOW)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)
        assert connection.execute("PRAGMA application_id").fetchone() == (0x4E525354,)
        assert connection.execute("PRAGMA user_version").fetchone() == (newest_version(),)
