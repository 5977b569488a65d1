"""Words are compared in one form, and the index, the filter and the highlighting agree on what a word is."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from newsreader.folding import PLUS, SHARP, fold, folded_tokens, spans, tokens

any_text = st.one_of(
    st.text(max_size=40),
    st.text(st.characters(max_codepoint=0x24F), max_size=40),
    st.lists(
        st.sampled_from(
            ["é", "e\u0301", "İ", "ΣΑΣ", "ς", "北京", "ｶﾞ", "が", "ก็", "한", "ㄱㅏ", "½", "ﬁ", "\ufe70", "\u20d7", "ß",
             "“", "—", " ", "-", "\0", "\ud800", "a", "Z", "7", "_", "\u200d", "🇩🇪", "Ǆ", "ŉ", "\u0345",
             "+", "#", "C++", "＋", "＃", "\u207a", "⒜"]
        ), max_size=12,
    ).map("".join),
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ångström", ["angstrom"]),
        ("A\u030angstro\u0308m", ["angstrom"]),
        ("Кремль КРЕМЛЬ", ["кремль", "кремль"]),
        ("кремлёвский", ["кремлевскии"]),
        ("İstanbul ISTANBUL ıstanbul", ["istanbul", "istanbul", "istanbul"]),
        ("Straße STRASSE", ["strasse", "strasse"]),
        ("Łódź Ærø Þór", ["lodz", "aero", "thor"]),
        ("Σίσυφος ΣΊΣΥΦΟΣ", ["σισυφοσ", "σισυφοσ"]),
        ("ﬁnal ½", ["final", "1", "2"]),
        ("北京京都", ["北", "京", "京", "都"]),
        ("ガザ ｶﾞｻﾞ", ["ガ", "ザ", "ガ", "ザ"]),
        ("한국어 한국어", ["한국어", "한국어"]),
        ("iPhone15 5G北京", ["iphone15", "5g", "北", "京"]),
        ("it's a_b 3.14", ["it", "s", "a", "b", "3", "14"]),
        ("#metoo 5+5 18+ ab+ a + b 7# a-#", ["metoo", "5", "5", "18", "ab", "a", "b", "7", "a"]),
        ("“quoted”—dash…", ["quoted", "dash"]),
        ("قِطَار", ["قطار"]),
        ("\ud800a\0b\ue000c", ["a", "b", "c"]),
        ("***", []),
    ],
)
def test_words_have_one_form(text: str, found: list[str]) -> None:
    assert tokens(text) == found


@pytest.mark.parametrize("text", ["C++", "C++20", "c++,", "(C++)", "Ｃ＋＋", "x/C++", "北C++", "C++++", "C++Builder"])
def test_a_letter_with_its_signs_is_a_word_of_its_own(text: str) -> None:
    assert f"c{PLUS}{PLUS}" in tokens(text)
    assert "c" not in tokens(text)


def test_signs_tell_letters_apart() -> None:
    assert tokens("C C+ C++ C# é+ A+E") == ["c", f"c{PLUS}", f"c{PLUS}{PLUS}", f"c{SHARP}", f"e{PLUS}", f"a{PLUS}", "e"]
    assert [(start, end) for start, end, _ in spans("A C++20 (F#)")] == [(0, 1), (2, 5), (5, 7), (9, 11)]
    assert folded_tokens(fold("C and C++")) == {"c", "and", f"c{PLUS}{PLUS}"}


def test_scripts_without_spaces_have_a_token_for_each_character() -> None:
    for text in ("ประเทศ", "ລາວ", "ကမ္ဘာ", "ភាសា", "ひらがな", "カタカナ", "漢字", "𠀀𠀁"):
        assert all(len(token) == 1 for token in tokens(text))
        assert len(tokens(text)) == len(text)


@pytest.fixture(scope="module")
def sqlite_tokens() -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE texts USING fts5 (text, tokenize='ascii')")
    connection.execute("CREATE VIRTUAL TABLE words USING fts5vocab ('texts', 'instance')")
    yield connection
    connection.close()


@settings(max_examples=300, deadline=None)
@given(any_text)
@example("\0")
def test_sqlite_takes_a_folded_text_apart_in_the_same_tokens(sqlite_tokens: sqlite3.Connection, text: str) -> None:
    sqlite_tokens.execute("BEGIN")
    sqlite_tokens.execute("INSERT INTO texts VALUES (?)", (fold(text),))
    found = [word for (word,) in sqlite_tokens.execute("SELECT term FROM words ORDER BY offset")]
    sqlite_tokens.execute("ROLLBACK")
    assert found == tokens(text)


@settings(max_examples=300, deadline=None)
@given(any_text)
def test_every_token_has_its_place(text: str) -> None:
    found = list(spans(text))
    assert [folded for _, _, folded in found] == tokens(text)
    assert all(0 <= start < end <= len(text) for start, end, _ in found)
    assert [start for start, _, _ in found] == sorted(start for start, _, _ in found)


@settings(max_examples=300, deadline=None)
@given(any_text)
def test_a_folded_text_is_in_lower_case_and_folds_to_the_same_tokens(text: str) -> None:
    assert tokens(fold(text)) == tokens(text)
    assert not any("A" <= char <= "Z" for char in fold(text))


@settings(max_examples=200, deadline=None)
@given(any_text, any_text)
def test_what_stands_beside_a_word_does_not_change_it(before: str, after: str) -> None:
    assert tokens(f"{before} {after}") == tokens(before) + tokens(after)


def test_places_are_those_of_the_letters_with_their_marks() -> None:
    text = "“Cafe\u0301” — İstanbul, 北京!"
    assert [(text[start:end], folded) for start, end, folded in spans(text)] == [
        ("Cafe\u0301", "cafe"),
        ("İstanbul", "istanbul"),
        ("北", "北"),
        ("京", "京"),
    ]
