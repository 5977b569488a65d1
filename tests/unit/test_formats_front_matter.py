"""Front matter in TOML and JSON, front matter that can't be read, and rules that are none."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.unit.strategies import stories

from newsreader.bias import BY_ID
from newsreader.errors import Problem, Severity
from newsreader.formats import parse
from newsreader.formats.yaml.text import story_lines
from newsreader.story import Bias, Original, Outlet, Story, with_id

_BODY = "\n# Heading\n\nThe bridge carries trams.\n\n## Key points\n- a\n"
_TOML = """\
+++
id = "bridge"
title = "Harbour bridge: opens"  # a comment
date = 2026-01-05
tags = ["a", 'b']
ai_generated = true
language = "en"
summary-of = 1

[original]
url = "https://example.org"
kind = "video"

[outlet]
name = "Post"
founded = 1922
bias.rating = "center"
bias.as_of = 2023-07-31
+++
"""
_JSON = """\
{
 "id": "bridge", "title": "Harbour bridge: opens",
 "date": "2026-01-05", "tags": ["a", "b"], "ai_generated": true, "language": "en",
 "summary-of": 1,
 "original": {"url": "https:\\/\\/example.org", "kind": "video"},
 "outlet": {"name": "Post", "founded": 1922, "bias": {"rating": "center", "as_of": "2023-07-31"}}
}
"""
_YAML = """\
---
id: bridge
title: "Harbour bridge: opens"
date: 2026-01-05
tags: [a, b]
ai_generated: true
language: en
summary-of: 1
original: {url: https://example.org, kind: video}
outlet: {name: Post, founded: 1922, bias: {rating: center, as_of: 2023-07-31}}
---
"""


def _problems(text: str) -> list[Problem]:
    return list(parse(text.encode(), "x.md").problems)


@pytest.mark.parametrize(("front", "place"), [(_YAML, (8, 1)), (_TOML, (8, 1)), (_JSON, (4, 2))])
def test_front_matter_says_the_same_in_each_language(front: str, place: tuple[int, int]) -> None:
    parsed = parse((front + _BODY).encode(), "x.md")
    story = Story(
        id="",
        title="Harbour bridge: opens",
        summary="# Heading\n\nThe bridge carries trams.",
        key_points=("a",),
        outlet=Outlet(name="Post", founded=1922, bias=Bias(BY_ID["center"], as_of=date(2023, 7, 31))),
        published=date(2026, 1, 5),
        original=Original("https://example.org", "video"),
        ai_generated=True,
        topics=("a", "b"),
        language="en",
    )
    assert [placed.story for placed in parsed.stories] == [with_id(story, "bridge")]
    (problem,) = parsed.problems
    assert ((problem.line, problem.column), problem.severity) == (place, Severity.WARNING)
    assert problem.message == "`summary-of` is not a field of a story."


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(stories(), st.booleans())
def test_json_front_matter_gives_what_yaml_gives(story: Story, ascii_only: bool) -> None:
    import json

    fields = {"title": story.title, "topics": list(story.topics), "generator": story.generator, "id": "x"}
    text = f"{json.dumps(fields, ensure_ascii=ascii_only)}\n\nText.\n"
    (placed,) = parse(text.encode(), "x.md").stories
    assert (placed.story.title, placed.story.topics, placed.story.generator) == (
        story.title,
        story.topics,
        story.generator,
    )


@pytest.mark.parametrize(
    ("value", "published"),
    [
        ("2024-06-20", date(2024, 6, 20)),
        ("2024-06-20T14:30:00Z", datetime(2024, 6, 20, 14, 30, tzinfo=UTC)),
        ("2024-06-20 14:30:00", datetime(2024, 6, 20, 14, 30)),
        ('"June 20, 2024"', date(2024, 6, 20)),
    ],
)
def test_dates_in_toml_are_dates(value: str, published: date) -> None:
    (placed,) = parse(f'+++\ntitle = "x"\npublished = {value}\n+++\nText.\n'.encode(), "x.md").stories
    assert placed.story.published == published


@pytest.mark.parametrize(
    ("front", "places"),
    [
        ('+++\ntitle = "x"\npublished = "never"\n[original]\nkind = "book"\n+++\n', [(3, 13), (5, 8)]),
        ('+++\ntitle = """\nx = 1\n"""\nx = 2\n+++\n', [(5, 1)]),
        ('+++\ntitle = "x"\npublished = 12:30:00\nfounded = nan\n+++\n', [(3, 13), (4, 1)]),
        ('\n{"title": "x",\n "published": "never", "original": {"kind": "book"},\n "title": "y"}\n', [(3, 15), (3, 45), (4, 2)]),
        ('{"title": "x", "published": NaN, "founded": 1e999, "n": 99999}\n', [(1, 29), (1, 34), (1, 52)]),
    ],
)  # fmt: skip
def test_problems_have_their_places(front: str, places: list[tuple[int, int]]) -> None:
    assert [(problem.line, problem.column) for problem in _problems(f"{front}\nText.\n")] == places


@pytest.mark.parametrize(
    ("front", "place", "message"),
    [
        ('+++\ntitle = "Kept"\nx = \n+++\n', (3, 5), "The front matter is not valid TOML: Invalid value."),
        ('+++\ntitle = "Kept"\ntitle = "y"\n+++\n', (3, 12), "The front matter is not valid TOML: Cannot overwrite a value."),
        ('+++\ntitle = "Kept"\nx = "\n+++\n', (3, 6), "The front matter is not valid TOML"),
        ('+++\ntitle = "Kept"\nx = 9' + "9" * 5000 + "\n+++\n", (2, 1), "The front matter in TOML has a number"),
        ('+++\ntitle = "Kept"\nx = ' + "[" * 2000 + "\n+++\n", (2, 1), "The front matter in TOML is nested deeper"),
        ('+++\ntitle = "Kept"\n' + "a." * 2000 + "a = 1\n+++\n", (2, 1), "The front matter in TOML is nested deeper"),
        ('+++\ntitle = "Kept"\n' + "x = 1\n" * 50_000 + "+++\n", (2, 1), "The front matter in TOML is longer"),
        ('{\n "title": "Kept",\n}\n', (3, 1), "The front matter is not valid JSON: "),
        ('{\n "title": "Kept", "x": 01\n}\n', (2, 25), "The front matter is not valid JSON: "),
        ('{"title": "Kept", "x": ' + "[" * 50 + "]" * 50 + "}\n", (1, 1), "The front matter in JSON is nested deeper"),
        ('{\n "title": "Kept",\n "x": [\n\n', (1, 1), "The front matter in JSON that begins here is never closed."),
        ('+++\ntitle = "Kept"\n\n', (1, 1), "The front matter in TOML that begins here is never closed."),
        ("---\ntitle: Kept\noutlet: x\n\n", (1, 1), "The front matter that begins here is never closed."),
    ],
)  # fmt: skip
def test_front_matter_that_cannot_be_read_is_named_and_costs_no_text(
    front: str, place: tuple[int, int], message: str
) -> None:
    parsed = parse(f"{front}\nThe bridge.\n\n## Key points\n- a\n".encode(), "x.md")
    (placed,) = parsed.stories
    assert (placed.story.title, placed.story.summary, placed.story.key_points) == ("Kept", "The bridge.", ("a",))
    (problem,) = parsed.problems
    assert (problem.line, problem.column) == place
    assert problem.message.startswith(message)
    assert problem.severity is Severity.ERROR


@pytest.mark.parametrize(
    "text",
    [
        "---\n\nThe text.\n\n# Title\n\nMore.\n",
        "---\n\n# Title\n\nThe text.\n\nMore.\n",
        "---\nThe text.\n\n# Title\n\nMore.\n",
        "\n---  \n\nThe text.\n\n---\n\n# Title\n\nMore.\n",
        "---\n\nThe text.\n\nMore.\n\nTitle\n=====\n",
        "+++\n\nThe text.\n\n# Title\n\nMore.\n",
    ],
)
def test_a_rule_at_the_top_is_a_rule(text: str) -> None:
    parsed = parse(text.encode(), "x.md")
    assert parsed.problems == ()
    (placed,) = parsed.stories
    assert (placed.story.title, placed.story.summary) == ("Title", "The text.\n\nMore.")


def test_front_matter_may_begin_with_an_empty_line() -> None:
    (placed,) = parse(b"---\n\ntitle: Title\n---\nText.\n", "x.md").stories
    assert (placed.story.title, placed.story.summary) == ("Title", "Text.")


@pytest.mark.parametrize("first", ["{{ a template }}", "{% include x %}", "{a note}", "{", "+ + +"])
def test_a_bracket_at_the_top_need_not_be_front_matter(first: str) -> None:
    parsed = parse(f"{first}\n\n# Title\n\nText.\n".encode(), "x.md")
    assert parsed.stories[0].story.title == "Title"
    assert "Text." in parsed.stories[0].story.summary


def test_fields_written_as_yaml_are_read_whatever_stands_around_the_fences() -> None:
    story = with_id(Story(id="", title="x", summary="Text."))
    front = "\n".join(story_lines(story, summary=False))
    for fence in ("---", "--- ", "---\u00a0", "\u200b---"):
        (placed,) = parse(f"{fence}\n{front}\n{fence}\nText.\n".encode(), "x.md").stories
        assert placed.story == story
