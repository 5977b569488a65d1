"""Files that are not valid YAML: the place, the sentence, the fix, and what is still listed."""

from __future__ import annotations

import pytest
import yaml

from newsreader.errors import Severity
from newsreader.formats import parse
from newsreader.formats.yaml import events as yaml_events

_FAULTS = [
    ("title: Foo: bar", (1, 11), "Line 1, column 11: a second colon follows `title:`.", 'title: "Foo: bar"'),
    ('title: Say "a": b', (1, 15), "Line 1, column 15: a second colon follows `title:`.", "title: 'Say \"a\": b'"),
    ("title: x\nsummary: He said: it's", (2, 17), "Line 2, column 17: a second colon", 'summary: "He said: it\'s"'),
    ("title: 'x\nsummary: y", (1, 8), "The quote opened here is never closed.", "Close it with the same quote"),
    ('title: x\nsummary: "y', (2, 10), "The quote opened here is never closed.", "Close it with the same quote"),
    ("title: x\n\tsummary: y", (2, 1), "A tab is used for indentation.", "spaces"),
    ("\ttitle: x", (1, 1), "A tab is used for indentation.", "spaces"),
    ("title: x\ntopics:\n\t- a", (3, 1), "A tab is used for indentation.", "spaces"),
    ("title: @x", (1, 8), "A value cannot begin with `@`.", 'title: "@x"'),
    ("title: `x`", (1, 8), "A value cannot begin with ```.", 'title: "`x`"'),
    ("title: 5%\nsummary: %x", (2, 10), "A value cannot begin with `%`.", 'summary: "%x"'),
    ("title: * x", (1, 8), "A value cannot begin with `*`.", 'title: "* x"'),
    ("title: & x", (1, 8), "A value cannot begin with `&`.", 'title: "& x"'),
    ("title: x\ntopics: [a, b", (2, 9), "The `[` opened here is not closed.", "Close it"),
    ("title: x\noutlet: {id: a", (2, 9), "The `{` opened here is not closed.", "Close it"),
    ('title: "x" y', (1, 12), "There is text after the closing quote or bracket.", "whole value"),
    ("title: [x] y", (1, 12), "There is text after the closing quote or bracket.", "whole value"),
    ("title: - x", (1, 8), "A list cannot begin on the line of its field.", "next line"),
    ("title: | x", (1, 10), "Nothing can follow `|` or `>` on its line.", "next line"),
    ("title: x\nsummary: > y", (2, 12), "Nothing can follow `|` or `>` on its line.", "next line"),
    ('title: "\\q"', (1, 9), "A backslash in double quotes stands before a character it cannot escape.", "twice"),
    ("title: x\n summary: y", (2, 9), "This line does not fit the one above it.", "same indentation"),
    ("title: x\n- y", (2, 1), "This line does not fit the one above it.", "same indentation"),
    ("title: x\noutlet:\n    id: a\n  name: b", (4, 3), "This line does not fit the one above it.", "same indentation"),
    ("title: x\nstray words\nsummary: y", (3, 1), "The line above is neither a field nor part of one.", "Indent it"),
    ("%YAML 9.9\n---\ntitle: x", (1, 1), "This is not valid YAML:", "quotes"),
]


@pytest.mark.parametrize(("text", "place", "message", "fix"), _FAULTS)
def test_a_syntax_error_says_where_what_and_how_to_fix(
    text: str, place: tuple[int, int], message: str, fix: str
) -> None:
    problem = parse(f"{text}\n".encode(), "x.yaml").problems[0]
    assert (problem.line, problem.column) == place
    assert problem.message.startswith(message)
    assert fix in problem.fix
    assert problem.severity is Severity.ERROR


@pytest.mark.parametrize("text", [text for text, *_ in _FAULTS])
def test_the_parser_without_libyaml_explains_faults_too(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    place = parse(f"{text}\n".encode(), "x.yaml").problems[0].line
    monkeypatch.setattr(yaml_events, "yaml_parser", lambda: (yaml, yaml.SafeLoader))
    problem = parse(f"{text}\n".encode(), "x.yaml").problems[0]
    assert problem.line == place
    assert problem.fix


def test_a_story_with_a_second_colon_in_its_title_is_listed_as_plain_text() -> None:
    parsed = parse(b"# mine\nid: a\ntitle: Foo: bar\nsummary: |\n  One\n  two.\ntopics: [a]\n", "x.yaml")
    (placed,) = parsed.stories
    assert (placed.line, placed.story.title) == (3, "Foo: bar")
    assert placed.story.summary == "# mine\n\nid: a\n\nsummary: | One two.\n\ntopics: [a]"
    assert [problem.severity for problem in parsed.problems] == [Severity.ERROR]


@pytest.mark.parametrize(
    "text", ["title: 'Foo\nsummary: y\n", 'Title: "Foo" \nsummary: a: b\n', "title: Foo\n\tx: y\n"]
)
def test_any_story_alone_in_its_file_is_listed_whatever_is_wrong(text: str) -> None:
    parsed = parse(text.encode(), "x.yaml")
    assert [placed.story.title for placed in parsed.stories] == ["Foo"]
    assert len(parsed.problems) == 1


@pytest.mark.parametrize("text", ["summary: a: b\n", "title:\nsummary: a: b\n", "- title: a: b\n  summary: c\n"])
def test_what_has_no_title_line_of_its_own_is_not_listed(text: str) -> None:
    parsed = parse(text.encode(), "x.yaml")
    assert parsed.stories == ()
    assert len(parsed.problems) == 1


@pytest.mark.parametrize(
    "fault", ["- title: c: d\n  summary: x\n", "- title: 'c\n", "- title: [c\n", "---\ntitle: c: d\n"]
)
def test_stories_before_a_syntax_error_still_load(fault: str) -> None:
    text = f"- title: a\n  summary: x\n- title: b\n  summary: x\n{fault}"
    parsed = parse(text.encode(), "x.yaml")
    assert [placed.story.title for placed in parsed.stories] == ["a", "b"]
    (problem,) = parsed.problems
    assert problem.line >= 5
