"""How news comes in from the reader: by fetching, by adding one story, by the feeds, and by summaries.

Each part is made when it is first used.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from textual.screen import Screen

from newsreader.config import Config
from newsreader.reader import Reader
from newsreader.ui.boxes.box import Asker
from newsreader.ui.main.background import run_in_background
from newsreader.ui.main.listing import Listing
from newsreader.ui.main.story import StoryPane
from newsreader.ui.main.syncer import Syncer

if TYPE_CHECKING:
    from newsreader.ui.main.adding import Adding
    from newsreader.ui.main.feeds import Feeds
    from newsreader.ui.main.fetching import Fetching
    from newsreader.ui.main.summarizing import Summarizing

_SAMPLE = "The sample library stays as it is. Begin your own: newsreader subscribe URL"


class Incoming:
    """Does what the commands of news ask for; the sample library takes none."""

    def __init__(
        self,
        screen: Screen[None],
        asker: Asker,
        reader: Reader,
        config: Config,
        syncer: Syncer,
        listing: Listing,
        story: StoryPane,
        draft_file: Path | None,
        update_status: Callable[..., None],
    ) -> None:
        self._screen = screen
        self._asker = asker
        self._reader = reader
        self._keymap = config.keys
        self._syncer = syncer
        self._listing = listing
        self._story = story
        self._draft_file = draft_file
        self._update_status = update_status
        self._is_fetch_due = config.fetch.on_start and not reader.is_sample

    @cached_property
    def _fetching(self) -> Fetching:
        from newsreader.ui.main.fetching import Fetching

        return Fetching(self._screen, self._asker, self._reader.root, self._keymap, self._syncer, self._update_status)

    @cached_property
    def _adding(self) -> Adding:
        from newsreader.ui.main.adding import Adding

        return Adding(
            self._screen, self._asker, self._reader, self._keymap, self._syncer, self._listing, self._draft_file
        )

    @cached_property
    def _feeds(self) -> Feeds:
        from newsreader.ui.main.feeds import Feeds

        return Feeds(self._screen, self._asker, self._reader, self._keymap, self._fetching)

    @cached_property
    def _summarizing(self) -> Summarizing:
        from newsreader.ui.main.summarizing import Summarizing

        return Summarizing(self._screen, self._asker, self._reader.root, self._keymap, self._syncer, self._story)

    def start(self) -> None:
        """Fetch what is due, if the config says so, once after the start."""
        if self._is_fetch_due:
            self._is_fetch_due = False
            run_in_background(self._screen, self._fetching.fetch_unasked, "fetch")

    async def fetch(self) -> None:
        """Fetch what is due; while that goes on, offer to stop it."""
        if self._takes_news():
            await self._fetching.fetch()

    async def add(self) -> None:
        """Ask for a text, and add the story that it becomes."""
        if self._takes_news():
            await self._adding.add()

    async def show_feeds(self) -> None:
        """List the feeds in a box."""
        if self._takes_news():
            await self._feeds.show()

    async def subscribe(self) -> None:
        """Ask for a feed, and subscribe to it."""
        if self._takes_news():
            await self._feeds.subscribe()

    async def summarize(self) -> None:
        """Have the story that is shown summarized; while that goes on, offer to stop it."""
        if self._takes_news():
            await self._summarizing.summarize()

    @property
    def unkept(self) -> str:
        """The text of a story to be added that is not in its file, "" for none."""
        return self._adding.unkept if "_adding" in self.__dict__ else ""

    def keep_draft(self, text: str) -> None:
        """Keep a text that is to be added. Raises OSError where it can't be written."""
        self._adding.keep(text)

    def _takes_news(self) -> bool:
        """Return whether the library takes news, and say why if it does not."""
        if self._reader.is_sample:
            self._screen.notify(_SAMPLE, severity="warning", markup=False)
        return not self._reader.is_sample
