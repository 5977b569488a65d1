"""Find the names of a sentence by their capitals, and say which of them a text has."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from typing import Final

from msgspec import Struct

from newsreader.claims.ordinary_words import DEMONYMS, is_ordinary
from newsreader.events.stop_words import stop_words
from newsreader.folding import tokens

_NO_NAMES: Final = frozenset(("de", "lb", "nds"))
"""Languages that write all nouns with capitals."""

_INFLECTING: Final = frozenset(
    ("ru", "uk", "be", "bg", "pl", "cs", "sk", "sl", "hr", "sr", "lt", "lv", "fi", "hu", "el")
)
"""Languages that give names other endings in a sentence."""

_ACCUSATIVE: Final = 3
"""The most letters of an ending."""

_SHORTEST_STEM: Final = 4
_WORD = re.compile(r"[^\W_]++(?:[’'‐‑&-][^\W_]++)*+")
_DOTTED = re.compile(r"(?<![^\W_])(?:[A-Z]\.){2,}+")
_OPENING: Final = frozenset("\"“„«‹‘'¿¡([{—–-•*:;.!?…。！？")
_LINKS: Final = frozenset(
    (
        "of",
        "the",
        "and",
        "for",
        "de",
        "la",
        "le",
        "les",
        "des",
        "du",
        "del",
        "della",
        "dei",
        "di",
        "da",
        "do",
        "dos",
        "das",
        "y",
        "e",
        "et",
        "en",
        "van",
        "von",
        "der",
        "den",
        "und",
        "i",
        "og",
        "och",
    )
)
"""Small words inside a name."""

_NEVER: Final = frozenset(("i", "mr", "mrs", "ms", "dr", "prof", "sir"))
"""Words with a capital that are no part of a name."""

_DAYS: Final = frozenset(("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"))

_ACRONYM: Final = 7
_LONGEST_NAME: Final = 8
_MOST_CAPITALS: Final = 0.6
_LEAST_WORDS: Final = 4


class Word(Struct, frozen=True):
    """A word from `start` to `end` of a sentence. `is_first` says that a capital would say nothing there."""

    start: int
    end: int
    text: str
    is_first: bool

    @property
    def is_capital(self) -> bool:
        """Return whether it has a capital."""
        return self.text != self.text.lower()

    @property
    def is_marked(self) -> bool:
        """Return whether it has a capital that no sentence gives it: behind its first letter."""
        return self.text[1:] != self.text[1:].lower()


class Known(Struct, frozen=True):
    """What is known of the words of a text: all, stems and short forms of its names, and words in small letters."""

    words: frozenset[str]
    stems: frozenset[str]
    initials: frozenset[str]
    small: frozenset[str]


def without_dots(text: str) -> str:
    """Return `text` with U.S. as US."""
    return _DOTTED.sub(lambda match: match[0].replace(".", "") + ("." if _ends(match) else ""), text)


def _ends(match: re.Match[str]) -> bool:
    following = match.string[match.end() : match.end() + 2]
    return len(following) < 2 or following[1:].isupper()


def known_words(text: str) -> Known:
    """Return what is known of the words of `text`."""
    plain = without_dots(text)
    words = frozenset(tokens(plain))
    found = _WORD.findall(plain)
    different = set(found)
    capitals = {part for word in different if word != word.lower() for part in tokens(word)}
    stems = {word[:-cut] for word in capitals for cut in range(1, _ACCUSATIVE + 1) if len(word) - cut >= _SHORTEST_STEM}
    small = frozenset(word for word in different if word == word.lower())
    return Known(words, frozenset(stems), frozenset(_initials(found)), small)


def has_names(language: str) -> bool:
    """Return whether capitals tell names in a language; `language` is a primary tag."""
    return language not in _NO_NAMES


def names(
    sentence: str, language: str, known: Known, capitals: Collection[str]
) -> Iterator[tuple[int, int, list[Word]]]:
    """Yield each run of words that are a name: its start, its end, and the words.

    `capitals` are words that have a capital inside another sentence of the same text.
    """
    words = list(_words(sentence))
    if _is_heading(words):
        words = [Word(word.start, word.end, word.text, True) for word in words]
    run: list[Word] = []
    for word in words:
        is_apart = bool(run) and not _is_joined(sentence[run[-1].end : word.start])
        if is_apart or not _is_name(word, language, known, capitals):
            if run and not is_apart and word.text.lower() in _LINKS:
                run.append(word)
                continue
            yield from _trimmed(run)
            run = []
        if _is_name(word, language, known, capitals):
            run.append(word)
    yield from _trimmed(run)


def capitals_inside(sentences: Sequence[str]) -> frozenset[str]:
    """Return the words with a capital that stand inside the sentences, where only names have one."""
    found = (list(_words(sentence)) for sentence in sentences)
    return frozenset(
        word.text
        for words in found
        if not _is_heading(words)
        for word in words
        if word.is_capital and not word.is_first
    )


def missing(words: Sequence[Word], known: Known, language: str) -> list[Word]:
    """Return the words of a name that a text does not have."""
    if len(words) > 1 and _initials_of(words) & known.words:
        return []
    inflects = language in _INFLECTING
    return [word for word in words if word.is_capital and not _is_known(word.text, known, inflects)]


def _words(sentence: str) -> Iterator[Word]:
    last = 0
    for match in _WORD.finditer(sentence):
        between = sentence[last : match.start()].strip()
        is_first = last == 0 or (between != "" and between[-1] in _OPENING and between != "-")
        last = match.end()
        if not match[0][0].isdigit() or match[0] != match[0].lower():
            yield Word(match.start(), match.end(), match[0], is_first)


def _is_heading(words: Sequence[Word]) -> bool:
    """Return whether most words have a capital, as in titles: it says nothing then."""
    longer = [word for word in words if len(word.text) > 3]
    return len(longer) >= _LEAST_WORDS and sum(word.is_capital for word in longer) > _MOST_CAPITALS * len(longer)


def _is_joined(between: str) -> bool:
    return between in (" ", ". ", ".", "/")


def _is_name(word: Word, language: str, known: Known, capitals: Collection[str]) -> bool:
    text = word.text
    if not word.is_capital or (len(text) == 1 and not text.isupper()):
        return False
    lower = text.lower()
    bare = re.split("['’]", lower)[0]
    if bare in _NEVER:
        return False
    if not word.is_first:
        return len(text) > 1
    if bare in stop_words(language) and bare not in _DAYS:
        return False
    if word.is_marked or text in capitals:
        return True
    return len(text) > 2 and lower not in known.small and not is_ordinary(lower, language, known.small)


def _trimmed(run: list[Word]) -> Iterator[tuple[int, int, list[Word]]]:
    while run and not run[-1].is_capital:
        run = run[:-1]
    if run:
        yield run[0].start, run[-1].end, run


def _is_known(text: str, known: Known, inflects: bool) -> bool:
    if _parts_are_known(text, known, inflects):
        return True
    letters = "".join(char for char in text if char.isupper())
    return len(letters) > 1 and len(text) <= _ACRONYM and letters == text.rstrip("s") and letters in known.initials


def _parts_are_known(text: str, known: Known, inflects: bool) -> bool:
    head = re.split("[’']", text)
    parts = tokens(text) if len(head) == 1 or len(head[-1]) > _ACCUSATIVE else tokens("'".join(head[:-1]))
    return all(part.isdecimal() or _has_word(part, known, inflects) for part in parts)


@lru_cache(maxsize=1)
def _demonyms() -> dict[str, str]:
    return {one: other for pair in DEMONYMS for one, other in (pair, pair[::-1])}


def _has_word(word: str, known: Known, inflects: bool) -> bool:
    if word in known.words:
        return True
    if any(word.startswith(one) and other in known.words for one, other in DEMONYMS):
        return True
    if _demonyms().get(word) in known.words:
        return True
    if len(word) >= _SHORTEST_STEM and word in known.stems:
        return True
    cut = [word[:-count] for count in range(1, _ACCUSATIVE + 1) if len(word) - count >= _SHORTEST_STEM]
    return any(stem in known.words or (inflects and stem in known.stems) for stem in cut)


def _initials(words: Sequence[str]) -> Iterator[str]:
    """Yield the first letters of each run of words with capitals, with small words between them and without."""
    runs: set[tuple[str, ...]] = set()
    run: list[str] = []
    for word in words:
        if word[0].isupper() or (run and word in _LINKS):
            run.append(word)
        elif run:
            runs.add(tuple(run))
            run = []
    runs.add(tuple(run))
    for found in runs:
        yield from _of_run(found)


def _of_run(run: Sequence[str]) -> Iterator[str]:
    """Yield the first letters of each part of a run that has two words and more."""
    for start in range(len(run) - 1):
        if not run[start][0].isupper():
            continue
        letters = shorter = run[start][0]
        for word in run[start + 1 : start + _LONGEST_NAME]:
            letters += word[0].upper()
            if word[0].isupper():
                shorter += word[0]
                yield letters
                yield shorter


def _initials_of(words: Sequence[Word]) -> set[str]:
    """Return the short forms that a name may have, folded; those of one letter are none."""
    letters = "".join(word.text[0] for word in words)
    shorter = "".join(word.text[0] for word in words if word.is_capital)
    return {form.lower() for form in (letters, shorter) if len(form) > 1}
