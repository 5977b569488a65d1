"""One run of fetching: what is due is asked for, several hosts at once, and taken in one feed after the other."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from msgspec import Struct, field
from msgspec.structs import replace

from newsreader.config.fetch import FetchSettings
from newsreader.errors import NewsreaderError
from newsreader.news.answers import Answer, FetchFailedError
from newsreader.news.busy_hosts import BusyHosts
from newsreader.news.failures import Failure, explained, first_of, is_of_own_disk
from newsreader.news.feed_store import FeedState, FeedStore
from newsreader.news.feeds import before_cut
from newsreader.news.fetcher import Fetcher
from newsreader.news.identity import canonical
from newsreader.news.intake import Intake, StoppedError, Taken
from newsreader.news.removed import IS_RUNNING, Emptied, look_for_removed
from newsreader.news.subscribing import set_field
from newsreader.news.subscriptions import DAY, Subscription
from newsreader.state.state import State
from newsreader.story import Outlet
from newsreader.sync.files import read_registry
from newsreader.text import clean_line

_EARLY: Final = 0.05
"""Part of its time by which a feed is due earlier, so that a timer that runs as often finds it due."""

_LONGEST_BACKOFF: Final = DAY
_MOVED_RUNS: Final = 3
_MOVED_SECONDS: Final = 7 * DAY
_TRUSTED: Final = "trusted"


class Result(Struct):
    """What a run has done so far. `outlets` were added to the registry, `notes` are sentences for the user."""

    total: int = 0
    done: int = 0
    new: int = 0
    updated: int = 0
    kept: int = 0
    unchanged: int = 0
    failures: list[Failure] = field(default_factory=list)
    outlets: list[Outlet] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)


class Run:
    """One run for a library, whose lock the caller holds.

    `tell` is called once it is known how many feeds are due, and after each. With `is_dry` nothing is written or noted.
    With `keeps_sources` the texts of extracts are kept.
    """

    def __init__(
        self,
        library: Path,
        store: FeedStore,
        state: State,
        settings: FetchSettings,
        now: datetime,
        *,
        tell: Callable[[Result], None] = lambda _: None,
        is_dry: bool = False,
        keeps_sources: bool = True,
    ) -> None:
        self.result = Result()
        self._library = library
        self._store = store
        self._state = state
        self._settings = settings
        self._now = now
        self._seconds = int(now.timestamp())
        self._tell = tell
        self._is_dry = is_dry
        self._keeps_sources = keeps_sources
        self._busy: BusyHosts
        self._waiting: dict[str, int] = {}
        self._moves: list[tuple[Subscription, str]] = []

    def look_for_removed(self, accepts: Callable[[Emptied], bool]) -> None:
        """Find out which stories the user has moved or removed, as `removed.look_for_removed` does."""
        look_for_removed(self._library, self._store, self._state, accepts, is_dry=self._is_dry)

    async def fetch(
        self, subscriptions: Sequence[Subscription], *, named: bool = False, is_all: bool = False
    ) -> Result:
        """Ask for what of `subscriptions` is due, or for all of them where they were `named`.

        With `is_all` it is asked for what is not due yet, too, but not for what is paused or gone. What the user has
        not named is not asked of hosts that want to be left alone.
        """
        due = [each for each in subscriptions if named or self._is_due(each, is_all=is_all)]
        self._busy = BusyHosts(self._store, self._seconds, is_dry=self._is_dry, is_fresh=named)
        self.result.total = len(due)
        self._tell(self.result)  # whoever waits for a question learns that there is none
        registry = read_registry(self._library)
        intake = Intake(
            self._library,
            self._store,
            registry.outlets,
            self._state.removed_stories(),
            self._now,
            is_dry=self._is_dry,
            keeps_sources=self._keeps_sources,
        )
        if not self._is_dry:
            self._store.note(IS_RUNNING, secrets.token_hex(4))
        with ThreadPoolExecutor(1, "intake") as worker:
            try:
                async with Fetcher(self._settings) as fetcher, asyncio.TaskGroup() as tasks:
                    for each in due:
                        tasks.create_task(self._one(each, fetcher, intake, worker))
            except ExceptionGroup as group:  # one fault, or the same one of many feeds
                raise first_of(group) from group
            finally:
                intake.stop.set()
                self.result.notes += await asyncio.get_running_loop().run_in_executor(worker, intake.finish)
        for host, count in self._waiting.items():
            until = datetime.fromtimestamp(self._busy.until(host)).astimezone()
            self.result.notes.append(
                f"{clean_line(host)} wants to be left alone until {until:%d %b %H:%M}: feeds put off: {count:,}."
            )
        if not self._is_dry:
            self._adopt_moves(subscriptions)
            self._store.note(IS_RUNNING, "")
        return self.result

    def _is_due(self, subscription: Subscription, *, is_all: bool) -> bool:
        known = self._store.feed(subscription.url)
        return not subscription.paused and not known.is_gone and (is_all or known.next_at <= self._seconds)

    async def _one(
        self, subscription: Subscription, fetcher: Fetcher, intake: Intake, worker: ThreadPoolExecutor
    ) -> None:
        """Ask for one feed and take in its answer. Whatever is wrong with it costs only itself."""
        known = self._store.feed(subscription.url)
        host = urlsplit(subscription.url).hostname or ""
        loop = asyncio.get_running_loop()
        try:
            answer = await fetcher.get_unless(subscription.url, known.etag, known.modified, lambda: host in self._busy)
            if answer is None:
                after = replace(known, next_at=max(known.next_at, self._busy.until(host)))
                self._waiting[host] = self._waiting.get(host, 0) + 1
                await loop.run_in_executor(worker, self._keep, after)
            else:
                await loop.run_in_executor(worker, self._take, answer, subscription, known, intake)
        except StoppedError:
            return
        except (NewsreaderError, OSError) as error:
            await loop.run_in_executor(worker, self._fail, subscription, known, error, host)
        finally:
            self.result.done += 1
            self._tell(self.result)

    def _take(self, answer: Answer, subscription: Subscription, known: FeedState, intake: Intake) -> None:
        """Take in an answer; runs in the thread of the intake."""
        if intake.stop.is_set():
            raise StoppedError("Stopped.")
        digest = sha256(answer.data).hexdigest() if answer.status == 200 else known.hash
        wait = max(subscription.every, min(answer.max_age, DAY))
        after = replace(
            known,
            checked_at=self._seconds,
            next_at=self._seconds + int(wait * (1 - _EARLY)),
            ok_at=self._seconds,
            failing_since=0,
            failures=0,
            cause="",
            advice="",
            is_gone=False,
        )
        if answer.status == 200 and (digest != known.hash or answer.is_cut):
            data = before_cut(answer.data) if answer.is_cut else answer.data
            taken = intake.take(data, answer.url, answer.content_type, subscription)
            self._count(taken)
            after = replace(after, title=taken.title)
        else:
            self.result.unchanged += 1
        if answer.status == 200:
            tags = ("", "", "") if answer.is_cut else (answer.etag, answer.modified, digest)
            after = replace(after, etag=tags[0], modified=tags[1], hash=tags[2])
        self._keep(self._with_move(after, answer, subscription))

    def _count(self, taken: Taken) -> None:
        self.result.new += taken.new
        self.result.updated += taken.updated
        self.result.kept += taken.kept
        self.result.outlets += taken.outlets
        self.result.titles += taken.titles
        self.result.notes += taken.refused

    def _with_move(self, after: FeedState, answer: Answer, subscription: Subscription) -> FeedState:
        """Note where a feed says that it has moved; what it has said for long enough is taken over."""
        target = answer.moved_to
        if not target or target == subscription.url:
            return replace(after, moved_to="", moved_since=0, moved_runs=0)
        if target == subscription.url.replace("http://", "https://", 1):
            self._moves.append((subscription, target))
            return after
        if after.moved_to != target:
            return replace(after, moved_to=target, moved_since=self._seconds, moved_runs=1)
        after = replace(after, moved_runs=after.moved_runs + 1)
        if after.moved_runs >= _MOVED_RUNS and self._seconds - after.moved_since >= _MOVED_SECONDS:
            self._moves.append((subscription, target))
        return after

    def _adopt_moves(self, subscriptions: Iterable[Subscription]) -> None:
        taken = {canonical(each.url) for each in subscriptions}
        for subscription, target in self._moves:
            if canonical(target) in taken and canonical(target) != canonical(subscription.url):
                continue
            try:
                self.result.notes.append(adopt_move(self._library, self._store, subscription, target))
            except NewsreaderError as error:  # the file is the user's, who may be writing it
                self.result.notes.append(f"{subscription.shown} has moved to {target}. {error}")

    def _fail(self, subscription: Subscription, known: FeedState, error: Exception, host: str) -> None:
        cause, advice, wait, is_gone = explained(error)
        self.result.failures.append(Failure(subscription.shown, subscription.url, cause, advice))
        if is_of_own_disk(error):
            return  # the feed is not at fault: it stays due
        if isinstance(error, FetchFailedError) and error.is_busy and error.retry_after is not None:
            self._busy.put_off(host, error.retry_after)
        failures = known.failures + 1
        backoff = min(subscription.every * 2 ** min(failures - 1, 10), max(_LONGEST_BACKOFF, subscription.every))
        self._keep(
            replace(
                known,
                checked_at=self._seconds,
                next_at=self._seconds + (backoff if wait is None else max(wait, 1)),
                failing_since=known.failing_since or self._seconds,
                failures=failures,
                cause=cause,
                advice=advice,
                is_gone=is_gone,
            )
        )

    def _keep(self, state: FeedState) -> None:
        if not self._is_dry:
            self._store.put_feed(state)


def adopt_move(library: Path, store: FeedStore, subscription: Subscription, target: str) -> str:
    """Have a feed at its new address from now on; returns a sentence that says so."""
    set_field(library, subscription.url, "url", target)
    store.rename_feed(subscription.url, target)
    return f"{subscription.shown} has moved to {target}: feeds.yaml has its new address now."


def is_trusted(store: FeedStore) -> bool:
    """Return whether this user has let the feeds of this library be fetched."""
    return bool(store.noted(_TRUSTED))


def trust(store: FeedStore) -> None:
    """Remember that this user lets the feeds of this library be fetched."""
    store.note(_TRUSTED, "yes")


def hosts_of(subscriptions: Iterable[Subscription]) -> list[str]:
    """Return the hosts of feeds, sorted."""
    return sorted({urlsplit(each.url).netloc.lower() for each in subscriptions})
