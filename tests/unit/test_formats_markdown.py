"""Stories in Markdown files: front matter, body, key points, and what is kept as it stands."""

from __future__ import annotations

from datetime import date

import pytest

from newsreader.errors import Problem, Severity
from newsreader.formats import parse, write
from newsreader.story import Outlet, Story, with_id

_WHOLE = """\
---
title: Two towns share their ferries
outlet: bbc-news
published: 2024-06-20
---

They will run *together*
for ten years.

> One ticket
> is good for both.

## Key points

- Ten years
- Every half hour:
  twice as often
"""


def read(text: str) -> Story:
    """The one story of a file without problems."""
    parsed = parse(text.encode(), "x.md")
    assert parsed.problems == ()
    (placed,) = parsed.stories
    return placed.story


def problems(text: str) -> list[Problem]:
    return list(parse(text.encode(), "x.md").problems)


def body(text: str) -> Story:
    return read(f"---\ntitle: x\n---\n{text}")


def test_front_matter_and_body_make_a_story() -> None:
    story = Story(
        id="",
        title="Two towns share their ferries",
        summary="They will run *together* for ten years.\n\n> One ticket\n> is good for both.",
        key_points=("Ten years", "Every half hour: twice as often"),
        outlet=Outlet(id="bbc-news"),
        published=date(2024, 6, 20),
    )
    assert read(_WHOLE) == with_id(story)


def test_a_story_is_written_as_people_write_it() -> None:
    assert write(read(_WHOLE), ".md") == _WHOLE.replace("*together*\nfor", "*together* for").replace(
        "hour:\n  twice", "hour: twice"
    )


@pytest.mark.parametrize("line_end", ["\r\n", "\r"])
def test_line_ends_and_the_byte_order_mark_do_not_matter(line_end: str) -> None:
    assert read("\ufeff" + _WHOLE.replace("\n", line_end)) == read(_WHOLE)


@pytest.mark.parametrize(
    "heading",
    [
        "# Key points", "## KEY POINTS", "###### key points:", "## Key Points ##",
        "## **Key points**", "**Key points**",
        "**Key points:**", "__Highlights__:", "## Key takeaways", "## Highlights", "## Kernpunkte", "## Das Wichtigste",
        "## Points clés", "## Puntos clave", "## 要点", "## أبرز النقاط", "## Главное",
    ],
)  # fmt: skip
def test_the_heading_of_the_key_points_has_many_spellings(heading: str) -> None:
    story = body(f"Text.\n\n{heading}\n- a\n- b\n")
    assert (story.summary, story.key_points) == ("Text.", ("a", "b"))


@pytest.mark.parametrize(
    "points",
    [
        "- a\n- b",
        "* a\n* b",
        "+ a\n+ b",
        "1. a\n2. b",
        "1) a\n2) b",
        "• a\n• b",
        "- a\n\n- b",
        "\n\n- a\n  - b",
        "  - a\n- b",
    ],
)
def test_any_list_gives_key_points(points: str) -> None:
    assert body(f"## Key points\n{points}\n").key_points == ("a", "b")


def test_points_may_be_wrapped() -> None:
    assert body("## Key points\n- a\n  b\n- c\nd\n\n  e\n").key_points == ("a b", "c d e")


def test_text_after_the_key_points_belongs_to_the_summary() -> None:
    story = body("Before.\n\n## Key points\n- a\n\nAfter.\n\n## Background\n\nMore.\n")
    assert story.summary == "Before.\n\nAfter.\n\n## Background\n\nMore."
    assert story.key_points == ("a",)


def test_a_heading_without_a_list_is_text() -> None:
    assert body("## Key points\n\nNone.\n").summary == "## Key points\n\nNone."
    assert body("Text.\n\n## Highlights\n").summary == "Text.\n\n## Highlights"


def test_a_second_list_of_key_points_is_text() -> None:
    story = body("## Key points\n- a\n\n## Highlights\n- b\n")
    assert (story.summary, story.key_points) == ("## Highlights\n- b", ("a",))


def test_code_is_left_alone() -> None:
    code = "```\n# Key points\n- a\n\n    b\n```"
    assert body(f"Text.\n\n{code}\n").summary == f"Text.\n\n{code}"


