"""Columns as terminals count them, wherever Rich and Textual measure, cut or wrap a text."""

from __future__ import annotations

import ctypes
import locale
import sys
import unicodedata
from collections.abc import Callable, Iterator
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich import cells
from rich.cells import cell_len, chop_cells, get_character_cell_size, set_cell_size
from rich.segment import Segment
from rich.text import Text
from tests.columns import INDIC, columns_of
from textual._cells import cell_len as cell_len_of_textual
from textual.content import Content
from textual.document._document import Document
from textual.document._wrapped_document import WrappedDocument
from textual.geometry import Size
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions
from wcwidth import iter_graphemes

from newsreader.ui.story.wrapping import rows_of
from newsreader.ui.terminal.cell_widths import clusters
from newsreader.ui.terminal.graphemes import drawable, fit, head, wrap

SIGNS = [chr(code) for code in range(sys.maxunicode + 1) if unicodedata.category(chr(code)) == "Mc"]
LETTERS = "कषরকகளകളకకာကขកකෂ\u0d9a"
MARKS = "\u094d\u0dca\u17d2\u1039\u0bcd\u0301\u0e34\u200c\u200d"
texts = st.one_of(
    st.sampled_from(sorted(INDIC.values())),
    st.lists(
        st.one_of(st.sampled_from([*LETTERS, *MARKS, " ", " ", "a", "日", "👩\u200d👧"]), st.sampled_from(SIGNS)), max_size=40
    ).map("".join),
).map(drawable)  # fmt: skip


@pytest.fixture(scope="module")
def by_the_c_library() -> Iterator[Callable[[str], int]]:
    """The function that the C library gives to terminals; -1 is for what it does not know."""
    before = locale.setlocale(locale.LC_CTYPE)
    locale.setlocale(locale.LC_CTYPE, "C.UTF-8")
    function = ctypes.CDLL(None).wcwidth
    function.argtypes = [ctypes.c_wchar]
    yield function
    locale.setlocale(locale.LC_CTYPE, before)


def test_every_sign_beside_a_letter_is_as_wide_as_in_the_c_library(by_the_c_library: Callable[[str], int]) -> None:
    known = [char for char in [*SIGNS, "\u3164", "\uffa0"] if by_the_c_library(char) >= 0]
    assert len(known) > 400
    other = {char: by_the_c_library(char) for char in known if get_character_cell_size(char) != by_the_c_library(char)}
    assert other == {}
    assert {char for char in SIGNS if get_character_cell_size(char) not in (1, 2)} == set()


def test_no_other_character_that_takes_no_column_in_a_terminal_takes_one(
    by_the_c_library: Callable[[str], int],
) -> None:
    characters = map(chr, [*range(0xA0, 0xD800), *range(0xE000, 0x20000)])
    wider = [char for char in characters if by_the_c_library(char) == 0 and get_character_cell_size(char)]
    assert wider == []


@pytest.mark.parametrize("version", ["auto", "latest", "9.0.0", "15.1.0"])
def test_every_table_of_rich_is_in_order_and_counts_the_signs(version: str) -> None:
    ranges = vars(cells)["load_cell_table"](version).widths
    assert all(start <= end for start, end, _ in ranges)
    assert all(before[1] < after[0] for before, after in pairwise(ranges))
    assert get_character_cell_size("\u093f", version) == 1
    assert get_character_cell_size("\u0941", version) == 0
    assert cell_len("की", version) == 2


@given(texts)
def test_all_that_measures_measures_alike(text: str) -> None:
    width = columns_of(text) if "👩" not in text and "\u200d" not in text else cell_len(text)
    assert cell_len(text) == width
    assert cell_len_of_textual(text) == width
    assert Segment(text).cell_length == width
    assert Strip([Segment(text)]).cell_length == width
    assert Content(text).cell_length == width
    assert Text(text).cell_len == width
    assert sum(columns for _, _, columns in clusters(text)) == width


@given(texts)
def test_what_readers_take_for_one_character_is_one_piece(text: str) -> None:
    ends = {end for _, end, _ in clusters(text)}
    allowed = {0}
    for grapheme in iter_graphemes(text):
        allowed.add(max(allowed) + len(grapheme))
    assert ends <= allowed


@given(texts, st.integers(0, 30))
def test_whatever_cuts_leaves_exactly_the_columns_and_no_half_of_a_piece(text: str, width: int) -> None:
    edges = {0, *(end for _, end, _ in clusters(text))}
    assert cell_len(set_cell_size(text, width)) == width
    segment = Segment(text)
    before, after = segment.split_cells(width) if text else (segment, Segment(""))
    assert before.cell_length == min(width, segment.cell_length)
    assert before.cell_length + after.cell_length == segment.cell_length
    kept = before.text.rstrip(" ")
    assert text.startswith(kept)
    assert any(len(kept) <= edge and not text[len(kept) : edge].strip(" ") for edge in edges)
    strip = Strip([segment])
    assert strip.crop(0, width).cell_length == min(width, strip.cell_length)
    assert strip.adjust_cell_length(width).cell_length == width
    assert head(text, width) in {text[:edge] for edge in edges}
    assert cell_len(fit(text, width)) <= width


@given(texts, st.integers(8, 40))
def test_no_way_of_wrapping_loses_any_of_a_text(text: str, width: int) -> None:
    letters = "".join(text.split(" "))
    pieces = [text[start:end] for start, end in rows_of(text, width)]
    assert "".join("".join(pieces).split(" ")) == letters
    assert all(columns <= width for columns in map(cell_len, pieces))
    many = [line for _, line in wrap(text, width, 1_000)]
    assert "".join("".join(many).split(" ")) == letters
    assert all(cell_len(line) <= width for line in many)
    if cell_len(text):
        assert "".join("".join(chop_cells(text, width)).split(" ")) == letters


@given(texts, st.integers(8, 40))
def test_texts_and_fields_of_textual_wrap_within_their_width(text: str, width: int) -> None:
    strips = Content(text).render_strips(width, None, Style(), RenderOptions(lambda _: Style(), {}))
    assert all(strip.cell_length <= width for strip in strips)
    if "👩" not in text and "\u200d" not in text:
        shown = "".join(strip.text for strip in strips)
        assert "".join(shown.split(" ")) == "".join(text.split(" "))
    lines = WrappedDocument(Document(text), width=width).lines[0]
    assert "".join(lines) == text
    assert all(cell_len(line.rstrip(" ")) <= width for line in lines)
    assert Document(text).get_size(4) == Size(cell_len(text), 1)


@given(texts, st.integers(2, 7))
def test_a_row_with_no_room_for_one_character_loses_nothing(text: str, width: int) -> None:
    pieces = [text[start:end] for start, end in rows_of(text, width)]
    assert "".join("".join(pieces).split(" ")) == "".join(text.split(" "))
    assert all(cell_len(piece) <= width for piece in pieces)
