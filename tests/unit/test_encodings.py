"""The text of what comes in, whatever its encoding is, and whatever it is called."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsreader.news.encodings import charset, decoded

RUSSIAN, CHINESE, TAIWANESE, GERMAN = "Паром вернулся", "渡轮九年后回归", "渡輪九年後回歸", "Fähre kehrt zurück"


@pytest.mark.parametrize(
    ("text", "encoding", "declared"),
    [
        (RUSSIAN, "utf-8", "windows-1251"),  # what is UTF-8 is UTF-8
        (RUSSIAN, "utf-8", ""),
        (RUSSIAN, "windows-1251", "windows-1251"),
        (RUSSIAN, "koi8-r", "KOI8-R"),
        (CHINESE, "gb18030", "gb2312"),
        (TAIWANESE, "big5", "big5"),
        (GERMAN, "iso-8859-1", "iso-8859-1"),
        (GERMAN, "cp1252", ""),
        (GERMAN, "cp1252", "no-such-encoding"),
        (GERMAN, "cp1252", "utf-8"),
        (RUSSIAN, "utf-16", "utf-8"),
        (RUSSIAN, "utf-8-sig", ""),
        ("Ferry “returns”", "cp1252", "us-ascii"),
        ("Früh", "cp1252", ""),
        ("フェリー", "iso-2022-jp", "iso-2022-jp"),
    ],
)
def test_the_text_is_found_in_spite_of_what_is_declared(text: str, encoding: str, declared: str) -> None:
    assert decoded(text.encode(encoding), [declared]) == text


def test_of_several_declared_encodings_the_first_that_is_known_counts() -> None:
    data = RUSSIAN.encode("windows-1251")
    assert decoded(data, ["", "nonsense", "windows-1251", "koi8-r"]) == RUSSIAN


def test_a_few_broken_bytes_do_not_spoil_the_rest() -> None:
    data = RUSSIAN.encode() + b" \xff " + RUSSIAN.encode()
    assert decoded(data) == f"{RUSSIAN} \ufffd {RUSSIAN}"
    assert decoded(RUSSIAN.encode()[:-1]) == f"{RUSSIAN[:-1]}\ufffd"


@given(st.binary(max_size=300), st.lists(st.text(max_size=20), max_size=3))
def test_any_bytes_are_some_text(data: bytes, declared: list[str]) -> None:
    assert isinstance(decoded(data, declared), str)


def test_a_content_type_names_its_charset() -> None:
    assert charset("text/html; charset=windows-1251") == "windows-1251"
    assert charset('<meta http-equiv="x" content="text/html; CHARSET = KOI8-R">') == "KOI8-R"
    assert charset("text/html") == ""
