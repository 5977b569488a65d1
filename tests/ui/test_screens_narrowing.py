"""Names are found by the beginnings of their words, in any case and accent."""

from __future__ import annotations

import pytest

from newsreader.ui.boxes.narrowing import Found, Names

NAMES = ("trade war", "fair trade", "Café São Paulo", "C++", "日本の選挙", "Trade", "O'Brien & sons", "3rd-party")


def found(typed: str) -> list[str]:
    return [NAMES[number] for number in Names(NAMES).find(typed, range(len(NAMES))).numbers]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("tra", ["trade war", "fair trade", "Trade"]),
        ("TRADE", ["trade war", "fair trade", "Trade"]),
        ("trade fa", ["fair trade"]),
        ("ade", []),
        ("cafe sao", ["Café São Paulo"]),
        ("CAFÉ", ["Café São Paulo"]),
        ("c", ["Café São Paulo", "C++"]),
        ("c+", ["C++"]),
        ("日", ["日本の選挙"]),
        ("選挙", ["日本の選挙"]),
        ("brien", ["O'Brien & sons"]),
        ("o'b", ["O'Brien & sons"]),
        ("party", ["3rd-party"]),
        ("🔥", []),
        (",", []),
        ("", list(NAMES)),
        ("  \t ", list(NAMES)),
    ],
)
def test_every_word_that_is_typed_begins_a_word_of_the_name(typed: str, expected: list[str]) -> None:
    assert found(typed) == expected


def test_the_best_is_the_same_name_then_one_that_begins_so_then_the_first() -> None:
    names, all_of_them = Names(NAMES), range(len(NAMES))
    assert names.find("trade", all_of_them) == Found([0, 1, 5], 2, True)
    assert names.find("trad", [1, 5, 0]) == Found([1, 5, 0], 1)
    assert names.find("war", all_of_them) == Found([0], 0)
    assert names.find("c", all_of_them) == Found([2, 3], 0)
    assert names.find("c++", all_of_them) == Found([3], 0, True)


def test_the_order_of_the_names_is_kept() -> None:
    assert Names(NAMES).find("trade", [5, 2, 1, 0]).numbers == [5, 1, 0]


@pytest.mark.parametrize("hostile", ["two\nlines", "two\r\nlines", "two\u2028lines", "two\x85\x0b\x1c lines"])
def test_a_name_of_several_lines_shifts_no_other(hostile: str) -> None:
    names = Names(["first", hostile, "last"])
    assert len(names.folded) == 3
    assert names.find("last", range(3)).numbers == [2]
    assert names.find("two lines", range(3)).numbers == [1]


def test_a_name_is_found_as_it_is_shown() -> None:
    assert Names(["T\u200brump", "\x1b]0;x\x07Pa\x1b[31mris"]).find("trump", range(2)).numbers == [0]
    assert Names(["T\u200brump", "\x1b]0;x\x07Pa\x1b[31mris"]).find("paris", range(2)).numbers == [1]


def test_without_names_nothing_is_found() -> None:
    assert Names(()).find("a", ()) == Found([])
    assert Names(()).find("", ()) == Found(())
