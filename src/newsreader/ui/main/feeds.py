"""The feeds of the library in their box: listed, subscribed to, paused, removed, and fetched one by one."""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct
from textual.screen import Screen

from newsreader.keys.keymap import Keymap
from newsreader.reader import Reader
from newsreader.text import clean_line
from newsreader.ui.boxes.box import Asker
from newsreader.ui.main.background import run_in_background, tell
from newsreader.ui.main.child import Child, Ended
from newsreader.ui.main.fetching import Fetching

if TYPE_CHECKING:
    from newsreader.ui.boxes.feeds import Feed, FeedsScreen

_HINT = "The address of a feed or of a page that names one, or a file of OPML"
_LONGEST_ADDRESS = 60


class _Named(Struct, frozen=True):
    name: str
    url: str


class _Refused(Struct, frozen=True):
    """What could not be subscribed to, why, and the feeds that its page names, if there are several."""

    message: str
    feeds: tuple[_Named, ...] = ()


class _Subscribed(Struct, frozen=True):
    """What `newsreader subscribe --format json` tells."""

    subscribed: tuple[_Named, ...]
    failed: tuple[_Refused, ...] = ()


class Feeds:
    """Has commands of their own do what is asked of feeds."""

    def __init__(self, screen: Screen[None], asker: Asker, reader: Reader, keymap: Keymap, fetching: Fetching) -> None:
        self._screen = screen
        self._asker = asker
        self._reader = reader
        self._keymap = keymap
        self._fetching = fetching
        self._box: FeedsScreen | None = None

    async def show(self) -> None:
        """List the feeds in a box."""
        from newsreader.ui.boxes.feeds import FeedsScreen

        feeds = await self._find()
        if feeds is None:
            return
        self._box = FeedsScreen(feeds, self, self._reader.now, self._keymap)
        try:
            await self._asker.ask(self._box)
        finally:
            self._box = None

    async def subscribe(self) -> None:
        """Ask for an address until it is one of a feed, or the user wants none."""
        from newsreader.ui.boxes.prompt import PromptScreen

        address: str | None = ""
        hint = _HINT
        while address is not None:
            box = PromptScreen(
                "Subscribe to a feed", address, hint, check=lambda text: "" if text else _HINT, keymap=self._keymap
            )
            address = await self._asker.ask(box)
            if address is None:
                return
            refused = await self._subscribe_to(address)
            if refused is not None and refused.feeds:
                address = await self._choose(refused.feeds)
                if address is None:
                    return
                refused = await self._subscribe_to(address)
            if refused is None:
                return
            hint = clean_line(refused.message)

    async def _choose(self, offered: Sequence[_Named]) -> str | None:
        from newsreader.ui.boxes.feeds import OfferedScreen

        return await self._asker.ask(OfferedScreen([(each.url, each.name) for each in offered], self._keymap))

    async def _subscribe_to(self, address: str) -> _Refused | None:
        """Subscribe to what is at an address; returns why that can't be done, None where it is done."""
        notice = f"Asking for {clean_line(address, _LONGEST_ADDRESS)}…", "Subscribe"
        tell(self._screen, *notice)
        try:
            ended = await self._command("subscribe", "--format", "json", "--", self._place(address))
        finally:
            self._asker.take_back(*notice)
        try:
            told = msgspec.json.decode(ended.output, type=_Subscribed)
        except msgspec.DecodeError:
            return _Refused(ended.sentence)
        if told.failed and not told.subscribed:
            return told.failed[0]
        names = ", ".join(clean_line(each.name or each.url, _LONGEST_ADDRESS) for each in told.subscribed[:3])
        more = f" and {len(told.subscribed) - 3:,} more" if len(told.subscribed) > 3 else ""
        fetch = f"{self._keymap.shown('fetch-news')} fetches what is new."
        tell(self._screen, f"{names}{more}. {fetch}" if names else "You are subscribed to this already.", "Subscribed")
        await self._show_again()
        return None

    def _place(self, text: str) -> str:
        """Return the address or the file that is meant; a browser has no business with files of this machine."""
        if "://" in text:
            return text
        return f"https://{text}" if self._screen.app.is_web else os.path.expanduser(text)

    async def unsubscribe(self, feed: Feed) -> None:
        """Remove a feed, after a yes."""
        from newsreader.ui.boxes.confirm import ConfirmScreen

        question = f"Unsubscribe from “{clean_line(feed.title, _LONGEST_ADDRESS)}”? Its stories stay."
        if await self._asker.ask(ConfirmScreen(question, "Unsubscribe", self._keymap)):
            await self._change("unsubscribe", "--", feed.url)

    async def toggle_pause(self, feed: Feed) -> None:
        """Pause a feed, or go on with it."""
        await self._change("feeds", "resume" if feed.paused else "pause", "--", feed.url)

    async def fetch_feed(self, feed: Feed) -> None:
        """Fetch a feed now."""
        await self._fetching.fetch((feed.url,), after=self._show_again)

    def fetch_soon(self, feed: Feed) -> None:
        """Do the same in the background."""
        run_in_background(self._screen, partial(self.fetch_feed, feed), "feeds")

    async def _change(self, *words: str) -> None:
        ended = await self._command(*words)
        if ended.code:
            tell(self._screen, ended.sentence, "The feeds are as they were", is_warning=True)
        else:
            tell(self._screen, ended.sentence, "Feeds")
        await self._show_again()

    async def _show_again(self) -> None:
        if self._box is None:
            return
        feeds = await self._find()
        if feeds is not None and self._box is not None and self._box.is_open:
            self._box.show(feeds)

    async def _find(self) -> Sequence[Feed] | None:
        """The feeds; None where they can't be read, which is said."""
        from newsreader.ui.boxes.feeds import Feed

        ended = await self._command("feeds", "list", "--format", "json")
        if not ended.code:
            try:
                return msgspec.json.decode(ended.output, type=list[Feed])
            except msgspec.DecodeError:
                pass  # what it says is all that there is to say
        tell(self._screen, ended.sentence, "The feeds can't be read", is_warning=True)
        return None

    async def _command(self, *words: str) -> Ended:
        return await Child(self._reader.root, words).run()
