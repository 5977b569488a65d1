"""Text folded for comparing: one form for all cases and accents, one token for each word.

The index, the filter and the highlighting of matches use this one folding, so they agree on what a
word is. A folded text holds tokens (runs of ASCII letters and digits or of anything not ASCII)
with ASCII separators between them; that is what SQLite's `ascii` tokenizer takes apart. Scripts
written without spaces get a token for each character. The signs of C++, C# and A+ are part of their
token: behind a letter that stands alone, and only there, `+`, `++` and `#` fold to characters of words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")
# Said by what they leave out, these sets are small: a set that reaches to the last character takes long to compile.
_TOKEN = re.compile(r"[^\x00-/:-`{-\x7f]+")
_SEPARATORS: Final = {code: " " for code in range(128) if not chr(code).isalnum()}
"""ASCII that stands between tokens, for folded text."""

PLUS: Final = "\ua717"
"""What the sign of `A+` folds to, and each of the two of `C++`: a letter that news does not use."""

SHARP: Final = "\ua718"
"""What the sign of `C#` folds to."""

_SIGNED: Final = r"[a-z](?:\+\+?|#)"
_SIGNED_LETTER = re.compile(rf"(?<![^\x00-/:-@\[-`{{-\x7f]){_SIGNED}")
_SIGNED_OR_TOKEN = re.compile(rf"{_SIGNED}|{_TOKEN.pattern}")
_SIGNS: Final = str.maketrans({"+": PLUS, "#": SHARP})
_CHUNK = re.compile(r'[^\x00-"$-*,-/:-@\[-`{-\x7f]+')
_UNSPACED: Final = (
    (0x0E00, 0x0EFF),  # Thai, Lao
    (0x1000, 0x109F),  # Myanmar
    (0x1780, 0x17FF),  # Khmer
    (0x3040, 0x30FF),  # Hiragana, Katakana
    (0x31F0, 0x31FF),
    (0x3400, 0x4DBF),  # Han
    (0x4E00, 0x9FFF),
    (0xF900, 0xFAFF),
    (0x20000, 0x323AF),
)
_ACCENTS: Final = ((0x0300, 0x036F), (0x0483, 0x0487), (0x0591, 0x05C7), (0x064B, 0x065F), (0x0670, 0x0670))
_WITHOUT_ACCENTS: Final = {code: None for low, high in _ACCENTS for code in range(low, high + 1)}
_LETTERS_WITH_STROKES: Final = {
    "ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ħ": "h", "ŧ": "t", "ŋ": "n",
}  # fmt: skip
_CACHED_RUN_LENGTH: Final = 24
_CACHE_SIZE: Final = 50_000
_cache: dict[str, str] = {}


class _Characters(dict[int, str]):
    """What each character folds to, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = _fold_char(code)
        return folded


_characters: Final = _Characters()


def fold(text: str) -> str:
    """`text` in the one form in which texts are compared."""
    folded = _fold_letters(text)
    return _SIGNED_LETTER.sub(_fold_signs, folded) if _has_signs(folded) else folded


def tokens(text: str) -> list[str]:
    """The tokens of `text`, folded, in their order."""
    return _TOKEN.findall(fold(text))


def folded_tokens(folded: str) -> set[str]:
    """All tokens of a text that is folded already."""
    return set(folded.translate(_SEPARATORS).split() if folded.isascii() else _TOKEN.findall(folded))


def spans(text: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and folded form of each token of `text`: what `tokens` returns, with the places."""
    for chunk in _CHUNK.finditer(text):
        if chunk.group().isascii() and not _has_signs(chunk.group()):
            yield chunk.start(), chunk.end(), chunk.group().lower()
            continue
        pieces = _pieces(chunk.group())
        places = [(start, end) for start, end, folded in pieces for _ in folded]
        for match in _SIGNED_OR_TOKEN.finditer("".join(folded for _, _, folded in pieces)):
            start, end = places[match.start()][0], places[match.end() - 1][1]
            yield chunk.start() + start, chunk.start() + end, match.group().translate(_SIGNS)


def _pieces(text: str) -> list[tuple[int, int, str]]:
    """The smallest pieces of `text` that fold by themselves as they do in it: letters with their marks."""
    starts = [place for place, char in enumerate(text) if not place or unicodedata.category(char)[0] != "M"]
    ends = [*starts[1:], len(text)]
    pieces = [(start, end, _fold_letters(text[start:end])) for start, end in zip(starts, ends, strict=True)]
    whole = _fold_letters(text)
    return pieces if "".join(piece[2] for piece in pieces) == whole else [(0, len(text), whole)]


def _fold_letters(text: str) -> str:
    """`text` folded but for the signs behind single letters."""
    lowered = text.lower()
    return lowered if lowered.isascii() else _NOT_ASCII.sub(_fold_match, lowered)


def _has_signs(text: str) -> bool:
    return "+" in text or "#" in text


def _fold_signs(match: re.Match[str]) -> str:
    """The letter and its signs as a token of its own, also where more follows: `C++20`."""
    return f"{match.group().translate(_SIGNS)} "


def _fold_match(match: re.Match[str]) -> str:
    run = match.group()
    folded = _cache.get(run)
    if folded is None:
        folded = _fold_run(run)
        if len(run) <= _CACHED_RUN_LENGTH:
            if len(_cache) >= _CACHE_SIZE:
                _cache.clear()
            _cache[run] = folded
    return folded


def _fold_run(run: str) -> str:
    decomposed = unicodedata.normalize("NFKD", run).casefold()
    return unicodedata.normalize("NFC", decomposed.translate(_WITHOUT_ACCENTS)).translate(_characters)


def _fold_char(code: int) -> str:
    char = chr(code)
    if code < 0x80:
        return char
    if unicodedata.category(char)[0] not in "LNM":
        return " "
    if any(low <= code <= high for low, high in _UNSPACED):
        return f" {char} "
    return _LETTERS_WITH_STROKES.get(char, char)
