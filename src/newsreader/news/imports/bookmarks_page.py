"""Bookmarks that browsers and link services export: the Netscape bookmark file.

Browsers, Pinboard, Pocket and Shaarli write it. Its form is told by Microsoft:
https://learn.microsoft.com/previous-versions/windows/internet-explorer/ie-developer/platform-apis/aa753582(v=vs.85)
A link is `<DT><A HREF ADD_DATE TAGS>title</A>`, and a folder `<DT><H3>` with a `<DL>` below. A description stands
behind `<DD>`. Nothing is closed, so a parser of HTML makes something else of it. Here tags are read one by one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Final

from msgspec import Struct, field

from newsreader.news.imports.entries import Entry, Found, Marks, Refused, moment_in, refused_address, text_in, texts_in
from newsreader.text import clean_line

_TAG: Final = re.compile(r"<(/?)(a|h3|dl|dt|dd|h1)\b([^<>]*)>", re.IGNORECASE)
_ANY_TAG: Final = re.compile(r"<[^<>]{0,2000}>")
_ATTRIBUTE: Final = re.compile(r"([\w-]{1,40})\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
_DEEPEST: Final = 32
_NO_TAGS: Final = frozenset(
    {"bookmarks bar", "bookmarks menu", "bookmarks toolbar", "other bookmarks", "unsorted bookmarks"}
)
"""Folders of browsers that say nothing of what is in them."""


class _Link(Struct):
    """A link while it is read."""

    attributes: dict[str, str]
    folders: tuple[str, ...]
    title: str = ""
    texts: list[str] = field(default_factory=list)


class _Reading(Struct):
    """Where the reading is: the open folders, the name of the next one, the link, and what the next text belongs to.

    `below` counts the folders that are open in the last of `folders`, and are too deep to be named.
    """

    folders: list[str] = field(default_factory=list)
    below: int = 0
    name: str = ""
    link: _Link | None = None
    within: str = ""


def read_bookmarks(text: str) -> Found:
    """Yield the links of a bookmark file, with their folders and tags as tags."""
    for number, link in enumerate(_links(text), 1):
        yield _entry(link, f"Link {number:,}")


def _links(text: str) -> Iterator[_Link]:
    at = _Reading()
    end = 0
    for tag in _TAG.finditer(text):
        _take_text(at, text[end : tag.start()])
        end = tag.end()
        closing, name, attributes = tag[1], tag[2].lower(), tag[3]
        if name == "a" and not closing:
            if at.link:
                yield at.link
            at.link = _Link(_attributes(attributes), tuple(filter(None, at.folders)))
        elif name in ("h3", "dt", "dl") and at.link and (name != "dl" or not closing):
            yield at.link
            at.link = None
        if name == "dl":
            _leave_folder(at) if closing else _enter_folder(at)
        elif name == "h3" and not closing:
            at.name = ""
        at.within = "" if closing else name
    _take_text(at, text[end:])
    if at.link:
        yield at.link


def _enter_folder(at: _Reading) -> None:
    if len(at.folders) < _DEEPEST:
        at.folders.append(at.name)
    else:
        at.below += 1
    at.name = ""


def _leave_folder(at: _Reading) -> None:
    if at.below:
        at.below -= 1
    else:
        del at.folders[-1:]
    at.name = ""


def _take_text(at: _Reading, text: str) -> None:
    if not text.strip():
        return
    words = unescape(_ANY_TAG.sub(" ", text[:100_000]))
    if at.within == "h3":
        at.name += clean_line(words)
    elif at.link and at.within == "a":
        at.link.title += words
    elif at.link and at.within == "dd":
        at.link.texts.append(words)


def _attributes(text: str) -> dict[str, str]:
    found = (each.groups(default="") for each in _ATTRIBUTE.finditer(text))
    return {name.lower(): unescape(one or other or bare) for name, one, other, bare in found}


def _entry(link: _Link, place: str) -> Entry | Refused:
    named = link.attributes
    url = text_in(named.get("href", "")).strip()
    if refused := refused_address(place, url):
        return refused
    folders = tuple(each for each in link.folders if each.casefold() not in _NO_TAGS)
    return Entry(
        title=clean_line(text_in(link.title)) or url,
        url=url,
        text=text_in("".join(link.texts)).strip(),
        published=moment_in(named.get("add_date", "")),
        marks=Marks(
            is_read=named.get("toread", "") == "0",
            is_bookmarked=True,
            tags=(*folders, *texts_in(named.get("tags", ""))),
        ),
    )
