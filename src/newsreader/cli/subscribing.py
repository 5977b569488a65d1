"""Subscribing to feeds and unsubscribing: by address, by the page that names them, or from another reader's list."""

from __future__ import annotations

import os
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from newsreader.cli.fetching import named_feeds, open_store, own_library
from newsreader.cli.output import json_text, plural, say, write
from newsreader.cli.places import require_own_library
from newsreader.cli.telling import asks
from newsreader.config import choose_library, require_config
from newsreader.errors import NewsreaderError, UsageError
from newsreader.paths import user_paths
from newsreader.text import clean_line

if TYPE_CHECKING:
    from newsreader.config.fetch import FetchSettings
    from newsreader.news.subscriptions import Subscription

_LARGEST_LIST: Final = 16 * 1024 * 1024
_MOST_NAMED: Final = 5
"""Feeds that were there before and are named, each in a line."""

_LIST_ENDINGS: Final = (".opml", ".xml")


class SeveralFeedsError(NewsreaderError):
    """Signal a page that names several feeds: their addresses and titles are `links`."""

    def __init__(self, message: str, links: Sequence[tuple[str, str]]) -> None:
        super().__init__(message)
        self.links = links


def subscribe(arguments: Namespace) -> int:
    """Add feeds, by their addresses, by those of web pages that name them, or from a list of another reader."""
    from msgspec.structs import replace

    from newsreader.news.needed import require_extra
    from newsreader.news.subscribing import subscribe as add
    from newsreader.news.subscriptions import HOUR, read_subscriptions

    require_extra()
    paths = user_paths()
    config = require_config(paths.config_file)
    choose_library(arguments.library, os.environ, config, paths)  # one that is named has to be there
    wanted: list[Subscription] = []
    failures: list[dict[str, Any]] = []
    for each in arguments.urls:
        try:
            wanted += _from_list(Path(each)) if os.path.isfile(each) else [_from_web(each, config.fetch)]
        except UsageError:
            raise
        except NewsreaderError as error:
            offered = error.links if isinstance(error, SeveralFeedsError) else ()
            named = [{"url": url, "name": clean_line(title)} for url, title in offered]
            failures.append({"url": clean_line(each, 200), "message": _said(error), "feeds": named})
    wanted = [
        replace(
            each,
            outlet=arguments.outlet or each.outlet,
            folder=arguments.folder or each.folder,
            every=arguments.every or HOUR,
        )
        for each in wanted
    ]
    added: Sequence[Subscription] = ()
    if wanted:
        require_own_library(arguments)
        library, _ = own_library(arguments)
        before = read_subscriptions(library)
        added = add(library, wanted)
        tell_added(library, added, wanted, before=before)
    for failure in failures:
        is_told = failure["message"] == _no_file(failure["url"])
        say(failure["message"] if is_told else f"{failure['url']}: {failure['message']}")
    if arguments.format == "json":
        subscribed = [{"name": each.shown, "url": each.url} for each in added]
        data = {"subscribed": subscribed, "known": len(wanted) - len(added), "failed": failures}
        write(json_text(data, indent=2) + "\n")
    return 1 if failures else 0


def _said(error: NewsreaderError) -> str:
    """Return why an address can't be subscribed to, without what is only true of a feed that is there already."""
    from newsreader.news.answers import FetchFailedError

    if not isinstance(error, FetchFailedError):
        return str(error)
    advice = {"It is tried again later.": "Try again later.", "It is left alone until then.": "Try again later."}
    if error.is_gone or error.advice == "Unsubscribe from it.":
        return error.cause
    return f"{error.cause} {advice.get(error.advice, error.advice)}".rstrip()


def _no_file(name: str) -> str:
    return f"There is no file {name}."


def _is_meant_as_file(name: str) -> bool:
    """Return whether a name without a scheme is that of a list of feeds, or of a file in a folder."""
    return "://" not in name and (
        (name.lower().endswith(_LIST_ENDINGS) and "/" not in name) or name[:1] in (".", "/", "~")
    )


