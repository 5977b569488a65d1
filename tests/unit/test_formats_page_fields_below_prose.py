"""Labelled lines of a plain-text page that stand directly below prose, without an empty line between."""

from __future__ import annotations

from typing import Final

import pytest

from newsreader.errors import Severity
from newsreader.formats import parse, write
from newsreader.formats.reports import Parsed
from newsreader.story import Story, published_text, with_id

_DESCRIPTION: Final = "The Mariner's Post is a daily newspaper of the harbour towns."


def _parsed(text: str) -> Parsed:
    return parse(text.encode(), "a.txt")


def _story(text: str) -> Story:
    return _parsed(text).stories[0].story


@pytest.mark.parametrize(
    "above", [f"Text here.\n\n{_DESCRIPTION}", "Text here.", 'He said: "Text here."', "One.\nTwo."]
)
@pytest.mark.parametrize("date", ["2024-06-20", "June 20, 2024", "20 June 2024"])
def test_fields_directly_below_prose_at_the_end_are_read(above: str, date: str) -> None:
    story = _story(f"Title\n\n{above}\nPublished: {date}\nTopics: a, b c\nLanguage: en\n")
    assert published_text(story.published) == "2024-06-20"
    assert (story.topics, story.language) == (("a", "b c"), "en")
    assert "Published" not in story.summary + (story.outlet.description if story.outlet else "")


@pytest.mark.parametrize(
    "line",
    [
        "Topics: a, b",
        "Country: Norway",
        "Outlet: bbc-news",
        "Language: pt-BR",
        "Founded: 1922",
        "Id: one",
        "Event: one",
    ],
)
def test_each_field_alone_directly_below_prose_is_read(line: str) -> None:
    assert _story(f"Title\n\nText here.\n{line}\n").summary == "Text here."


def test_a_date_is_read_below_any_paragraph() -> None:
    story = _story("Title\n\nText here.\nPublished: 2024-06-20\n\nMore text.\n")
    assert published_text(story.published) == "2024-06-20"
    assert story.summary == "Text here.\n\nMore text."


@pytest.mark.parametrize(
    "prose",
    [
        "The list of\nTopics: war and peace",
        "We spoke.\nTopics: we talked about the things that everybody talks about",
        "We spoke.\nLanguage: it is all that we have",
        "We spoke.\nFounded: in a garage",
        "We spoke.\nCountry: none of them.",
        "We spoke.\nPublished: in three volumes",
        "We spoke.\nWarning: this is hot",
        "We spoke.\nTopics: a, b\nand more.",
        "We spoke.\nTopics: a, b\n\nAnd more.",
    ],
)
def test_prose_that_begins_like_a_field_stays_prose(prose: str) -> None:
    parsed = _parsed(f"Title\n\n{prose}\n")
    story = parsed.stories[0].story
    assert story.summary.replace("\n\n", " ") == prose.replace("\n\n", " ").replace("\n", " ")
    assert parsed.problems == ()


def test_a_date_that_cannot_be_read_stays_and_is_reported() -> None:
    parsed = _parsed("Title\n\nText here.\nPublished: 20/06/2024\nTopics: a\n")
    assert parsed.stories[0].story.summary == "Text here. Published: 20/06/2024"
    assert parsed.stories[0].story.topics == ("a",)
    assert [(problem.line, problem.severity) for problem in parsed.problems] == [(4, Severity.WARNING)]


def test_a_manual_line_end_is_a_space_in_a_title_and_a_line_end_in_text() -> None:
    story = _story("One\vtitle\n\n- a point\vgoes on\n\nText\n\v\nmore\n")
    assert story.title == "One title"
    assert "\ufffd" not in story.summary


@pytest.mark.parametrize(
    "summary", ["Published: 2024-01-02 as a book", "Published: soon", "Text.\n\nPublished: 20/06/2024"]
)
def test_prose_that_begins_like_a_date_is_written_so_that_nothing_is_reported(summary: str) -> None:
    story = with_id(Story(id="", title="Title", summary=summary))
    parsed = _parsed(write(story, ".txt"))
    assert [placed.story for placed in parsed.stories] == [story]
    assert parsed.problems == ()
