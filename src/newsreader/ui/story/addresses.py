"""Web addresses that are written out in a text, also in one of a script that puts no space after them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

_ASCII_ENDS: Final = r"""\s<>"`|\\^{}"""
_PUNCTUATION: Final = (
    "\u00a1\u00ab\u00bb\u00bf\u201c-\u201f\u2018\u201a\u2039\u203a\u203c\u203d\u2045-\u2049"  # quotes, ‼ ⁉
    "\u037e\u0589\u05c3\u060c\u061b\u061d-\u061f\u06d4\u0700-\u070d"  # Greek, Armenian, Hebrew, Arabic, Syriac
    "\u0964\u0965\u0df4\u0e5a\u0e5b\u0f08\u0f0d-\u0f12\u0f3a-\u0f3d"  # Indic dandas, Sinhala, Thai, Tibetan
    "\u104a\u104b\u1361-\u1368\u166e\u169b\u169c\u16eb-\u16ed\u17d4-\u17d6\u17d8-\u17da"  # Burmese, Ethiopic, Khmer
    "\u1802-\u1805\u1808\u1809\u1b5a\u1b5b\u1b5d-\u1b5f\u1c3b-\u1c3f\u1c7e\u1c7f\ua8ce\ua8cf\ua92f\ua9c7-\ua9c9\uabeb"
    "\u2329\u232a\u2768-\u2775\u27e6-\u27ef\u2983-\u2998\u29fc\u29fd\u2e22-\u2e29\u2e2e\u2e42"  # brackets
    "\u3000-\u303f\ufd3e\ufd3f\ufe10-\ufe19\ufe30-\ufe52\ufe54-\ufe61"  # East Asian, also upright and small
    "\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65"  # the same as wide as a letter
)
"""What no address holds as it is: blanks, brackets, quotes, and marks between the parts of a sentence."""

_KANJI: Final = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_AS_KANJI: Final = "\u3005-\u3007"
"""々 repeats the kanji before it, 〇 is a digit beside others: after a kanji they are letters."""

_PART: Final = f"[^{_ASCII_ENDS}{_PUNCTUATION}]"
_AFTER_ADDRESS: Final = ".,;:!?'’…*_"


@cache
def _address() -> re.Pattern[str]:
    """Return the pattern of an address; it takes three milliseconds to compile, and most texts need none."""
    return re.compile(rf"https?://{_PART}+(?:(?<=[{_KANJI}])[{_AS_KANJI}]+{_PART}*)*", re.IGNORECASE)


def addresses_in(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each address in `text`, without the marks after it that belong to the sentence."""
    if "://" not in text:
        return
    for match in _address().finditer(text):
        address = _trimmed(match.group())
        if address.partition("://")[2]:
            yield match.start(), match.start() + len(address)


def _trimmed(address: str) -> str:
    """`address` without marks of the sentence at its end; a parenthesis that it opened itself stays."""
    while address:
        last = address[-1]
        if last in _AFTER_ADDRESS or (
            last in ")]" and address.count(last) > address.count("(" if last == ")" else "[")
        ):
            address = address[:-1]
        else:
            break
    return address
