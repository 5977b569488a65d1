"""Find the names of a sentence by their capitals, and say which of them a text has."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from newsreader.claims.number_words import addends, multipliers
from newsreader.claims.ordinary_words import DEMONYMS, is_ordinary
from newsreader.events.stop_words import stop_words
from newsreader.folding import tokens

_NO_NAMES: Final = frozenset(("de", "lb", "nds"))
"""Languages that write all nouns with capitals."""

_INFLECTING: Final = frozenset(
    ("ru", "uk", "be", "bg", "pl", "cs", "sk", "sl", "hr", "sr", "lt", "lv", "fi", "hu", "el")
)
"""Languages that give names other endings in a sentence."""

_LONGEST_ENDING: Final = 3
"""Letters."""

_SHORTEST_STEM: Final = 4
_SHORTEST_INFLECTED: Final = 3
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

_SHORTEST_FIRST: Final = 3
_ACRONYM: Final = 7
_LONGEST_NAME: Final = 8
_MOST_CAPITALS: Final = 0.8
_LEAST_WORDS: Final = 4


class Word(Struct, frozen=True):
    """A word from `start` to `end` of a sentence.

    `is_first` says that a capital would say nothing there, and `leads` that a word with a capital comes next.
    """

    start: int
    end: int
    text: str
    is_first: bool
    leads: bool = False

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
    stems = {stem for word in capitals for stem in _stems(word, _SHORTEST_INFLECTED)}
    small = frozenset(word for word in different if word == word.lower())
    return Known(words | capitals, frozenset(stems), frozenset(_initials(found)), small)


def has_names(language: str) -> bool:
    """Return whether capitals tell names in a language; `language` is a primary tag."""
    return language not in _NO_NAMES


def names(
    sentence: str, language: str, known: Known, capitals: Collection[str]
) -> Iterator[tuple[int, int, list[Word]]]:
    """Yield each run of words that are a name: its start, its end, and the words.

    `capitals` are words that have a capital inside another sentence of the same text.
    """
    words = _words(sentence)
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
    words = (word for sentence in sentences for word in _words(sentence))
    return frozenset(word.text for word in words if word.is_capital and not word.is_first)


def missing(words: Sequence[Word], known: Known, language: str) -> list[Word]:
    """Return the words of a name that a text does not have."""
    if len(words) > 1 and _initials_of(words) & known.words:
        return []
    inflects = language in _INFLECTING
    return [word for word in words if word.is_capital and not _is_known(word.text, known, inflects)]


def _words(sentence: str) -> list[Word]:
    """Return the words of a sentence but its numbers. In a heading a capital says nothing anywhere."""
    words: list[Word] = []
    last = 0
    for match in _WORD.finditer(sentence):
        text, between = match[0], sentence[last : match.start()].strip()
        is_first = last == 0 or (between != "" and between[-1] in _OPENING and between != "-")
        last = match.end()
        if text[0].isdigit() and text == text.lower():
            continue
        word = Word(match.start(), match.end(), text, is_first)
        if words and word.is_capital and sentence[words[-1].end : word.start] == " ":
            words[-1] = replace(words[-1], leads=True)
        words.append(word)
    return [replace(word, is_first=True, leads=False) for word in words] if _is_heading(words) else words


def _is_heading(words: Sequence[Word]) -> bool:
    """Return whether nearly all words have a capital, as in titles."""
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
    if (bare in stop_words(language) and bare not in _DAYS) or _begins_with_number(bare, language):
        return False
    if word.is_marked or text in capitals:
        return True
    if len(text) < _SHORTEST_FIRST or lower in known.small:
        return False
    return word.leads if language != "en" else not is_ordinary(lower, known.small)


def _begins_with_number(word: str, language: str) -> bool:
    """Return whether a word, in small letters, is a number or begins with one: fifty-two, ten-year."""
    first = next(iter(tokens(word)), "")
    return first in addends(language) or first in multipliers(language)


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
    parts = tokens(text) if len(head) == 1 or len(head[-1]) > _LONGEST_ENDING else tokens("'".join(head[:-1]))
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
    shortest = _SHORTEST_INFLECTED if inflects else _SHORTEST_STEM
    if len(word) >= shortest and word in known.stems:
        return True
    return any(stem in known.words or (inflects and stem in known.stems) for stem in _stems(word, shortest))


def _stems(word: str, shortest: int) -> list[str]:
    """Return a word without endings, in so many letters and more."""
    return [word[:-cut] for cut in range(1, _LONGEST_ENDING + 1) if len(word) - cut >= shortest]


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
