"""How lines are broken into rows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from newsreader.ui.story.wrapping import rows_of


def shown(text: str, width: int) -> list[str]:
    return [text[start:end] for start, end in rows_of(text, width)]


@pytest.mark.parametrize(
    ("text", "width", "rows"),
    [
        ("", 10, [""]),
        ("one two three", 20, ["one two three"]),
        ("one two three", 7, ["one two", "three"]),
        ("one two   three", 8, ["one two", "three"]),
        ("  two three", 6, ["  two", "three"]),
        ("abcdefghij", 4, ["abcd", "efgh", "ij"]),
        ("https://a.example/long/way", 20, ["https://a.example/", "long/way"]),
        ("新聞を読む", 4, ["新聞", "を読", "む"]),
        ("read 新聞を読む", 8, ["read 新", "聞を読む"]),
        ("naïve café", 6, ["naïve", "café"]),
        ("👨\u200d👩\u200d👧 fam 🇳🇴🇫🇷", 3, ["👨\u200d👩\u200d👧", "fam", "🇳🇴", "🇫🇷"]),
        ("👩🏽\u200d🚀👩🏽\u200d🚀", 2, ["👩🏽\u200d🚀", "👩🏽\u200d🚀"]),
        ("e\u0301e\u0301e\u0301", 2, ["e\u0301e\u0301", "e\u0301"]),
        ("a ", 2, ["a "]),
        ("aa ", 2, ["aa"]),
    ],
)
def test_rows(text: str, width: int, rows: list[str]) -> None:
    assert shown(text, width) == rows


@given(st.text(st.sampled_from("ab /-é新聞を👨‍👩\u0301\ufe0f❤"), max_size=60), st.integers(2, 20))
def test_rows_fit_and_nothing_but_space_is_lost(text: str, width: int) -> None:
    rows = rows_of(text, width)
    assert all(cell_len(text[start:end]) <= width for start, end in rows)
    ends = [0, *(end for _, end in rows)]
    starts = [*(start for start, _ in rows), len(text)]
    assert all(not text[end:start].strip(" ") for end, start in zip(ends, starts, strict=True))
    assert rows == sorted(rows)
