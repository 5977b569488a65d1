"""The feeds screen: what is subscribed to, how each feed is, and what helps those that fail."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import ClassVar, Final, Protocol

from msgspec import Struct
from textual.content import Content

from newsreader.dates import ago
from newsreader.keys.keymap import DEFAULT_KEYMAP, Keymap
from newsreader.text import clean_line
from newsreader.ui.bindings import CommandTable
from newsreader.ui.boxes.picker import PickerInput, PickerScreen
from newsreader.ui.safe import line
from newsreader.ui.widgets.choice_list import Choice, ChoiceList
from newsreader.ui.widgets.hinted_box import HintedBox

_FRAME: Final = 8
"""Lines of the box beside its list: border, field, what is known of the feed at the cursor, the hint."""

_LONGEST_CAUSE: Final = 300


class Feed(Struct, frozen=True):
    """A feed as `newsreader feeds list --format json` tells it; moments are ISO 8601."""

    url: str
    name: str = ""
    stories: int = 0
    state: str = ""
    fetched: str | None = None
    failing_since: str | None = None
    cause: str = ""
    advice: str = ""
    moved_to: str = ""
    paused: bool = False

    @property
    def title(self) -> str:
        """What to call it."""
        return clean_line(self.name) or clean_line(self.url)


class FeedWork(Protocol):
    """Does what is asked of a feed, and has the box show the feeds as they are then."""

    async def subscribe(self) -> None:
        """Ask for a feed, and subscribe to it."""

    async def unsubscribe(self, feed: Feed) -> None:
        """Remove a feed, after a yes."""

    async def toggle_pause(self, feed: Feed) -> None:
        """Pause a feed, or go on with it."""

    async def fetch_feed(self, feed: Feed) -> None:
        """Fetch a feed now."""

    def fetch_soon(self, feed: Feed) -> None:
        """Do the same in the background."""


class FeedsScreen(PickerScreen[None]):
    """All feeds; the keys do something with the one at the cursor, and the box stays open."""

    PLACEHOLDER: ClassVar[str] = "a feed, its address, or how it is"
    PICKING: ClassVar[str] = "fetches it now"
    NO_HIT: ClassVar[str] = "No feed fits."

    def __init__(
        self, feeds: Sequence[Feed], work: FeedWork, now: Callable[[], datetime], keymap: Keymap = DEFAULT_KEYMAP
    ) -> None:
        super().__init__("Feeds", [_found_by(feed) for feed in feeds], keymap)
        self._feeds = feeds
        self._work = work
        self._now = now

    def hint(self) -> str:
        """What can be pressed."""
        shown = self.keymap.shown
        if not self._feeds:
            return f"{shown('box-subscribe')} subscribes to one · {shown('box-close')} closes"
        return f"{super().hint()} · {shown('box-remove')} unsubscribes"

    def on_mount(self) -> None:
        """Say what else can be pressed, and what is known of the feed at the cursor."""
        subscribe, pause = map(self.keymap.shown, ("box-subscribe", "box-pause"))
        self.query_one("#picker-box", HintedBox).hint(
            f"{subscribe} subscribes · {pause} pauses or resumes", f"{subscribe} subscribes · {pause} pauses"
        )
        self._fit()
        self.watch(self.query_one(ChoiceList), "cursor", self._show_details)

    def show(self, feeds: Sequence[Feed]) -> None:
        """Show these feeds in place of those before; the cursor stays on its feed, or at its place if that is gone."""
        choices = self.query_one(ChoiceList)
        before, place_before = self._current, choices.cursor
        self._feeds = feeds
        self.rename([_found_by(feed) for feed in feeds])
        self._fit()
        self.reload()
        places = (place for place, number in enumerate(choices.numbers) if before and feeds[number].url == before.url)
        choices.cursor = next(places, place_before)
        choices.refresh()
        self._show_details()

    def reload(self) -> None:
        """List the feeds that fit."""
        super().reload()
        self._show_details()

    def choice(self, number: int) -> Choice:
        """A feed, its stories, and how it is."""
        feed = self._feeds[number]
        stories = f"{feed.stories:,} {'story' if feed.stories == 1 else 'stories'}"
        return Choice(feed.title, f"{self._condition(feed)} · {stories}")

    def chosen(self, number: int) -> None:
        """Fetch the feed, which was clicked twice."""
        self._work.fetch_soon(self._feeds[number])

    def command_table(self) -> CommandTable:
        """Return the methods of a picker, and those that change the list."""
        return {
            **super().command_table(),
            "box-accept": self.fetch,
            "box-subscribe": self.subscribe,
            "box-remove": self.unsubscribe,
            "box-pause": self.toggle_pause,
        }

    async def subscribe(self) -> None:
        """Subscribe to a feed."""
        await self._work.subscribe()

    async def fetch(self) -> None:
        """Fetch the feed at the cursor."""
        self._choices()
        if self._current is not None:
            await self._work.fetch_feed(self._current)

    async def unsubscribe(self) -> None:
        """Remove the feed at the cursor; before that, text at the right of the cursor."""
        if not self.query_one(PickerInput).has_deleted() and self._current is not None:
            await self._work.unsubscribe(self._current)

    async def toggle_pause(self) -> None:
        """Pause the feed at the cursor, or go on with it."""
        self._choices()
        if self._current is not None:
            await self._work.toggle_pause(self._current)

    @property
    def _current(self) -> Feed | None:
        number = self.query_one(ChoiceList).current
        return None if number is None else self._feeds[number]

    def _fit(self) -> None:
        self.query_one("#picker-box").styles.height = max(len(self._feeds), 1) + _FRAME

    def _condition(self, feed: Feed) -> str:
        if feed.state in ("failing", "gone"):
            return f"{feed.state} since {(feed.failing_since or '')[:10]}"
        if feed.state == "ok" and feed.fetched:
            return f"fetched {ago(datetime.fromisoformat(feed.fetched), self._now())}"
        return "not fetched yet" if feed.state == "new" else feed.state

    def _show_details(self) -> None:
        """Say what is known of the feed at the cursor: its address, why it fails, and what would help."""
        feed = self._current
        if feed is None:
            self.say(line(self.hint()))
            return
        told = f"{feed.cause} {feed.advice}".strip()
        if not told and feed.moved_to:
            told = f"It says that it has moved to {feed.moved_to}"
        rows = [line(clean_line(feed.url, _LONGEST_CAUSE), "$primary")]
        rows += [line(clean_line(told, _LONGEST_CAUSE), "$warning")] if told else []
        self.say(Content("\n").join([*rows, line(self.hint())]))


class OfferedScreen(PickerScreen[str]):
    """The feeds that a page names, each an address and a title; leaves with the address of one."""

    PLACEHOLDER: ClassVar[str] = "a feed"
    PICKING: ClassVar[str] = "subscribes to it"
    NO_HIT: ClassVar[str] = "No feed fits."

    def __init__(self, offered: Sequence[tuple[str, str]], keymap: Keymap = DEFAULT_KEYMAP) -> None:
        super().__init__("The page names these feeds", [f"{title} {url}" for url, title in offered], keymap)
        self._offered = offered

    def choice(self, number: int) -> Choice:
        """A feed with its address."""
        url, title = self._offered[number]
        return Choice(title or url, url if title else "")

    def chosen(self, number: int) -> None:
        """Leave with the feed."""
        self.leave(self._offered[number][0])


def _found_by(feed: Feed) -> str:
    return f"{feed.title} {feed.url} {feed.state}"
