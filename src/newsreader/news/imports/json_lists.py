"""Stories of other programs in JSON: wallabag and Miniflux.

wallabag's export is a list of entries with `title`, `url`, `content`, `is_archived`, `is_starred`, `created_at`,
`published_at`, `tags` and `annotations` (https://github.com/wallabag/wallabag, tests/fixtures/Import). Miniflux answers
`/v1/entries` with `{"total", "entries"}`, each with `status`, `starred`, `published_at`, `tags` and its `feed`
(https://miniflux.app/docs/api.html#endpoint-get-entries).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final

from newsreader.errors import NewsreaderError
from newsreader.news.imports.entries import Entry, Found, Marks, Refused, moment_in, text_in, texts_in
from newsreader.news.imports.source import parsed_json
from newsreader.text import clean_line

_SET: Final = (True, 1, "1")
_MOST_PASSAGES: Final = 1_000


def read_wallabag(text: str) -> Found:
    """Yield the entries of wallabag: archived ones are read, starred ones bookmarks, annotations notes."""
    entries = parsed_json(text)
    if not isinstance(entries, list):
        raise NewsreaderError("It is no list of entries, as wallabag exports it.")
    return _read(entries, _wallabag)


def _wallabag(entry: Mapping[str, Any]) -> Entry:
    return Entry(
        title=clean_line(text_in(entry.get("title"))),
        url=text_in(entry.get("url")).strip(),
        text=text_in(entry.get("content")),
        is_html=True,
        published=moment_in(entry.get("published_at")) or moment_in(entry.get("created_at")),
        kind="article",
        language=text_in(entry.get("language")).replace("_", "-"),
        marks=Marks(
            is_read=entry.get("is_archived") in _SET,
            is_bookmarked=entry.get("is_starred") in _SET,
            tags=tuple(filter(None, map(_tag, _list(entry.get("tags"))))),
            note="\n\n".join(filter(None, map(_passage, _list(entry.get("annotations"))[:_MOST_PASSAGES]))),
        ),
    )


def _tag(tag: object) -> str:
    """Return the name of a tag, which the export has as a text, and the API as an object."""
    return text_in(tag.get("label") if isinstance(tag, dict) else tag).strip()


def _passage(annotation: object) -> str:
    """Return what was highlighted, with what was written on it."""
    if not isinstance(annotation, dict):
        return ""
    quote, note = text_in(annotation.get("quote")).strip(), text_in(annotation.get("text")).strip()
    return "\n".join(filter(None, (f"“{quote}”" if quote else "", note)))


def read_miniflux(text: str) -> Found:
    """Yield the entries of Miniflux: their status says what was read, and starred ones are bookmarks."""
    answer = parsed_json(text)
    entries = answer.get("entries") if isinstance(answer, dict) else answer
    if not isinstance(entries, list):
        raise NewsreaderError("It has no entries, as the API of Miniflux gives them.")
    return _read((each for each in entries if not _is_removed(each)), _miniflux)


def _is_removed(entry: object) -> bool:
    return isinstance(entry, dict) and entry.get("status") == "removed"


def _miniflux(entry: Mapping[str, Any]) -> Entry:
    feed, tags = _object(entry.get("feed")), texts_in(entry.get("tags"))
    category = clean_line(text_in(_object(feed.get("category")).get("title")))
    return Entry(
        title=clean_line(text_in(entry.get("title"))),
        url=text_in(entry.get("url")).strip(),
        text=text_in(entry.get("content")),
        is_html=True,
        published=moment_in(entry.get("published_at")),
        kind=_kind(_list(entry.get("enclosures"))),
        topics=tuple(dict.fromkeys(filter(None, (category, *tags)))),
        publisher=text_in(feed.get("title")),
        site=text_in(feed.get("site_url")),
        feed=text_in(feed.get("feed_url")),
        guid=text_in(entry.get("hash")),
        marks=Marks(is_read=entry.get("status") == "read", is_bookmarked=entry.get("starred") in _SET),
    )


def _kind(enclosures: Iterable[object]) -> str:
    kinds = (text_in(_object(each).get("mime_type")).partition("/")[0].lower() for each in enclosures)
    return next((kind for kind in kinds if kind in ("audio", "video")), "article")


def _read(entries: Iterable[object], entry_of: Callable[[Mapping[str, Any]], Entry]) -> Iterator[Entry | Refused]:
    for number, each in enumerate(entries, 1):
        place = f"Entry {number:,}"
        if not isinstance(each, dict):
            yield Refused(place, "It is not an object.")
            continue
        entry = entry_of(each)
        if not entry.title and not entry.url:
            yield Refused(place, "It has neither a title nor a link.")
        else:
            yield entry


def _object(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
