"""What makes two items of feeds one story: their addresses brought to one form, and the ids made of them."""

from __future__ import annotations

import re
from hashlib import sha256
from typing import Final

from newsreader.links import canonical_url

FETCHED_ID: Final = re.compile(r"f-[0-9a-f]{16}")
"""An id that was made here."""

_DIGITS: Final = 16


def canonical(url: str) -> str:
    """Return `url` in the form in which two spellings of one address compare equal."""
    return canonical_url(url)


def story_id(url: str | None, feed: str, guid: str) -> str:
    """Return the id of a story: made of the address of its original, else of its feed and its guid there."""
    basis = canonical(url) if url else f"{canonical(feed)}\0{guid}"
    return f"f-{sha256(basis.encode('utf-8', 'surrogatepass')).hexdigest()[:_DIGITS]}"


def text_hash(text: str) -> str:
    """Return the hash of the text that a story was made from, as its file states it."""
    return f"sha256:{sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()}"


def folded_title(title: str) -> str:
    """Return the letters and digits of a title, by which two spellings of it compare equal."""
    return "".join(char for char in title.casefold() if char.isalnum())
