"""Comments in YAML: those that take text away are reported, those that are meant as comments are not."""

from __future__ import annotations

import pytest

from newsreader.errors import Severity
from newsreader.formats import parse, parse_outlets

_START = "title: x\nsummary: y\n"


def _complaints(text: str, name: str = "x.yaml") -> list[tuple[int, int]]:
    problems = [problem for problem in parse(text.encode(), name).problems if "is a comment" in problem.message]
    assert all(problem.severity is Severity.WARNING and "quotes" in problem.fix for problem in problems)
    return [(problem.line, problem.column) for problem in problems]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("title: The square for #QuietStreets on Sunday\nsummary: y\n", [(1, 23)]),
        ("title: x\nsummary: y\t#z\n", [(2, 12)]),
        ("title: x\nsummary: One\n  two #three\n", [(3, 7)]),
        ("title: x\nsummary: One\n  #two\n", [(3, 3)]),
        (f"{_START}key_points:\n  - #2 seed loses\n  - b\n", [(4, 5)]),
        (f"{_START}key_points:\n  - a #2\n  - b #3\n", [(4, 7), (5, 7)]),
        (f"{_START}topics: #roads\n", [(3, 9)]),
        (f"{_START}topics: [roads, #cycling\n  walking]\n", [(3, 17)]),
        (f"{_START}topics: [roads #cycling\n  , walking]\n", [(3, 16)]),
        (f"{_START}topics: [ #roads\n  walking]\n", [(3, 11)]),
        (f"{_START}outlet: {{id: a, #name: b\n  }}\n", [(3, 17)]),
        (f"{_START}outlet:\n  name: Post #1\n", [(4, 14)]),
        (f"- {_START.replace(chr(10), chr(10) + '  ')}language: en #de\n- title: b #c\n  summary: d\n", [(3, 16), (4, 12)]),
        ('title: "a" b #c\nsummary: y\n', []),
        ("title: x #a #b # c #d\nsummary: y\n", [(1, 10)]),
        ("title: x ##a\nsummary: y\n", [(1, 10)]),
        ("title: x #½\r\nsummary: y #z\r\n", [(1, 10), (2, 12)]),
    ],
)  # fmt: skip
def test_a_comment_that_takes_text_away_is_reported(text: str, places: list[tuple[int, int]]) -> None:
    assert _complaints(text) == places


@pytest.mark.parametrize(
    "text",
    [
        "title: x # a note\nsummary: y\n",
        "title: x # see #12, #13\nsummary: y\n",
        "title: x #\nsummary: y ##\n",
        "title: x ## a note\nsummary: y\n",
        "#a\ntitle: \"x #y\"\nsummary: 'y #z'\n",
        f"#a\n{_START}#topics: [a]\n",
        f"{_START}key_points: #the points\n  - a\n  #- b\n  - c\n",
        f"{_START}key_points:\n  #first\n  - a\n",
        'title: "x" #a\nsummary: y\ntopics: [a, b] #c\n',
        "title: x\nsummary: |\n  a #b\n\n  #c\n",
        "title: C#\nsummary: a#b and https://example.org/#c\n",
        f"- title: a\n  #summary: x\n  summary: y\n#- title: b\n- {_START.replace(chr(10), chr(10) + '  ')}",
    ],
)
def test_a_comment_that_is_meant_as_one_is_not_reported(text: str) -> None:
    assert _complaints(text) == []


def test_the_message_shows_what_is_left_out() -> None:
    (problem,) = parse(b"title: The square for #QuietStreets\nsummary: y\n", "x.yaml").problems
    assert "#QuietStreets" in problem.message


def test_comments_in_front_matter_and_registries_are_reported_too() -> None:
    assert _complaints("---\ntitle: x #y\n---\nText. #z\n", "x.md") == [(2, 10)]
    (problem,) = parse_outlets(b"- id: a\n  name: Post #1\n", "outlets.yaml").problems
    assert (problem.line, problem.column) == (2, 14)


def test_a_comment_that_breaks_the_yaml_is_reported_with_the_fault() -> None:
    problems = parse(b"title: x\ntopics: [roads, #cycling]\nsummary: y\n", "x.yaml").problems
    assert (2, 17) in [(problem.line, problem.column) for problem in problems]
