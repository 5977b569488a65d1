"""Text folded for comparing: one form for all cases and accents, one token for each word.

The index, the filter and the highlighting of matches use this one folding, so they agree on what a word is. A folded
text holds tokens, with ASCII separators between them: runs of ASCII letters and digits, or of anything not ASCII. That
is what SQLite's `ascii` tokenizer takes apart. Scripts written without spaces get a token for each character, and so
do symbols such as 🎄. The signs of C++, C# and A+ are part of their token. Behind a letter that stands alone, and only
there, `+`, `++` and `#` fold to characters of words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from newsreader.folding.characters import (
    APART,
    APOSTROPHES,
    FLAG,
    JOINER,
    LETTERS,
    RAISED,
    SET_APART,
    WITHOUT_MARKS,
    CharacterTable,
    is_continuing,
)

__all__ = ["APOSTROPHES", "PLUS", "SHARP", "fold", "folded_tokens", "is_continuing", "sort_key", "spans", "tokens"]

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
_FOOTNOTE = re.compile(rf"(?<=[^\x00-`{{-\x7f{RAISED}]{{3}})(?:{RAISED}[0-9])+")
"""Raised digits behind a word, which a unit such as `km` is too short for."""

_JOINED_ARABIC = re.compile("(?<=[\u0600-\u08ff\ufb50-\ufdff\ufe70-\ufefc])\u200c")
"""The sign by which Persian parts a word into two; elsewhere it keeps letters from joining."""

_DEAD_N: Final = "\u0928\u094d"
_NASAL: Final = "\u0902"
"""Devanagari writes हिन्दी and हिंदी."""

_BETWEEN: Final = r"[\x01-/:-@\[-`{-\x7f]"
_NEEDLESS = re.compile(rf"{APART}+(?={_BETWEEN})|(?<={_BETWEEN}){APART}+")
"""Separators beside one that is there anyway."""

_NUMBER = re.compile("[0-9]+")
_GROUPED = re.compile(r"(?<![0-9])[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])")
_LONGEST_KEY: Final = 64
_MOST_DIGITS: Final = 48
_SHARE_NOT_ASCII: Final = 1.1
"""From so many bytes a character on a text has more runs of other characters than ASCII than are worth a call each."""

_LOOKED_AT_FIRST: Final = 64
"""Where characters are words by themselves, some are among so many, and the rest needn't be looked at."""

_CACHED_RUN_LENGTH: Final = 24
_CACHE_SIZE: Final = 50_000
_cache: dict[str, str] = {}


def fold(text: str) -> str:
    """Return `text` in the one form in which texts are compared; folding it again changes nothing."""
    folded = _fold_letters(text)
    return _SIGNED_LETTER.sub(_fold_signs, folded) if _has_signs(folded) else folded


def tokens(text: str) -> list[str]:
    """Return the tokens of `text`, folded, in their order."""
    return _TOKEN.findall(fold(text))


def folded_tokens(folded: str) -> set[str]:
    """Return all tokens of a text that is folded already."""
    return set(folded.translate(_SEPARATORS).split() if folded.isascii() else _TOKEN.findall(folded))


