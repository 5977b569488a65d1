"""Fetching news from the reader: a command of its own does it, and the status line counts."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Sequence
from functools import partial
from pathlib import Path
from time import monotonic
from typing import Any, Final

import msgspec
from msgspec import Struct
from textual.screen import Screen

from newsreader.keys.keymap import Keymap
from newsreader.text import clean_line
from newsreader.ui.boxes.box import Asker
from newsreader.ui.main.background import run_in_background, tell
from newsreader.ui.main.child import Child, Ended, Question
from newsreader.ui.main.syncer import Syncer
from newsreader.ui.widgets.status_line import Fetched

_BETWEEN_LOOKS: Final = 3.0
"""Seconds between two comparisons with the files while news comes in, where the system reports no changes."""

_BETWEEN_COUNTS: Final = 0.1
_ANOTHER_RUNS: Final = 3
"""The exit code of a fetch while another one of the library runs."""

_NO_FEEDS: Final = 4
"""The exit code of a fetch for a library without feeds."""

_MOST_HOSTS: Final = 5
_LONGEST_HOST: Final = 60
_LONGEST_CAUSE: Final = 200


class Progressed(Struct, frozen=True, tag_field="event", tag="progress"):
    """How far a fetch has come."""

    done: int
    total: int
    new: int = 0
    updated: int = 0


class Failed(Struct, frozen=True, tag_field="event", tag="failed"):
    """A feed that could not be had."""

    feed: str
    cause: str
    advice: str = ""


class Asks(Struct, frozen=True, tag_field="event", tag="asks"):
    """A question before a fetch goes on; it ends instead."""

    question: str
    hosts: tuple[str, ...] = ()


class Done(Struct, frozen=True, tag_field="event", tag="done"):
    """What a fetch has come to."""

    feeds: int
    new: int
    updated: int
    failed: int
    outlets: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


_LINE: Final = msgspec.json.Decoder(Progressed | Failed | Asks | Done)


class _Run:
    """A fetch under way, and what it has told so far."""

    def __init__(self, child: Child, *, is_asked: bool) -> None:
        self.child = child
        self.is_asked = is_asked
        self.progress: Progressed | None = None
        self.first_failure: Failed | None = None
        self.done: Done | None = None
        self.asks: Asks | None = None
        self.question = Question[Asks]()

    @property
    def new(self) -> int:
        return self.progress.new if self.progress else 0

    @property
    def may_have_written(self) -> bool:
        """Whether files may have changed: one that was stopped may not have told of the last of them."""
        if self.done is None:
            return self.progress is not None
        return bool(self.done.new or self.done.updated)

    def take(self, line: bytes) -> None:
        """Take in a line of what it tells; what is no such line is left out."""
        try:
            event = _LINE.decode(line)
        except msgspec.DecodeError:
            return
        if isinstance(event, Progressed):
            self.progress = event
        elif isinstance(event, Failed):
            self.first_failure = self.first_failure or event
        elif isinstance(event, Done):
            self.done = event
        if isinstance(event, Asks):
            self.asks = event
        else:
            self.begun()

    def begun(self) -> None:
        """Let those go on who wait for a question, or for there to be none."""
        self.question.settle(self.asks)


class Fetching:
    """Runs one fetch at a time."""

    def __init__(
        self,
        screen: Screen[None],
        asker: Asker,
        library: Path,
        keymap: Keymap,
        syncer: Syncer,
        update_status: Callable[..., None],
    ) -> None:
        self._screen = screen
        self._asker = asker
        self._library = library
        self._keymap = keymap
        self._syncer = syncer
        self._update_status = update_status
        self._run: _Run | None = None
        self._counted_at = self._looked_at = 0.0

    async def fetch(
        self, feeds: Sequence[str] = (), after: Callable[[], Coroutine[Any, Any, None]] | None = None
    ) -> None:
        """Fetch what is due, or `feeds`, and do what comes `after`; where a fetch runs already, offer to stop it."""
        if self._run is not None:
            await self._offer_to_stop(self._run)
            return
        asks = await self._begin(feeds, after, is_agreed=False, is_asked=True)
        if asks is not None and await self._agrees(asks):
            await self._begin(feeds, after, is_agreed=True, is_asked=True)

    async def fetch_unasked(self) -> None:
        """Fetch what is due because the config says so: nothing is asked, and nothing is said if nothing comes."""
        if self._run is None and await self._begin((), None, is_agreed=False, is_asked=False) is not None:
            key = self._keymap.shown("fetch-news")
            tell(self._screen, f"These feeds need an answer before they are fetched: {key} asks.", "Not fetched")

    async def _begin(
        self,
        feeds: Sequence[str],
        after: Callable[[], Coroutine[Any, Any, None]] | None,
        *,
        is_agreed: bool,
        is_asked: bool,
    ) -> Asks | None:
        """Start a fetch; returns what it asks, None once it goes on without a question."""
        if self._run is not None:
            return None
        agreed = ("--yes",) if is_agreed else ()
        words = ("fetch", "--progress", "json", *agreed, "--", *feeds)
        run = self._run = _Run(Child(self._library, words), is_asked=is_asked)
        self._update_status(fetching=Fetched())
        run_in_background(self._screen, partial(self._follow, run, after), "fetch")
        return await run.question.known()

    async def _follow(self, run: _Run, after: Callable[[], Coroutine[Any, Any, None]] | None) -> None:
        def take(line: bytes) -> None:
            run.take(line)
            self._count(run)

        try:
            ended = await run.child.run(on_line=take)
        finally:
            self._run = None
            self._update_status(fetching=None)
            run.begun()
        if run.question.is_asked:
            return
        self._conclude(run, ended)
        if after is not None:
            await after()

    def _count(self, run: _Run) -> None:
        """Show how far a fetch has come, and what came, now and then."""
        progress, now = run.progress, monotonic()
        if progress is None:
            return
        if now - self._counted_at > _BETWEEN_COUNTS or progress.done >= progress.total:
            self._counted_at = now
            self._update_status(fetching=Fetched(progress.done, progress.total, progress.new))
        if progress.new and not self._syncer.is_watching and now - self._looked_at > _BETWEEN_LOOKS:
            self._looked_at = now
            self._syncer.sync_from_now()

    def _conclude(self, run: _Run, ended: Ended) -> None:
        """Say what came of a fetch, and have the list show it."""
        if run.done is not None:
            if run.is_asked or run.done.new or run.done.failed:
                outcome = self._outcome(run.done, run.first_failure)
                tell(self._screen, outcome, "Fetched", is_warning=bool(run.done.failed))
        elif ended.is_stopped:
            tell(self._screen, f"{_stories(run.new)} came. The next fetch goes on.", "Fetching is stopped")
        elif ended.is_killed:
            key = self._keymap.shown("fetch-news")
            told = f"The fetch was ended from outside. What came is whole; {key} goes on."
            tell(self._screen, told, "", is_warning=True)
        elif run.is_asked or ended.code not in (_ANOTHER_RUNS, _NO_FEEDS):
            key = self._keymap.shown("subscribe")
            no_feeds = f"This library has no feeds yet. {key} adds one."
            tell(self._screen, no_feeds if ended.code == _NO_FEEDS else ended.sentence, "Not fetched", is_warning=True)
        if run.may_have_written:
            self._syncer.sync_from_now()

    def _outcome(self, done: Done, first: Failed | None) -> str:
        if not done.feeds:
            return f"No feed is due yet. {self._keymap.shown('feeds')} lists them, to fetch one now."
        parts = [f"{_stories(done.new)}{self._key('new-stories') if done.new else ''}"]
        parts += [f"{done.updated:,} changed"] if done.updated else []
        if done.outlets:
            noun = "outlet" if len(done.outlets) == 1 else "outlets"
            parts.append(f"{len(done.outlets):,} new {noun} without a rating{self._key('outlets')}")
        if done.failed:
            cause = clean_line(f"{first.feed}: {first.cause} {first.advice}", _LONGEST_CAUSE) if first else ""
            noun, one = ("feed", "") if done.failed == 1 else ("feeds", ", the first")
            parts.append(f"{done.failed:,} {noun} failed{one}: {cause}".rstrip(": "))
        notes = [clean_line(note, _LONGEST_CAUSE) for note in done.notes[:1]]
        if done.failed > 1:
            notes.append(f"{self._keymap.shown('feeds')} shows the rest.")
        return " ".join([f"{', '.join(parts).rstrip('.')}.", *notes])

    def _key(self, command: str) -> str:
        key = self._keymap.first(command)
        return f" ({key})" if key else ""

    async def _agrees(self, asks: Asks) -> bool:
        from newsreader.ui.boxes.confirm import ConfirmScreen

        return await self._asker.ask(ConfirmScreen(_question(asks), "Fetch" if asks.hosts else "Yes", self._keymap))

    async def _offer_to_stop(self, run: _Run) -> None:
        from newsreader.ui.boxes.confirm import ConfirmScreen

        progress = run.progress
        how_far = f"{progress.done:,} of {progress.total:,} feeds are fetched." if progress else "A fetch runs."
        question = f"{how_far} {_stories(run.new)} came. Stop? What came stays, and the next fetch goes on."
        if await self._asker.ask(ConfirmScreen(question, "Stop", self._keymap)) and run is self._run:
            run.child.stop()


def _question(asks: Asks) -> str:
    if not asks.hosts:
        return clean_line(asks.question, _LONGEST_CAUSE)
    count = len(asks.hosts)
    hosts = ", ".join(clean_line(host, _LONGEST_HOST) for host in asks.hosts[:_MOST_HOSTS])
    more = f" and {count - _MOST_HOSTS:,} more" if count > _MOST_HOSTS else ""
    return f"These feeds were not fetched before. Fetch from {hosts}{more}?"


def _stories(count: int) -> str:
    return f"{count:,} new {'story' if count == 1 else 'stories'}"
