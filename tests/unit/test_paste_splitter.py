"""What is pasted is text, in however many pieces and with whatever codes for keys it comes."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsreader.ui.terminal.pastes import PASTE_END, PASTE_START, PasteSplitter, pasted_text

PLAIN = st.text(st.characters(codec="utf-8", exclude_characters="\x1b\x00"), max_size=30)
LINE_ENDS = ("\x1b[13;1u", "\x1b[13;2u", "\x1b[13;5u", "\x1b[13u", "\x1b[13;1:1u", "\x1b[27;5;13~", "\x1b[106;5u",
             "\x1b[109;5u", "\x1b[57414;129u", "\x1b[13;;13u", "\x1b[10;1u", "\x1b[27;2;13~")  # fmt: skip


def split(*pieces: str) -> list[tuple[str, bool]]:
    """What comes of pieces, with neighbours of one kind put together and the marks of what is typed left out."""
    splitter = PasteSplitter()
    found: list[tuple[str, bool]] = []
    for piece in pieces:
        for text, is_pasted in splitter.split(piece):
            if found and not found[-1][1] and not is_pasted:
                found[-1] = found[-1][0] + text, False
            else:
                found.append((text, is_pasted))
    typed = ((text.replace(PASTE_START + PASTE_END, ""), is_pasted) for text, is_pasted in found)
    return [each for each in typed if each[0]]


def cut(text: str, places: list[int]) -> list[str]:
    """The text in pieces that end at these places."""
    ends = sorted({place % (len(text) + 1) for place in places} | {0, len(text)})
    return [text[start:end] for start, end in pairwise(ends)]


@given(st.lists(st.tuples(PLAIN, PLAIN), max_size=4), PLAIN, st.lists(st.integers(0, 10_000), max_size=12))
def test_what_is_typed_and_what_is_pasted_are_told_apart_in_any_pieces(
    parts: list[tuple[str, str]], last: str, places: list[int]
) -> None:
    sent = "".join(f"{typed}{PASTE_START}{pasted}{PASTE_END}" for typed, pasted in parts) + last
    found = split(*cut(sent, places))
    assert "".join(text for text, is_pasted in found if not is_pasted) == "".join(each for each, _ in parts) + last
    assert [text for text, is_pasted in found if is_pasted] == [pasted for _, pasted in parts if pasted]


@given(st.lists(st.sampled_from((*LINE_ENDS, "word", " ", "é")), max_size=12), st.lists(st.integers(0, 500)))
def test_codes_of_enter_are_line_ends_in_any_pieces(parts: list[str], places: list[int]) -> None:
    expected = "".join("\n" if part in LINE_ENDS else part for part in parts)
    found = split(*cut(f"{PASTE_START}{''.join(parts)}{PASTE_END}", places))
    assert found == ([(expected, True)] if parts else [])


@given(st.integers(0, 99_999_999), st.integers(0, 300), st.text("0123456789:;", max_size=12))
def test_no_code_of_a_key_is_left_in_a_paste(code: int, modifiers: int, rest: str) -> None:
    for sent in (f"\x1b[{code}u", f"\x1b[{code};{modifiers}u", f"\x1b[{code};{modifiers}:3u", f"\x1b[27;1;{code}~"):
        text = pasted_text(f"a{sent}b")
        assert text.startswith("a")
        assert text.endswith("b")
        assert len(text) <= 4
        assert "\x1b" not in text
    assert pasted_text(f"\x1b[{rest}z") == f"\x1b[{rest}z", "what is no key stays for the cleaning of the text"


@pytest.mark.parametrize(
    ("sent", "text"),
    [
        ("\x1b[9;1u", "\t"),
        ("\x1b[105;5u", "\t"),
        ("\x1b[27u", ""),
        ("\x1b[27;1u", ""),
        ("\x1b[127;1u", ""),
        ("\x1b[97;1u", "a"),
        ("\x1b[97u", "a"),
        ("\x1b[97;2u", "A"),
        ("\x1b[97:65;2u", "A"),
        ("\x1b[49:33;2u", "!"),
        ("\x1b[97;65u", "a"),
        ("\x1b[97;5u", ""),
        ("\x1b[97;3u", ""),
        ("\x1b[228;1;228u", "ä"),
        ("\x1b[97;;97:98u", "ab"),
        ("\x1b[27;2;65~", "A"),
        ("\x1b[27;5;97~", ""),
        ("\x1b[57399u", ""),
        ("\x1b[13;1:3u", ""),
        ("\x1b[55296u", ""),
        ("\x1b[1114112u", ""),
        ("\x1b[99999999999999999999u", ""),
        ("a\x00b", "ab"),
    ],
)
def test_a_key_is_what_it_types_or_nothing(sent: str, text: str) -> None:
    assert pasted_text(sent) == text
