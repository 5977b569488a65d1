"""Names of files and folders made of titles and outlets: safe on every system, whatever the text was."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from hashlib import sha256
from typing import Final

from newsreader.story import Story

_LOOKED_AT: Final = 300
"""Characters of a text that its name is made of."""

_LONGEST: Final = 60
"""Bytes of the name, so that with all around it no system finds it too long."""

_NOT_ASCII_WORD = re.compile(r"[^a-z0-9]+")
_RESERVED = re.compile(r"con|prn|aux|nul|conin|conout|clock|com[0-9]|lpt[0-9]")
"""What Windows takes for a device, with any ending."""

_HASH: Final = 6


def safe_name(text: str) -> str:
    """Return a name made of `text`: words in lower case with hyphens between them, "untitled" where it has none.

    A text in another script keeps its letters. Making a name of a name changes nothing.
    """
    plain = unicodedata.normalize("NFKD", text[:_LOOKED_AT]).casefold()
    name = _NOT_ASCII_WORD.sub("-", plain.encode("ascii", "ignore").decode()).strip("-")
    letters = sum(char.isalpha() for char in plain)
    if 2 * sum(char.isalpha() for char in name) < letters:
        name = _with_any_letters(text[:_LOOKED_AT])
    name = _shortened(name) or "untitled"
    return f"{name}-" if _RESERVED.fullmatch(name) else name


def file_name(story: Story, today: date, extension: str) -> str:
    """Return the name of the file of `story`: its day, `today` where it has none, its title, and a hash of its id."""
    day = story.published.isoformat()[:10] if story.published else today.isoformat()
    hashed = sha256(story.id.encode("utf-8", "surrogatepass")).hexdigest()[:_HASH]
    return f"{day}-{safe_name(story.title)}-{hashed}{extension}"


def _with_any_letters(text: str) -> str:
    plain = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", text).casefold())
    kept = "".join(char if unicodedata.category(char)[0] in "LNM" else " " for char in plain)
    return "-".join(kept.split())


def _shortened(name: str) -> str:
    """Return the beginning of `name`, which ends with a whole word where there are several."""
    data = name.encode("utf-8", "ignore")
    if len(data) > _LONGEST:
        cut = data[:_LONGEST].decode("utf-8", "ignore")
        whole = cut.rpartition("-")[0]
        name = whole if len(whole.encode()) > _LONGEST // 2 else cut
    return name.strip("-")
