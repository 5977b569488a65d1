from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from newsreader.bias import SCALE
from newsreader.text import clean_line
from newsreader.ui.story.gauge import large_gauge, small_gauge
from newsreader.ui.terminal.ascii import locale_lacks_unicode, to_ascii

WIDE_OR_JOINED = st.text(st.sampled_from("aé漢字😀👨👩👧\u200d\ufe0f\ufe0e🇳🇴☀️ก็\u0301ﬁ½Ａ️★•…"))


@given(st.one_of(st.text(), WIDE_OR_JOINED).map(clean_line))
def test_any_text_keeps_its_cells_and_has_seven_bits(text: str) -> None:
    written = to_ascii(text)
    assert written.isascii()
    assert len(written) == cell_len(text)
    assert to_ascii(written) == written


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("plain", "plain"),
        ("Café Ærø naïve Łódź", "Cafe Aro naive Lodz"),
        ("e\u0301te\u0301", "ete"),
        ("“So,” it’s – well… m²", '"So," it\'s - well~ m2'),
        ("日本 Ａ", "???? A "),
        ("½ ﬁ Ж", "? ? ?"),
        ("👨\u200d👩\u200d👧 family", "?? family"),
        ("•★✓", "*+x"),
    ],
)
def test_a_letter_loses_its_accent_and_other_characters_keep_their_columns(text: str, written: str) -> None:
    assert to_ascii(text) == written


def test_the_marks_of_a_row_stay_apart() -> None:
    assert len({to_ascii(mark) for mark in "•★✓ "}) == 4


def test_the_gauges_stay_apart() -> None:
    assert [to_ascii(small_gauge(rating.rank)[0]) for rating in SCALE] == [
        "#----", "-#---", "--#--", "---#-", "----#", "mixed", "-----",
    ]  # fmt: skip
    large = [to_ascii(large_gauge(rating).plain.partition("\n")[0]) for rating in SCALE]
    assert large[:5] == [
        "#---o---o---o---o", "o---#---o---o---o", "o---o---#---o---o", "o---o---o---#---o", "o---o---o---o---#",
    ]  # fmt: skip
    assert not any(sign in line for line in large[5:] for sign in "#o")


@pytest.mark.parametrize(
    ("environment", "lacks"),
    [
        ({}, False),
        ({"LANG": ""}, False),
        ({"LANG": "C"}, True),
        ({"LANG": "POSIX"}, True),
        ({"LANG": "C.UTF-8"}, False),
        ({"LANG": "nb_NO.utf8"}, False),
        ({"LANG": "nb_NO.ISO-8859-1"}, True),
        ({"LANG": "de_DE.ISO-8859-15@euro"}, True),
        ({"LANG": "de_DE@euro"}, False),
        ({"LANG": "C", "LC_ALL": "en_US.UTF-8"}, False),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "C"}, True),
        ({"LANG": "C", "LC_CTYPE": "C.UTF-8"}, True),
        ({"LANG": "C", "LC_CTYPE": "en_US.UTF-8"}, False),
        ({"LC_CTYPE": "C.UTF-8"}, False),
    ],
)
def test_a_locale_lacks_unicode_only_where_it_names_another_character_set(
    environment: dict[str, str], lacks: bool
) -> None:
    assert locale_lacks_unicode(environment) is lacks
