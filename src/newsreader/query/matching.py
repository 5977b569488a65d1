"""Whether a text holds words that were asked for, looked at by itself rather than found through the index."""

from __future__ import annotations

from newsreader.folding import tokens
from newsreader.query.tree import Words


def has_words(text: str, words: Words) -> bool:
    """Whether `words` stand in `text`, one right after the other, as the index would find them."""
    found = tokens(text)
    return any(_stand_in(found, list(wanted), words.may_go_on) for wanted in words.forms())


def _stand_in(found: list[str], wanted: list[str], may_go_on: bool) -> bool:
    *whole, last = wanted
    for start in range(len(found) - len(whole)):
        end = start + len(whole)
        if found[start:end] == whole and (found[end].startswith(last) if may_go_on else found[end] == last):
            return True
    return False
