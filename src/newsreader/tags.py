"""Tags: what a user may call a story's."""

from __future__ import annotations

from typing import Final

from newsreader.text import clean_line

LONGEST: Final = 60
"""Most characters of a tag."""

_SEPARATORS: Final = str.maketrans(dict.fromkeys('",\\', " "))


def clean_tag(text: str) -> str:
    """`text` as a tag: one clean line without the signs that part tags in a filter; "" where nothing is left."""
    return clean_line(" ".join(text.translate(_SEPARATORS).split()), LONGEST).strip()
