"""Finding names by the beginnings of their words, as somebody types."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct

from newsreader.folding import fold, tokens
from newsreader.text import clean_line, clean_text

_BETWEEN_WORDS = re.compile(r"[\x00-\x09\x0b-\x1f!-/:-`{-\x7f]")


class Found(Struct, frozen=True):
    """The numbers of the names that fit, the place among them of the one that fits best, and whether it is the same."""

    numbers: Sequence[int]
    best: int = 0
    is_same: bool = False


class Names:
    """Names to find one among; each has its place, from 0, as its number."""

    def __init__(self, names: Sequence[str]) -> None:
        text = clean_text("\n".join(names))
        if text.count("\n") != max(len(names) - 1, 0):  # a name has lines of its own
            text = "\n".join(clean_line(name) for name in names)
        # All names at once: fifty thousand take some 30 ms, one by one several times that.
        text = fold(text)
        self.folded: Sequence[str] = text.split("\n") if names else ()
        """The names in the form in which they are compared."""
        self._words = [f" {words}" for words in _BETWEEN_WORDS.sub(" ", text).split("\n")]

    def find(self, typed: str, among: Sequence[int]) -> Found:
        """Those of the names `among` in which every word of `typed` begins a word, in the same order.

        The best of them is the one that was typed, else the first that begins so, else the first.
        """
        wanted = fold(clean_line(typed))
        if not wanted.strip():
            return Found(() if clean_line(typed) else among)
        numbers = self._fitting(wanted, among)
        best = next((place for place, number in enumerate(numbers) if self.folded[number] == wanted), None)
        if best is not None:
            return Found(numbers, best, True)
        starts = (place for place, number in enumerate(numbers) if self.folded[number].startswith(wanted))
        return Found(numbers, next(starts, 0))

    def _fitting(self, wanted: str, among: Sequence[int]) -> Sequence[int]:
        words = tokens(wanted)
        if not words:
            return [number for number in among if wanted in self.folded[number]]
        for word in words:
            beginning = f" {word}"
            among = [number for number in among if beginning in self._words[number]]
        return among
