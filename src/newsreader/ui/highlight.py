"""Where the words that were asked for stand in a text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate, chain
from typing import Final

from msgspec import Struct

from newsreader.folding import fold, is_continuing, spans, tokens
from newsreader.query import ADDED_BY_THE_USER, TextField, Words

_MOST_SEARCHED: Final = 100_000
"""Characters of a text that are looked through: whatever its length, it takes no longer than a tenth of a second."""

_MOST_FOUND: Final = 2_000
_LONGEST_PHRASE: Final = 50


class Wanted(Struct, frozen=True):
    """Words to look for: their tokens, and whether the last one may go on."""

    tokens: tuple[str, ...]
    may_go_on: bool
    where: TextField


def wanted_words(words: Sequence[Words]) -> tuple[Wanted, ...]:
    """What to look for so that `words` are found as the index finds them."""
    return tuple(Wanted(form, word.may_go_on, word.where) for word in words for form in word.forms() if form)


def find_words(text: str, wanted: Sequence[Wanted], where: TextField) -> list[tuple[int, int]]:
    """Start and end of each place in `text`, the part `where` of a story, at which a wanted word stands.

    A word that is wanted anywhere is wanted in what the story says, not in what the user added. Far down in a
    very long text nothing is looked for.
    """
    places = {where} if where in ADDED_BY_THE_USER else {where, TextField.ANY}
    looked_for = [word for word in wanted if word.where in places]
    if not looked_for:
        return []
    pieces = list(spans(text[:_MOST_SEARCHED]))
    by_token, lengths = _by_first_token(looked_for)
    found: list[tuple[int, int]] = []
    for at, (begin, _, folded) in enumerate(pieces):
        keys = (folded, *(folded[:length] for length in lengths if length < len(folded)))
        for word in chain.from_iterable(by_token.get(key, ()) for key in keys):
            tokens_here = [piece[2] for piece in pieces[at : at + len(word.tokens)]]
            if len(tokens_here) == len(word.tokens) and _matches(tokens_here, word):
                start, end, last = pieces[at + len(word.tokens) - 1]
                if last != word.tokens[-1]:
                    end = _end_of_beginning(text, start, end, word.tokens[-1])
                found.append((begin, end))
        if len(found) >= _MOST_FOUND:
            break
    return found


def find_beside(
    text: str, added: Sequence[tuple[int, int]], wanted: Sequence[Wanted], where: TextField
) -> list[list[tuple[int, int]]]:
    """As `find_words`, but as if what stands at the places `added` were not there; each found place is in pieces."""
    if not added:
        return [[place] for place in find_words(text, wanted, where)]
    starts, ends = [0, *(end for _, end in added)], [*(start for start, _ in added), len(text)]
    kept = [(start, end) for start, end in zip(starts, ends, strict=True) if start < end]
    before = [0, *accumulate(end - start for start, end in kept)]
    found = find_words("".join(text[start:end] for start, end in kept), wanted, where)
    return [list(_pieces(place, kept, before)) for place in found]


def _pieces(
    place: tuple[int, int], kept: Sequence[tuple[int, int]], before: Sequence[int]
) -> Iterator[tuple[int, int]]:
    """Where a place in the kept parts of a text is in the text; `before` says how much was kept before each part."""
    start, end = place
    for part in range(bisect_right(before, start) - 1, len(kept)):
        if before[part] >= end:
            break
        shift = kept[part][0] - before[part]
        yield max(start, before[part]) + shift, min(end, before[part + 1]) + shift


def _by_first_token(words: Sequence[Wanted]) -> tuple[dict[str, list[Wanted]], set[int]]:
    """Short enough words by their first token, and the lengths of those that may be the beginning of a longer one."""
    by_token: dict[str, list[Wanted]] = {}
    for word in words:
        if len(word.tokens) <= _LONGEST_PHRASE:
            by_token.setdefault(word.tokens[0], []).append(word)
    return by_token, {len(word.tokens[0]) for word in words if len(word.tokens) == 1 and word.may_go_on}


def _end_of_beginning(text: str, start: int, end: int, beginning: str) -> int:
    """Where in the word from `start` to `end` its folded `beginning` ends, with the marks on the last letter."""
    at = start + 1
    while at < end and sum(map(len, tokens(text[start:at]))) < len(beginning):
        at += 1
    while at < end and (is_continuing(text[at]) or fold(text[start : at + 1]) == fold(text[start:at])):
        at += 1
    return at


def _matches(pieces: Sequence[str], word: Wanted) -> bool:
    if pieces[:-1] != list(word.tokens[:-1]):
        return False
    return pieces[-1].startswith(word.tokens[-1]) if word.may_go_on else pieces[-1] == word.tokens[-1]
