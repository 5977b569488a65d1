"""What a file, a page or a paste is, guessed from its content: its name and its type only help."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Mapping
from pathlib import PurePath
from typing import Any, Final

from msgspec import Struct

from newsreader.formats.blocks import tidy
from newsreader.formats.pasted import ADDRESS_ALONE, OwnStory, mistake_of_story, own_story, sound_story
from newsreader.news.archives import is_archive, page_in
from newsreader.news.captions import form_of, read_captions
from newsreader.news.mail import is_mail, read_mail
from newsreader.news.material import Material, UnreadableError, past, plain_text
from newsreader.news.pages import read_page
from newsreader.story import Original, Outlet, Story
from newsreader.text import TITLE_LIMIT, clean_line

_LOOKED_AT: Final = 4_096
_MOST_CHARACTERS: Final = 500_000
"""Characters of a text that are read: a long book has as many."""

_LONGEST_PASTE: Final = 100_000
"""Characters of a text whose fields are looked for, such as the address in its last line."""

_HTML = re.compile(
    r"\s*(?:<\?xml[^<>]{0,200}>\s*)?(?:<!--.{0,2000}?-->\s*)*"
    r"<(?:!doctype\s+html|html|head|body|article|main|section|div|p|h1|meta|title|table|span)\b",
    re.IGNORECASE | re.DOTALL,
)
_FEED = re.compile(r"\s*(?:<\?xml[^<>]{0,200}>\s*)?(?:<!--.{0,2000}?-->\s*)*<(rss|feed|rdf:RDF|opml)\b", re.DOTALL)
_JSON_FEED = re.compile(r"\s*\{[^{}]{0,2000}?\"version\"\s*:\s*\"https://jsonfeed\.org/")
_PAGE: Final = ".txt"
_MAIL: Final = ".eml"
_OTHERS: Final = (
    (b"%PDF", "This is a PDF. Copy its text, and paste it: newsreader add -"),
    (b"\x89PNG", "This is a picture."),
    (b"\xff\xd8\xff", "This is a picture."),
    (b"\x1f\x8b", "This is packed with gzip. Unpack it first."),
    (b"SQLite format 3", "This is a database."),
)
_MOST_CONTROLS: Final = 0.01
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_TOO_LONG: Final = "The text is very long; only its beginning was read."
_UTF_16: Final = (b"\xff\xfe", b"\xfe\xff")


class Given(Struct, frozen=True):
    """What is to become a story: `data`, with all that is known of it.

    `name` is that of its file, and `url` where it was found. `info` gives what lies beside captions.
    """

    data: bytes
    name: str = ""
    url: str = ""
    content_type: str = ""
    info: Callable[[], Mapping[str, Any]] = dict


def address_in(data: bytes) -> str:
    """Return the web address of which `data` consists, "" where it is anything else."""
    found = ADDRESS_ALONE.fullmatch(data[:_LOOKED_AT].decode("utf-8", "replace")) if len(data) < _LOOKED_AT else None
    return found[1] if found else ""


def read(given: Given) -> Material | OwnStory:
    """Return what is given, read as what it is.

    Raises UnreadableError for what holds no story, and UsageError where libraries for it are not installed.
    """
    if is_archive(given.data):
        return read_page(page_in(given.data), given.url)
    _require_text(given.data)
    text = plain_text(given.data, given.content_type)
    if not text.strip():
        raise UnreadableError("There is no text in it.")
    if form_of(text):
        return read_captions(text, given.name, given.info())
    _require_no_feed(text[:_LOOKED_AT], given)
    ending = PurePath(given.name).suffix.lower()
    own = own_story(given.data, text, may_be_page=ending in ("", ".txt", ".text"))
    if own and own.extension != _PAGE:
        return own
    if mistake := mistake_of_story(given.data, text, ending):
        where = f"This is a story with a mistake in line {mistake.line}"
        raise UnreadableError(f"{where}: {mistake.message} {mistake.fix}".rstrip())
    if own:
        return own
    if is_mail(text[:200_000]) or ending == _MAIL:
        return read_mail(given.data)
    if _HTML.match(text[:_LOOKED_AT]) or "html" in given.content_type.lower():
        return read_page(given.data, given.url, given.content_type)
    return _plain(text, given)


def _require_no_feed(beginning: str, given: Given) -> None:
    """Raise UnreadableError for a feed or a list of feeds, with what to do with it."""
    feed = _FEED.match(beginning)
    if feed or _JSON_FEED.match(beginning):
        what = "a list of feeds" if feed and feed[1] == "opml" else "a feed"
        place = shlex.quote(clean_line(given.url or given.name)) if given.url or given.name else "ADDRESS"
        raise UnreadableError(f"This is {what}, not a story. Subscribe to it: newsreader subscribe {place}")


def _require_text(data: bytes) -> None:
    for beginning, reason in _OTHERS:
        if data.startswith(beginning):
            raise UnreadableError(reason)
    if not data.startswith(_UTF_16) and len(_CONTROL.findall(data[:65_536])) > _MOST_CONTROLS * len(data[:65_536]):
        raise UnreadableError("This is no text.")


def _plain(text: str, given: Given) -> Material:
    """Return a text whose first line is its title, unless that is as long as a paragraph.

    What a page of a story can say of itself is taken from it: its address, its day, who tells it.
    """
    lines = text[:_MOST_CHARACTERS].replace("\r\n", "\n").replace("\r", "\n").strip().split("\n", 1)
    title = clean_line(lines[0].lstrip("# "))
    if len(title) > TITLE_LIMIT or len(lines) == 1:
        title, rest = "", "\n".join(lines)
    else:
        rest = lines[1]
    page = sound_story(f"{title or 'Title'}\n\n{rest}".encode(), ".txt") if len(rest) <= _LONGEST_PASTE else None
    story = page.stories[0] if page else Story(id="", title=title, summary=tidy(rest))
    original, outlet = story.original or Original(), story.outlet or Outlet()
    url = given.url or original.url
    return Material(
        title,
        "\n\n".join((story.summary, *story.key_points)),
        url,
        original.kind or ("article" if url else ""),
        outlet.name or outlet.id,
        past(story.published),
        story.language,
        (_TOO_LONG,) if len(text) > _MOST_CHARACTERS else (),
        outlet.website,
    )