def spans(text: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and folded form of each token of `text`: what `tokens` returns, with the places."""
    for chunk in _CHUNK.finditer(text):
        if chunk.group().isascii() and not _has_signs(chunk.group()):
            yield chunk.start(), chunk.end(), chunk.group().lower()
            continue
        folded, places = _placed(chunk.group())
        for match in _SIGNED_OR_TOKEN.finditer(folded):
            start, end = places[match.start()][0], places[match.end() - 1][1]
            yield chunk.start() + start, chunk.start() + end, match.group().translate(_SIGNS)


def sort_key(text: str) -> str:
    """Return what puts texts into the order of a dictionary, compared character by character.

    Case, accents, punctuation and symbols do not count, and numbers stand by their size: 9 before 10.
    """
    if "," in text:
        text = _GROUPED.sub(lambda number: number.group().replace(",", ""), text)
    words = tokens(text)
    if not text.isascii():
        words = [word for word in words if any(map(str.isalnum, word))] or words
    key = " ".join(words)[:_LONGEST_KEY]
    return _NUMBER.sub(_by_size, key)


def _by_size(number: re.Match[str]) -> str:
    """Return the digits behind how many they are, which comes before any letter."""
    digits = number.group().lstrip("0")
    return f"{chr(0x30 + min(len(digits), _MOST_DIGITS))}{digits}"


def _placed(text: str) -> tuple[str, list[tuple[int, int]]]:
    """Return `text` folded but for the signs behind letters, and from where to where each of its characters stands."""
    pieces = _pieces(text)
    folded = "".join(piece for _, _, piece in pieces)
    places = [(start, end) for start, end, piece in pieces for _ in piece]
    if RAISED in folded:
        folded = _FOOTNOTE.sub(lambda found: " " * len(found.group()), folded)
        places = [place for place, char in zip(places, folded, strict=True) if char != RAISED]
        folded = folded.replace(RAISED, "")
    return folded, places


def _pieces(text: str) -> list[tuple[int, int, str]]:
    """Return the smallest pieces of `text` that fold by themselves as they do in it: letters with their marks."""
    continuing = set(filter(is_continuing, set(text)))
    joined = {place for flag in FLAG.finditer(text) for place in range(flag.start() + 1, flag.end())}
    joined |= {place + 1 for place, char in enumerate(text) if char == JOINER} if JOINER in text else set()
    starts = [place for place, char in enumerate(text) if not place or (char not in continuing and place not in joined)]
    ends = [*starts[1:], len(text)]
    pieces = [(start, end, _fold_piece(text[start:end])) for start, end in zip(starts, ends, strict=True)]
    whole = _fold_piece(text)
    return pieces if _words("".join(piece[2] for piece in pieces)) == _words(whole) else [(0, len(text), whole)]


def _words(folded: str) -> list[str]:
    return folded.replace(APART, " ").split()


def _fold_piece(text: str) -> str:
    """Return a part of a text folded, with all that tells how it fits to what is beside it."""
    lowered = text.lower()
    if lowered.isascii():
        return lowered
    return _NOT_ASCII.sub(lambda match: _cache.get(match.group()) or _fold_new_run(match.group()), lowered)


def _fold_letters(text: str) -> str:
    """Return `text` folded but for the signs behind single letters."""
    lowered = text.lower()
    if lowered.isascii():
        return lowered
    folded = _fold_at_once(lowered) or _NOT_ASCII.sub(_fold_match, lowered)
    return _FOOTNOTE.sub(" ", folded).replace(RAISED, "") if RAISED in folded else folded


def _fold_at_once(lowered: str) -> str | None:
    """Return a text folded character by character, None if that is not right for it or takes longer than by runs."""
    if len(lowered.encode(errors="surrogatepass")) < len(lowered) * _SHARE_NOT_ASCII:
        return None
    try:
        for end in (_LOOKED_AT_FIRST, None):
            if APART in (folded := lowered[:end].translate(_SINGLE)):
                return None
    except _DependsOnNeighboursError:
        return None
    return folded


def _has_signs(text: str) -> bool:
    return "+" in text or "#" in text


def _fold_signs(match: re.Match[str]) -> str:
    """Return the letter and its signs as a token of its own, also where more follows: `C++20`."""
    return f"{match.group().translate(_SIGNS)} "


def _fold_match(match: re.Match[str]) -> str:
    run = match.group()
    folded = _cache.get(run)
    if folded is None:
        folded = _fold_new_run(run)
    if APART in folded:
        before, after = (
            match.string[max(match.start() - 1, 0) : match.start()],
            match.string[match.end() : match.end() + 1],
        )
        if folded[0] == APART:
            folded = (" " if before.isalnum() else "") + folded[1:]
        if folded[-1] == APART:
            folded = folded[:-1] + (" " if after.isalnum() else "")
    return folded


def _fold_new_run(run: str) -> str:
    """Return a run of characters that are not ASCII folded; APART is left only at the ends."""
    try:
        folded = run.translate(_SINGLE)
    except _DependsOnNeighboursError:
        folded = _fold_together(run)
    if APART in folded:
        folded = _NEEDLESS.sub("", folded)
        inner = folded[1:-1].replace(APART * 2, " ").replace(APART, " ")
        folded = f"{folded[0]}{inner}{folded[-1]}"
    if len(run) <= _CACHED_RUN_LENGTH:
        if len(_cache) >= _CACHE_SIZE:
            _cache.clear()
        _cache[run] = folded
    return folded


class _DependsOnNeighboursError(Exception):
    """A character that folds together with those beside it."""


def _fold_single(char: str) -> str:
    if is_continuing(unicodedata.normalize("NFKD", char)[0]) or FLAG.match(char):
        raise _DependsOnNeighboursError
    return _fold_together(char)


_SINGLE: Final = CharacterTable(_fold_single)
"""What characters fold to that do so by themselves: one pass in place of the seven of `_fold_together`."""


def _fold_together(run: str) -> str:
    """Return the characters that are not ASCII folded, with APART around each that is a token."""
    run = FLAG.sub(rf"{APART}\g<0>{APART}", _JOINED_ARABIC.sub(" ", run)).translate(SET_APART)
    decomposed = unicodedata.normalize("NFKD", run).translate(WITHOUT_MARKS)
    if (caseless := decomposed.casefold()) != decomposed:
        decomposed = unicodedata.normalize("NFKD", caseless).translate(WITHOUT_MARKS)
    return unicodedata.normalize("NFC", decomposed).replace(_DEAD_N, _NASAL).translate(LETTERS)
