"""Text of every script in columns: never too wide, never cut within a character."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.segment import ControlType, Segment
from tests.columns import columns_of
from textual.color import Color

from newsreader.ui.terminal.cell_widths import clusters
from newsreader.ui.terminal.graphemes import AgreedWidths, agreed, drawable, fit, head, wrap

PIECES = (
    "a", "Z", " ", "é", "e\u0301", "o\u0308\u0323", "日", "本語", "한", "👍", "👍🏽", "👨\u200d👩\u200d👧", "🏳\ufe0f\u200d🌈",
    "👩🏽\u200d🚀", "🇳🇴", "🇫🇷", "❤\ufe0f", "☎\ufe0e", "1\ufe0f\u20e3", "العربية", "לָ", "กำ", "ที่", "क\u094dष", "क\u094d\u200dष", "ﷺ",
    "की", "কো", "ക്ഷോ", "கோ", "ကြော", "ස්\u200dත්\u200dරී", "ស្ត្រី", "…", "—", "\U0001f1e6", "words", "\u0301",
)  # fmt: skip
"""Characters as readers see them; each is to be drawn whole or not at all."""

texts = st.lists(st.sampled_from(PIECES), max_size=24).map("".join).map(drawable)


def edges(text: str) -> set[int]:
    """The places at which `text` may be cut."""
    return {0, len(text), *(start for start, _, _ in clusters(text))}


@given(texts, st.integers(0, 40))
def test_a_head_is_whole_characters_and_as_many_as_have_room(text: str, width: int) -> None:
    shown = head(text, width)
    assert text.startswith(shown)
    assert len(shown) in edges(text)
    assert cell_len(shown) <= width
    rest = [columns for start, _, columns in clusters(text) if start >= len(shown)]
    assert not rest or cell_len(shown) + rest[0] > width


@given(texts, st.integers(0, 40))
def test_a_fitted_text_is_cut_between_characters(text: str, width: int) -> None:
    shown = fit(text, width)
    assert cell_len(shown) <= width
    if shown != text and width:
        assert shown.endswith("…")
        beginning = shown[:-1]
        assert text.startswith(beginning)
        assert any(text[len(beginning) : edge].strip() == "" for edge in edges(text) if edge >= len(beginning))


@given(texts, st.integers(1, 40), st.integers(1, 3))
def test_a_wrapped_text_is_all_there_but_for_what_is_cut_at_its_end(text: str, width: int, lines: int) -> None:
    wrapped = wrap(text, width, lines)
    assert 1 <= len(wrapped) <= lines
    assert all(cell_len(line) <= width for _, line in wrapped)
    assert [at for at, _ in wrapped] == sorted(at for at, _ in wrapped)
    assert {at for at, _ in wrapped} <= edges(text)
    for (at, line), (after, _) in pairwise(wrapped):
        assert text[at:after].strip() == line.strip()


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Storm reaches the coast", ["Storm reaches", "the coast"]),
        ("Storm reaches the coast and goes on", ["Storm reaches", "the coast and…"]),
        ("Short", ["Short"]),
        ("Donaudampfschifffahrtsgesellschaft", ["Donaudampfschi", "fffahrtsgesel…"]),
        ("日本語の見出しが長い", ["日本語の見出し", "が長い"]),
        ("one two threee four", ["one two threee", "four"]),
    ],
)
def test_lines_end_at_the_ends_of_words(text: str, lines: list[str]) -> None:
    assert [line for _, line in wrap(text, 14, 2)] == lines


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_what_is_drawn_is_as_wide_in_a_terminal_that_knows_only_single_characters(text: str) -> None:
    text = drawable(text)
    drawn = agreed(text)
    assert cell_len(drawn) == cell_len(text)
    assert columns_of(drawn) == cell_len(text)
    assert agreed(drawn) == drawn


@pytest.mark.parametrize(
    ("text", "drawn"),
    [("🇳🇴 wins", "NO wins"), ("👨\u200d👩\u200d👧", "👨"), ("👍🏽", "👍"), ("I ❤\ufe0f it", "I ❤  it"), ("1\ufe0f\u20e3", "1\u20e3 "),
     ("plain", "plain"), ("日本", "日本"), ("é", "é")],
)  # fmt: skip
def test_what_is_drawn_in_place_of_what_terminals_disagree_on(text: str, drawn: str) -> None:
    assert agreed(text) == drawn


def test_letters_that_are_joined_keep_their_columns() -> None:
    text = drawable("ශ\u0dca\u200dර\u0dd3 ලංකා")
    assert "\u200d" not in text
    assert agreed(text) == text


def test_what_steers_the_terminal_passes_the_filter_as_it_is() -> None:
    control = Segment("\x1b[H👍🏽", None, [(ControlType.HOME,)])
    plain = Segment("👍🏽")
    assert AgreedWidths().apply([control, plain], Color(0, 0, 0)) == [control, Segment("👍")]
