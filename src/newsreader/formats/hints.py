"""What somebody probably meant by a name that is not a field."""

from __future__ import annotations

from difflib import get_close_matches
from functools import lru_cache
from typing import Final

from newsreader.formats.field_names import field_before_colon
from newsreader.formats.reports import excerpt

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
    """The message and the mend for a field `name` of a `what` that has only the `known` fields."""
    word = name.strip().casefold()
    meant = _OTHER_WORDS.get(word)
    if meant not in known:
        close = get_close_matches(word[:100], known, 1)
        meant = close[0] if close else None
    message = f"`{excerpt(name)}` is not a field of a{'n' if what[0] in 'aeiou' else ''} {what}."
    return message, f"Did you mean `{meant}`?" if meant else f"The fields are: {', '.join(known)}."


def unread_colon(text: str) -> tuple[str, str] | None:
    """The message and the mend where `text` begins with a field whose colon YAML does not take for one."""
    known = field_before_colon(text)
    if known is None:
        return None
    name, colon = known
    what_is = "is not followed by a space" if colon == ":" else "is a full-width one"
    message = f"The colon behind `{name}` {what_is}, so that this is plain text."
    return message, f"Write it like this, with a space: {name}: …"
