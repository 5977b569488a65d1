"""Columns as terminals count them, wherever Rich and Textual measure, cut or wrap a text."""

from __future__ import annotations

import ctypes
import locale
import re
import sys
import unicodedata
from collections.abc import Callable, Iterator
from itertools import pairwise

import pytest
from hypothesis import example, given
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
from newsreader.ui.terminal.graphemes import agreed, drawable, fit, head, wrap

SIGNS = [chr(code) for code in range(sys.maxunicode + 1) if unicodedata.category(chr(code)) == "Mc"]
LETTERS = "कषরকகளകളకకာကขកකෂ\u0d9a"
MARKS = "\u094d\u0dca\u17d2\u1039\u0bcd\u0301\u0e34\u200c\u200d"
raw_texts = st.one_of(
    st.sampled_from(sorted(INDIC.values())),
    st.lists(
        st.one_of(st.sampled_from([*LETTERS, *MARKS, " ", " ", "a", "日", "👩\u200d👧"]), st.sampled_from(SIGNS)), max_size=40
    ).map("".join),
)  # fmt: skip
texts = st.one_of(raw_texts, raw_texts.map(drawable))
FAMILY = re.compile("👩(?:[\u094d\u0dca\u17d2\u1039\u0bcd\u0301\u0e34\u200c]*\u200d[👩👧])+")
"""Joined emoji, of which terminals are sent the first."""


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
    width = columns_of(FAMILY.sub("👩", text))
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


def taking_columns(text: str) -> list[str]:
    return [char for char in text if columns_of(char) and char != " "]


@given(raw_texts)
def test_only_emoji_are_joined_and_no_letter_beside_a_joiner_is_lost(text: str) -> None:
    shown = drawable(text)
    assert len(shown) == len(text)
    assert shown.replace("\u200d", "\u200c") == text.replace("\u200d", "\u200c")
    assert all(before in "👩👧" or not columns_of(before) for before in re.findall("(.)\u200d", shown))
    assert set(re.findall("\u200d(.?)", shown)) <= {"👩", "👧"}
    assert drawable(shown) == shown
    assert cell_len(shown) == cell_len(text)
    assert taking_columns(agreed(text)) == taking_columns(FAMILY.sub("👩", text))


@pytest.mark.parametrize(
    ("text", "columns"),
    [("\u200d", 0), ("\u200d ", 1), ("\u200dक", 1), ("a\u200d\u200db", 2), ("👩\u200dक", 3), ("क\u200d👩", 3), ("👩\u200d", 2),
     ("👩\u200d a", 4), ("👩\u200d\u200d👧", 4), ("→\u200d←", 2), ("日\u200d本", 4), ("👩\u200d👧", 2), ("❤\ufe0f\u200d🔥", 2),
     ("👩🏽\u200d🚀", 2), ("🏳\ufe0f\u200d🌈", 2), ("🏴\u200d☠\ufe0f", 2), ("👩\u200d❤\ufe0f\u200d👩", 2), ("👁\u200d🗨", 1)],
)  # fmt: skip
def test_a_joiner_takes_the_columns_of_an_emoji_behind_an_emoji_and_of_nothing_else(text: str, columns: int) -> None:
    assert cell_len(text) == columns
    assert sum(columns for _, _, columns in clusters(text)) == columns
    assert cell_len(agreed(text)) == columns_of(agreed(text)) == columns
    assert cell_len(set_cell_size(text, 9)) == 9


@given(st.sampled_from(LETTERS + MARKS), st.integers(9, 60), st.sampled_from(SIGNS))
def test_a_run_of_signs_that_no_script_writes_is_divided_where_it_has_no_room(
    letter: str, count: int, sign: str
) -> None:
    text = letter + sign * count
    assert [end for _, end, _ in clusters(text)] == [len(text)]
    assert all(cell_len(line) <= 8 for line in chop_cells(text, 8))
    assert "".join(chop_cells(text, 8)) == "".join(line for _, line in wrap(text, 8, 1_000)) == text


@pytest.mark.parametrize(
    "text", ["กำ", "ກຳ", "ﾊﾟ", "ｶﾞ", "؀1", "\u0d4eക", "\u1100\u1100가", "\u1100가", "क\u094d\u093eष", "\u1b13\u1b44\u1b43\u1b13", "\U00011a3aक"]
)  # fmt: skip
def test_signs_before_and_behind_a_letter_belong_to_it(text: str) -> None:
    assert [(start, end) for start, end, _ in clusters(f"a{text}b")] == [
        (0, 1),
        (1, 1 + len(text)),
        (1 + len(text), 2 + len(text)),
    ]


@given(texts, st.integers(8, 40))
def test_lines_begin_with_a_whole_character_if_it_has_room_on_one(text: str, width: int) -> None:
    wide = {place for start, end, columns in clusters(text) if columns > width for place in range(start, end)}
    edges = {0, len(text), *wide, *(end for _, end, _ in clusters(text))}
    assert {at for at, _ in wrap(text, width, 1_000)} <= edges
    assert {start for start, _ in rows_of(text, width)} <= edges


@pytest.mark.parametrize("mark", ["\u0301", "\u093f", "\u200c"])
def test_a_mark_on_a_space_stays_on_it_where_a_line_ends(mark: str) -> None:
    text = f"aaaaaaaa {mark} bb"
    assert wrap(text, 8, 2) == [(0, "aaaaaaaa"), (8, f" {mark} bb")]
    assert rows_of(text, 8) == [(0, 8), (8, len(text))]


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


@example("a \U0001f3fd b", 2)
@example("a \u302e b", 2)
@given(texts, st.integers(2, 7))
def test_a_row_with_no_room_for_one_character_loses_nothing(text: str, width: int) -> None:
    pieces = [text[start:end] for start, end in rows_of(text, width)]
    assert "".join("".join(pieces).split(" ")) == "".join(text.split(" "))
    assert all(cell_len(piece) <= width for piece in pieces)
