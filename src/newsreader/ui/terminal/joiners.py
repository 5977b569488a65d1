"""Zero width joiners: which of them join emoji, and which must join nothing.

Rich takes no column for whatever stands behind a joiner, and tmux draws it in the cell before. Both are right only
where two emoji are joined; elsewhere a letter would be lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import Final

from rich import cells

JOINER: Final = "\u200d"
NON_JOINER: Final = "\u200c"
_WIDE_EMOJI: Final = re.compile("[\u231a\u231b\u23e9-\u262f\u2648-\u2685\u2690-\u2bff\U0001f300-\U0001faff]")
"""Blocks whose wide characters are emoji."""


def join_only_emoji(text: str) -> str:
    """`text` with each joiner that stands elsewhere than between two emoji replaced by one that joins nothing."""
    return "".join(_parts(text.split(JOINER))) if JOINER in text else text


def _parts(parts: list[str]) -> Iterator[str]:
    """The texts between joiners, and between them the joiner or what replaces it."""
    yield parts[0]
    for before, after in pairwise(parts):
        yield JOINER if _ends_with_emoji(before) and _is_emoji(after[:1]) else NON_JOINER
        yield after


def _ends_with_emoji(text: str) -> bool:
    end = len(text)
    while end and _is_on_emoji(text[end - 1]):
        end -= 1
    return _is_emoji(text[end - 1 : end])


def _is_on_emoji(char: str) -> bool:
    """Whether `char` changes the character before it and takes no column: a colour of skin, a mark, a tag."""
    return char >= "\u0300" and cells.get_character_cell_size(char) == 0


def _is_emoji(char: str) -> bool:
    if not char or char.isascii():
        return False
    if char in _widened_by_a_sign():
        return True
    return _WIDE_EMOJI.match(char) is not None and cells.get_character_cell_size(char) == 2


@cache
def _widened_by_a_sign() -> frozenset[str]:
    """The emoji that are narrow unless the sign for emoji follows."""
    table: cells.CellTable = vars(cells)["load_cell_table"]("auto")
    return table.narrow_to_wide
