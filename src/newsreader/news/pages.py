"""The article on a web page: from the web, saved by a browser, or in an archive of one page."""

from __future__ import annotations

import logging
import re
from datetime import date, datetime
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from newsreader.formats.values import is_web_address
from newsreader.news.html import bounded, to_text
from newsreader.news.material import Material, UnreadableError, past, plain_text
from newsreader.news.needed import require_extra
from newsreader.story import language_tag, parse_published
from newsreader.text import clean_line, clean_text

if TYPE_CHECKING:
    from trafilatura.settings import Document

_MOST_CHARACTERS: Final = 600_000
_MOST_TAGS: Final = 15_000
_LONGEST_DATA: Final = 100
_HEAD: Final = 4_096
"""Bytes of a page within which its encoding is declared, and what saved it tells where it was."""

_LEFT_OUT: Final = (("<style", "</style"), ("<svg", "</svg"), ("<script", "</script"))
_METADATA: Final = "ld+json"
_DATA_ADDRESS = re.compile(rf"data:[\w/+.;=-]{{0,80}},[^\"'\s)>]{{{_LONGEST_DATA},}}", re.IGNORECASE)
_SAVED_FROM = re.compile(r"(?:url:|saved from url=\(\d{4}\))\s*(https?://[^\s<>\"]{1,2000})", re.IGNORECASE)
_TITLE = re.compile(r"<title[^<>]{0,200}>([^<]{1,2000})", re.IGNORECASE)
_LANGUAGE = re.compile(r"<html[^<>]{0,500}?\blang\s*=\s*[\"']?([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})?)\b", re.IGNORECASE)
_HOSTS_OF_VIDEO: Final = ("youtube.com", "youtu.be", "vimeo.com", "dailymotion.com", "twitch.tv")
_STATED_DATES: Final = {"original_date": True, "extensive_search": False}
"""Only dates that a page states as such: one that is guessed from any text is often wrong, and takes long to find."""

_TOO_LARGE: Final = "The page is very large; only its beginning was read."


def read_page(data: bytes, url: str = "", content_type: str = "") -> Material:
    """Return the article on the page `data`, which was found at `url`, or was saved where that is "".

    Raises UnreadableError where there is no article on it, and UsageError where the libraries for it are not installed.
    """
    require_extra()
    head = data[:_HEAD].decode("latin-1")
    text = plain_text(data, content_type if "charset" in content_type.lower() else head)
    saved_from = _SAVED_FROM.search(text[:_HEAD])
    url = url or (saved_from[1] if saved_from else "")
    small = _without_bulk(text)
    part = bounded(small, _MOST_CHARACTERS, _MOST_TAGS)
    page = clean_text(part)  # a control sequence without its first character would stay as text
    found = _article(page, url)
    article = _paragraphs(found.text or "") if found else ""
    address = url or (found.url if found and found.url and is_web_address(found.url) else "") or ""
    title = clean_line((found.title if found else "") or "") or _title_of(page)
    if not article:
        raise UnreadableError(
            "There is no article on this page. Copy its text and paste it: newsreader add -"
            if to_text(page)
            else "There is no text on this page: it may need a browser. Save the page in one, and add that file."
        )
    return Material(
        title=title,
        text=_without_title(article, title),
        url=address,
        kind=_kind(found, address),
        publisher=clean_line((found.sitename if found else "") or ""),
        published=past(_day(found.date if found else None)),
        language=_language(page),
        notes=(_TOO_LARGE,) if len(part) < len(small) else (),
    )


def _article(page: str, url: str) -> Document | None:
    from trafilatura import bare_extraction
    from trafilatura.settings import Document

    logger = logging.getLogger("trafilatura")
    was_disabled, logger.disabled = logger.disabled, True  # what it says of a page is for its authors
    try:
        found = bare_extraction(page, url=url or None, with_metadata=True, include_comments=False, include_tables=False)
    except (ValueError, TypeError, AttributeError, RecursionError):  # of pages that no browser would show either
        return None
    finally:
        logger.disabled = was_disabled
    return found if isinstance(found, Document) else None


def _without_bulk(text: str) -> str:
    """Return a page without what is no text and can be very long: styles, scripts, and pictures within it."""
    for opening, closing in _LEFT_OUT:
        text = _without(text, opening, closing)
    return _DATA_ADDRESS.sub("data:,", text) if "data:" in text else text


def _without(text: str, opening: str, closing: str) -> str:
    lower = text.lower()
    if len(lower) != len(text) or opening not in lower:
        return text
    parts: list[str] = []
    at = 0
    while (start := lower.find(opening, at)) >= 0:
        end = lower.find(closing, start)
        if end < 0:
            break
        is_kept = _METADATA in lower[start : start + _LONGEST_DATA]
        parts.append(text[at : end if is_kept else start])
        at = end
    return "".join((*parts, text[at:]))


def _paragraphs(text: str) -> str:
    return "\n\n".join(line.strip() for line in text.split("\n") if line.strip())


def _without_title(article: str, title: str) -> str:
    first, _, rest = article.partition("\n\n")
    return rest if rest and clean_line(first).casefold() == title.casefold() else article


def _title_of(page: str) -> str:
    found = _TITLE.search(page)
    return clean_line(to_text(found[1])) if found else ""


def _kind(found: Document | None, url: str) -> str:
    kind = str(found.pagetype or "").lower() if found else ""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        host = ""
    if kind.startswith("video") or any(host == each or host.endswith(f".{each}") for each in _HOSTS_OF_VIDEO):
        return "video"
    return "audio" if kind.startswith(("music", "audio", "podcast")) else "article"


def _day(text: str | None) -> date | datetime | None:
    try:
        return parse_published(text or "")
    except ValueError:
        return None


def _language(page: str) -> str:
    found = _LANGUAGE.search(page[:_HEAD])
    return language_tag(found[1]) if found else ""
