"""Changes of the files that are noticed while the reader is open."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from tests.ui.conftest import DEADLINE

from newsreader.reader import Reader
from newsreader.sync import SyncResult, WatchError

if TYPE_CHECKING:
    from tests.ui.conftest import Desk


class Watcher:
    """Stands in for the system: `notice` compares with the files, as the reader does when it hears of a change."""

    def __init__(self) -> None:
        self.reader: Reader | None = None
        self.calls = 0
        self.ended = threading.Event()
        self._on_change: Callable[[SyncResult], None] = lambda _: None

    def __call__(self, reader: Reader, on_change: Callable[[SyncResult], None], stopped: threading.Event) -> None:
        self.reader, self._on_change = reader, on_change
        self.calls += 1
        stopped.wait(DEADLINE)
        if stopped.is_set():
            self.ended.set()

    def notice(self) -> None:
        assert self.reader is not None, "nobody watches"
        self._on_change(self.reader.sync())


@pytest.fixture
def watcher(monkeypatch: pytest.MonkeyPatch) -> Watcher:
    watcher = Watcher()
    monkeypatch.setattr(Reader, "watch", lambda reader, on_change, stopped: watcher(reader, on_change, stopped))
    return watcher


async def test_a_change_shows_by_itself_and_the_cursor_stays(full_desk: Desk, watcher: Watcher) -> None:
    async with full_desk.open() as ui:
        await ui.press("j", "j")
        full_desk.library.story("fresh", "Fresh off the press", published="2024-06-21")
        full_desk.library.story("guard", "Guards save fifty", id="guard", published="2024-06-18", summary="More.")
        full_desk.library.write("broken.yaml", "title: Foo: bar\nsummary: Text\n")  # a story all the same
        watcher.notice()
        await ui.until(lambda: ui.status.startswith("6 of 6"), "the new stories are listed")
        await ui.settled()
        assert "Fresh off the press" in ui.titles()
        assert ui.title == "Guards save fifty"
        assert "More." in ui.text("#story-text")
        assert " problem" in ui.status
        assert ui.notices() == []


async def test_a_story_that_goes_away_leaves_the_cursor_on_a_neighbour(full_desk: Desk, watcher: Watcher) -> None:
    async with full_desk.open() as ui:
        await ui.press("j", "j")
        (full_desk.library.root / "guard.yaml").unlink()
        watcher.notice()
        await ui.until(lambda: ui.status.startswith("3 of 3"), "the story is gone")
        await ui.settled()
        assert ui.stories.cursor == 2
        assert ui.text("#story-text").startswith(ui.title)


async def test_watching_begins_once_after_the_first_comparison_and_ends_with_the_reader(
    full_desk: Desk, watcher: Watcher
) -> None:
    reader = full_desk.reader()
    async with full_desk.open(reader, settle=False) as ui:
        with ui.gated("sync") as gate:
            await ui.pilot.pause()
            assert watcher.calls == 0 or not gate.reached.is_set()
            gate.open()
            await ui.settled()
        await ui.press("r")
        assert watcher.calls == 1
        assert not watcher.ended.is_set()
    assert watcher.ended.wait(DEADLINE)


async def test_what_nobody_watches_is_reported_once_and_quietly(
    full_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_arguments: object) -> None:
        raise WatchError("The system has no more watches to give.")

    monkeypatch.setattr(Reader, "watch", refuse)
    async with full_desk.open() as ui:
        told = "Changes are not noticed here: The system has no more watches to give. Press r to see changes."
        await ui.until(lambda: ui.notices() == [told], "it is told")
        await ui.press("r")
        assert [notice.split(":")[0] for notice in ui.notices()] == ["Compared with the files"]
