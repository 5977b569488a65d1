"""From the bytes of a feed to what it says: RSS, Atom, RDF and JSON Feed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from html import unescape
from typing import Any, Final
from urllib.parse import urljoin

from msgspec import Struct

from newsreader.errors import NewsreaderError
from newsreader.links import LinkRefusedError, checked_link
from newsreader.news.feed_text import MOST_ITEMS, feed_text, prepared
from newsreader.text import clean_line, clean_title

_TAG: Final = re.compile(r"</?[A-Za-z][^<>]*>")
_EXTRAS: Final = ("xml:base", ":group", "<source")
_ITEM: Final = re.compile(r"<(?:\w{1,20}:)?item\b")
_ENDS_OF_ITEMS: Final = (b"</item>", b"</entry>")
_BEGINNINGS_OF_ITEMS: Final = (b"<item", b"<entry")
_DATE_TAG: Final = re.compile(
    r"<(?:\w{1,20}:)?(?:pubdate|date|published|issued|lastbuilddate|updated|modified)\b", re.I
)
_DATE_LIKE: Final = re.compile(r"(?!https?://)(?=\D*\d).{1,60}")
"""An id that the parser may take for a date."""

_LONGEST_TEXT: Final = 2_000_000
_LONGEST_GUID: Final = 1_000
_MOST_TOPICS: Final = 20
_LONGEST_TOPIC: Final = 60
_DESCRIPTION: Final = "{http://search.yahoo.com/mrss/}description"
_GROUP: Final = "{http://search.yahoo.com/mrss/}group"
_BASE: Final = "{http://www.w3.org/XML/1998/namespace}base"
_KINDS: Final = ("video", "audio")


class NoFeedError(NewsreaderError):
    """Signal bytes that are no feed. `links` are the feeds that a web page names, each with its title."""

    def __init__(self, message: str, links: Sequence[tuple[str, str]] = ()) -> None:
        super().__init__(message)
        self.links = tuple(links)


class Item(Struct, frozen=True):
    """One item of a feed.

    `guid` tells it from the others of its feed. `link` is a web address, or "". `html` is its text as it came.
    `source` is the address of another site that it comes from, `source_name` the name of that.
    """

    guid: str
    title: str
    link: str = ""
    html: str = ""
    published: datetime | None = None
    topics: tuple[str, ...] = ()
    kind: str = ""
    source: str = ""
    source_name: str = ""


class Feed(Struct, frozen=True):
    """What a feed says of itself, and its items in its order."""

    title: str
    link: str
    language: str
    items: tuple[Item, ...]


def parse_feed(data: bytes, url: str, content_type: str = "") -> Feed:
    """Return the feed in `data`, which was found at `url`. Raises NoFeedError for everything else."""
    if not data.strip():
        raise NoFeedError("The answer is empty.")
    text = feed_text(data, content_type)
    is_json = text.lstrip()[:1] == "{"
    if not is_json:
        _require_markup(text, url)
        text = prepared(text)
    encoded = text.encode("utf-8", "replace")
    found = _parsed(encoded if is_json else b'<?xml version="1.0" encoding="utf-8"?>\n' + encoded.lstrip())
    about = found.get("feed") or {}
    entries = [entry for entry in (found.get("entries") or ()) if isinstance(entry, Mapping)][: MOST_ITEMS + 1]
    link = web_address(_text(about.get("link")), url)
    extras = _extras(encoded, url, link) if not is_json and any(each in text for each in _EXTRAS) else []
    if len(extras) != len(entries):
        extras = [_Extra(link or url)] * len(entries)
    guessed = frozenset[int]() if is_json else _with_guessed_dates(text, entries)
    items = [
        item
        for number, (entry, extra) in enumerate(zip(entries, extras, strict=True))
        if (item := _item(entry, extra, has_date=number not in guessed)) is not None
    ]
    title = plain_title(_text(about.get("title")))
    return Feed(title, link, clean_line(_text(about.get("language")), 35), tuple(items))


def before_cut(data: bytes) -> bytes:
    """Return of a feed that ends too early what comes before the item in whose midst it does."""
    ends = [data.rfind(end) + len(end) for end in _ENDS_OF_ITEMS if end in data]
    if ends:
        return data[: max(ends)]
    begins = [data.find(begin) for begin in _BEGINNINGS_OF_ITEMS if begin in data]
    return data[: min(begins)] if begins else data


def _require_markup(text: str, url: str) -> None:
    """Raise NoFeedError for what can't be a feed; of a web page the feeds that it names are given along."""
    start = text.lstrip()[:2000].lower()
    if not start.startswith("<"):
        raise NoFeedError("The answer is no feed.")
    if start.startswith("<!doctype html") or re.match(r"(?:<!--.*?-->\s*|<\?xml[^>]*>\s*)*<html\b", start, re.DOTALL):
        raise NoFeedError("The answer is a web page, not a feed.", feeds_of_page(text, url))


def _parsed(data: bytes) -> Mapping[str, Any]:
    from fastfeedparser import parse

    try:
        found: Mapping[str, Any] = parse(data)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError, LookupError) as error:
        raise NoFeedError("The answer can't be read as a feed.") from error
    return found


def _with_guessed_dates(text: str, entries: Sequence[Mapping[str, Any]]) -> frozenset[int]:
    """Return the numbers of items without a date: the parser takes one from ids such as "12", which are none."""
    suspect = [number for number, entry in enumerate(entries) if _DATE_LIKE.fullmatch(_text(entry.get("id")).strip())]
    if not suspect:
        return frozenset()
    parts = _ITEM.split(text)[1:]
    if len(parts) != len(entries):
        return frozenset()
    return frozenset(number for number in suspect if not _DATE_TAG.search(parts[number]))


