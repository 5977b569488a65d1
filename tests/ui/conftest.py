"""What the tests of the user interface share: small libraries, an opened reader, and waiting without sleeping."""

from __future__ import annotations

import gc
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import AbstractContextManager, asynccontextmanager, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import pytest
import yaml
from tests.news.server import FeedServer
from tests.ui.incoming import let_fetch
from textual import events
from textual.app import App
from textual.content import Content
from textual.css.query import NoMatches
from textual.pilot import Pilot
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Static

from newsreader.config import Config
from newsreader.errors import Problem
from newsreader.paths import Paths
from newsreader.reader import Reader
from newsreader.session import SessionStore
from newsreader.ui.app import NewsreaderApp
from newsreader.ui.main.screen import MainScreen
from newsreader.ui.widgets.filter_bar import FilterBar, FilterInput
from newsreader.ui.widgets.page_text import PageText
from newsreader.ui.widgets.status_line import StatusLine, status_content
from newsreader.ui.widgets.story_list import StoryList

NOW: Final = datetime(2024, 6, 21, 12, tzinfo=UTC)
DEADLINE: Final = 60.0
"""Seconds after which a test gives up waiting; nothing here takes a tenth of it."""

CLOSING: Final = "\nEsc closes this."
"""What stands below an error."""

LONGEST: Final = 120.0
"""Seconds after which a thread ends that a test has left behind."""

OUTLETS: Final = (
    {
        "id": "harbour",
        "name": "Harbour Post",
        "description": "The Harbour Post is a daily paper with its office at the quay.",
        "website": "https://harbour.example",
        "country": "Norway",
        "founded": 1901,
        "bias": {"rating": "lean-left", "source": "AllSides", "as_of": "2023-07-31"},
    },
    {
        "id": "hill",
        "name": "Hill Courier",
        "description": "The Hill Courier is a weekly paper.",
        "website": "https://hill.example",
        "bias": {"rating": "right", "source": "AllSides", "as_of": "2023-07-31"},
    },
)


async def wait_until(pilot: Pilot[None], condition: Callable[[], object], what: str) -> None:
    """Let the app work until `condition` holds; fails with `what` was waited for."""
    deadline = time.monotonic() + DEADLINE
    while True:
        await pilot.pause()
        with suppress(NoMatches, IndexError):
            if condition():
                return
        if time.monotonic() > deadline:
            pytest.fail(f"waited {DEADLINE:.0f} s in vain until {what}")


def is_drawn(app: App[Any]) -> bool:
    """Whether the screen on top is complete and laid out, and nothing in it waits to be drawn.

    A screen that was pushed a moment ago is not complete yet. Scrolling waits until all else is drawn.
    """
    screen = app.screen
    return (
        not screen._layout_required
        and not screen._callbacks
        and all(widget.is_mounted for widget in screen.walk_children(Widget, with_self=True))
        and bool(screen._compositor.full_map)
    )


class Gate:
    """Stands before a function: whoever calls it waits until the gate is opened."""

    def __init__(self, function: Callable[..., Any]) -> None:
        self._function = function
        self._opened = threading.Event()
        self.reached = threading.Event()
        self.passed = threading.Event()

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        self.reached.set()
        assert self._opened.wait(DEADLINE), "the test never opened the gate"
        try:
            return self._function(*arguments, **named)
        finally:
            self.passed.set()

    def open(self) -> None:
        """Let everybody through, from now on."""
        self._opened.set()


@contextmanager
def gated(owner: object, name: str) -> Iterator[Gate]:
    """Put a gate before the method `name` of an object; it is open again at the end of the block."""
    original = getattr(owner, name)
    gate = Gate(original)
    setattr(owner, name, gate)
    try:
        yield gate
    finally:
        gate.open()
        setattr(owner, name, original)


