"""A text is taken apart into the words that say what it is about."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsreader.events.vectors import ComparedText, language_of, shared_words, vector_of, weighed_words
from newsreader.events.words import compared_words, singular


@pytest.mark.parametrize(
    ("text", "language", "words"),
    [
        ("The U.S. Senate's budgets passed", "en", ["us", "senate", "budget", "passed"]),
        ("Storms hit 1,234 homes in São Paulo", "en", ["storm", "hit", "1234", "home", "sao", "paulo"]),
        ("Die Überschwemmung der Straße", "de", ["uberschwemmung", "strasse"]),
        ("東京都は大雨", "zh", ["東京", "京都", "都は", "は大", "大雨"]),
        ("iPhone 在中国", "zh", ["iphone", "在中", "中国"]),
        ("a b c", "en", []),
        ("", "en", []),
    ],
)
def test_words_are_folded_and_what_is_everywhere_is_left_out(text: str, language: str, words: list[str]) -> None:
    assert compared_words(text, language) == words


@pytest.mark.parametrize(
    ("plural", "word"),
    [
        ("cities", "city"), ("boxes", "box"), ("churches", "church"), ("fires", "fire"), ("ties", "tie"), ("glass", "glass"),
        ("virus", "virus"), ("crisis", "crisis"), ("gas", "gas"), ("us", "us"), ("42s", "42s"),
    ],
)  # fmt: skip
def test_plurals_become_singulars(plural: str, word: str) -> None:
    assert singular(plural) == word


@given(st.text(alphabet="ab 東京éß,.1'", max_size=400), st.integers(1, 30))
def test_the_first_words_are_those_that_all_words_begin_with(text: str, limit: int) -> None:
    some, everything = compared_words(text, "xx", limit), compared_words(text, "xx")
    assert some == everything[: len(some)]


def test_no_more_words_than_asked_for_are_compared() -> None:
    assert compared_words("fire " * 200, "en", 80) == ["fire"] * 80


def text(title: str, body: str = "", language: str = "en") -> ComparedText:
    return ComparedText(title, body, language)


def test_a_vector_has_the_forty_heaviest_words_and_unit_length() -> None:
    vector = vector_of(text("Ferry sinks", " ".join(f"word{number}" for number in range(70))))
    assert vector is not None
    assert len(vector.keys) == len(vector.weights) == 40
    assert sum(weight * weight for weight in vector.weights) == pytest.approx(255**2, rel=0.05)


def test_words_of_the_title_weigh_more_and_rare_words_weigh_more() -> None:
    vector = vector_of(text("Halvorsen", "Bergen Bergen salmon coronavirus"))
    assert vector is not None
    assert vector.keys[0] != vector.keys[1]
    assert list(vector.weights) == sorted(vector.weights, reverse=True)
    words = weighed_words(text("Halvorsen", "Bergen coronavirus"), "en")
    assert shared_words(words, words) == ["halvorsen", "bergen", "coronavirus"]


@pytest.mark.parametrize(
    ("title", "language"),
    [
        ("Morning briefing: a ferry, a comet and a vote", "en"),
        ("", "en"),
        ("The of and", "en"),
    ],
)
def test_a_round_up_and_a_story_without_words_are_not_compared(title: str, language: str) -> None:
    assert vector_of(text(title, "", language)) is None


def test_the_language_is_the_one_stated_else_the_one_of_its_words() -> None:
    assert language_of(text("Der Minister hat die Wahl gewonnen", "", "")) == "de"
    assert language_of(text("Der Minister hat die Wahl gewonnen", "", "en-GB")) == "en"
    assert language_of(text("東京で大雨が降った", "", "")) == "ja"


@given(st.text(max_size=80), st.text(max_size=300), st.sampled_from(["", "en", "zh", "de-AT", "x-unknown", "../en"]))
def test_any_text_can_be_compared(title: str, body: str, language: str) -> None:
    vector = vector_of(ComparedText(title, body, language))
    assert vector is None or 1 <= len(vector.keys) == len(vector.weights) <= 40
