"""The locks of a reader are taken in one order by every thread."""

from __future__ import annotations

import threading
from array import array
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest
from tests.unit.ordered_locks import ORDER, STATE, LockOrder
from tests.unit.shelf import Shelf, numbers

from newsreader.errors import NewsreaderError
from newsreader.reader import Listed, Reader

ROUNDS = 15


@pytest.fixture
def order(monkeypatch: pytest.MonkeyPatch) -> LockOrder:
    order = LockOrder()
    monkeypatch.setattr("newsreader.reader.reader.Locks", order.locks)
    return order


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    shelf = Shelf(tmp_path)
    shelf.put("a.yaml", *({"title": f"Story {number}", "id": f"s{number}"} for number in range(20)))
    return shelf


@pytest.fixture
def reader(shelf: Shelf, order: LockOrder, monkeypatch: pytest.MonkeyPatch) -> Reader:
    reader = shelf.reader()
    state = reader.open_state()
    monkeypatch.setattr(state.file, "_lock", order.watched(STATE, state.file._lock))
    return reader


def everything(shelf: Shelf, reader: Reader) -> list[Callable[[int], object]]:
    """What users and the watcher do in workers, each as a function of the round."""
    listed = numbers(reader)

    def sync(turn: int) -> None:
        shelf.put("b.yaml", {"title": f"Story of turn {turn}", "id": f"t{turn}"})
        reader.sync()

    def listed_stories() -> Listed:
        return Listed(listed, reader.index.edition, {number: f"s{place}" for place, number in enumerate(listed)})

    return [
        sync,
        lambda turn: reader.quick_sync(),
        lambda turn: reader.reload() if turn % 5 == 4 else reader.marking.flush_marks(),
        lambda turn: reader.search.select(reader.query(f"story {turn} or is:read")),
        lambda turn: (reader.search.unread_count(), reader.search.far_unread(array("q", listed), 0, 1)),
        lambda turn: (reader.search.problems(), reader.search.outlets(), reader.search.count()),
        lambda turn: reader.locator.with_row_ids(listed_stories(), reader.marking.toggle_bookmarks),
        lambda turn: reader.locator.with_row_ids(listed_stories(), reader.marking.toggle_read),
        lambda turn: reader.marking.tag(listed, f"tag {turn % 3}", turn % 2 == 0),
        lambda turn: (reader.marking.write_note("s1", f"note {turn}"), reader.marking.set_read("s2", turn % 2 == 0)),
        lambda turn: (reader.joining.join((listed[1], listed[0])), reader.joining.part(listed[0])),
        lambda turn: reader.find_events(),
        lambda turn: (reader.history.undo(), reader.history.redo(), reader.history.undo()),
        lambda turn: (reader.open_state().marks.tags(), reader.marking.common_tags(listed)),
        lambda turn: reader.marks.hold(),
        lambda turn: reader.import_bookmarks(reader.open_state().bookmarks.all()),
        lambda turn: reader.index.check_integrity(),
    ]


def test_every_thread_takes_the_locks_in_their_order(shelf: Shelf, reader: Reader, order: LockOrder) -> None:
    works = everything(shelf, reader)
    began = threading.Barrier(len(works))

    def repeat(work: Callable[[int], object]) -> int:
        began.wait()
        done = 0
        for turn in range(ROUNDS):
            with suppress(NewsreaderError):  # a story may be gone for a moment
                work(turn)
                done += 1
        return done

    with ThreadPoolExecutor(len(works)) as threads:
        assert all(each.result() for each in [threads.submit(repeat, work) for work in works])
    reader.close()
    assert {name for pair in order.taken for name in pair} == set(ORDER)


def test_a_lock_that_is_taken_too_late_is_refused(order: LockOrder) -> None:
    locks = order.locks()
    with locks.marking, locks.lookup, locks.marking, locks.live_marks:
        assert order.held() == ["marking", "lookup", "marking", "live_marks"]
    assert order.held() == []
    with locks.lookup, pytest.raises(AssertionError, match="syncing is taken while lookup is held"), locks.syncing:
        pass
    assert order.held() == []


@pytest.mark.parametrize("connection", ["lookup_connection", "search_connection"])
def test_closing_waits_for_what_is_being_read(shelf: Shelf, connection: str) -> None:
    reader = shelf.reader()
    with ThreadPoolExecutor(1) as worker:
        with getattr(reader.index, connection)() as index:
            closing = worker.submit(reader.close)
            with pytest.raises(TimeoutError):
                closing.result(0.2)
            assert index.count() == 20
        closing.result()
