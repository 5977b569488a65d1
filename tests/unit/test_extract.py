"""A summary and key points taken out of a text: whole sentences, in their order, the ones that say most."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsreader.news.extract import extract
from newsreader.sentences import sentences, word_count

TEXT = """The ferry between Norrhamn and the outer islands sails again after nine years, the harbour office said on Monday.
Repairs to the pier at Norrhamn cost 4.2 million crowns and took three summers. Dr. Lind, who leads the harbour office,
called it a good day for the islands.

"We have waited so long," said Ms. Berg, who runs the only shop. About 300 people live on the outer islands all year.
The ferry will sail twice a day until October, and once a day in winter. Tickets cost 60 crowns, and islanders pay half.
A bus meets each ferry at the pier in Norrhamn. Critics say that the pier is too low for the storms of the coming years.
"""


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("One is here. Two is there.", ["One is here.", "Two is there."]),
        ("Mr. Smith met Dr. J. Doe. They spoke.", ["Mr. Smith met Dr. J. Doe.", "They spoke."]),
        ("In the U.S. Army it is 3.5 percent. So?", ["In the U.S. Army it is 3.5 percent.", "So?"]),
        ("See example.org. Then go!", ["See example.org.", "Then go!"]),
        ('He said: "Go." She went.', ['He said: "Go."', "She went."]),
        ("Das ist z.B. so. Und d.h. mehr.", ["Das ist z.B. so.", "Und d.h. mehr."]),
        ("今天下雨。明天晴！后天呢？", ["今天下雨。", "明天晴！", "后天呢？"]),
        ("A line\nAnother line", ["A line", "Another line"]),
        ("it ends... and goes on. New.", ["it ends... and goes on.", "New."]),
        ("", []),
    ],
)
def test_text_is_cut_where_sentences_end(text: str, found: list[str]) -> None:
    assert sentences(text) == found


@given(st.text(st.sampled_from("ab .!?。\"'\nA1)“”"), max_size=200))
def test_nothing_but_space_is_lost_between_sentences(text: str) -> None:
    assert "".join("".join(sentences(text)).split()) == "".join(text.split())


def test_the_first_sentence_and_what_the_title_says_are_in_the_summary() -> None:
    made = extract(TEXT, "Ferry to the outer islands returns")
    assert made.summary[0] == TEXT.splitlines()[0]
    assert len(made.summary) == 3
    assert 3 <= len(made.key_points) <= 6


@given(st.lists(st.sampled_from(sentences(TEXT.replace("\n", " "))), max_size=40), st.text(max_size=30))
def test_sentences_are_verbatim_in_order_and_in_one_place_only(chosen: list[str], title: str) -> None:
    text = " ".join(chosen)
    made = extract(text, title)
    for group in (made.summary, made.key_points):
        places = [text.index(sentence) for sentence in group]
        assert places == sorted(places)
    assert not set(made.summary) & set(made.key_points)
    assert all(word_count(point) <= 30 for point in made.key_points)
    assert len(made.summary) <= 4
    assert len(made.key_points) <= 6


@given(st.text(max_size=400), st.text(max_size=40))
def test_any_text_gives_sentences_of_its_own(text: str, title: str) -> None:
    made = extract(text, title)
    assert all(sentence in text for sentence in (*made.summary, *made.key_points))


def test_a_text_without_a_sentence_gives_none() -> None:
    assert extract("Home\nNews\nSport", "Home") == extract("", "")
    assert extract("", "").summary == ()


def test_two_sentences_that_say_the_same_are_taken_once() -> None:
    text = (
        "The old bridge over the river was closed on Friday. On Friday the old bridge over the river was closed. " * 3
    )
    made = extract(text, "")
    assert len((*made.summary, *made.key_points)) == 1


@pytest.mark.parametrize(
    "text", ["x" * 3_000_000, "a. " * 1_000_000, "." * 1_000_000, "A.B." * 500_000, "word " * 600_000, "( " * 900_000]
)
def test_text_of_no_use_costs_little(text: str) -> None:
    assert all(sentence in text for sentence in extract(text, text).summary)
