"""What the word at the cursor of a query may become: names of fields, and their values."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Iterable
from typing import Final

from msgspec import Struct

from newsreader.folding import tokens
from newsreader.query import signs
from newsreader.query.field import part_pattern
from newsreader.query.fields import FIELDS
from newsreader.query.parser import token_pattern, value_pattern
from newsreader.query.tree import QueryError, Span
from newsreader.text import clean_line

_SHORTEST_NAME: Final = 2
"""Letters after which a bare word is taken for the beginning of a field's name."""

_NEEDS_QUOTES = re.compile(r"[^\w.&'’/+#-]|\.\.")


class _Names:
    """Names in the order in which they are to be offered, prepared to be found by the beginnings of their words.

    For each letter there is one text of all names that have a word that begins with it. A search in it takes
    microseconds. Going through fifty thousand names would take longer than a frame.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._names: list[str] = []
        by_letter: dict[str, tuple[list[str], array[int]]] = {}
        for name in dict.fromkeys(clean_line(name.replace('"', " ")) for name in names):
            words = tokens(name)
            for letter in {word[0] for word in words}:
                texts, numbers = by_letter.setdefault(letter, ([], array("l")))
                texts.append(f"\n {' '.join(words)}")
                numbers.append(len(self._names))
            if words:
                self._names.append(name)
        self._by_letter = {letter: _Group(texts, numbers) for letter, (texts, numbers) in by_letter.items()}

    def beginning_with(self, typed: str, limit: int) -> list[str]:
        """Return the names with words that begin as `typed`: first those that begin so themselves."""
        words = tokens(typed)
        if not words:
            return [] if typed.strip() else self._names[:limit]
        group = self._by_letter.get(words[0][0])
        if group is None:
            return []
        first = group.find(f"\n {' '.join(words)}", limit)
        inside = group.find(f" {' '.join(words)}", limit + len(first))
        return [self._names[number] for number in dict.fromkeys((*first, *inside))][:limit]


class _Group:
    """Names as one text, and where in it each of them starts."""

    def __init__(self, texts: list[str], numbers: array[int]) -> None:
        self._text = "".join(texts)
        self._numbers = numbers
        self._starts = array("l")
        start = 0
        for text in texts:
            self._starts.append(start)
            start += len(text)

    def find(self, wanted: str, limit: int) -> list[int]:
        """Return the numbers of the first names that hold `wanted`."""
        found: list[int] = []
        at = self._text.find(wanted)
        while at >= 0 and len(found) < limit:
            place = bisect_right(self._starts, at)
            found.append(self._numbers[place - 1])
            at = self._text.find(wanted, self._starts[place]) if place < len(self._starts) else -1
        return found


class Vocabulary:
    """The names that a library has for the values of fields, in the order in which they are to be offered.

    Making one prepares the names to be searched, which takes a moment where they are many.
    """

    def __init__(self, outlets: tuple[str, ...] = (), topics: tuple[str, ...] = (), tags: tuple[str, ...] = ()) -> None:
        self._names = {"outlet": _Names(outlets), "topic": _Names(topics), "tag": _Names(tags)}

    def values(self, name: str, typed: str, limit: int) -> list[str]:
        """Return what the field `name` may have as its value, as it is written in a query, where `typed` stands."""
        names = self._names.get(name)
        return [_written(value) for value in names.beginning_with(typed, limit)] if names else []


class Completion(Struct, frozen=True):
    """What `text[start:end]` may be replaced by: the likeliest choice first."""

    start: int
    end: int
    choices: tuple[str, ...]

    def accept(self, text: str, choice: str) -> tuple[str, int]:
        """Return `text` with a choice in its place, and where the cursor goes: behind it, ready for what follows.

        A name of a field ends with its colon, and its value follows; a value that ends the text gets a space.
        """
        before, after = text[: self.start] + choice, text[self.end :]
        if choice.endswith(":"):
            return before + after, len(before)
        if not after:
            return f"{before} ", len(before) + 1
        return before + after, len(before) + after.startswith(" ")


def complete(text: str, cursor: int, vocabulary: Vocabulary, limit: int = 6) -> Completion | None:
    """Return what the word at `cursor` may become, None where there is nothing to offer; of any text and place."""
    cursor, limit = min(max(cursor, 0), len(text)), max(limit, 0)
    term = _term_at(text, cursor)
    if term is None:
        return None
    match, end = term
    if match.lastgroup == "field" and cursor >= match.end():
        span, choices = _values(text, match["field"].lower(), Span(match.end(), end), cursor, vocabulary, limit)
    elif match.lastgroup in ("field", "word"):
        span, choices = Span(match.start(), match.end()), _field_names(text, match, cursor)
    else:
        return None
    choices = choices[:limit]
    stands = text[span.start : span.end].casefold()
    if not choices or [choice.casefold() for choice in choices] == [stands]:
        return None
    return Completion(span.start, span.end, tuple(choices))


def correction(error: QueryError) -> Completion | None:
    """Return the nearest valid word in place of what could not be understood, where there is one."""
    nearest = error.nearest
    return Completion(nearest.span.start, nearest.span.end, (nearest.text,)) if nearest else None


def _term_at(text: str, cursor: int) -> tuple[re.Match[str], int] | None:
    """Return the word or field that the cursor is in or directly behind, and where it ends with its value."""
    position = 0
    while position < cursor:
        term = token_pattern().match(text, position)
        if term is None:
            position += 1
            continue
        value = value_pattern().match(text, term.end()) if term.lastgroup == "field" else None
        position = value.end() if value else term.end()
        if position >= cursor:
            return term, position
    return None


def _field_names(text: str, term: re.Match[str], cursor: int) -> list[str]:
    typed, word = text[term.start() : cursor].lower(), term.group().rstrip(signs.COLON)
    if len(typed) < _SHORTEST_NAME or not (word.isascii() and word.isalpha()):
        return []
    return [f"{name}:" for name in FIELDS if name.startswith(typed)]


def _values(
    text: str, name: str, value: Span, cursor: int, vocabulary: Vocabulary, limit: int
) -> tuple[Span, list[str]]:
    """Return what the part of a field's value at the cursor may become, and the place of that part."""
    place, typed = _part_at(text, value, cursor)
    if typed is None or name not in FIELDS:
        return place, []
    if not FIELDS[name].values:
        return place, vocabulary.values(name, typed, limit)
    known = FIELDS[name].values
    if FIELDS[name].ranged and ".." in text[place.start : place.end]:
        place = _side_at(text, place, cursor)
        typed = text[place.start : cursor]
        known = FIELDS[name].ranged
    listed = (text[value.start : place.start] + text[place.end : value.end]).lower().split(",")
    return place, [word for word in known if word.startswith(typed.lower()) and word not in listed]


def _part_at(text: str, value: Span, cursor: int) -> tuple[Span, str | None]:
    """Return the part of a value that the cursor is in, and what of it is typed: None where its quotes are closed."""
    for part in part_pattern().finditer(text, value.start, value.end):
        if not part.start() <= cursor <= part.end():
            continue
        if part["plain"]:
            return Span(part.start(), part.end()), text[part.start() : cursor]
        typed, is_closed = text[part.start() + 1 : cursor], signs.quoted(part["phrase"])[1]
        if not is_closed:
            return Span(part.start(), cursor), typed
        return Span(part.start(), part.end()), typed if cursor < part.end() else None
    return Span(cursor, cursor), ""


def _side_at(text: str, place: Span, cursor: int) -> Span:
    """Return the side of a range that the cursor is in."""
    before, after = text.rfind("..", place.start, cursor), text.find("..", cursor, place.end)
    return Span(place.start if before < 0 else before + 2, place.end if after < 0 else after)


def _written(name: str) -> str:
    """Return a name as it stands in a query."""
    return f'"{name}"' if _NEEDS_QUOTES.search(name) else name
