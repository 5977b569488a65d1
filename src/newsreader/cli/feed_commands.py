"""The commands of feeds, with their options."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError
from typing import Final

from newsreader.cli.command import Command, Group


def _every(text: str) -> int:
    from newsreader.news.subscriptions import parse_every  # reads YAML, which no other command needs

    try:
        return parse_every(text)
    except ValueError as error:
        raise ArgumentTypeError(f'"{text.strip()}" {error}') from error


def _add_format(parser: ArgumentParser, default: str) -> None:
    parser.add_argument("--format", choices=(default, "json"), default=default, help=f"default: {default}")


def subscribe_options(parser: ArgumentParser) -> None:
    """Add the options of `subscribe`."""
    parser.add_argument("urls", metavar="URL", nargs="+", help="a feed, a page that names one, or a file of OPML")
    parser.add_argument("--outlet", metavar="ID", help="the outlet that tells all its stories")
    parser.add_argument("--folder", metavar="NAME", help="a topic that all its stories get")
    parser.add_argument("--every", metavar="TIME", type=_every, help="from 15m to 7d (default: 1h)")
    _add_format(parser, "text")


def unsubscribe_options(parser: ArgumentParser) -> None:
    """Add the options of `unsubscribe`."""
    parser.add_argument("feeds", metavar="FEED", nargs="+", help="the name of a feed, its beginning, or its address")


def fetch_options(parser: ArgumentParser) -> None:
    """Add the options of `fetch`."""
    parser.add_argument("feeds", metavar="FEED", nargs="*", help="only these feeds, due or not")
    parser.add_argument("--all", action="store_true", help="all feeds, due or not, but for paused ones")
    parser.add_argument("--dry-run", action="store_true", help="list what would come, and write nothing")
    parser.add_argument("--progress", choices=("json",), help="a line of JSON for each step")
    _add_format(parser, "text")
    parser.add_argument("--yes", action="store_true", help="ask nothing: go on")


def feeds_options(parser: ArgumentParser) -> None:
    """Add the options of `feeds` and `feeds list`."""
    parser.add_argument("--failing", action="store_true", help="only those whose last answer was a failure")
    _add_format(parser, "table")


def feed_options(parser: ArgumentParser) -> None:
    """Add one feed."""
    parser.add_argument("feed", metavar="FEED", help="its name, the beginning of that, or its address")


def show_feed_options(parser: ArgumentParser) -> None:
    """Add the options of `feeds show`."""
    feed_options(parser)
    _add_format(parser, "text")


def feeds_export_options(parser: ArgumentParser) -> None:
    """Add the options of `feeds export`."""
    parser.add_argument("file", metavar="FILE", nargs="?", default="-", help='where to (default: "-", the output)')


SUBSCRIBE: Final = Command(
    "subscribe",
    "Add feeds, whose stories fetch brings",
    "newsreader subscribe https://example.org/feed.xml",
    "subscribing:subscribe",
    subscribe_options,
    "Of a web page the feeds that it names are offered. A file of OPML, the list of another reader, gives all its\n"
    "feeds, and its folders become topics. Feeds that are there already are not added again.",
)

UNSUBSCRIBE: Final = Command(
    "unsubscribe",
    "Remove feeds; their stories stay",
    "newsreader unsubscribe 'Example News'",
    "subscribing:unsubscribe",
    unsubscribe_options,
)

FETCH: Final = Command(
    "fetch",
    "Fetch what is new in the feeds",
    "newsreader fetch",
    "fetching:fetch",
    fetch_options,
    "Only feeds that are due are asked. Each new item becomes a story file of the library, yours from then on: it is\n"
    "changed only if you have not edited it, and one that you remove never comes again. The exit code is 1 if a feed\n"
    "failed, 3 if another fetch runs, and 4 if there are no feeds yet.",
)

FEEDS: Final = Group(
    "feeds",
    "List the feeds; show, pause, resume or export them",
    "Without a command: list the feeds, how many stories came from each, and how it is.",
    "newsreader feeds --failing",
    (
        Command(
            "list",
            "List the feeds, and how each is",
            "newsreader feeds list --format json",
            "feeds:list_feeds",
            feeds_options,
        ),
        Command(
            "show",
            "Show all that is known of a feed",
            "newsreader feeds show 'Example News'",
            "feeds:show_feed",
            show_feed_options,
        ),
        Command(
            "pause",
            "Ask a feed no more, until it is resumed",
            "newsreader feeds pause 'Example News'",
            "feeds:pause_feed",
            feed_options,
            preset={"wanted": True},
        ),
        Command(
            "resume",
            "Ask a paused feed again",
            "newsreader feeds resume 'Example News'",
            "feeds:pause_feed",
            feed_options,
            preset={"wanted": False},
        ),
        Command(
            "accept-moves",
            "Take over the new addresses that feeds give",
            "newsreader feeds accept-moves",
            "feeds:accept_moves",
            details="fetch does that by itself where a feed has given the same one for a week.",
        ),
        Command(
            "export",
            "Write the list of feeds as OPML, which other readers take",
            "newsreader feeds export feeds.opml",
            "feeds:export_feeds",
            feeds_export_options,
        ),
    ),
    Command(
        "feeds",
        "List the feeds, and how each is",
        "newsreader feeds --failing",
        "feeds:list_feeds",
        feeds_options,
    ),
)