class Library:
    """A library's folder with short ways to change it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        root.mkdir(parents=True, exist_ok=True)

    def story(self, name: str, title: str, **fields: object) -> Path:
        """Write a story into a YAML file of its own."""
        return self.write(f"{name}.yaml", _yaml({"title": title, "summary": f"Summary of {title}.", **fields}))

    def write(self, path: str, text: str) -> Path:
        """Write any file."""
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
        return target

    def registry(self, *outlets: Mapping[str, object]) -> None:
        """Write the registry of outlets."""
        self.write("outlets.yaml", _yaml(list(outlets)))

    def fill_with(self, stories: int) -> None:
        """So many stories in one file, "Story 000" and on."""
        texts = (f"- title: Story {number:03}\n  summary: Text.\n" for number in range(stories))
        self.write("many.yaml", "".join(texts))

    def fill(self) -> None:
        """Four stories of two outlets, newest first: Storm, Budget, Guard, Café."""
        self.registry(*OUTLETS)
        self.story(
            "storm",
            "Storm reaches the coast",
            id="storm",
            outlet="harbour",
            published="2024-06-20",
            summary="Trains stopped near the coast.\n\nSchools stay closed.",
            key_points=["Coastal roads are flooded", "Nobody was hurt"],
            original={"url": "https://harbour.example/storm", "kind": "article"},
            topics=["weather"],
            ai_generated=True,
        )
        self.story("budget", "Parliament votes on the budget", id="budget", outlet="hill", published="2024-06-19")
        self.story("guard", "Guards of the coast save forty", id="guard", outlet="harbour", published="2024-06-18")
        self.story("cafe", "A café opens at the pole", id="cafe", outlet="hill", published="2024-06-17")


def _yaml(data: object) -> str:
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False)


class ReaderUI:
    """The opened reader as a user sees and uses it."""

    def __init__(self, app: NewsreaderApp, pilot: Pilot[None], reader: Reader) -> None:
        self.app = app
        self.pilot = pilot
        self.reader = reader

    @property
    def main(self) -> MainScreen:
        """The screen of the three panes, whatever lies over it."""
        return next(screen for screen in self.app.screen_stack if isinstance(screen, MainScreen))

    @property
    def stories(self) -> StoryList:
        """The list."""
        return self.main.query_one(StoryList)

    @property
    def filter_text(self) -> str:
        """What stands in the filter bar."""
        return self.main.query_one(FilterBar).text

    async def until(self, condition: Callable[[], object], what: str) -> None:
        """Let the app work until `condition` holds."""
        await wait_until(self.pilot, condition, what)

    async def settled(self) -> None:
        """Let the app work until nothing is under way and the story at the cursor is shown."""
        calm = 0

        def is_calm() -> bool:
            nonlocal calm
            calm = calm + 1 if self._is_settled() else 0
            return calm == 2

        await self.until(is_calm, "the reader has nothing more to do")

    def _is_settled(self) -> bool:
        status = self.main.query_one(StatusLine).status
        shown = self.main.story.stored.row_id if self.main.story.stored else None
        return not (
            not self.app.keys.is_idle
            or any(not worker.is_finished for worker in self.app.workers if worker.group != "watch")
            or any(node.message_queue_size for node in (self.app, *self.app.screen.walk_children(with_self=True)))
            or not is_drawn(self.app)
            or self.main.syncer.is_syncing
            or status.total is None
            or status.shown is None
            or self.main.listing.is_searching
            or self.main.story.is_due
            or self.main.story.row not in (None, shown)  # an empty list leaves the last story
        )

    def gated(self, path: str) -> AbstractContextManager[Gate]:
        """Put a gate before a method of the reader or of a part of it, such as "search.select", for the block."""
        part, _, name = path.rpartition(".")
        return gated(getattr(self.reader, part) if part else self.reader, name)

    async def press(self, *keys: str) -> None:
        """Press keys, and let the app work until nothing is under way."""
        await self.pilot.press(*keys)
        await self.settled()

    async def rush(self, *keys: str) -> None:
        """Press keys faster than the app can follow, and only then let it work."""
        for key in keys:
            event = events.Key(key, key if len(key) == 1 else None)
            event.set_sender(self.app)
            self.app.post_message(event)
        await self.settled()

    async def filter(self, text: str) -> None:
        """Put a filter into the bar by pasting it, in place of what is there."""
        await self.pilot.press("slash")
        field = self.main.query_one(FilterInput)
        field.select_all()
        field.post_message(events.Paste(text))
        await self.settled()

    def titles(self) -> list[str]:
        """The titles in the list, from its top."""
        rows = (self.stories.row_at(index) for index in range(len(self.stories.numbers)))
        return [row.title if row else "(gone)" for row in rows]

    @property
    def title(self) -> str:
        """The title at the cursor, "" in an empty list."""
        row = self.stories.row_at(self.stories.cursor)
        return row.title if row else ""

    def row(self, index: int) -> str:
        """The lines of a row that is in sight, as they are drawn."""
        height = self.stories.lines_a_row
        top = index * height - self.stories.scroll_offset.y
        return "\n".join(self.stories.render_line(top + part).text for part in range(height))

    def content(self, selector: str) -> Content:
        """What a text of the main screen shows, with its styles."""
        widget = self.main.query_one(selector)
        if isinstance(widget, PageText):
            return Content("\n").join(line.content for line in widget.page.lines)
        assert isinstance(widget, Static)
        assert isinstance(widget.visual, Content)
        return widget.visual

    def text(self, selector: str) -> str:
        """What a text of the main screen shows."""
        return self.content(selector).plain

    @property
    def status(self) -> str:
        """What the status line says, or will say once the notice in its place is gone."""
        line = self.main.query_one(StatusLine)
        if line.status.notice is None:
            return self.text("#status")
        return status_content(line.status, line.content_size.width, self.main.keymap.first("problems")).plain

    def strips(self) -> list[Strip]:
        """The lines of the screen as they go to the terminal."""
        return self.app.screen._compositor.render_strips(self.app.size)

    def screen_text(self) -> str:
        """Everything on the screen."""
        return "\n".join(strip.text.rstrip() for strip in self.strips())

    def notices(self) -> list[str]:
        """What is told at the moment: the errors in their boxes, and after them the notice in the status line."""
        errors = [f"{error.title}: {error.message.rpartition(CLOSING)[0]}" for error in self.app._notifications]
        notice = self.main.status.notice
        return [*errors, *([notice.text] if notice else [])]

    def marked_in_list(self, line: int) -> list[str]:
        """The texts that line `line` of the list shows as found."""
        ground = self.stories.get_component_rich_style("story-list--match", partial=True).bgcolor
        return [text for text, style, _ in self.stories.render_line(line) if style and style.bgcolor == ground]

    def marked_in_story(self) -> list[str]:
        """The texts that the story shows as found."""
        content = self.content("#story-text")
        return [content.plain[span.start : span.end] for span in content.spans if "match" in str(span.style)]


class Desk:
    """A library, the folders of a user, and ways to open the reader on them."""

    def __init__(self, folder: Path) -> None:
        self.library = Library(folder / "library")
        self.paths = Paths(folder / "config", folder / "data", folder / "cache")

    def reader(self, root: Path | None = None, *, is_sample: bool = False) -> Reader:
        """A reader of the library, with the clock standing still."""
        return Reader(root or self.library.root, self.paths, is_sample=is_sample, now=lambda: NOW)

    def warm(self) -> None:
        """Fill the index, as an earlier start of the program would have."""
        reader = self.reader()
        reader.sync()
        reader.close()

    @asynccontextmanager
    async def open(
        self,
        reader: Reader | None = None,
        *,
        size: tuple[int, int] = (122, 16),
        config: Config | None = None,
        filter_text: str | None = None,
        config_problems: tuple[Problem, ...] = (),
        settle: bool = True,
        store: SessionStore | None = None,
    ) -> AsyncIterator[ReaderUI]:
        """Run the reader in a window of `size` until the block ends; a `store` remembers it."""
        reader = reader or self.reader()
        app = NewsreaderApp(
            reader,
            config or Config(read_after=0, hints=False),
            filter_text=filter_text,
            config_problems=config_problems,
            theme_folder=self.paths.theme_folder,
            store=store,
        )
        app.animation_level = "none"
        try:
            async with app.run_test(size=size, notifications=True) as pilot:
                ui = ReaderUI(app, pilot, reader)
                if settle:
                    await ui.settled()
                yield ui
        finally:
            reader.close()


@pytest.fixture(autouse=True)
def plain_surroundings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A home of the test's own, no desktop, one time zone, and a terminal of many colours."""
    desktop = ("DISPLAY", "WAYLAND_DISPLAY", "SSH_CONNECTION", "SSH_TTY")
    for name in (*desktop, "NEWSREADER_LIBRARY", "NO_COLOR", "LC_ALL", "LC_CTYPE", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLORTERM", "truecolor")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setattr("textual._wait.SLEEP_GRANULARITY", 0.001)  # a Pilot naps after each key; a short nap will do
    monkeypatch.setattr(Reader, "watch", lambda _reader, _on_change, stopped: stopped.wait(LONGEST))
    monkeypatch.setattr(gc, "freeze", lambda: None)  # else each reader would keep for ever what is left of those before
    monkeypatch.setattr(gc, "set_threshold", lambda *_: None)
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.fixture
def gate_before() -> Callable[[object, str], AbstractContextManager[Gate]]:
    """Puts a gate before a method of any object."""
    return gated


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A desk with an empty library."""
    return Desk(tmp_path)


@pytest.fixture
def full_desk(desk: Desk) -> Desk:
    """A desk with four stories of two outlets in its library."""
    desk.library.fill()
    return desk


@pytest.fixture
def news_desk(full_desk: Desk, server: FeedServer) -> Desk:
    """A desk with four stories, whose library takes news."""
    let_fetch(full_desk, server)
    return full_desk
