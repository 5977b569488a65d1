"""What a piece of text means as an address, a day, a year or a list of words."""

from __future__ import annotations

import re
from typing import Final

from newsreader.bias import SCALE
from newsreader.formats.blocks import one_line

RATING_MEND: Final = f"Use one of: {', '.join(rating.id for rating in SCALE)}."
URL_MEND: Final = "Write the whole address, beginning with https://."
_WEB = re.compile(r"https?://[^\s/]", re.IGNORECASE)
_YEAR = re.compile(r"[+-]?[0-9]{1,6}")
_COMMAS = re.compile(r"[,;،؛，、；]")


def is_web_address(url: str) -> bool:
    """Whether `url` begins as an http or https address."""
    return _WEB.match(url) is not None


def parse_year(text: str) -> int:
    """The year in `text`, a whole number. Raises ValueError if it is none."""
    if not _YEAR.fullmatch(text):
        raise ValueError(text)
    return int(text)


def split_list(text: str) -> tuple[str, ...]:
    """The words in a text like "politics, world"."""
    return tuple(word for part in _COMMAS.split(text) if (word := one_line(part)))
