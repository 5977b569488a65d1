"""What somebody probably meant by a name that is not a field."""

from __future__ import annotations

from difflib import get_close_matches
from functools import lru_cache
from typing import Final

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
