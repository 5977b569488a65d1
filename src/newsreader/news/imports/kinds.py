"""Which program a file is of: said by the user, or seen from what is in it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from newsreader.errors import NewsreaderError
from newsreader.news.encodings import decoded
from newsreader.news.imports.bookmarks_page import read_bookmarks
from newsreader.news.imports.entries import Found, Lists
from newsreader.news.imports.forms import FORMS
from newsreader.news.imports.json_lines import read_json_lines
from newsreader.news.imports.json_lists import read_miniflux, read_wallabag
from newsreader.news.imports.newsboat import read_cache, read_urls
from newsreader.news.imports.source import LARGEST, Source
from newsreader.news.imports.tables import HIGHLIGHTS, RAINDROP, READER, header_of, read_raindrop, read_readwise
from newsreader.regular_file import read_regular_file

_DATABASE: Final = b"SQLite format 3\0"
_BOOKMARKS: Final = re.compile(r"<!doctype\s+netscape-bookmark-file|<dt>\s*<(?:a|h3)\b", re.IGNORECASE)
_OPML: Final = re.compile(r"<opml\b", re.IGNORECASE)
_URLS: Final = re.compile(r"^[^\S\r\n]*+\"?(?:https?://\S+|exec:|filter:|query:)", re.MULTILINE)
_TEXTS: Final[dict[str, Callable[[str], Found]]] = {
    "bookmarks": read_bookmarks,
    "readwise": read_readwise,
    "raindrop": read_raindrop,
    "wallabag": read_wallabag,
    "miniflux": read_miniflux,
}


def kind_of(source: Source) -> str:
    """Return which program the file is of. Raises NewsreaderError where that can't be seen."""
    beginning = source.beginning()
    if beginning.startswith(_DATABASE):
        return "newsboat"
    text = decoded(beginning).lstrip("\ufeff \t\r\n")
    kind = _kind_of_json(text) if text.startswith(("{", "[")) else _kind_of_text(text)
    if kind is None:
        raise NewsreaderError(f"It can't be seen what this is. Say it with --as: {', '.join(FORMS)}")
    return kind


def _kind_of_json(text: str) -> str | None:
    first = text.partition("\n")[0] if text.startswith("{") else text[:20_000]
    if '"key_points"' in first or ('"title"' in first and '"summary"' in first):
        return "jsonl"
    if '"is_archived"' in text or '"is_starred"' in text:
        return "wallabag"
    return "miniflux" if '"entries"' in text or '"feed_id"' in text else None


def _kind_of_text(text: str) -> str | None:
    if _OPML.search(text[:10_000]):
        return "opml"
    if _BOOKMARKS.search(text):
        return "bookmarks"
    columns = header_of(text)
    if columns >= HIGHLIGHTS or columns >= READER:
        return "readwise"
    if columns >= RAINDROP:
        return "raindrop"
    return "newsboat" if _URLS.search(text) and not text.startswith("<") else None


def feeds_of(source: Source, kind: str) -> Lists | None:
    """Return the feeds of a list of feeds; None for a file of stories."""
    if kind == "opml":
        from newsreader.news.opml import read_opml

        try:
            data = read_regular_file(source.path, LARGEST)
        except OSError as error:
            raise NewsreaderError(f"It can't be read: {error.strerror or error}.") from error
        feeds, refused = read_opml(data)
        return Lists(feeds, [f"No address of the web: {each}" for each in refused], len(refused))
    if kind == "newsboat" and not source.beginning().startswith(_DATABASE):
        return read_urls(source.text())
    return None


def stories_of(source: Source, kind: str) -> Found:
    """Return the stories of a file of stories. Raises NewsreaderError where it is not of that kind."""
    if kind == "newsboat":
        return read_cache(source)
    if kind == "jsonl":
        return read_json_lines(source)
    return _TEXTS[kind](source.text())
