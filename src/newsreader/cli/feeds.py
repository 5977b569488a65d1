"""The feeds of a library: listed, shown, paused, moved, and given to other readers."""

from __future__ import annotations

import shlex
from argparse import Namespace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from newsreader.cli.fetching import named_feeds, open_store, own_library
from newsreader.cli.output import json_text, say, write
from newsreader.errors import NewsreaderError
from newsreader.text import clean_line

if TYPE_CHECKING:
    from newsreader.news.feed_store import FeedState
    from newsreader.news.subscriptions import Subscription

_URL_WIDTH: Final = 60


def list_feeds(arguments: Namespace) -> int:
    """Write the feeds with what is known of them."""
    library, _ = own_library(arguments)
    with open_store(library) as store:
        rows = [(each, store.feed(each.url), store.count(each.url)) for each in named_feeds(library)]
    if getattr(arguments, "failing", False):
        rows = [row for row in rows if row[1].failures or row[1].is_gone]
    if arguments.format == "json":
        write(json_text([_data(*row) for row in rows], indent=2) + "\n")
        return 0
    width = max((len(each.shown) for each, _, _ in rows), default=0)
    for each, state, count in rows:
        write(f"{each.shown:<{width}}  {count:>6,}  {_condition(each, state)}\n")
    if not rows:
        say("No feed fails." if getattr(arguments, "failing", False) else "There are no feeds yet.")
    return 0


def show_feed(arguments: Namespace) -> int:
    """Write all that is known of one feed."""
    from newsreader.news.subscriptions import find

    library, _ = own_library(arguments)
    each = find(named_feeds(library), arguments.feed)
    with open_store(library) as store:
        data = _data(each, store.feed(each.url), store.count(each.url))
    if arguments.format == "json":
        write(json_text(data, indent=2) + "\n")
        return 0
    for name, value in data.items():
        if value not in (None, "", [], False):
            shown = ", ".join(value) if isinstance(value, list) else value
            write(f"{name.replace('_', ' '):<14}  {clean_line(str(shown))}\n")
    return 0


def _data(each: Subscription, state: FeedState, count: int) -> dict[str, Any]:
    from newsreader.news.subscribing import shown_time

    return {
        "name": each.name,
        "url": each.url,
        "outlet": each.outlet,
        "folder": each.folder,
        "every": shown_time(each.every),
        "summarize": each.summarize,
        "drop": list(each.drop),
        "paused": each.paused,
        "stories": count,
        "state": _state_of(each, state),
        "fetched": _moment(state.ok_at),
        "asked": _moment(state.checked_at),
        "next": _moment(state.next_at),
        "failing_since": _moment(state.failing_since),
        "failures": state.failures,
        "cause": state.cause,
        "advice": state.advice,
        "moved_to": state.moved_to,
    }


def _state_of(each: Subscription, state: FeedState) -> str:
    if each.paused:
        return "paused"
    if state.is_gone:
        return "gone"
    if state.failures:
        return "failing"
    return "ok" if state.ok_at else "new"


def _condition(each: Subscription, state: FeedState) -> str:
    kind = _state_of(each, state)
    if kind in ("gone", "failing"):
        day = datetime.fromtimestamp(state.failing_since, UTC).date()
        return clean_line(f"{kind} since {day}: {state.cause} {state.advice}")
    if state.moved_to:
        return f"{kind}, moved to {clean_line(state.moved_to, _URL_WIDTH)}"
    return kind


def _moment(seconds: int) -> str | None:
    return datetime.fromtimestamp(seconds, UTC).isoformat() if seconds else None


def pause_feed(arguments: Namespace) -> int:
    """Pause a feed, or go on with it, as is `wanted`."""
    from newsreader.news.subscribing import set_field
    from newsreader.news.subscriptions import find

    library, _ = own_library(arguments)
    each = find(named_feeds(library), arguments.feed)
    if each.paused != arguments.wanted:
        set_field(library, each.url, "paused", "true" if arguments.wanted else "false")
    if not arguments.wanted:
        with open_store(library) as store:
            store.forget_end(each.url)
    say(f"{each.shown} is {'paused' if arguments.wanted else 'fetched again'}.")
    return 0


def accept_moves(arguments: Namespace) -> int:
    """Take over the new addresses that feeds give."""
    from newsreader.news.fetching import adopt_move
    from newsreader.news.identity import canonical
    from newsreader.news.subscriptions import read_subscriptions

    library, _ = own_library(arguments)
    present = read_subscriptions(library)
    taken = {canonical(each.url) for each in present}
    count = 0
    with open_store(library) as store:
        for each in present:
            target = store.feed(each.url).moved_to
            if target and canonical(target) not in taken:
                say(adopt_move(library, store, each, target))
                count += 1
    if not count:
        say("No feed says that it has moved.")
    return 0


def export_feeds(arguments: Namespace) -> int:
    """Write the list of feeds for other readers, as OPML."""
    from newsreader.news.opml import write_opml

    library, _ = own_library(arguments)
    text = write_opml(named_feeds(library), datetime.now(UTC).replace(microsecond=0))
    if arguments.file == "-":
        write(text)
        return 0
    try:
        with Path(arguments.file).open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError as error:
        raise NewsreaderError(f"{clean_line(arguments.file)} is there already. Name another file.") from error
    except OSError as error:
        raise NewsreaderError(f"It can't be written: {error.strerror or error}.") from error
    say(f"Written. Another reader takes it as OPML: {shlex.quote(clean_line(arguments.file))}")
    return 0