def test_a_heading_is_the_title_where_there_is_no_front_matter() -> None:
    story = read("\n# The *title* #\n\nText.\n\n## Key points\n- a\n")
    assert (story.title, story.summary, story.key_points) == ("The title", "Text.", ("a",))


def test_a_heading_is_the_title_where_the_front_matter_has_none() -> None:
    story = read("---\nlanguage: en\n---\n# Title\nText.\n")
    assert (story.title, story.summary, story.language) == ("Title", "Text.", "en")


@pytest.mark.parametrize("front", ["---\n---\n", "---\n# a remark\n---\n"])
def test_front_matter_may_be_empty(front: str) -> None:
    assert read(f"{front}# Title\n\nText.\n").title == "Title"


def test_a_heading_that_repeats_the_title_is_not_shown_twice() -> None:
    assert read("---\ntitle: A title\n---\n# A title\n\nText.\n").summary == "Text."
    assert read("---\ntitle: A title\n---\n# Another\n\nText.\n").summary == "# Another\n\nText."


def test_a_story_that_needs_its_heading_keeps_it() -> None:
    story = with_id(Story(id="", title="A title", summary="# A title\n\nText."))
    assert read(write(story, ".md")) == story


def test_front_matter_may_hold_the_texts() -> None:
    story = read("---\ntitle: x\nsummary: Text.\nkey_points: [a, b]\n---\n")
    assert (story.summary, story.key_points) == ("Text.", ("a", "b"))
    assert read("---\ntitle: x\nsummary: Text.\n---\n## Key points\n- a\n").summary == "Text."


def test_texts_that_are_given_twice_are_a_warning() -> None:
    parsed = parse(b"---\ntitle: x\nsummary: one\nkey_points: [a]\n---\ntwo\n\n## Key points\n- b\n", "x.md")
    assert (parsed.stories[0].story.summary, parsed.stories[0].story.key_points) == ("two", ("b",))
    assert [(problem.line, problem.column) for problem in parsed.problems] == [(3, 1), (4, 1)]


@pytest.mark.parametrize("start", ["", "\n\n", "\ufeff"])
def test_places_are_counted_in_the_whole_file(start: str) -> None:
    text = f"{start}---\ntitle: x\npublished: 2024-13-45\n---\nText.\n"
    above = start.count("\n")
    parsed = parse(text.encode(), "x.md")
    assert [(problem.line, problem.column) for problem in parsed.problems] == [(above + 3, 12)]
    assert parsed.stories[0].line == above + 1


def test_front_matter_that_is_not_valid_yaml_leaves_the_title_and_the_body() -> None:
    parsed = parse(b"---\noutlet: a\ntitle: Foo: bar\n---\nText.\n\n## Key points\n- a\n", "x.md")
    (problem,) = parsed.problems
    assert (problem.line, problem.column, problem.severity) == (3, 11, Severity.ERROR)
    story = parsed.stories[0].story
    assert (story.title, story.summary, story.key_points) == ("Foo: bar", "Text.", ("a",))
    assert parsed.stories[0].line == 1


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("---\ntitle: x\nText.\n", (1, 1), "The front matter that begins here is never closed."),
        ("Text only.\n", (1, 1), "The story has neither front matter nor a title."),
        ("# Title only\n", (1, 1), "The story has no text below its title."),
        ("---\ntitle: x\n---\n", (2, 1), "The story has no `summary` and no `key_points`."),
        ("---\nlanguage: en\n---\nText.\n", (2, 1), "The story has no `title`."),
        ("---\n- a\n---\nText.\n", (2, 3), "The front matter has no fields."),
        ("---\njust text\n---\nText.\n", (2, 1), "The front matter has no fields."),
        ("---\ntitle: [x]\n---\nText.\n", (2, 8), "`title` is a list; it must be text."),
        ("---\nlanguage: a: b\n---\nText.\n", (2, 12), "Line 2, column 12: a second colon follows `language:`."),
        ("---\nlanguage: &a b\ntitle: x\n---\nText.\n", (2, 11), "A value that begins with `&` names itself"),
    ],
)
def test_what_is_not_a_story_says_why(text: str, place: tuple[int, int], message: str) -> None:
    parsed = parse(text.encode(), "x.md")
    assert parsed.stories == ()
    (problem,) = parsed.problems
    assert (problem.line, problem.column) == place
    assert problem.message.startswith(message)
    assert problem.fix


