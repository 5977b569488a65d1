"""Tell ordinary words at the beginning of a sentence from names, and peoples from their countries."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cache
from importlib.resources import files
from typing import Final

_ENDINGS = re.compile(
    r"(?:ing|ingly|ly|ed|tion|tions|sion|sions|ment|ments|ness|ism|ity|ities|ies|ers|ors|ists|ians|ants|ents|ance|ence"
    r"|ances|ences|ship|ships|ful|less|able|ible|ous|ive|ives|ical|ics|ures|age|ages|ees|ches|shes|sses|ights|ves)\Z"
)
"""Endings that English names seldom have."""

DEMONYMS: Final = (
    ("french", "france"), ("spanish", "spain"), ("british", "britain"), ("irish", "ireland"), ("danish", "denmark"),
    ("dutch", "netherlands"), ("swiss", "switzerland"), ("swedish", "sweden"), ("finnish", "finland"),
    ("polish", "poland"), ("turkish", "turkey"), ("greek", "greece"), ("welsh", "wales"), ("scottish", "scotland"),
    ("english", "england"), ("chinese", "china"), ("portuguese", "portugal"), ("norwegian", "norway"),
    ("belgian", "belgium"), ("ukrainian", "ukraine"), ("filipino", "philippines"), ("peruvian", "peru"),
    ("afghan", "afghanistan"), ("kurdish", "kurdistan"), ("icelandic", "iceland"), ("hungarian", "hungary"),
    ("german", "germany"), ("argentine", "argentina"), ("pakistani", "pakistan"), ("iraqi", "iraq"),
    ("thai", "thailand"), ("american", "us"), ("american", "usa"), ("american", "america"), ("canadian", "canada"),
    ("brits", "britain"),
    ("us", "usa"), ("uk", "britain"),
)  # fmt: skip
"""Words for peoples that do not begin as those for their countries."""


def is_ordinary(word: str, small: Collection[str]) -> bool:
    """Return whether a word of English at the beginning of a sentence, in small letters, may be none of its names.

    `small` are words that a text has in small letters: another form of one of these is ordinary.
    """
    if word in _openers() or _ENDINGS.search(word):
        return True
    return any(form in small for form in (f"{word}s", word.removesuffix("s"), word.removesuffix("es")))


@cache
def _openers() -> frozenset[str]:
    """Return the words that begin sentences of news and have no such ending."""
    text = files("newsreader.claims").joinpath("data", "ordinary-en.txt").read_text(encoding="utf-8")
    return frozenset(text.split())
