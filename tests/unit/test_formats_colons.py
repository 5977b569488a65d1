"""Fields whose colon has no space behind it, or is a full-width one: read, or named with their place."""

from __future__ import annotations

from datetime import date

import pytest

from newsreader.errors import Problem
from newsreader.formats import parse

_COLONS = pytest.mark.parametrize(
    ("colon", "what"),
    [(":", "is not followed by a space"), ("：", "is a full-width one"), ("： ", "is a full-width one")],
)


def _told(problems: tuple[Problem, ...], place: tuple[int, int], name: str, what: str) -> bool:
    message = f"The colon behind `{name}` {what}, so that this is plain text."
    return any((problem.line, problem.column, problem.message) == (*place, message) for problem in problems)


@_COLONS
@pytest.mark.parametrize("name", ["title", "Title"])
@pytest.mark.parametrize("rest", ["", "summary: Text here.\n", "topics: [a]\nsummary: |\n  Text here.\n"])
def test_a_title_in_yaml_is_named_and_its_story_listed_where_it_has_other_fields(
    colon: str, what: str, name: str, rest: str
) -> None:
    parsed = parse(f"{name}{colon}No space\n{rest}".encode(), "x.yaml")
    assert _told(parsed.problems, (1, 1), name, what)
    assert [placed.story.title for placed in parsed.stories] == (["No space"] if rest else [])


@_COLONS
@pytest.mark.parametrize("name", ["summary", "published", "key points", "outlet"])
@pytest.mark.parametrize("after", ["", "\n\n", "language: en\n", "topics:\n- a\n"])
def test_another_field_in_yaml_is_named_and_read(colon: str, what: str, name: str, after: str) -> None:
    before = "title: Right\n" if name in ("summary", "key points") else "title: Right\nsummary: S\n"
    parsed = parse(f"{before}{name}{colon}text\n{after}".encode(), "x.yaml")
    assert _told(parsed.problems, (before.count("\n") + 1, 1), name, what)
    (placed,) = parsed.stories
    story = placed.story
    read = {
        "summary": story.summary,
        "key points": "".join(story.key_points),
        "outlet": story.outlet and story.outlet.id,
    }
    assert story.title == "Right"
    assert read.get(name, "text") == "text"
    assert name == "summary" or story.summary in ("", "S")


@_COLONS
def test_in_a_list_its_story_and_those_around_it_are_read(colon: str, what: str) -> None:
    text = f"- title: One\n  summary: a\n- title{colon}Two\n  summary: b\n- title: Three\n  summary{colon}c\n- title: Four\n  summary: d\n"
    parsed = parse(text.encode(), "x.yaml")
    assert [placed.story.title for placed in parsed.stories] == ["One", "Two", "Three", "Four"]
    assert _told(parsed.problems, (3, 3), "title", what)
    assert _told(parsed.problems, (6, 3), "summary", what)


@_COLONS
@pytest.mark.parametrize("rest", ["", "outlet: bbc\n", "language: en\ntopics: [a]\n"])
def test_in_front_matter_it_is_named_and_the_story_listed(colon: str, what: str, rest: str) -> None:
    parsed = parse(f"---\ntitle{colon}No space\n{rest}---\n\nBody.\n".encode(), "x.md")
    assert _told(parsed.problems, (2, 1), "title", what)
    (placed,) = parsed.stories
    assert (placed.story.title, placed.story.summary) == ("No space", "Body.")


@_COLONS
def test_another_field_in_front_matter_is_named_and_the_story_listed(colon: str, what: str) -> None:
    parsed = parse(f"---\ntitle: Right\npublished{colon}2024-06-20\nlanguage: en\n---\n\nBody.\n".encode(), "x.md")
    assert _told(parsed.problems, (3, 1), "published", what)
    assert [placed.story.title for placed in parsed.stories] == ["Right"]


@pytest.mark.parametrize("colon", [":", "：", "： ", " : ", " ： "])
def test_labels_of_a_page_are_read_with_any_colon(colon: str) -> None:
    page = "Title line\n\nPublished{0}2024-06-20\n\nText of it.\n\n- one\n\nOutlet{0}BBC News\nLanguage{0}pt_BR\nTopics{0}a, b\nDescription{0}A broadcaster.\n"
    parsed = parse(page.format(colon).encode(), "x.txt")
    (placed,) = parsed.stories
    story = placed.story
    assert parsed.problems == ()
    assert (story.summary, story.key_points, story.published) == ("Text of it.", ("one",), date(2024, 6, 20))
    assert (story.language, story.topics) == ("pt-BR", ("a", "b"))
    assert story.outlet is not None
    assert (story.outlet.name, story.outlet.description) == ("BBC News", "A broadcaster.")


@pytest.mark.parametrize("label", ["title:", "Title: ", "TITLE：", "title： ", "Title : "])
def test_a_page_whose_first_line_says_that_it_is_the_title_is_named(label: str) -> None:
    parsed = parse(f"\n{label}No space\n\nText of it.\n".encode(), "x.txt")
    (placed,) = parsed.stories
    assert placed.story.title == f"{label}No space"
    (problem,) = parsed.problems
    assert (problem.line, problem.column) == (2, 1)
    assert "is its title as it stands" in problem.message
    assert problem.fix == f"Remove “{label.strip()}”."


@pytest.mark.parametrize("line", ["Titles: a history", "title", "Title:", "10:30 is the hour", "Titel：x"])
def test_other_first_lines_of_a_page_are_titles(line: str) -> None:
    parsed = parse(f"{line}\n\nText of it.\n".encode(), "x.txt")
    assert parsed.problems == ()


@pytest.mark.parametrize("text", ["see http://example.org", "10:30", "nothing：here", "Note:this"])
def test_colons_in_text_are_text(text: str) -> None:
    parsed = parse(f"title: Right\nsummary: |\n  {text}\n".encode(), "x.yaml")
    (placed,) = parsed.stories
    assert placed.story.summary == text
    assert parsed.problems == ()
