"""Lists of feeds as other readers write and read them: OPML."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from xml.sax.saxutils import quoteattr

from newsreader.errors import NewsreaderError
from newsreader.links import LinkRefusedError, checked_link
from newsreader.news.feed_text import feed_text, prepared
from newsreader.news.needed import require_extra
from newsreader.news.subscriptions import Subscription
from newsreader.text import clean_line

_LONGEST_NAME = 100


def read_opml(data: bytes) -> tuple[list[Subscription], list[str]]:
    """Return the feeds of a list, and the addresses in it that are none of the web; a folder becomes a topic.

    Raises NewsreaderError where it is no such list.
    """
    require_extra()
    from listparser import parse

    text = prepared(feed_text(data))
    if "<opml" not in text[:10_000].lower():
        raise NewsreaderError("This file is no OPML, the form in which other readers give their list of feeds.")
    found = parse(text)
    feeds: list[Subscription] = []
    refused: list[str] = []
    for each in found.feeds:
        try:
            url = checked_link((each.get("url") or "").strip()).url
        except LinkRefusedError:
            refused.append(clean_line(each.get("url") or "", _LONGEST_NAME))
            continue
        folder = next((path[-1] for path in each.get("categories") or () if path and path[-1]), "")
        name = clean_line(each.get("title") or "", _LONGEST_NAME)
        feeds.append(Subscription(url, name, folder=clean_line(folder, _LONGEST_NAME)))
    return feeds, refused


def write_opml(subscriptions: Sequence[Subscription], now: datetime) -> str:
    """Return the list of `subscriptions`, in their folders."""
    folders: dict[str, list[Subscription]] = {}
    for each in subscriptions:
        folders.setdefault(each.folder, []).append(each)
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<opml version="2.0">',
        f"  <head><title>newsreader</title><dateCreated>{now.isoformat()}</dateCreated></head>",
        "  <body>",
        *_outlines(folders.pop("", ()), "    "),
    ]
    for folder, feeds in folders.items():
        lines += [f"    <outline text={quoteattr(folder)}>", *_outlines(feeds, "      "), "    </outline>"]
    return "\n".join([*lines, "  </body>", "</opml>", ""])


def _outlines(feeds: Iterable[Subscription], indent: str) -> list[str]:
    return [
        f'{indent}<outline type="rss" text={quoteattr(each.name or each.url)} xmlUrl={quoteattr(each.url)}/>'
        for each in feeds
    ]
