"""What single characters fold to: which are dropped, which separate, which are tokens of their own.

Each table is filled as characters are met. It holds for every script what people type differently for one word:
accents and points, kinds of apostrophes, forms of a letter, digits.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from typing import Final

APART: Final = "\0"
"""Stands around what is a token of its own: a separator, needed only where a letter or digit is beside it."""

RAISED: Final = "\ufdd0"
"""Stands before each raised digit: after a word it is the number of a footnote, after `km` part of a unit."""

APOSTROPHE: Final = "'"
APOSTROPHES: Final = frozenset(
    "'’‘‛′´`" + "".join(map(chr, range(0x2B9, 0x2C0))) + "\u02c8\u02ee\u055a\u05f3\u07f4\u07f5\ua78b\ua78c"
)
"""All that is written where `'` is meant, letters of Ukrainian, Hawaiian, Hebrew and others among them."""

_FOLDED_APOSTROPHES: Final = APOSTROPHES - {"´", "`"}  # alone these two are accents

JOINER: Final = "\u200d"
"""Joins what is beside it into one picture or letter."""

RAISED_DIGITS: Final = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_FLAG_LETTERS: Final = "\U0001f1e6-\U0001f1ff"
FLAG = re.compile(f"[{_FLAG_LETTERS}]{{1,2}}")
"""Two letters that make a flag, or one that is left over."""

_UNSPACED: Final = (
    (0x0E00, 0x0EFF),  # Thai, Lao
    (0x1000, 0x109F),  # Myanmar
    (0x1780, 0x17FF),  # Khmer
    (0x1950, 0x19DF),  # Tai Le, New Tai Lue
    (0x1A20, 0x1AAF),  # Tai Tham
    (0x1B00, 0x1B7F),  # Balinese
    (0x3005, 0x3007),  # signs that stand among Han: 々 〆 〇
    (0x3021, 0x3029),
    (0x3038, 0x303B),
    (0x3040, 0x312F),  # Hiragana, Katakana, Bopomofo
    (0x31A0, 0x31BF),
    (0x31F0, 0x31FF),
    (0x3400, 0x4DBF),  # Han
    (0x4E00, 0x9FFF),
    (0xA980, 0xA9FF),  # Javanese, Myanmar
    (0xAA60, 0xAA7F),
    (0xF900, 0xFAFF),
    (0x20000, 0x323AF),
)
_LETTERS: Final = {
    # Latin
    "ı": "i", "ȷ": "j", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ŋ": "n", "ĸ": "k",
    # Arabic, Persian, Urdu: forms of alef, yeh, kaf and heh
    "\u0671": "\u0627", "\u0672": "\u0627", "\u0673": "\u0627",
    "\u0649": "\u064a", "\u06cc": "\u064a", "\u06d2": "\u064a",
    "\u06a9": "\u0643", "\u06aa": "\u0643",
    "\u0629": "\u0647", "\u06be": "\u0647", "\u06c1": "\u0647", "\u06c3": "\u0647", "\u06d5": "\u0647",
    # Devanagari: the sign of a nasal vowel
    "\u0901": "\u0902",
}  # fmt: skip
_LATIN_WITH_MORE = re.compile("LATIN SMALL LETTER ([A-Z]) WITH ")
"""The name of a Latin letter with a stroke, hook or tail, which no decomposition takes off."""

_IGNORED: Final = (
    (0x00AD, 0x00AD),
    (0x034F, 0x034F),
    (0x0640, 0x0640),  # tatweel
    (0x0674, 0x0674),  # hamza above, as a letter
    (0x06E5, 0x06E6),  # small vowels of the Quran
    (0x07FA, 0x07FA),
    (0x115F, 0x1160),  # fillers
    (0x17B4, 0x17B5),
    (0x180B, 0x180F),
    (0x200B, 0x200F),
    (0x202A, 0x202E),
    (0x2060, 0x206F),
    (0xFE00, 0xFE0F),  # variation selectors
    (0xFEFF, 0xFEFF),
    (0x1F3FB, 0x1F3FF),  # tones of skin
    (0xE0000, 0xE0FFF),
)
_NUKTAS: Final = "\u093c\u0a3c\u0abc\u0cbc"
"""Dots that Hindi, Punjabi, Gujarati and Kannada are often typed without; those of Bengali make other letters."""

_KEYCAP: Final = "\u20e3"
_FIRST_SYMBOL: Final = 0x2190
"""Symbols below are marks on words: © ® ° ™."""

_DRAWING: Final = range(0x2500, 0x25A0)
_NO_SYMBOLS: Final = "\ufffc\ufffd"
_MARKS_ON_WORDS: Final = "™℠"


class CharacterTable(dict[int, str]):
    """What each character becomes, for `str.translate`, found out when it is first met."""

    def __init__(self, becomes: Callable[[str], str]) -> None:
        super().__init__()
        self._becomes = becomes

    def __missing__(self, code: int) -> str:
        self[code] = becomes = self._becomes(chr(code))
        return becomes


def _set_apart(char: str) -> str:
    """Return `char` as it goes into the decomposition, which would join it to the word beside it."""
    if char in _MARKS_ON_WORDS or char == RAISED:
        return " "
    if char in RAISED_DIGITS:
        return RAISED + char
    if char == "№" or unicodedata.decomposition(char).startswith(("<fraction>", "<circle>")):
        return f"{APART}{char}{APART}"
    return char


def _without_marks(char: str) -> str:
    """Return what stands for `char`: "" if it has no part in telling words apart."""
    code = ord(char)
    if any(low <= code <= high for low, high in _IGNORED) or char in _NUKTAS:
        return ""
    match unicodedata.category(char):
        case "Me":
            return " " if char == _KEYCAP else ""
        case "Mn":
            place = unicodedata.combining(char)  # through, above or below the letter; else it is a vowel of its own
            return "" if place == 1 or 10 <= place <= 36 or 200 <= place <= 240 else char
        case _:
            return char


def _letter(char: str) -> str:
    code = ord(char)
    if code < 0x80 or char == RAISED:
        return char
    if char in _FOLDED_APOSTROPHES:
        return APOSTROPHE
    category = unicodedata.category(char)
    if category == "Nd":
        return str(unicodedata.decimal(char))
    if category == "So" and code >= _FIRST_SYMBOL and code not in _DRAWING and char not in _NO_SYMBOLS:
        return char if FLAG.match(char) else f"{APART}{char}{APART}"
    if category[0] not in "LNM":
        return " "
    if any(low <= code <= high for low, high in _UNSPACED):
        return f"{APART}{char}{APART}"
    if char in _LETTERS:
        return _LETTERS[char]
    named = _LATIN_WITH_MORE.match(unicodedata.name(char, ""))
    return named[1].lower() if named else char


SET_APART: Final = CharacterTable(_set_apart)
WITHOUT_MARKS: Final = CharacterTable(_without_marks)
LETTERS: Final = CharacterTable(_letter)


@lru_cache(maxsize=4096)
def is_continuing(char: str) -> bool:
    """Return whether `char` belongs to the character before it, as marks, joiners and tones of skin do."""
    code = ord(char)
    return (
        unicodedata.category(char)[0] == "M"
        or char in f"{JOINER}\u200c\uff9e\uff9f"  # joiners, and the sound marks of narrow kana
        or 0x1160 <= code <= 0x11FF  # the later letters of a syllable of Hangul
        or 0xD7B0 <= code <= 0xD7FB
        or 0x1F3FB <= code <= 0x1F3FF
    )
