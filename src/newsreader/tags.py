"""Tags: what a user may call a story's."""

from __future__ import annotations

from typing import Final

from newsreader.folding import tokens
from newsreader.text import clean_line

TAG_LIMIT: Final = 60
"""Most characters of a tag."""

_NEVER_IN_TAGS: Final = str.maketrans(dict.fromkeys(',"“”„«»', " "))


def clean_tag(text: str) -> str:
    """Return `text` as a tag: one clean line, at most `TAG_LIMIT` characters, without commas and quotation marks.

    "" where nothing is left by which the filter could find it.
    """
    tag = clean_line(" ".join(clean_line(text).translate(_NEVER_IN_TAGS).split()))[:TAG_LIMIT].rstrip()
    return tag if tokens(tag) else ""
