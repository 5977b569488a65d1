"""Words are compared in one form, and the index, the filter and the highlighting agree on what a word is."""

from __future__ import annotations

import re
import sqlite3
import sys
import unicodedata
from collections.abc import Iterator

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from newsreader.folding import PLUS, SHARP, fold, folded_tokens, sort_key, spans, tokens

RAISED_DIGIT = re.compile("[²¹]")
any_text = st.one_of(
    st.text(max_size=40),
    st.text(st.characters(max_codepoint=0x24F), max_size=40),
    st.lists(
        st.sampled_from(
            ["é", "e\u0301", "İ", "ΣΑΣ", "ς", "北京", "ｶﾞ", "が", "ก็", "한", "ㄱㅏ", "½", "ﬁ", "\ufe70", "\u20d7", "ß",
             "“", "—", " ", "-", "\0", "\ud800", "a", "Z", "7", "_", "\u200d", "🇩🇪", "Ǆ", "ŉ", "\u0345",
             "+", "#", "C++", "＋", "＃", "\u207a", "⒜", "ʼ", "’", "־", "שָׁ", "ـ", "ى", "ۀ", "لّ", "\u200c", "می", "٣", "न्", "दि",
             "ज़", "½", "²", "¹", "km", "™", "🎄", "👍🏽", "👩‍⚕️", "🇫", "1️⃣", "〇", "々", "≠", "=", "ƙ", "№", "①", "\ufdd0", "\ufffd"]
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
        # what stands between words
        ("תל־אביב׀בית׃ שמש׆", ["תל", "אביב", "בית", "שמש"]),
        ("Railglow™ lamps® of Acme℠", ["railglow", "lamps", "of", "acme"]),
        ("3½ №5 1️⃣2️⃣", ["3", "1", "2", "no", "5", "1", "2"]),
        ("can’t canʼt canʻt can′t can'tǃ", ["can", "t"] * 4 + ["can", "tǃ"]),
        ("صنعتی‌سازی می‌خواهم", ["صنعتي", "سازي", "مي", "خواهم"]),
        # what is typed differently for one word
        ("שָׁלוֹם", ["שלום"]),
        ("المـــتحف مصطفى كتابي کتابی", ["المتحف", "مصطفي", "كتابي", "كتابي"]),
        ("ٱلمدرسة المدرسه أحمد إ آ مؤمن رئيس", ["المدرسه", "المدرسه", "احمد", "ا", "ا", "مومن", "رييس"]),
        ("ۀ ہ ھ ۂ ۃ ے ۓ", ["ه", "ه", "ه", "ه", "ه", "ي", "ي"]),
        ("قُرْآنٌ هٰذَا ﷲ\u06dd", ["قران", "هذا", "الله"]),
        ("٣ ۳ ३ ๓ ３ 𝟛", ["3", "3", "3", "3", "3", "3"]),
        ("हिन्दी हिंदी हिँदी क़लम ज़मीन", ["हिंदी", "हिंदी", "हिंदी", "कलम", "जमीन"]),
        ("ක්‍ෂ ක්ෂ", ["ක්ෂ", "ක්ෂ"]),
        ("ɓarna Ɗan Ƙasa đường Țară Ţară", ["barna", "dan", "kasa", "duong", "tara", "tara"]),
        ("super\u200bmarket auf\u200clage Straßen\u00adbahn", ["supermarket", "auflage", "strassenbahn"]),
        ("二〇〇八年 人々 ㄅㄆ", ["二", "〇", "〇", "八", "年", "人", "々", "ㄅ", "ㄆ"]),
        # raised digits: a footnote behind a word, part of a unit
        ("pact¹ holds², 5 km² été¹ x² CO₂", ["pact", "holds", "5", "km2", "ete", "x2", "co2"]),
        # symbols
        ("🎄Tree ☃❤️", ["🎄", "tree", "☃", "❤"]),
        ("👍👍🏽 👩‍⚕️", ["👍", "👍", "👩", "⚕"]),
        ("🇩🇪🇫🇷🇬", ["🇩🇪", "🇫🇷", "🇬"]),
        ("€5 5€ 20°C a→b ─ \ufffd ≠ ✅ok", ["5", "5", "20", "c", "a", "b", "✅", "ok"]),
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


@settings(max_examples=300, deadline=None)
@given(any_text)
@example("日≠")
@example("🇩🇪🇫🇷")
def test_folding_again_changes_nothing_nor_does_the_way_in_which_accents_are_written(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    composed = unicodedata.normalize("NFC", text)
    assert fold(composed) == fold(unicodedata.normalize("NFD", text))


def _is_of_its_own_kind(char: str) -> bool:
    """Whether `char` is in use and not one of the many thousands of a large script."""
    name = unicodedata.name(char, "")
    return bool(name) and not name.startswith(
        ("CJK UNIFIED", "HANGUL SYLLABLE", "TANGUT", "NUSHU", "EGYPTIAN", "KHITAN")
    )


def test_every_character_folds_to_the_same_beside_others_in_both_forms() -> None:
    for char in filter(_is_of_its_own_kind, map(chr, range(sys.maxunicode + 1))):
        code = ord(char)
        for text in (f"a{char}日", f"{char}\u0301=", f"日{char}"):
            folded = fold(text)
            assert fold(folded) == folded, hex(code)
            assert folded == fold(unicodedata.normalize("NFD", text)), hex(code)


@settings(max_examples=300, deadline=None)
@given(any_text)
def test_the_text_at_each_place_folds_to_its_token(text: str) -> None:
    for start, end, token in spans(text):
        assert token in tokens(text[start:end]) or RAISED_DIGIT.search(text), (text[start:end], token)


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


@pytest.mark.parametrize(
    "ordered",
    [
        ["eagle", "Éclair", "Zebra"],
        ["Ärzteblatt", "Bild", "Čapek", "Ødegård", "“Quoted”", "Zeit"],
        ["9 ways", "10 ways", "010 ways more", "999 men", "1,000 men", "A"],
        ["« Alpha »", "…beta", "🎄 Christmas", "Delta"],
        ["Part 2", "Part 10"],
        ["***", "🎄"],
        ["a b", "a-c", "ab"],
    ],
)
def test_texts_are_put_in_order_as_in_a_dictionary(ordered: list[str]) -> None:
    other_way = ordered[::-1]
    assert sorted(other_way, key=sort_key) == ordered


@settings(max_examples=200, deadline=None)
@given(any_text)
def test_texts_that_fold_alike_stand_at_one_place(text: str) -> None:
    assert sort_key(text) == sort_key(unicodedata.normalize("NFD", text))
    assert sort_key(f"“{text.lower()}”") == sort_key(text.lower())
    assert len(sort_key("京" * 300)) <= 300
