"""Where a filter found a story is where its words are marked."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsreader.folding import tokens
from newsreader.query import Span, TextField, Words, parse_query
from newsreader.ui.highlight import find_words, wanted_words


def marked(text: str, query: str, where: TextField = TextField.TITLE) -> list[str]:
    wanted = wanted_words(parse_query(query, date(2024, 6, 21)).wanted_words())
    return [text[start:end] for start, end in find_words(text, wanted, where)]


@pytest.mark.parametrize(
    ("text", "query", "found"),
    [
        ("Putin and Putina", "putin", ["Putin", "Putin"]),
        ("Putin and Putina", '"putin"', ["Putin"]),
        ("Computing", "putin", []),
        ("The defence pact holds", '"defence pact"', ["defence pact"]),
        ("The defence-pacts hold", "defence-pact", ["defence-pact"]),
        ("Café Cafe\u0301s", "cafe", ["Café", "Cafe\u0301"]),
        ("Cafe\u0301s", "café", ["Cafe\u0301"]),
        ("Straßen", "strass", ["Straß"]),
        ("+\u200déé", "é", ["+\u200dé"]),
        ("Ærø", "aero", ["Ærø"]),
        ("Ærøskøbing", "ae", ["Æ"]),
        ("東北京都", "北京", ["北京"]),
        ("İstanbullu", "istanbul", ["İstanbul"]),
        ("C, C++20 and C# cost", "c++", ["C++"]),
        ("C, C++20 and C# cost", "c+", ["C+"]),
        ("C, C++20 and C# cost", "c", ["C", "C", "C", "c"]),
        ("C, C++20 and C# cost", "c#", ["C#"]),
        ("It's it said, it’s", "it's", ["It's", "it’s"]),
        ("AT&T at the", "at&t", ["AT&T"]),
        ("x-ray, x ray", "x-r", ["x-r", "x r"]),
        ("אל תל־אביב", "אביב", ["אביב"]),
        ("Нова сімʼя", "сім'я", ["сімʼя"]),
        ("افتتاح المـــتحف", "المتحف", ["المـــتحف"]),
        ("عن مصطفى", "مصطفي", ["مصطفى"]),
        ("Railglow™ lamps", '"railglow lamps"', ["Railglow™ lamps"]),
        ("the pact¹ holds", '"pact holds"', ["pact¹ holds"]),
        ("5 km² more", "km2", ["km²"]),
        ("🎄Tree 👍🏽", "🎄 👍", ["🎄", "👍🏽"]),
        ("🇦🇩🇪🇸", "🇩🇪", []),
        ("🇦🇩🇩🇪", "🇩🇪", ["🇩🇪"]),
        ("two 👩‍⚕️ left", "👩‍⚕", ["👩‍⚕️"]),
        ("यह हिन्दी है", "हिंदी", ["हिन्दी"]),
        ("यह हिन्दी है", "हि", ["हि"]),
        ("$1,000,000 or 1000000", "1000000", ["1,000,000", "1000000"]),
        ("$1,000,000 or 1000000", "1,000,000", ["1,000,000", "1000000"]),
        ("二〇〇八年", "〇八年", ["〇八年"]),
        ("سال ۱۴۰۳", "1403", ["۱۴۰۳"]),
        ("the defence pact", "“defence pact”", ["defence pact"]),
        ("a OR b", "nothing", []),
        ("left and right", "left -right", ["left"]),
        ("left and right", "left OR right", ["left", "right"]),
        ("left and right", "(left (right))", ["left", "right"]),
        ("title words", "title:title summary:words", ["title"]),
        ("anything", "is:read bias:left date:2024 id:any", []),
        ("anything", "", []),
    ],
)
def test_the_words_asked_for_are_marked(text: str, query: str, found: list[str]) -> None:
    assert marked(text, query) == found


def test_a_word_that_was_asked_for_in_one_part_is_marked_in_that_part_only() -> None:
    assert marked("storm", "summary:storm") == []
    assert marked("storm", "summary:storm", TextField.SUMMARY) == ["storm"]


words = st.sampled_from(
    [
        "é",
        "İ",
        "ß",
        "北",
        "京",
        "a",
        "ab",
        "Æ",
        " ",
        "-",
        "ﬁ",
        "½",
        "ก",
        "ς",
        "한",
        "+",
        "#",
        "'",
        "s",
        "ʼ",
        "־",
        "ـ",
        "ى",
        "ی",
        "٣",
        "न",
        "्",
        "द",
        "ि",
        "¹",
        "km",
        "™",
        "🎄",
        "🏽",
        "\u200d",
        "🇩",
        "🇪",
        "〇",
        "\u200c",
    ]
)
texts = st.lists(words, max_size=12).map("".join)


def _ends(token: str, wanted: str, may_go_on: bool) -> bool:
    return token.startswith(wanted) if may_go_on else token == wanted


@settings(max_examples=300, deadline=None)
@given(texts, texts)
def test_a_word_is_marked_where_the_index_finds_it(text: str, word: str) -> None:
    typed = Words(word, span=Span(0, len(word)))
    wanted, there = tokens(word), tokens(text)
    hits = [
        at
        for at in range(len(there) - len(wanted) + 1)
        if wanted
        and there[at : at + len(wanted) - 1] == wanted[:-1]
        and _ends(there[at + len(wanted) - 1], wanted[-1], typed.may_go_on)
    ]
    found = find_words(text, wanted_words((typed,)), TextField.ANY)
    assert len(found) == len(hits)
    assert all(0 <= start < end <= len(text) and tokens(text[start:end]) for start, end in found)


def test_the_most_words_in_the_longest_text_are_found_in_a_bounded_part_of_it() -> None:
    words = wanted_words(
        [Words(word, span=Span(0, 0)) for word in ("a", "b", *(f"c{number}" for number in range(198)))]
    )
    text = "a bc " * 400_000
    found = find_words(text, words, TextField.SUMMARY)
    assert found[:2] == [(0, 1), (2, 3)]
    assert len(found) >= 2_000
    assert max(end for _, end in found) < 100_000


def test_a_phrase_without_end_is_not_looked_for() -> None:
    (phrase,) = wanted_words([Words("a " * 500, span=Span(0, 0), phrase=True)])
    assert find_words("a " * 1_000, [phrase], TextField.SUMMARY) == []
