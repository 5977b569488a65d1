"""The signs of the filter language in all the ways in which they are typed.

Keyboards, phones and word processors write “quotes”, «quotes» and 「quotes」 where `"` is meant. They write a dash for
`-`, and the wide forms of East Asian scripts. The sign ’ is mostly an apostrophe: it closes
a quote only at the end of a word.
"""

from __future__ import annotations

import re
from typing import Final

_OPEN_QUOTES: Final = {
    '"': '"',
    "“": '”“"',
    "„": '“”"',
    "«": "»",
    "‹": "›",
    "＂": '＂"',
    "「": "」",
    "『": "』",
    "《": "》",
    "〈": "〉",
    "〝": "〞〟",
}
"""Signs that open a phrase, also one that is still being typed, and those that close it."""

_CLOSED_QUOTES: Final = {"»": "«", "›": "‹", "”": "”"}
"""Signs that open a phrase only where it is closed: elsewhere they are the end of another, or a bullet."""

_SINGLE_QUOTES: Final = {"‘": "’", "‚": "‘’"}
"""Single quotes, which close only where no letter follows."""

_CLOSING: Final = {**_OPEN_QUOTES, **_CLOSED_QUOTES, **_SINGLE_QUOTES}

PHRASE: Final = "|".join(
    (
        *(f"{opening}[^{closing}]*[{closing}]?" for opening, closing in _OPEN_QUOTES.items()),
        *(f"{opening}[^{opening}{closing}]*{closing}" for opening, closing in _CLOSED_QUOTES.items()),
        *(rf"{opening}[^{opening}]*?[{closing}](?!\w)" for opening, closing in _SINGLE_QUOTES.items()),
    )
)
"""A pattern for a phrase with its quotes, of which `quoted` gives the inside."""

OPENING: Final = r"(（"
CLOSING: Final = r")）"
PARENTHESES: Final = OPENING + CLOSING
COLON: Final = ":：﹕"
COMMA: Final = ",，"
OR: Final = "|｜"
MINUS: Final = r"\-‐‑‒–−－﹣"
"""What stands in a set of characters of a pattern for each sign."""

_PARTS_WORDS: Final = f'{PARENTHESES}"＂「『《〈〝'
INSIDE_WORD: Final = rf"(?:[^\s{_PARTS_WORDS}]|(?<=[\u05d0-\u05ea])\"(?=[\u05d0-\u05ea]))"
"""A pattern for a character of a word; Hebrew writes `"` before the last letter of an abbreviation."""

BEGINNING = re.compile(f"[{MINUS}{''.join(_CLOSING)}]+")
"""What the next key may make a part of a term of: a minus, or the quote that opens a phrase."""


def quoted(phrase: str) -> tuple[str, bool]:
    """Return what stands inside the quotes of a phrase, and whether they are closed."""
    is_closed = len(phrase) > 1 and phrase[-1] in _CLOSING[phrase[0]]
    return phrase[1:-1] if is_closed else phrase[1:], is_closed
