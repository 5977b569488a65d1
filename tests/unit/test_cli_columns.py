"""Tables keep their columns straight and fit the terminal."""

from __future__ import annotations

import os
import shutil
import sys

import pytest

from newsreader.cli.columns import Column, cut, table, width_of
from newsreader.cli.output import json_text, plural


@pytest.mark.parametrize(
    ("text", "width"),
    [("abc", 3), ("日本", 4), ("e\u0301", 1), ("ｱ", 1), ("Ａ", 2), ("a\u200db", 2), ("", 0), ("की", 2), ("ကြော", 4)],
)
def test_width_counts_columns(text: str, width: int) -> None:
    assert width_of(text) == width


@pytest.mark.parametrize(
    ("text", "width", "end", "expected"),
    [
        ("short", 5, "…", "short"),
        ("longer", 5, "…", "long…"),
        ("longer", 5, "", "longe"),
        ("日本語", 5, "…", "日本…"),
        ("日本語", 4, "…", "日…"),
        ("two words", 5, "…", "two…"),
        ("नदी की", 3, "…", "न…"),
        ("काम", 2, "", "का"),
        ("काम", 1, "", ""),
    ],
)
def test_cut_never_takes_more_than_the_width(text: str, width: int, end: str, expected: str) -> None:
    assert cut(text, width, end) == expected
    assert width_of(cut(text, width, end)) <= width


ROWS = [("a", "日本", "3", "one"), ("bbb", "x", "12", "the last one of all")]
COLUMNS = (Column(), Column(), Column(at_right=True), Column())


def test_columns_stand_under_each_other() -> None:
    assert list(table([ROWS], COLUMNS)) == ["a    日本   3  one\n", "bbb  x     12  the last one of all\n"]


def test_a_later_chunk_can_only_widen_columns() -> None:
    lines = list(table([ROWS[1:], ROWS[:1], [("cccc", "y", "1", "z")]], COLUMNS))
    assert lines == ["bbb  x  12  the last one of all\n", "a    日本   3  one\n", "cccc  y      1  z\n"]


def test_cells_are_cleaned() -> None:
    assert list(table([[("\x1b]0;x\x07a", "b\nc")]], COLUMNS[:2])) == ["a  b c\n"]


@pytest.mark.parametrize("width", [40, 80, 200])
def test_lines_fit_a_terminal(monkeypatch: pytest.MonkeyPatch, width: int) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setattr(shutil, "get_terminal_size", lambda *_, **__: os.terminal_size((width, 24)))
    columns = (Column(), Column(part=0.2, end=""), Column(part=0.2), Column())
    (line,) = table([[("*", "an-id-of-many-letters" * 3, "An Outlet of Long Names" * 3, "日本語" * 80)]], columns)
    assert width_of(line.rstrip("\n")) <= width
    assert line.rstrip("\n").endswith("…")
    assert "an-id-of" in line


def test_json_has_nothing_that_steers_or_hides() -> None:
    text = json_text(["\x1b\x7f\x9b", "\u202e", "\ud800", "\U000e0001", "日本 é"])
    assert text == '["\\u001b\\u007f\\u009b", "\\u202e", "\\ud800", "\\udb40\\udc01", "日本 é"]'


@pytest.mark.parametrize(("count", "text"), [(0, "0 stories"), (1, "1 story"), (1200, "1,200 stories")])
def test_plural(count: int, text: str) -> None:
    assert plural(count, "story", "stories") == text