def _item(entry: Mapping[str, Any], extra: _Extra, *, has_date: bool) -> Item | None:
    link = web_address(_text(entry.get("link")), extra.base)
    guid = clean_line(_text(entry.get("id")))[:_LONGEST_GUID]
    link = link or (web_address(guid, "") if "://" in guid else "")
    html = max(_texts(entry), key=len, default="") or extra.description
    title = plain_title(_text(entry.get("title")))
    if not title and not html.strip():
        return None
    enclosures = entry.get("enclosures")
    kinds = [
        _text(each.get("type")).partition("/")[0]
        for each in (enclosures if isinstance(enclosures, list) else ())
        if isinstance(each, Mapping)
    ]
    moment = _moment(_text(entry.get("published")) or _text(entry.get("updated"))) if has_date else None
    return Item(
        guid or link or title,
        title,
        link,
        html[:_LONGEST_TEXT],
        moment,
        tuple(_topics(entry)),
        next((kind for kind in kinds if kind in _KINDS), ""),
        extra.source,
        extra.source_name,
    )


def _texts(entry: Mapping[str, Any]) -> Iterator[str]:
    contents = entry.get("content")
    for each in contents if isinstance(contents, list) else ():
        if isinstance(each, Mapping) and _text(each.get("value")):
            yield _text(each.get("value"))
    yield _text(entry.get("description"))
    yield _text(entry.get("summary"))


def _topics(entry: Mapping[str, Any]) -> Iterator[str]:
    tags = entry.get("tags")
    for each in (tags if isinstance(tags, list) else ())[:_MOST_TOPICS]:
        term = (_text(each.get("term")) or _text(each.get("label"))) if isinstance(each, Mapping) else ""
        term = clean_line(unescape(term))
        if term and len(term) <= _LONGEST_TOPIC and "://" not in term:
            yield term


def plain_title(text: str) -> str:
    """Return a title as text. Entities are read twice, since many feeds write them twice; `<3` stays."""
    if "&" in text or "<" in text:
        text = unescape(unescape(text[:20_000]))
        text = unescape(_TAG.sub("", text))
    return clean_title(text[:20_000])


def web_address(text: str, base: str) -> str:
    """Return `text`, which may be relative to `base`, as an address that can be opened; "" for everything else."""
    text = text.strip()
    if not text:
        return ""
    try:
        return checked_link(urljoin(base, text)).url
    except (LinkRefusedError, ValueError):
        return ""


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
        moment = moment if moment.utcoffset() is not None else moment.replace(tzinfo=UTC)
        return moment.astimezone(UTC).replace(microsecond=0)
    except (ValueError, OverflowError):
        return None


def _text(value: object) -> str:
    return value if isinstance(value, str) else str(value) if isinstance(value, int) else ""


class _Extra(Struct, frozen=True):
    """What the parser of feeds leaves out of an item: what its links are relative to, and where it comes from."""

    base: str
    description: str = ""
    source: str = ""
    source_name: str = ""


def _extras(data: bytes, url: str, link: str) -> list[_Extra]:
    """Return what the parser of feeds leaves out, an entry for each item."""
    from lxml import etree

    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        return []
    if root is None:
        return []
    found = []
    for element in root.iter("{*}item", "{*}entry"):
        base = _base_of(element)
        base = urljoin(url, base) if base else link or url
        group = element.find(_GROUP)
        description = (group.findtext(_DESCRIPTION) if group is not None else element.findtext(_DESCRIPTION)) or ""
        source = element.find("{*}source")
        source_url = source.get("url", "") if source is not None else ""
        name = (source.text or "") if source is not None else ""
        found.append(_Extra(base, description, web_address(source_url, ""), plain_title(name)))
    return found


def _base_of(element: Any) -> str:
    """Return the bases of an element and those around it as one address."""
    bases = [each.get(_BASE) for each in (element, *element.iterancestors()) if each.get(_BASE) is not None]
    joined = ""
    for base in reversed(bases[:20]):
        joined = urljoin(joined, base.strip())
    return joined


_LINK_TAG: Final = re.compile(r"<link\b[^<>]{1,2000}>", re.IGNORECASE)
_ATTRIBUTE: Final = re.compile(r"([a-zA-Z]{1,20})\s*=\s*(?:\"([^\"<>]*)\"|'([^'<>]*)'|([^\s\"'<>]+))")
_FEED_TYPES: Final = ("application/rss+xml", "application/atom+xml", "application/feed+json", "application/json")
_MOST_FEEDS: Final = 20


def feeds_of_page(text: str, url: str) -> list[tuple[str, str]]:
    """Return the addresses and titles of the feeds that a web page names."""
    found: dict[str, str] = {}
    for tag in _LINK_TAG.finditer(text[:1_000_000]):
        attributes = {
            each[1].lower(): unescape(each[2] or each[3] or each[4] or "") for each in _ATTRIBUTE.finditer(tag[0])
        }
        is_feed = "alternate" in attributes.get("rel", "").lower().split()
        is_feed = is_feed and attributes.get("type", "").lower() in _FEED_TYPES
        address = web_address(attributes.get("href", ""), url) if is_feed else ""
        if address and len(found) < _MOST_FEEDS:
            found.setdefault(address, clean_line(attributes.get("title", ""), 100))
    return list(found.items())
