"""The text of a feed, whatever encoding it claims to be in, with what is dangerous or too much left out."""

from __future__ import annotations

import re
from typing import Final

from newsreader.news.encodings import charset, decoded

MOST_ITEMS: Final = 1_000
"""Most items that are read of one feed: as many of its beginning as of its end, since either may be the newest."""

_ENCODING: Final = re.compile(
    rb"^[\s\xef\xbb\xbf]*<\?xml\b[^<>]{0,150}?encoding\s*=\s*[\"']([A-Za-z0-9_.:-]{1,40})[\"']"
)
_FORBIDDEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ITEM_END: Final = re.compile(r"</(?:\w{1,20}:)?(?:item|entry)\s*>")
_SPECIAL: Final = re.compile(r"[\[\]>\"'<]")
_ENTITY: Final = re.compile(r"&(#?\w{1,32});")
_XML_NAMES: Final = frozenset({"amp", "lt", "gt", "quot", "apos"})


def feed_text(data: bytes, content_type: str = "") -> str:
    """Return the text of a feed. What is valid UTF-8 is UTF-8, whatever the feed or its server calls it."""
    stated = _ENCODING.match(data[:400])
    return decoded(data, (stated[1].decode() if stated else "", charset(content_type)))


def prepared(text: str) -> str:
    """Return the text of an XML feed without declaration, document type and forbidden characters, and bounded."""
    text = _FORBIDDEN.sub("", text)
    text = _root_of(text)
    if "&" in text:
        text = _ENTITY.sub(_as_character, text)
    return _few_items(text)


def _root_of(text: str) -> str:
    """Return `text` from its first element on: without declarations, comments, and what defines entities.

    Nothing in a feed may expand, or name a file. Below the first element XML knows no document type.
    """
    at = 0
    while True:
        at += len(text[at : at + 100_000]) - len(text[at : at + 100_000].lstrip())
        if text.startswith("<?", at):
            end = text.find("?>", at)
            at = end + 2 if end >= 0 else len(text)
        elif text.startswith("<!--", at):
            end = text.find("-->", at)
            at = end + 3 if end >= 0 else len(text)
        elif text.startswith("<!", at):
            at = _end_of_document_type(text, at)
        else:
            return text[at:]


def _end_of_document_type(text: str, start: int) -> int:
    depth = 0
    at = start + len("<!")
    while (found := _SPECIAL.search(text, at)) is not None:
        at = found.end()
        char = found.group()
        if char in "\"'":
            end = text.find(char, at)
            if end < 0:
                return len(text)
            at = end + 1
        elif char == "<" and text.startswith("!--", at):
            end = text.find("-->", at)
            if end < 0:
                return len(text)
            at = end + 3
        elif char == "[":
            depth += 1
        elif char == "]":
            depth -= 1
        elif char == ">" and depth <= 0:
            return at
    return len(text)


def _as_character(found: re.Match[str]) -> str:
    """Return the character that an entity of HTML stands for, where XML does not know it."""
    name = found[1]
    if name in _XML_NAMES or name.startswith("#"):
        return found.group()
    from html.entities import html5

    return html5.get(f"{name};", f"&amp;{name};")


def _few_items(text: str) -> str:
    ends = [found.end() for found in _ITEM_END.finditer(text)]
    if len(ends) <= MOST_ITEMS:
        return text
    half = MOST_ITEMS // 2
    return text[: ends[half - 1]] + text[ends[-half - 1] :]
