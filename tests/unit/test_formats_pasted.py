"""What is read from a pasted text, and from which of its lines."""

from __future__ import annotations

from unittest.mock import Mock

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.news.texts import STORY_PAGE

from newsreader.formats import parse, write
from newsreader.formats.pasted import Pasted, read_pasted
from newsreader.story import Original, Outlet, Story

CHAT = """**Ferry returns**

Summary: The ferry sails again.

Key points:
1. Repairs cost four million
2. Bicycles travel free

Source: [Harbour](https://harbour.example/ferry)
"""
STORY = Story(
    id="ferry",
    id_declared=True,
    title="Ferry returns: all of it",
    summary="The ferry sails again.\n\nIt was away for nine years.",
    key_points=("Repairs cost four million", "Bicycles travel free"),
    outlet=Outlet(id="harbour"),
    original=Original("https://harbour.example/ferry", "article"),
    topics=("sea",),
    language="en",
    event="ferry-returns",
)


def lines_of(pasted: Pasted) -> dict[str, tuple[int, ...]]:
    """The lines of each field that has any."""
    return {field.name: field.lines for field in pasted.fields if field.lines}


@pytest.mark.parametrize(
    "text",
    [STORY_PAGE, CHAT, "Only a text.\n\nOf two lines.", write(STORY, ".yaml"), write(STORY, ".md")],
    ids=["page", "chat", "text", "YAML", "Markdown"],
)
def test_a_text_is_read_once(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    parsed = Mock(wraps=parse)
    monkeypatch.setattr("newsreader.formats.pasted.parse", parsed)
    read_pasted(text)
    assert parsed.call_count == 1


def test_each_line_of_a_page_is_told_with_its_field() -> None:
    pasted = read_pasted(STORY_PAGE)
    assert pasted.is_story
    assert lines_of(pasted) == {
        "Title": (1,),
        "Summary": (3, 5),
        "Key points": (7, 8),
        "Link": (12,),
        "Date": (11,),
        "Outlet": (10,),
    }
    assert pasted.left_out == ()


def test_each_line_of_a_chatbots_answer_is_told_with_its_field() -> None:
    found = lines_of(read_pasted(CHAT))
    assert (found["Title"], found["Summary"]) == ((1,), (3,))
    assert set(found["Key points"]) >= {6, 7}


def test_a_line_that_is_read_as_something_else_is_told_where_it_went() -> None:
    pasted = read_pasted(STORY_PAGE.replace("2024-06-18", "2024-06-31"))
    assert lines_of(pasted)["Summary"] == (3, 5, 11)
    assert [problem.line for problem in pasted.problems] == [11]


def test_a_line_below_the_title_with_the_date_is_told_as_the_date() -> None:
    found = lines_of(read_pasted("Ferry returns\nBy Ann Lee\nPublished 18 November 2026\n\nThe ferry sails again."))
    assert found["Date"] == (3,)
    assert found["Summary"] == (2, 5)


def test_a_line_that_went_into_no_field_is_told() -> None:
    pasted = read_pasted("title: Ferry\nsummary: It sails.\nharbour_master: Lind\n")
    assert pasted.left_out == (3,)


@pytest.mark.parametrize("extension", [".yaml", ".md", ".txt"])
def test_a_story_of_each_format_is_read_as_what_it_is(extension: str) -> None:
    pasted = read_pasted(write(STORY, extension))
    values = {field.name: field.value for field in pasted.fields}
    assert values["Title"] == STORY.title
    assert values["Summary"].split() == STORY.summary.split()
    assert values["Key points"].split("\n") == list(STORY.key_points)
    assert values["Link"].startswith("https://harbour.example/ferry")
    assert values["Event"] == STORY.event
    assert lines_of(pasted).keys() >= {"Title", "Summary", "Key points", "Link", "Event"}


def test_a_text_is_none_that_is_kept_as_it_is() -> None:
    pasted = read_pasted("Pier closes\n\n" + "The pier closes for repairs. " * 200)
    assert not pasted.is_story
    assert lines_of(pasted) == {"Title": (1,), "Summary": (3,)}


_TEXTS = st.text(max_size=200) | st.lists(
    st.sampled_from(
        [
            "title: x",
            "- a",
            "1. b",
            "---",
            "Outlet: X",
            "Published: 2024",
            "https://x.example",
            "",
            "* * *",
            "Text. More",
            "\x1b[31m\u202e",
            "Summary:",
            "<p>",
            "| a | b |",
            "{",
            "- [",
            "\0",
            "\ud800",
        ]
    ),
    max_size=30,
).map("\n".join)


@given(_TEXTS)
def test_no_text_makes_reading_fail_and_each_line_has_one_place(text: str) -> None:
    pasted = read_pasted(text)
    numbers = [number for field in pasted.fields for number in field.lines] + [*pasted.left_out]
    assert len(numbers) == len(set(numbers))
    assert all(1 <= number <= text.count("\n") + 5 + len(text) for number in numbers)
