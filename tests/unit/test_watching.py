"""Changes in the library's folder arrive by themselves."""

from __future__ import annotations

import os
import queue
import shutil
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import watchfiles
from tests.unit.shelf import Shelf, as_yaml, numbers, only, titles

from newsreader.reader import Reader
from newsreader.sync import SyncResult, WatchError
from newsreader.sync.watching import paths_of

DEADLINE = 60.0


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    shelf = Shelf(tmp_path)
    shelf.put("2024/a.yaml", {"title": "Ferry", "id": "ferry"})
    shelf.put("2024/b.yaml", {"title": "Tram", "id": "tram"})
    return shelf


class Watcher:
    """A reader that follows its library; `changed` gives what came of each change."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.results: queue.Queue[SyncResult] = queue.Queue()
        self.stopped = threading.Event()
        self._thread = threading.Thread(target=reader.watch, args=(self.results.put, self.stopped))

    def begin(self) -> None:
        self._thread.start()

    def start(self, folder: Path) -> None:
        """Begin, and come back when changes are heard of."""
        self.begin()
        mark = folder / "begin.yaml"
        for attempt in range(200):
            mark.write_text(as_yaml({"title": f"Begin {attempt}", "summary": "x"}))
            try:
                self.results.get(timeout=0.5)
                break
            except queue.Empty:
                continue
        mark.unlink()
        self.until("-begin", ["Ferry", "Tram"])

    def until(self, query: str, expected: list[str]) -> list[SyncResult]:
        """The results until the filter finds these titles."""
        told: list[SyncResult] = []
        while sorted(titles(self.reader, query)) != expected or titles(self.reader, "begin"):
            told.append(self.results.get(timeout=DEADLINE))
        return told

    def stop(self) -> None:
        self.stopped.set()
        self._thread.join(DEADLINE)
        assert not self._thread.is_alive()


@pytest.fixture
def watcher(shelf: Shelf) -> Iterator[Watcher]:
    reader = shelf.reader()
    watcher = Watcher(reader)
    watcher.start(shelf.root)
    yield watcher
    watcher.stop()
    reader.close()


def test_a_file_that_is_added_changed_moved_or_deleted_is_noticed(shelf: Shelf, watcher: Watcher) -> None:
    shelf.put("2024/c.yaml", {"title": "Bus", "id": "bus"})
    watcher.until("", ["Bus", "Ferry", "Tram"])
    (shelf.root / "2024/c.yaml").write_text(as_yaml({"title": "Coach", "id": "bus", "summary": "x"}))
    watcher.until("", ["Coach", "Ferry", "Tram"])
    (shelf.root / "2024/c.yaml").rename(shelf.root / "2024/d.yaml")
    while only(watcher.reader, "coach").path != "2024/d.yaml":
        watcher.results.get(timeout=DEADLINE)
    (shelf.root / "2024/d.yaml").unlink()
    watcher.until("", ["Ferry", "Tram"])


def test_folders_that_come_and_go_bring_and_take_their_stories(shelf: Shelf, watcher: Watcher, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    (elsewhere / "deep").mkdir(parents=True)
    (elsewhere / "deep/x.yaml").write_text(as_yaml({"title": "Barge", "summary": "x"}))
    elsewhere.rename(shelf.root / "moved")
    watcher.until("", ["Barge", "Ferry", "Tram"])
    (shelf.root / "moved").rename(elsewhere)
    watcher.until("", ["Ferry", "Tram"])
    shutil.rmtree(shelf.root / "2024")
    watcher.until("", [])


def test_a_change_is_reported_once(shelf: Shelf, watcher: Watcher) -> None:
    shelf.put("2024/c.yaml", {"title": "Bus"})
    while watcher.results.get(timeout=DEADLINE) != SyncResult(1, 0):
        continue
    (shelf.root / "2024/c.yaml").unlink()
    told = watcher.until("", ["Ferry", "Tram"])
    shelf.put("2024/d.yaml", {"title": "Coach"})
    told += watcher.until("", ["Coach", "Ferry", "Tram"])
    assert told == [SyncResult(0, 1), SyncResult(1, 0)]


def test_a_burst_of_changes_is_few_updates(shelf: Shelf, watcher: Watcher) -> None:
    for number in range(10_000):
        (shelf.root / f"{number}.yaml").write_text(as_yaml({"title": f"Story {number}", "summary": "x"}))
    told: list[SyncResult] = []
    while sum(result.changed for result in told) < 10_000:
        told.append(watcher.results.get(timeout=DEADLINE))
    assert len(told) <= 2
    assert len(titles(watcher.reader, "story")) == 10_000


def test_what_changed_just_before_the_watching_began_is_noticed(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    reader = shelf.reader()
    real = watchfiles.watch

    def late(*arguments: Any, **named: Any) -> Any:
        if not (shelf.root / "2024/c.yaml").exists():
            shelf.put("2024/c.yaml", {"title": "Bus"})
        return real(*arguments, **named)

    monkeypatch.setattr("watchfiles.watch", late)
    watcher = Watcher(reader)
    watcher.begin()
    watcher.until("", ["Bus", "Ferry", "Tram"])
    watcher.stop()
    reader.close()


def test_the_registry_is_followed_too(shelf: Shelf, watcher: Watcher) -> None:
    shelf.put("2024/a.yaml", {"title": "Ferry", "id": "ferry", "outlet": "post"})
    shelf.registry({"id": "post", "name": "Post", "bias": {"rating": "left", "source": "s", "as_of": "2024-01-01"}})
    watcher.until("bias:left", ["Ferry"])


def test_a_name_that_is_no_text_is_found_like_any_other(shelf: Shelf, watcher: Watcher) -> None:
    shelf.put(b"2024/\xff.yaml", {"title": "Odd"})
    watcher.until("", ["Ferry", "Odd", "Tram"])
    (shelf.root / os.fsdecode(b"2024/\xff.yaml")).unlink()
    watcher.until("", ["Ferry", "Tram"])


def test_another_reader_that_was_faster_is_noticed(shelf: Shelf, watcher: Watcher) -> None:
    other = shelf.reader(synced=False)
    with watcher.reader._locks.syncing:  # so the other one is the one that reads the file
        shelf.put("2024/c.yaml", {"title": "Bus"})
        other.sync()
    watcher.until("", ["Bus", "Ferry", "Tram"])
    other.close()


def test_bookmarks_of_another_reader_are_noticed(shelf: Shelf, watcher: Watcher) -> None:
    with closing(shelf.reader(synced=False)) as other:
        (ferry,) = numbers(other, "title:ferry")
        other.marking.set_bookmark(ferry, True)
        other.marking.flush_marks()
        while watcher.reader.marks.bookmark_count() != 1:
            watcher.results.get(timeout=DEADLINE)
        assert watcher.reader.marks.is_bookmarked(ferry)
        watcher.reader.marking.set_bookmark(ferry, False)
        watcher.reader.marking.flush_marks()
        assert other.marks.bookmark_count() == 1
    assert watcher.reader.marks.bookmark_count() == 0


def test_a_file_that_may_not_be_whole_is_read_again_when_it_has_been_still(shelf: Shelf) -> None:
    reader = Reader(shelf.root, shelf.paths)  # its clock goes on
    reader.sync()
    watcher = Watcher(reader)
    watcher.start(shelf.root)
    (shelf.root / "2024/a.yaml").write_text("id: ferry\nsummary: 'no title, and no end\n")
    shelf.put("2024/c.yaml", {"title": "Bus"})
    watcher.until("", ["Bus", "Ferry", "Tram"])
    assert reader.search.problem_count() == 0
    watcher.until("", ["Bus", "Tram"])
    assert reader.search.problem_count() == 1
    watcher.stop()
    reader.close()


def test_where_the_system_reports_nothing_it_says_so(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> Iterator[None]:
        raise OSError("no space left on device (os error 28)")

    monkeypatch.setattr("watchfiles.watch", refused)
    reader = shelf.reader()
    with pytest.raises(WatchError, match="not noticed automatically"):
        reader.watch(lambda _: None, threading.Event())
    reader.close()


def test_hidden_paths_and_mere_times_of_folders_are_left_out() -> None:
    root = Path("/library")
    changes = [
        ("added", "/library/a.yaml"),
        ("modified", "/library/2024"),
        ("added", "/library/2025"),
        ("deleted", "/library/2023/x.md"),
        ("added", "/library/.git/x.yaml"),
        ("modified", "/library/.a.yaml.swp"),
        ("modified", "/library"),
    ]
    assert paths_of(root, changes) == {b"a.yaml", b"2025", b"2023/x.md"}