def tell_added(
    library: Path, added: Sequence[Subscription], wanted: Sequence[Subscription], *, before: Sequence[Subscription]
) -> None:
    """Say which of the `wanted` feeds were added, and which were there before."""
    from newsreader.news.fetching import trust

    if added and not before:
        with open_store(library) as store:
            trust(store)  # all of it is what this user has just asked for
    for each in added:
        say(f"Subscribed to {each.shown}")
    known = _known(before, added, wanted)
    if len(known) <= _MOST_NAMED:
        for each in known:
            say(f"You are subscribed to {each.shown} already.")
    else:
        say(f"{plural(len(known), 'feed')} of these were there before.")
    if added:
        say("Fetch what is new: newsreader fetch")


def _known(
    before: Sequence[Subscription], added: Sequence[Subscription], wanted: Sequence[Subscription]
) -> list[Subscription]:
    """Return the feeds that are wanted and were there before, with the names that they have in the list."""
    from newsreader.news.identity import canonical

    present = {canonical(each.url): each for each in before}
    new = {canonical(each.url) for each in added}
    found = {canonical(each.url): present.get(canonical(each.url), each) for each in wanted}
    return [each for url, each in found.items() if url not in new]


def _from_list(path: Path) -> list[Subscription]:
    from newsreader.news.opml import read_opml
    from newsreader.regular_file import read_regular_file

    try:
        data = read_regular_file(path, _LARGEST_LIST)
    except OSError as error:
        raise NewsreaderError(f"It can't be read: {error.strerror or error}.") from error
    feeds, refused = read_opml(data)
    for each in refused:
        say(f"This is no address of the web, and is left out: {each or 'an empty one'}")
    if not feeds:
        raise NewsreaderError("There is no feed in it.")
    return feeds


def _from_web(url: str, settings: FetchSettings) -> Subscription:
    """Return the feed at `url`, or the one that the page there names. Raises NewsreaderError where there is none."""
    from newsreader.news.feeds import NoFeedError, parse_feed
    from newsreader.news.fetcher import fetch_page
    from newsreader.news.subscriptions import Subscription

    if _is_meant_as_file(url):
        raise NewsreaderError(_no_file(clean_line(url, 200)))
    address = url if "://" in url else f"https://{url}"
    page = fetch_page(address, settings)
    try:
        feed = parse_feed(page.data, page.url, page.content_type)
    except NoFeedError as error:
        chosen = _chosen(error.links)
        if chosen is None:
            raise
        return _from_feed(chosen, settings)
    return Subscription(_checked(address), feed.title)


def _from_feed(url: str, settings: FetchSettings) -> Subscription:
    from newsreader.news.feeds import parse_feed
    from newsreader.news.fetcher import fetch_page
    from newsreader.news.subscriptions import Subscription

    page = fetch_page(url, settings)
    return Subscription(_checked(url), parse_feed(page.data, page.url, page.content_type).title)


def _checked(url: str) -> str:
    from newsreader.links import checked_link

    return checked_link(url).url


def _chosen(links: Sequence[tuple[str, str]]) -> str | None:
    """Return the feed of a page that is meant: its only one, or the first that the user says yes to."""
    if len(links) == 1:
        return links[0][0]
    for url, title in links:
        answer = asks(f"The page names the feed {clean_line(title) or 'without a title'} at {url}. Subscribe to it?")
        if answer is None:
            named = "".join(f"\n  {each}  {clean_line(name)}" for each, name in links)
            raise SeveralFeedsError(f"The page names several feeds. Give the address of one of them:{named}", links)
        if answer:
            return url
    return None


def unsubscribe(arguments: Namespace) -> int:
    """Remove feeds; their stories stay."""
    from newsreader.news.subscribing import unsubscribe as remove
    from newsreader.news.subscriptions import find

    library, _ = own_library(arguments)
    present = named_feeds(library)
    for each in [find(present, name) for name in arguments.feeds]:
        remove(library, each.url)
        say(f"Unsubscribed from {each.shown}. Its stories stay.")
    return 0
