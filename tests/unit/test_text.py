"""Nothing from outside steers the terminal, hides or reorders what is read."""

from __future__ import annotations

import re
import sys
import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from newsreader.text import TITLE_LIMIT, clean_line, clean_text, clean_title, encodable

HIDDEN = re.compile(
    "[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u00ad\u115f\u1160\u3164\uffa0"
    "\U000e0000-\U000e0fff]"
)
PIECES = (
    "\x1b", "\x1b]", "\x1b[", "\x1bP", "\x9b", "\x9d", "\x90", "\x9c", "\x07", "\\", "0;x", "31m", "?25", "[", "]", "P",
    "\r", "\n", "\u2028", "\u0085", "\t", "\u200d", "\u200c", "\u0301", "\u20dd", "\ufe0f", "a", "é", " ", "\u00a0",
    "\u202e", "\u200b", "\ud800", "\ue000", "\ufdd0", "\U0010ffff", "\U000e0041", "\0", "\x7f", "m", "🇩🇪", "\u0e48",
)  # fmt: skip
hostile = st.one_of(st.text(max_size=60), st.lists(st.sampled_from(PIECES), max_size=20).map("".join))


def is_safe(text: str) -> bool:
    return not HIDDEN.search(text) and not any(
        (unicodedata.category(char) in ("Cc", "Cs", "Co", "Zl", "Zp") and char not in "\n\t")
        or (unicodedata.category(char) == "Zs" and char != " ")
        or ord(char) & 0xFFFE == 0xFFFE
        or 0xFDD0 <= ord(char) <= 0xFDEF
        for char in text
    )


def test_of_all_characters_none_that_could_harm_is_left_and_none_becomes_two() -> None:
    for start in range(0, sys.maxunicode + 1, 0x1000):
        chars = [chr(code) for code in range(start, start + 0x1000)]
        cleaned = clean_text("a".join(chars))
        assert is_safe(cleaned), hex(start)
        assert clean_text(cleaned) == cleaned, hex(start)
        apart = clean_text("\n".join(chars))
        assert {len(piece) for piece in apart.split("\n")} <= {0, 1}, hex(start)
        assert set(apart) <= {*chars, "\n", " ", "\ufffd"}, hex(start)


BREAKS = ("\n", "\v", "\f", "\r", "\u0085", "\u2028", "\u2029")
INTRODUCERS = "\x1b\x90\x98\x9b\x9d\x9e\x9f"


def shown(code: int) -> str:
    """What becomes of a character that stands alone on its line, and ends no line itself."""
    char = chr(code)
    category = unicodedata.category(char)
    if char in INTRODUCERS or HIDDEN.match(char):
        return ""
    if category == "Zs":
        return " "
    if category == "Cc" and char != "\t":
        return "\ufffd"
    if category in ("Cs", "Co") or code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF:
        return "\ufffd"
    return char


def test_each_of_all_characters_becomes_what_its_class_says() -> None:
    for start in range(0, sys.maxunicode + 1, 0x1000):
        codes = [code for code in range(start, start + 0x1000) if chr(code) not in BREAKS]
        cleaned = clean_text("\n".join(map(chr, codes))).split("\n")
        wrong = [(hex(code), got) for code, got in zip(codes, cleaned, strict=True) if got != shown(code)]
        assert wrong == []
    assert [clean_text(f"a{each}b") for each in BREAKS] == ["a\nb"] * len(BREAKS)


def test_a_long_text_of_very_many_characters_is_cleaned_as_a_short_one_is() -> None:
    """Of both ways to replace characters the one for many different ones is taken for all of them at once."""
    chars = [chr(code) for code in range(sys.maxunicode + 1) if chr(code) not in BREAKS]
    assert clean_text("\n".join(chars)) == "\n".join(clean_text(char) for char in chars)


@settings(max_examples=500, deadline=None)
@given(hostile)
@example("\x1b\x1b]x")
@example("\x1b\x9b\x1b]0;x")
@example("\u0301\u200d" * 20)
def test_cleaning_leaves_nothing_harmful_and_cleaning_again_changes_nothing(text: str) -> None:
    cleaned = clean_text(text)
    assert is_safe(cleaned)
    assert clean_text(cleaned) == cleaned
    line = clean_line(text)
    assert clean_line(line) == line
    assert "\n" not in line
    assert line == line.strip()


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("a\x1b]0;new title\x07b", "ab"),
        ("a\x1b]52;c;aGk=\x1b\\b", "ab"),
        ("a\x9d0;new title\x9cb", "ab"),
        ("a\x1b]8;;https://evil.example\x1b\\link\x1b]8;;\x1b\\b", "alinkb"),
        ("a\x1b[31mred\x1b[0mb", "aredb"),
        ("a\x1b[?1049h\x9b2Jb", "ab"),
        ("a\x1b[38;2;1;2;3 qb", "ab"),
        ("a\x1bP1$r0m\x1b\\b", "ab"),
        ("a\x1b_payload\x1b\\b\x1b^p\x1b\\c\x1bXs\x1b\\d", "abcd"),
        ("a\x1bcb\x1b(0c\x1b", "abc"),
        ("a\x1b]0;never ended\nnext", "a\nnext"),
        ("a\r\nb\rc\u2028d\u2029e\u0085f", "a\nb\nc\nd\ne\nf"),
        ("a\u00a0b\u3000c\td", "a b c\td"),
        ("a\0b\x07c\x7fd\x08e", "a\ufffdb\ufffdc\ufffdd\ufffde"),
        ("abc\u202efdp.exe", "abcfdp.exe"),
        ("pay\u200bpal s\u00adoft", "paypal soft"),
        ("\ud800\ue000\ufdd0\U0001ffff", "\ufffd\ufffd\ufffd\ufffd"),
        ("👩\u200d🚀 ❤\ufe0f می\u200cخواهم", "👩\u200d🚀 ❤\ufe0f می\u200cخواهم"),
        ("a\u200d\u200c\u200db", "a\u200db"),
    ],
)
def test_sequences_and_hidden_characters_go_and_text_stays(text: str, cleaned: str) -> None:
    assert clean_text(text) == cleaned


@pytest.mark.parametrize("between", ["", "\ufe0f", "\u200d", "\ufe0f\u200c"])
def test_no_more_than_four_marks_stand_on_a_letter(between: str) -> None:
    cleaned = clean_text("Z" + f"\u0301{between}" * 50 + "a\u0301")
    assert cleaned.count("\u0301") == 5
    assert cleaned.endswith("a\u0301")


def test_marks_of_scripts_that_need_them_stay() -> None:
    for text in ("हिन्दी", "ที่นี่", "שָׁלוֹם", "Việt Nam", "ကမ္ဘာ"):
        assert clean_text(text) == text


def test_a_title_is_one_line_of_bounded_length() -> None:
    assert clean_title("  A\n title\twith \u00a0 space ") == "A title with space"
    title = clean_title("word " * 200)
    assert len(title) <= TITLE_LIMIT
    assert title.endswith("…")
    assert clean_title("x" * TITLE_LIMIT) == "x" * TITLE_LIMIT


@settings(max_examples=100, deadline=None)
@given(st.text(st.characters(), max_size=20))
def test_what_is_made_encodable_can_be_encoded_and_keeps_its_places(text: str) -> None:
    made = encodable(text)
    assert len(made) == len(text)
    assert made.encode().decode() == made
