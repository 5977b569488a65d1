"""Fields under the names that people and other programs give them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.unit.strategies import stories

from newsreader.errors import Severity
from newsreader.formats import parse, write
from newsreader.formats.field_names import SYNONYMS
from newsreader.formats.reports import Parsed
from newsreader.story import Original, Outlet, Story, with_id

_CLIPPED = """\
---
title: "Ferry returns"
source: "https://example.org/ferry"
published: 2026-11-18
created: 2026-11-27
description: "What the page says of itself"
tags:
  - "clippings"
---
The ferry sails again.
"""


def _read(text: str, name: str = "x.yaml") -> tuple[Story, Parsed]:
    parsed = parse(text.encode(), name)
    (placed,) = parsed.stories
    return placed.story, parsed


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ("source: bbc-news", {"outlet": Outlet(id="bbc-news")}),
        ("source: {name: BBC}", {"outlet": Outlet(name="BBC")}),
        ("source: https://a.example/1", {"original": Original("https://a.example/1")}),
        ("Source: HTTP://a.example/1", {"original": Original("HTTP://a.example/1")}),
        (
            'source: "[BBC](https://a.example/1)"',
            {"outlet": Outlet(id="BBC"), "original": Original("https://a.example/1")},
        ),
        ("url: https://a.example/1", {"original": Original("https://a.example/1")}),
        ("link: {url: https://a.example/1, kind: video}", {"original": Original("https://a.example/1", "video")}),
        ("date: 2026-03-02", {"published": date(2026, 3, 2)}),
        ("Created: 2 March 2026", {"published": date(2026, 3, 2)}),
        ("tags: [a, b c]", {"topics": ("a", "b c")}),
        ("topic: a, b c", {"topics": ("a", "b c")}),
        ("keypoints: [a, b]", {"key_points": ("a", "b")}),
        ("HIGHLIGHTS: |\n  - a\n  - b", {"key_points": ("a", "b")}),
        ("takeaways:\n- a\n- b", {"key_points": ("a", "b")}),
    ],
)
def test_a_synonym_is_read_as_the_field_and_noted(field: str, expected: dict[str, object]) -> None:
    story, parsed = _read(f"title: One\nsummary: Text.\n{field}\nlanguage: en\n")
    assert story == with_id(replace(Story("", "One", "Text.", language="en"), **expected))
    assert [(problem.severity, problem.line) for problem in parsed.problems] == [(Severity.NOTE, 3)] * len(expected)


def test_a_description_is_the_summary() -> None:
    story, parsed = _read("title: One\ndescription: |\n  Text.\n\n  More.\n")
    assert story.summary == "Text.\n\nMore."
    assert [str(problem) for problem in parsed.problems] == [
        "x.yaml:2:1: note: `description` is read as `summary`. Call it `summary`."
    ]


def test_what_a_web_clipper_writes_is_read_with_notes_only() -> None:
    story, parsed = _read(_CLIPPED, "x.md")
    expected = Story("", "Ferry returns", "The ferry sails again.", published=date(2026, 11, 18))
    assert story == with_id(replace(expected, original=Original("https://example.org/ferry"), topics=("clippings",)))
    assert {problem.severity for problem in parsed.problems} == {Severity.NOTE}
    assert [problem.line for problem in parsed.problems] == [3, 5, 6]


def test_names_that_are_as_good_in_front_matter_get_no_note() -> None:
    story, parsed = _read("---\ntitle: One\ndate: 2026-03-02\ntags: [a]\n---\nText.\n", "x.md")
    assert (story.published, story.topics, parsed.problems) == (date(2026, 3, 2), ("a",), ())


@pytest.mark.parametrize("name", ["x.yaml", "x.md"])
@pytest.mark.parametrize("is_first", [True, False])
def test_the_field_itself_counts_wherever_it_stands(name: str, is_first: bool) -> None:
    fields = ["published: 2026-03-02", "date: 2025-01-01", "created: 2024-01-01"]
    text = "\n".join(["title: One", *(fields if is_first else reversed(fields)), "summary: Text.", ""])
    story, parsed = _read(text if name == "x.yaml" else f"---\n{text}---\n", name)
    assert story.published == date(2026, 3, 2)
    assert [problem.severity for problem in parsed.problems] == [Severity.NOTE] * 2


@pytest.mark.parametrize("value", ["", '""', "~"])
def test_an_empty_synonym_says_nothing(value: str) -> None:
    story, parsed = _read(f"title: One\nsummary: Text.\nurl: {value}\nlink: https://a.example\n")
    assert story.original == Original("https://a.example")
    assert len(parsed.problems) == 1


@pytest.mark.parametrize(
    ("field", "message"),
    [
        ("link: not an address", "`original` is not a web address: not an address."),
        ("source: [a, b]", "`outlet` is a list; it must be text."),
        ("date: soon", "`published` is not a date: soon."),
        ("created: !!str y", "A value that begins with `!` states its type, which is not supported."),
    ],
)
def test_a_synonym_that_cannot_be_read_is_a_problem(field: str, message: str) -> None:
    _, parsed = _read(f"title: One\nsummary: Text.\n{field}\n")
    assert message in [problem.message for problem in parsed.problems if problem.severity is Severity.WARNING]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    story=stories(),
    suffix=st.sampled_from([".yaml", ".md"]),
    others=st.sets(st.sampled_from(sorted(SYNONYMS)), min_size=1),
)
def test_no_synonym_changes_a_field_that_the_story_has(story: Story, suffix: str, others: set[str]) -> None:
    story = replace(story, id="x", id_declared=True)
    extra = "".join(f"{name}: https://other.example/{name}\n" for name in sorted(others))
    written = write(story, suffix)
    text = written + extra if suffix == ".yaml" else written.replace("---\n", f"---\n{extra}", 1)
    read, _ = _read(text, f"x{suffix}")
    for name in ("outlet", "original", "published", "topics", "key_points", "summary"):
        assert getattr(story, name) in (getattr(read, name), None, "", ()), name