@pytest.mark.parametrize(
    "text",
    [
        "Title\n=====\n\nText.\n", "Title\n-\n\nText.\n", "  Title  \n ---  \n\nText.\n", "The\nTitle\n===\nText.\n",
        "## Title\n\nText.\n", "###### Title ######\n\nText.\n", "### Title\n\nText.\n", "Text.\n\n## Title\n",
        "```\n# None\n```\n\n# Title\n", "~~~~\n~~~\n# None\n~~~~\n\nText.\n\n## Title\n", "    # None\n\n# Title\n",
        "- a\n- b\n---\n# Title\n", "> a\n> b\n===\n\n# Title\n", "| a |\n---\n\n# Title\n", "## Key points\n- a\n\n### Title\n",
        "Text.\n\nTitle\n---\n", "Text.\n\n---\n\n## Title\n", "#\n\n# Title\n\nText.\n", "**Bold**\n\n## Title\n",
        "Text `a`.\n```a```\n# Title\n", "#No heading\n\n# Title\n",
    ],
)  # fmt: skip
def test_the_title_is_the_first_heading_of_the_highest_level(text: str) -> None:
    assert read(text).title in ("Title", "The Title")


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("## One\n\n# Two\n\n# Three\n", "Two"),
        ("One\n---\n\nTwo\n===\n\n# Three\n", "Two"),
        ("### One\n\n## Two\n\n### Three\n\n## Four\n", "Two"),
        ("One\n---\n\n## Two\n", "One"),
    ],
)
def test_a_higher_level_goes_before_an_earlier_heading(text: str, title: str) -> None:
    story = read(text)
    assert story.title == title
    assert title not in story.summary


@pytest.mark.parametrize("heading", ["Key points\n---", "Key\npoints:\n====", "#### Key points", "**Key points**"])
def test_key_points_may_stand_below_any_heading(heading: str) -> None:
    story = read(f"# Title\n\nText.\n\n{heading}\n\n- a\n- b\n\nMore.\n")
    assert (story.summary, story.key_points) == ("Text.\n\nMore.", ("a", "b"))


@pytest.mark.parametrize(
    "code", ["```\n## Key points\n- a\n```", "~~~\nKey points\n---\n- a\n~~~", "````\n```\n## Key points\n- a\n````"]
)
def test_key_points_in_code_are_code(code: str) -> None:
    story = read(f"# Title\n\n{code}\n\nText.\n")
    assert (story.key_points, story.summary) == ((), f"{code}\n\nText.")


def test_other_headings_stay_in_the_text() -> None:
    assert read("# Title\n\nText.\n\nMore\n----\n\n## Else\n").summary == "Text.\n\nMore\n----\n\n## Else"


@pytest.mark.parametrize(
    ("heading", "title"),
    [
        ("Court backs the [Guardian](https://example.org/x) in *part*", "Court backs the Guardian in part"),
        ("`x` and __y__ and ~~z~~", "x and y and z"),
        ("R&amp;D \\*not\\* caf&eacute;", "R&D *not* café"),
        ("Title {#the-id}", "Title"),
        ("Title {#the-id .wide}", "Title"),
        ("Title {in braces}", "Title {in braces}"),
        ("![A ferry](x.png) sails", "[image: A ferry] sails"),
        ("<https://example.org/x>", "https://example.org/x"),
        ("snake_case_name costs 5 * 3", "snake_case_name costs 5 * 3"),
        ("&#x202E;evil &#27;[31m", "evil \ufffd[31m"),
    ],
)
def test_a_title_is_what_is_shown_of_its_heading(heading: str, title: str) -> None:
    assert read(f"# {heading}\n\nText.\n").title == title
    assert read(f"{heading}\n=====\n\nText.\n").title == title


def test_a_heading_that_shows_the_title_is_not_shown_twice() -> None:
    assert read("---\ntitle: A title\n---\n## A *title* {#a}\n\nText.\n").summary == "Text."


def test_a_title_in_front_matter_is_text() -> None:
    assert read("---\ntitle: The *x* [y](z) &amp; `w`\n---\nText.\n").title == "The *x* [y](z) &amp; `w`"
