"""Fetching what is new in the feeds."""

from __future__ import annotations

import asyncio
import os
import sqlite3
from argparse import Namespace
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Final

from newsreader.cli.output import json_text, plural, say, write
from newsreader.cli.session import open_state
from newsreader.cli.telling import INTERRUPTED, Telling, asks, until_interrupted
from newsreader.config import Config, choose_library, require_config
from newsreader.errors import NewsreaderError, UsageError
from newsreader.paths import user_paths
from newsreader.text import clean_line

if TYPE_CHECKING:
    from newsreader.news.failures import Failure
    from newsreader.news.feed_store import FeedStore
    from newsreader.news.fetching import Result, Run
    from newsreader.news.removed import Emptied
    from newsreader.news.subscriptions import Subscription

_MOST_HOSTS: Final = 20


class NoFeedsError(UsageError):
    """Signal a library without feeds, of which none can be fetched."""

    exit_code = 4


def fetch(arguments: Namespace) -> int:
    """Fetch what is due, or the feeds that are named; returns 1 if any of them failed."""
    from newsreader.news.lock import one_fetch
    from newsreader.news.needed import require_extra
    from newsreader.news.subscriptions import find

    require_extra()
    library, config = own_library(arguments)
    subscriptions = named_feeds(library)
    if not subscriptions:
        raise NoFeedsError("This library has no feeds yet. Add one: newsreader subscribe URL")
    named = [find(subscriptions, name) for name in arguments.feeds]
    chosen = list(dict.fromkeys(named)) if named else list(subscriptions)
    now = datetime.now(UTC)
    with one_fetch(user_paths().feeds_file(library), now), open_store(library) as store, closing(open_state()) as state:
        from newsreader.news.fetching import Run

        line = Telling(arguments.progress)
        _require_trust(store, subscriptions, line, is_agreed=arguments.yes, is_dry=arguments.dry_run)
        run = Run(
            library,
            store,
            state,
            config.fetch,
            now,
            tell=_Counter(line).tell,
            is_dry=arguments.dry_run,
            keeps_sources=config.summarize.keep_sources,
        )
        run.look_for_removed(lambda emptied: _accepts(emptied, line, is_agreed=arguments.yes))
        started = monotonic()
        try:
            result = asyncio.run(until_interrupted(run.fetch(chosen, named=bool(named), is_all=arguments.all)))
        except (asyncio.CancelledError, KeyboardInterrupt):  # the latter before the run has begun
            line.clear()
            _tell_interrupted(run, is_dry=arguments.dry_run)
            return INTERRUPTED
        line.clear()
        _tell_result(result, arguments, monotonic() - started, line)
    return 1 if result.failures else 0


def own_library(arguments: Namespace) -> tuple[Path, Config]:
    """Return the library to bring news into, and the settings. Raises UsageError for the sample library."""
    paths = user_paths()
    config = require_config(paths.config_file)
    choice = choose_library(arguments.library, os.environ, config, paths)
    if choice.is_sample:
        raise UsageError("This is the sample library, which stays as it is. Begin your own: newsreader subscribe URL")
    return choice.root.absolute(), config


def named_feeds(library: Path) -> tuple[Subscription, ...]:
    """Return the feeds of a library; one without a name has the title that it gave itself."""
    from newsreader.news.subscriptions import read_subscriptions, with_titles

    with open_store(library) as store:
        return with_titles(read_subscriptions(library), store.titles())


@contextmanager
def open_store(library: Path) -> Iterator[FeedStore]:
    """Give what is known of the feeds of a library."""
    from newsreader.news.feed_store import FeedStore

    path = user_paths().feeds_file(library)
    try:
        store = FeedStore.open(path)
    except (sqlite3.Error, OSError) as error:
        raise NewsreaderError(f"What is known of the feeds can't be opened ({path}): {error}.") from error
    with closing(store):
        yield store


