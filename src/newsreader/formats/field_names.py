"""The names of the fields of stories and outlets, and the spellings that stand for them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import get_close_matches
from functools import lru_cache
from typing import Final

from newsreader.formats.reports import excerpt
from newsreader.text import clean_text

STORY_FIELDS: Final = dict.fromkeys(
    (
        "id",
        "title",
        "summary",
        "key_points",
        "outlet",
        "published",
        "original",
        "ai_generated",
        "generator",
        "topics",
        "language",
        "event",
        "origin",
    )
)
OUTLET_FIELDS: Final = dict.fromkeys(("id", "name", "aliases", "description", "website", "country", "founded", "bias"))
BIAS_FIELDS: Final = dict.fromkeys(("rating", "source", "url", "as_of", "note"))
ORIGINAL_FIELDS: Final = dict.fromkeys(("url", "kind"))

LIST_FIELDS: Final = frozenset({"key_points", "topics", "tags", "aliases"})
"""The fields, and other names of them, whose values are lists."""

FRONT_MATTER_NAMES: Final = ("date", "tags")
"""What programs that make sites of Markdown files call two of the fields."""

SYNONYMS: Final[Mapping[str, str]] = {
    "url": "original",
    "link": "original",
    "source": "outlet",
    "date": "published",
    "created": "published",
    "tags": "topics",
    "topic": "topics",
    "keypoints": "key_points",
    "highlights": "key_points",
    "takeaways": "key_points",
    "description": "summary",
}
"""What people and other programs call fields of a story; of two for one field the one that is first here counts."""

_ALL: Final = {**STORY_FIELDS, **OUTLET_FIELDS, **BIAS_FIELDS, **ORIGINAL_FIELDS, **dict.fromkeys(FRONT_MATTER_NAMES)}
_GAPS = re.compile(r"[\s_-]+")
_BEFORE_COLON = re.compile(r"[\"']?([^\W\d_][\w -]{0,20}?)[\"']?[ \t]*[:：]")
_COLON_WITHOUT_SPACE = re.compile(r"[\"']?([^\W\d_][\w -]{0,20}?)[\"']?[ \t]*(:(?=\S)|：)")


def field_name(written: str) -> str:
    """Return the name that `written` stands for: in any case, with spaces or hyphens for `_`."""
    return "_".join(_GAPS.split(clean_text(written).strip().casefold()))


def is_field(written: str) -> bool:
    """Return whether `written` names a field of a story, or of a part of one."""
    return written in _ALL or field_name(written) in _ALL


def begins_with_field(text: str) -> bool:
    """Return whether `text` begins with a known field and a colon, whatever follows it."""
    found = _BEFORE_COLON.match(text)
    return found is not None and is_field(found[1])


def field_before_colon(text: str) -> tuple[str, str] | None:
    """Return the known field that `text` begins with and the colon behind it, which may be a full-width one."""
    found = _COLON_WITHOUT_SPACE.match(text)
    return (found[1], found[2]) if found and is_field(found[1]) else None


_OTHER_WORDS: Final = {
    "abstract": "summary",
    "article": "original",
    "author": "outlet",
    "body": "summary",
    "bullets": "key_points",
    "content": "summary",
    "date": "published",
    "headline": "title",
    "keypoints": "key_points",
    "lang": "language",
    "link": "original",
    "model": "generator",
    "points": "key_points",
    "publisher": "outlet",
    "source": "outlet",
    "tags": "topics",
    "takeaways": "key_points",
    "text": "summary",
    "url": "original",
    "homepage": "website",
    "site": "website",
    "about": "description",
    "rating": "bias",
    "type": "kind",
    "href": "url",
}


@lru_cache(256)
def unknown_field(name: str, known: tuple[str, ...], what: str) -> tuple[str, str]:
    """Return the message and the fix for a field `name` of a `what` that has only the `known` fields."""
    word = name.strip().casefold()
    meant = _OTHER_WORDS.get(word)
    if meant not in known:
        close = get_close_matches(word[:100], known, 1)
        meant = close[0] if close else None
    message = f"`{excerpt(name)}` is not a field of a{'n' if what[0] in 'aeiou' else ''} {what}."
    return message, f"Did you mean `{meant}`?" if meant else f"The fields are: {', '.join(known)}."


def unread_colon(text: str) -> tuple[str, str] | None:
    """Return the message and the fix where `text` begins with a field whose colon YAML does not take for one."""
    known = field_before_colon(text)
    if known is None:
        return None
    name, colon = known
    what_is = "is not followed by a space" if colon == ":" else "is a full-width one"
    message = f"The colon behind `{name}` {what_is}, so that this is plain text."
    return message, f"Write it like this, with a space: {name}: …"
