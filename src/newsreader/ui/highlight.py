"""Where the words that were asked for stand in a text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from newsreader.folding import fold, spans, tokens
from newsreader.query import ADDED_BY_THE_USER, TextField, Words


@dataclass(frozen=True, slots=True)
class Wanted:
    """Words to look for: their tokens, and whether the last one may go on."""

    tokens: tuple[str, ...]
    may_go_on: bool
    where: TextField


def wanted_words(words: Sequence[Words]) -> tuple[Wanted, ...]:
    """What to look for so that `words` are found as the index finds them."""
    return tuple(Wanted(tuple(found), word.may_go_on, word.where) for word in words if (found := tokens(word.text)))


def find_words(text: str, wanted: Sequence[Wanted], where: TextField) -> list[tuple[int, int]]:
    """Start and end of each place in `text`, the part `where` of a story, at which a wanted word stands.

    A word that is wanted anywhere is wanted in what the story says, not in what the user added.
    """
    places = {where} if where in ADDED_BY_THE_USER else {where, TextField.ANY}
    looked_for = [word for word in wanted if word.where in places]
    if not looked_for:
        return []
    pieces = list(spans(text))
    found: list[tuple[int, int]] = []
    for word in looked_for:
        length = len(word.tokens)
        for at in range(len(pieces) - length + 1):
            if _matches([piece[2] for piece in pieces[at : at + length]], word):
                start, end, folded = pieces[at + length - 1]
                if folded != word.tokens[-1]:
                    end = _end_of_beginning(text, start, end, word.tokens[-1])
                found.append((pieces[at][0], end))
    return found


def _end_of_beginning(text: str, start: int, end: int, beginning: str) -> int:
    """Where in the word from `start` to `end` its folded `beginning` ends, with the marks on the last letter."""
    at = start + 1
    while at < end and len(fold(text[start:at]).strip()) < len(beginning):
        at += 1
    while at < end and fold(text[start : at + 1]) == fold(text[start:at]):
        at += 1
    return at


def _matches(pieces: Sequence[str], word: Wanted) -> bool:
    if pieces[:-1] != list(word.tokens[:-1]):
        return False
    return pieces[-1].startswith(word.tokens[-1]) if word.may_go_on else pieces[-1] == word.tokens[-1]