def _require_trust(
    store: FeedStore, subscriptions: Sequence[Subscription], line: Telling, *, is_agreed: bool, is_dry: bool
) -> None:
    """Ask before the first fetch for a library: its list of feeds may be somebody else's."""
    from newsreader.news.fetching import hosts_of, is_trusted, trust

    if is_trusted(store):
        return
    hosts = hosts_of(subscriptions)
    shown = ", ".join(map(clean_line, hosts[:_MOST_HOSTS])) + (
        f" and {len(hosts) - _MOST_HOSTS:,} more" if len(hosts) > _MOST_HOSTS else ""
    )
    found = f"The feeds of this library were not fetched before. They are at {plural(len(hosts), 'host')}: {shown}."
    say(found)
    if not is_agreed:
        answer = asks("Fetch from there?")
        if answer is None:
            line.asks(f"{found} Fetch from there?", hosts=hosts)
            raise UsageError("Give --yes to fetch from there.")
        if not answer:
            raise NewsreaderError("Nothing was fetched.")
    if not is_dry:
        trust(store)


def _accepts(emptied: Emptied, line: Telling, *, is_agreed: bool) -> bool:
    if is_agreed:
        return True
    found = f"{emptied.gone:,} of {emptied.known:,} fetched stories are gone since the last fetch."
    say(found)
    answer = asks("Did you remove them?")
    if answer is None:
        line.asks(f"{found} Did you remove them?", hosts=[])
    return answer is True


class _Counter:
    """Counts feeds while they are fetched, and tells each failure once."""

    def __init__(self, line: Telling) -> None:
        self._line = line
        self._started = monotonic()
        self._failures = 0

    def tell(self, result: Result) -> None:
        if not self._line.is_json:
            text = f"{result.done:,}/{result.total:,} feeds  {result.new:,} new  {len(result.failures):,} failed"
            self._line.show(f"{text}  {monotonic() - self._started:.0f} s")
            return
        for failure in result.failures[self._failures :]:
            self._line.event("failed", **_failure_data(failure))
        self._failures = len(result.failures)
        self._line.event(
            "progress",
            done=result.done,
            total=result.total,
            new=result.new,
            updated=result.updated,
            failed=len(result.failures),
        )


def _failure_data(failure: Failure) -> dict[str, str]:
    return {"feed": failure.name, "url": failure.url, "cause": failure.cause, "advice": failure.advice}


def _tell_interrupted(run: Run, *, is_dry: bool) -> None:
    done = "Nothing was written." if is_dry else f"{plural(run.result.new, 'new story', 'new stories')} came whole."
    say(f"Interrupted. {done} The next fetch goes on.")


def _tell_result(result: Result, arguments: Namespace, seconds: float, line: Telling) -> None:
    data = {
        "feeds": result.total,
        "new": result.new,
        "updated": result.updated,
        "edited": result.kept,
        "unchanged": result.unchanged,
        "failed": [_failure_data(failure) for failure in result.failures],
        "outlets": [outlet.id for outlet in result.outlets],
        "notes": result.notes,
        "seconds": round(seconds, 2),
    }
    if line.is_json:
        line.event("done", **{**data, "failed": len(result.failures)})
    elif arguments.format == "json":
        write(json_text({**data, "titles": result.titles} if arguments.dry_run else data, indent=2) + "\n")
    else:
        for title in result.titles:
            write(f"{clean_line(title)}\n")
        _say_counts(result, seconds, is_dry=arguments.dry_run)
    for note in result.notes:
        say(note)
    for failure in result.failures:
        say(f"{failure.name}: {failure.cause} {failure.advice}".rstrip())


def _say_counts(result: Result, seconds: float, *, is_dry: bool) -> None:
    counts: list[tuple[int, Callable[[int], str]]] = [
        (result.updated, lambda count: f"{count:,} changed"),
        (result.kept, lambda count: f"{count:,} changed at its source, but edited here and left alone"),
        (len(result.failures), lambda count: f"{count:,} failed"),
    ]
    parts = [plural(result.new, "new story", "new stories")]
    parts += [told(count) for count, told in counts if count]
    dry = " Nothing was written." if is_dry else ""
    say(f"{plural(result.total, 'feed')}: {', '.join(parts)}, in {seconds:.0f} s.{dry}")
    if not result.total:
        say("No feed is due yet. To fetch all of them now: newsreader fetch --all")
    if result.outlets and not is_dry:
        names = ", ".join(clean_line(outlet.id) for outlet in result.outlets[:10])
        say(
            f"{plural(len(result.outlets), 'new outlet')} without a rating: {names}. Rate one: newsreader outlets set"
            f" {clean_line(result.outlets[0].id)} --rating center --source NAME --as-of DATE"
        )
