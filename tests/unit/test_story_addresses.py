"""Addresses in running text: where they end, in scripts with and without spaces between words."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.content import Content

from newsreader.ui.story.addresses import addresses_in
from newsreader.ui.story.page import LinkTarget, Targets
from newsreader.ui.story.text_links import with_addresses

FULL_WIDTH = [(0x3000, 0x303F), (0xFF01, 0xFF0F), (0xFF1A, 0xFF20), (0xFF3B, 0xFF40), (0xFF5B, 0xFF65)]
ENDS = sorted(
    {chr(code) for first, last in FULL_WIDTH for code in range(first, last + 1)}
    | set("،؛؟۔।॥։׃።፣፤፥፦፧፨។៕៖၊။།༎෴᠂᠃«»‹›“”„‟‘‚¿¡‼⁉︒︑﹁﹂﹐﹒﹔﹕﹖﹗")
)
AS_KANJI = "々〆〇"
"""These end an address, too, unless a kanji stands before them."""
LETTERS = "日本語のページ中文网页한국어страницаصفحةदिल्लीকলকাতাหน้าéßüº·・ーｱﾞ１"
ADDRESSES = [
    "https://example.org/a", "http://example.org", "https://example.org/a_(b)", "https://example.org/?q=a,b;c&d=e#f",
    "HTTPS://EXAMPLE.ORG/A", "https://ja.wikipedia.org/wiki/レオナルド・ダ・ヴィンチ", "https://bücher.example/ä",
    "https://ja.wikipedia.org/wiki/佐々木朗希", "https://example.org/二〇〇八年", "https://ru.example.org/Москва",
    "https://ca.example.org/col·legi", "https://example.org/it's", "https://example.org/वार्ता/१", "https://example.org/[1]",
]  # fmt: skip


def found(text: str) -> list[str]:
    return [text[start:end] for start, end in addresses_in(text)]


@given(
    st.lists(st.tuples(st.sampled_from(ADDRESSES), st.sampled_from(ENDS)), min_size=1, max_size=4),
    st.text(st.sampled_from("次の文ですだ آخر नई a"), max_size=6),
)
def test_an_address_ends_at_the_punctuation_of_every_script(pairs: list[tuple[str, str]], words: str) -> None:
    pairs = [(address, "。" if end in AS_KANJI and address[-1] > "\u3007" else end) for address, end in pairs]
    text = "".join(f"詳しくは{address}{end}{words}" for address, end in pairs)
    assert found(text) == [address for address, _ in pairs]


@given(st.text(st.sampled_from(LETTERS), max_size=20))
def test_letters_of_every_script_go_on_with_an_address(path: str) -> None:
    assert found(f"（https://example.org/x{path}）") == [f"https://example.org/x{path}"]


@given(st.characters(categories=("L", "N", "Mn", "Mc")))
def test_no_letter_or_digit_ends_an_address_but_those_among_the_signs_of_east_asia(char: str) -> None:
    address = f"https://example.org/{char}z"
    is_sign = "\u3000" <= char <= "\u303f"
    assert found(address) == ["https://example.org/" if is_sign else address]


@pytest.mark.parametrize(
    ("text", "addresses"),
    [
        ("詳しくは https://example.org/cjk。次の文です。", ["https://example.org/cjk"]),
        ("全角（https://example.org/paren）もある", ["https://example.org/paren"]),
        ("「https://example.org/b」、https://example.org/c、", ["https://example.org/b", "https://example.org/c"]),
        ("(https://example.org/a_(b)).", ["https://example.org/a_(b)"]),
        ("[see https://example.org/a]", ["https://example.org/a"]),
        ("https://example.org/a/々", ["https://example.org/a/"]),
        ("Only https:// and https://. and http://)", []),
        ("https://example.org/x?!…", ["https://example.org/x"]),
        ("انظر https://example.org/خبر، ثم", ["https://example.org/خبر"]),
        ("देखें https://example.org/खबर। फिर", ["https://example.org/खबर"]),
    ],
)
def test_where_addresses_end(text: str, addresses: list[str]) -> None:
    assert found(text) == addresses


@given(st.lists(st.sampled_from([*ADDRESSES, *ENDS, " ", "x", "次"]), max_size=12).map("".join))
def test_what_is_clicked_and_listed_is_what_was_found_and_the_text_stays(text: str) -> None:
    targets = Targets()
    shown = with_addresses(Content(text), targets).plain
    listed = [target.url for target in targets.all if isinstance(target, LinkTarget)]
    assert set(listed) <= set(found(text))
    rest = iter(shown)
    assert all(char in rest for char in text), "nothing of the text is missing"


def test_every_mark_that_ends_an_address_is_no_letter_of_a_word() -> None:
    letters = [
        char for char in ENDS if unicodedata.category(char)[0] in "LMN" and not "\u3000" <= char <= "\u303f"
    ]  # fmt: skip
    assert letters == []
