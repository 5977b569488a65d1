"""How many columns of a terminal characters take, and which of them belong together.

Rich says that vowel signs which stand beside their letter, as those of most scripts of South Asia do, take no column.
The C library says one, and terminals such as tmux do as it says. Textual measures, cuts and wraps by functions of
Rich, so what they look up is replaced there, once, by `use_widths_of_terminals`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import groupby
from typing import Final

from rich import cells
from rich.cells import CellSpan, CellTable
from rich.segment import Segment

from newsreader.ui.terminal.joiners import JOINER, join_only_emoji

_BESIDE_LETTER: Final = "Mc"
"""The category of signs that stand beside their letter."""
_SIGN_LETTERS: Final = "\u0e33\u0eb3\uff9e\uff9f"
"""Signs beside their letter that Unicode counts among the letters: vowels of Thai and Lao, marks of half-width kana."""
_FILLERS: Final = {0x3164: 2, 0xFFA0: 1}
_NO_SIGNS_FROM: Final = 0xE0000
_SKIN_TONES: Final = "\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff"
_LINKERS: Final = frozenset(
    "\u094d\u09cd\u0a4d\u0acd\u0b4d\u0c4d\u0ccd\u0d4d\u0dca\u1039\u17d2\u1a60\u1b44\u1bab\ua9c0\uaaf6"
    "\U00010a3f\U00011133\U000113d0\U0001193e\U00011a3a\U00011a47\U00011a99\U00011f42\u1cf5\u1cf6"
)
"""After these a letter is drawn joined to the one before."""
_LETTERS: Final = ("Lo", "Cn")
"""Letters of these scripts have the second category in a Python that is older than their letters."""
_PREFIXES: Final = frozenset(
    "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\u0d4e\U000110bd\U000110cd\U000111c2\U000111c3"
    "\U000113d1\U0001193f\U00011941\U00011a84\U00011a85\U00011a86\U00011a87\U00011a88\U00011a89\U00011d46\U00011f02"
)
"""These are drawn with the character behind them, such as the signs that Arabic draws around a number."""
_FIRST_LETTERS: Final = frozenset(map(chr, [*range(0x1100, 0x1160), *range(0xA960, 0xA97D)]))
"""Letters of Hangul behind which others, or a syllable, are drawn in the same square."""
_FIRST_SYLLABLE: Final = "\uac00"
_LAST_SYLLABLE: Final = "\ud7a3"

_MOST_SPLIT: Final = 1024
_MOST_COLUMNS: Final = 8
"""No script writes a piece wider than this; only a longer run of signs or joined letters may be divided."""

_load: Final[Callable[[str], CellTable]] = vars(cells)["load_cell_table"]
_split_single: Final = cells.split_graphemes
_measure: Final[Callable[[str, str], int]] = vars(cells)["_cell_len"]


def use_widths_of_terminals() -> None:
    """Have Rich, and Textual with it, measure as terminals do, and cut between what belongs together."""
    for owner, name, own in _REPLACED:
        setattr(owner, name, own)
    cells.get_character_cell_size.cache_clear()
    cells.cached_cell_len.cache_clear()


def single_spans(text: str, unicode_version: str = "auto") -> Sequence[CellSpan]:
    """Start, end and columns of each character that takes any, with the marks on it."""
    return _split_single(join_only_emoji(text), unicode_version)[0]


def clusters(text: str, unicode_version: str = "auto") -> Iterator[CellSpan]:
    """Start, end and columns of each piece of `text` that must not be cut."""
    for piece in _pieces(text, unicode_version):
        yield _whole(piece)


def divided(text: str, unicode_version: str = "auto") -> Iterator[CellSpan]:
    """The pieces of `text`, but divided where they are wider than any script writes."""
    for piece in _pieces(text, unicode_version):
        part: list[CellSpan] = []
        for span in piece:
            if part and sum(columns for _, _, columns in part) + span[2] > _MOST_COLUMNS:
                yield _whole(part)
                part = []
            part.append(span)
        yield _whole(part)


def _pieces(text: str, unicode_version: str) -> Iterator[Sequence[CellSpan]]:
    piece: list[CellSpan] = []
    for span in single_spans(text, unicode_version):
        if piece and not goes_on(text, piece[0][0], span[0]):
            yield piece
            piece = []
        piece.append(span)
    if piece:
        yield piece


def _whole(spans: Sequence[CellSpan]) -> CellSpan:
    if len(spans) == 1:
        return spans[0]
    return spans[0][0], spans[-1][1], sum(columns for _, _, columns in spans)


def goes_on(text: str, at: int, place: int) -> bool:
    """Whether the character at `place` is drawn as one with those before it, of which the first considered is `at`."""
    char, before = text[place], text[place - 1]
    columns = cells.get_character_cell_size(char)
    if columns == 0 or char in _SKIN_TONES or before == JOINER or before in _PREFIXES:
        return True
    if char.isascii():
        return False
    category = unicodedata.category(char)
    if category == _BESIDE_LETTER or char in _SIGN_LETTERS:
        return True
    if category in _LETTERS:
        if columns == 1:
            return _follows_linker(text, at, place)
        return before in _FIRST_LETTERS and (char in _FIRST_LETTERS or _FIRST_SYLLABLE <= char <= _LAST_SYLLABLE)
    first = place
    while first > at and _is_flag_letter(text[first]) and _is_flag_letter(text[first - 1]):
        first -= 1
    return (place - first) % 2 == 1


def _follows_linker(text: str, at: int, place: int) -> bool:
    """Whether nothing but signs and marks is between a linker and `place`."""
    while place > at:
        place -= 1
        before = text[place]
        if before in _LINKERS:
            return True
        is_sign = unicodedata.category(before) == _BESIDE_LETTER or before in _SIGN_LETTERS
        if not is_sign and cells.get_character_cell_size(before):
            return False
    return False


def split_text(text: str, cell_position: int, unicode_version: str = "auto") -> tuple[str, str]:
    """`text` in two parts, of which the first takes so many columns; of a piece between the two spaces remain."""
    used = 0
    for start, end, columns in clusters(text, unicode_version):
        if columns and used + columns > cell_position:
            inside = max(cell_position - used, 0)
            if not inside:
                return text[:start], text[start:]
            return text[:start] + " " * inside, " " * (columns - inside) + text[end:]
        used += columns
    return text, ""


def _split_graphemes(text: str, unicode_version: str = "auto") -> tuple[list[CellSpan], int]:
    pieces = list(divided(text, unicode_version))
    return pieces, sum(columns for _, _, columns in pieces)


def _cell_len(text: str, unicode_version: str) -> int:
    return _measure(join_only_emoji(text), unicode_version)


_split_often = lru_cache(_MOST_SPLIT)(split_text)


def _split_segment(cls: type[Segment], segment: Segment, cut: int) -> tuple[Segment, Segment]:
    text, style, control = segment
    before, after = _split_often(text, cut)
    return cls(before, style, control), cls(after, style, control)


@cache
def _table(unicode_version: str = "auto") -> CellTable:
    table = _load(unicode_version)
    return table._replace(widths=list(_terminal_widths(table.widths)))


def _terminal_widths(widths: Sequence[tuple[int, int, int]]) -> Iterator[tuple[int, int, int]]:
    """The ranges of a table of Rich, those of no column split where terminals give some."""
    for start, end, width in widths:
        if width or start >= _NO_SIGNS_FROM:
            yield start, end, width
            continue
        for columns, group in groupby(range(start, end + 1), key=_columns):
            codes = list(group)
            yield codes[0], codes[-1], columns


def _columns(code: int) -> int:
    char = chr(code)
    if unicodedata.category(char) != _BESIDE_LETTER:
        return _FILLERS.get(code, 0)
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def _is_flag_letter(char: str) -> bool:
    return "\U0001f1e6" <= char <= "\U0001f1ff"


_REPLACED: Final[Sequence[tuple[object, str, object]]] = (
    (cells, "load_cell_table", _table),
    (cells, "_cell_len", _cell_len),
    (cells, "split_graphemes", _split_graphemes),
    (cells, "_split_text", split_text),
    (Segment, "_split_cells", classmethod(_split_segment)),
)
"""What of Rich is looked up at each call, and what is found there instead."""
