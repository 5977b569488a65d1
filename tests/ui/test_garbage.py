"""Full collections of garbage wait until the keys rest, or come seldom."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING, Any

import pytest
from textual.app import App

from newsreader.ui import garbage
from newsreader.ui.garbage import IdleCollector

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.ui.conftest import Desk


SET_THRESHOLD = gc.set_threshold
"""How often garbage is collected is set by no reader of a test but one."""


class Clock(App[None]):
    """An app of which only the timers count; `now` moves on when the test says so."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 100.0
        self.due: list[tuple[float, Callable[[], object]]] = []

    def set_timer(self, delay: float, callback: Any = None, **_: Any) -> Any:
        self.due.append((self.now + delay, callback))

    def advance(self, seconds: float) -> None:
        """Let time pass, and call what is due."""
        self.now += seconds
        due, self.due = self.due, []
        for moment, callback in due:
            if moment <= self.now:
                callback()
            else:
                self.due.append((moment, callback))


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(garbage, "monotonic", lambda: clock.now)
    return clock


def test_garbage_is_collected_once_when_the_keys_rest(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    collected: list[float] = []
    monkeypatch.setattr(gc, "collect", lambda: collected.append(clock.now))
    collector = IdleCollector(clock)
    for _ in range(100):
        collector.note_input()
        clock.advance(0.1)
    assert collected == []
    assert len(clock.due) == 1
    clock.advance(1.0)
    assert len(collected) == 1
    clock.advance(10.0)
    assert (len(collected), clock.due) == (1, [])
    collector.note_input()
    clock.advance(1.0)
    assert len(collected) == 2


async def test_no_full_collection_comes_in_a_hundred_rows_of_a_held_cursor(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gc, "set_threshold", SET_THRESHOLD)
    monkeypatch.setattr(garbage, "_REST", 3600.0)
    before = gc.get_threshold()
    full = 0

    def count(phase: str, info: dict[str, int]) -> None:
        nonlocal full
        full += phase == "start" and info["generation"] == 2

    desk.library.fill_with(100)
    desk.warm()
    try:
        async with desk.open(size=(60, 16)) as ui:
            gc.collect()  # as after the freeze of a reader that is alone: no collection is left due by earlier tests
            gc.callbacks.append(count)
            for row in range(0, 100, 20):
                await ui.rush(*("j",) * 20)
                assert ui.stories.cursor == min(row + 20, 99)
        assert full == 0
    finally:
        gc.callbacks[:] = [each for each in gc.callbacks if each is not count]
        gc.set_threshold(*before)
