"""Unusual characters in YAML, alone or as front matter: none changes what the text around it means."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from newsreader.errors import Severity
from newsreader.formats import parse, parse_outlets
from newsreader.formats.blocks import one_line, split_points, tidy
from newsreader.formats.yaml import events as yaml_events
from newsreader.story import Story
from newsreader.text import clean_title

_SPACES = "\u00a0\u1680\u2000\u2003\u2009\u200a\u202f\u205f\u3000"
_BREAKS = "\u2028\u2029\x85"
_CONTROLS = "\x0b\x0c\x1c\x1f\x7f\x80\x9f\ufffe\uffff"
_UNSEEN = "\u200b\ufeff\u202e\u00ad"
_ODD = [*_SPACES, *_BREAKS, *_CONTROLS, *_UNSEEN]
_PIECES = [
    *_ODD, "# 1 concern", "#tag", ": ", ":", "- a", "a", "b c", "\n", "\n\n", " ", "'", '"', "!", "!a", "\\ud83c\\udf84",
    "\\", "\ud83c", "\U0001f384", "title:\u00a0x", "|", "[", "{a: b}", "---", "x\u00a0", "*a", "&a", "%", "@", "\t", "0", "null",
]  # fmt: skip
_texts = st.one_of(st.lists(st.sampled_from(_PIECES), min_size=1, max_size=7).map("".join), st.text(max_size=20))
_SLOW = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # to make such stories smaller takes minutes
)
_STYLES = st.sampled_from([None, "'", '"', "|", ">"])


@st.composite
def _fields(draw: st.DrawFn) -> dict[str, Any]:
    return {
        "title": draw(_texts.filter(clean_title)),
        "summary": draw(_texts.filter(tidy)),
        "key_points": draw(st.lists(_texts, max_size=2)),
        "topics": draw(st.lists(_texts, max_size=2)),
        "outlet": {"id": "o", "country": draw(_texts), "description": draw(_texts)},
        "generator": draw(_texts),
        "id": draw(_texts.filter(one_line)),
    }


def _dumped(value: Any, style: str | None, unicode: bool, width: int) -> str:
    text: str = yaml.safe_dump(value, default_style=style, allow_unicode=unicode, width=width, sort_keys=False)
    assume(_survives(yaml.safe_load(text), value))
    return text


def _survives(read: Any, written: Any) -> bool:
    """Whether the library reads what it wrote; spaces may differ, and next line becomes a line end."""
    if isinstance(written, dict):
        return isinstance(read, dict) and all(_survives(read.get(key), value) for key, value in written.items())
    if isinstance(written, list):
        return isinstance(read, list) and all(map(_survives, read, written))
    return isinstance(read, str) and read.split() == written.split()


def _check(story: Story, fields: dict[str, Any]) -> None:
    assert story.title == clean_title(fields["title"])
    assert _words(story.summary) == _words(tidy(fields["summary"]))
    assert story.key_points == tuple(filter(None, map(one_line, fields["key_points"])))
    assert story.topics == tuple(filter(None, map(one_line, fields["topics"])))
    assert story.outlet is not None
    assert story.outlet.country == one_line(fields["outlet"]["country"])
    assert _words(story.outlet.description) == _words(tidy(fields["outlet"]["description"]))
    assert story.generator == one_line(fields["generator"])
    assert story.id == one_line(fields["id"])


def _words(text: str) -> list[str]:
    return text.split()


@_SLOW
@given(_fields(), _STYLES, st.booleans(), st.sampled_from([20, 80]))
@pytest.mark.parametrize("pure", [False, True])
def test_what_a_library_wrote_as_yaml_is_read_as_it_was_written(
    pure: bool, fields: dict[str, Any], style: str | None, unicode: bool, width: int
) -> None:
    text = _dumped(fields, style, unicode, width)
    with pytest.MonkeyPatch.context() as patch:
        if pure:
            patch.setattr(yaml_events, "yaml_parser", lambda: (yaml, yaml.SafeLoader))
        for name, data in (("x.yaml", text), ("x.md", f"---\n{text.removesuffix('...' + chr(10))}\n---\n")):
            parsed = parse(data.encode("utf-8", "surrogatepass"), name)
            (placed,) = parsed.stories
            _check(placed.story, fields)
            assert all(problem.severity is Severity.WARNING for problem in parsed.problems)


@_SLOW
@given(st.lists(_fields(), min_size=2, max_size=3), _STYLES, st.booleans())
def test_no_story_of_a_list_costs_another_one_anything(
    stories: list[dict[str, Any]], style: str | None, unicode: bool
) -> None:
    parsed = parse(_dumped(stories, style, unicode, 80).encode("utf-8", "surrogatepass"), "x.yaml")
    assert len(parsed.stories) == len(stories)
    for placed, fields in zip(parsed.stories, stories, strict=True):
        _check(placed.story, fields)


def _story(text: str, name: str = "x.yaml") -> Story:
    """The one story of a file; in Markdown `text` is the front matter."""
    data = text if name == "x.yaml" else f"---\n{text}---\n"
    parsed = parse(data.encode(), name)
    assert [problem for problem in parsed.problems if "control character" not in problem.message] == []
    (placed,) = parsed.stories
    return placed.story


_BOTH = pytest.mark.parametrize("name", ["x.yaml", "x.md"])
_EACH = pytest.mark.parametrize("char", _ODD, ids=lambda char: f"U+{ord(char):04X}")


@_BOTH
@_EACH
def test_no_unusual_character_makes_a_comment_or_a_field_of_what_follows_it(char: str, name: str) -> None:
    text = (
        f"title: Oil price{char}# 1 concern\nsummary: The{char}problem:{char}he said\ntopics: [a{char}b, c{char}# d]\n"
    )
    story = _story(text, name)
    assert story.title == clean_title(f"Oil price{char}# 1 concern")
    assert _words(story.summary) == _words(tidy(f"The{char}problem:{char}he said"))
    assert story.topics == (one_line(f"a{char}b"), one_line(f"c{char}# d"))


@_BOTH
@_EACH
def test_an_unusual_character_stays_in_a_block_of_text_and_in_quotes(char: str, name: str) -> None:
    block = f"summary: |\n  One{char}two\n  three\n\n  {char} four\n"
    story = _story(f"title: 'a{char}b'\nid: \"a{char}b\"\n{block}language: en\n", name)
    assert (story.title, story.id, story.language) == (clean_title(f"a{char}b"), one_line(f"a{char}b"), "en")
    assert _words(story.summary) == _words(tidy(f"One{char}two\nthree\n\n{char} four"))


@_EACH
def test_places_are_counted_as_editors_count_lines(char: str) -> None:
    text = f"title: a{char}b\nsummary: |-\n  c{char}  d\npublished: never\n"
    assert [(p.line, p.column) for p in parse(text.encode(), "x.yaml").problems if "date" in p.message] == [(4, 12)]


@_BOTH
@pytest.mark.parametrize("space", _SPACES)
def test_an_unusual_space_behind_the_colon_of_a_field_or_in_indentation_is_a_space(space: str, name: str) -> None:
    text = (
        f"title:{space}Bridge opens\nsummary:{space}|{space}\n{space}{space}One\n{space} line.\n"
        f"key_points:\n{space}{space}- a\n {space}- b\noutlet:\n  name:{space}Post\n{space}{space}bias:{space}center\n"
        f"original: {{url:{space}https://example.org, kind:{space}video}}\n"
    )
    story = _story(text, name)
    assert (story.title, story.summary, story.key_points) == ("Bridge opens", "One line.", ("a", "b"))
    assert story.outlet is not None
    assert (story.outlet.name, story.outlet.rating.id) == ("Post", "center")
    assert story.original is not None
    assert (story.original.url, story.original.kind) == ("https://example.org", "video")


def test_a_list_of_stories_may_be_indented_by_unusual_spaces() -> None:
    text = "- title:\u00a0a\n\u00a0 summary: x\n-\u00a0title: b\n \u00a0summary: y\n"
    assert [placed.story.title for placed in parse(text.encode(), "x.yaml").stories] == ["a", "b"]


def test_an_unusual_space_elsewhere_is_text() -> None:
    story = _story("title: \u00a0*a\u00a0b\nsummary: Text\n  title:\u00a0c\n")
    assert (story.title, story.summary) == ("*a b", "Text title: c")
    block = _story("title: x\nsummary: |\n  \u3000One\n  two\n\n  - a\n  \u3000- b\n")
    assert _words(block.summary) == ["One", "two", "-", "a", "-", "b"]


def test_a_surrogate_pair_escaped_as_in_json_is_its_character() -> None:
    text = '[{"title": "One", "summary": "x"},\n {"title": "Lit \\ud83c\\udf84!", "summary": "\\\\ud83c"},\n'
    parsed = parse(f'{text} {{"title": "Three", "summary": "x"}}]'.encode(), "x.yaml")
    assert [placed.story.title for placed in parsed.stories] == ["One", "Lit \U0001f384!", "Three"]
    assert parsed.stories[1].story.summary == "\\ud83c"
    assert parsed.problems == ()


@pytest.mark.parametrize("half", ["\\ud83c", "\\uDF84", "\\ud83c x", "\\U0000d83c", "\\ud83c\\ud83c\\udf84"])
def test_half_a_surrogate_pair_is_named_and_costs_only_itself(half: str) -> None:
    text = f'- title: One\n  summary: x\n- title: "\\ud83c\\udf84a {half}"\n  summary: x\n- title: Three\n  summary: never\n'
    parsed = parse(text.encode(), "x.yaml")
    assert len(parsed.stories) == 3
    assert parsed.stories[1].story.title.startswith("\U0001f384a \ufffd")
    (problem,) = parsed.problems
    assert (problem.line, problem.column, problem.severity) == (3, 25, Severity.WARNING)
    assert "\\uD83C" in problem.message or "\\uDF84" in problem.message


@pytest.mark.parametrize("value", ["\\ud83c\\udf84", "'\\ud83c'", "|\n  \\ud83c"])
def test_such_an_escape_where_yaml_has_none_is_text(value: str) -> None:
    assert _story(f"title: x\nsummary: {value}\n").summary == value.strip("'|\n ")


@_BOTH
@pytest.mark.parametrize(
    "text", ["!Important news", "!Important", "! news", "!!! news", "!", "!a, b", "!Über uns", "!a! b"]
)
def test_text_that_begins_with_an_exclamation_mark_is_reported_and_kept(text: str, name: str) -> None:
    data = f"title: {text}\nkey_points:\n- {text}\n- b\noutlet:\n  name: {text}\n"
    parsed = parse((data if name == "x.yaml" else f"---\n{data}---\n").encode(), name)
    story = parsed.stories[0].story
    assert (story.title, story.key_points) == (text, (text, "b"))
    assert story.outlet is not None
    assert story.outlet.name == text
    above = name == "x.md"
    places = [(problem.line - above, problem.column) for problem in parsed.problems]
    assert places == [(1, 8), (3, 3), (6, 9)]
    assert {problem.severity for problem in parsed.problems} == {Severity.WARNING}


@pytest.mark.parametrize(
    "field",
    [
        "generator: !!binary aGk=",
        "topics: !!set {a, b}",
        "topics: !x\n  - a",
        "topics: [a, !!int 1]",
        "outlet: !<x> {id: a}",
    ],
)
def test_a_value_that_states_its_type_costs_only_its_field(field: str) -> None:
    parsed = parse(f"title: x\nsummary: y\n{field}\nlanguage: en\n".encode(), "x.yaml")
    assert [placed.story.language for placed in parsed.stories] == ["en"]
    (problem,) = parsed.problems
    assert (problem.line, problem.severity) == (3, Severity.WARNING)
    assert "states its type" in problem.message


@pytest.mark.parametrize("end", ["\n", ""])
def test_files_that_were_joined_with_their_byte_order_marks_are_read_one_by_one(end: str) -> None:
    one, two = f"title: a\nsummary: x{end}", "- title: b\n  summary: x\n  published: never\n"
    parsed = parse(f"\ufeff{one}\ufeff{two}\ufeff---\ntitle: c: d\n\ufefftitle: e\nsummary: f\n".encode(), "x.yaml")
    assert [placed.story.title for placed in parsed.stories] == ["a", "b", "c: d", "e"]
    lines = 4 + bool(end)
    assert [problem.line for problem in parsed.problems] == [lines, lines + 2]


def test_outlets_of_joined_registries_are_all_read() -> None:
    parsed = parse_outlets("\ufeff- id: a\n\ufeff- id: b: c\n\ufeff- id: d\n".encode(), "outlets.yaml")
    assert [outlet.id for outlet in parsed.outlets] == ["a", "d"]
    assert [problem.line for problem in parsed.problems] == [2]


def test_bullets_of_word_processors_are_bullets_in_a_text_of_key_points() -> None:
    text = "title: x\nkey_points: |\n  \uf0b7\tOne\n    more\n  \uf0a7 Two\n"
    assert _story(text).key_points == split_points("- One\n  more\n- Two")
