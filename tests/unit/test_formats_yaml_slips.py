"""Slips in YAML that are read as they are meant, and reported at their place: they cost no story and no field."""

from __future__ import annotations

from typing import Final

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from newsreader.errors import Severity
from newsreader.formats import parse
from newsreader.formats.reports import Parsed
from newsreader.formats.yaml import events as yaml_events
from newsreader.story import Story, published_text

_FIELDS: Final = {"title": "One", "summary": "Text here", "published": "2026-03-02", "language": "en"}
_SPACES: Final = "\u00a0\u2003\u202f\u3000"
_LOOSE: Final = [
    "Some loose words",
    "*** x",
    "@ nine",
    "`code`",
    "'it is",
    "| a | b |",
    "• point",
    "-- x",
    "a\nb c",
]


@pytest.fixture(params=["fast", "pure"], autouse=True)
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "pure":
        monkeypatch.setattr(yaml_events, "yaml_parser", lambda: (yaml, yaml.SafeLoader))


def _parsed(text: str, path: str = "a.yaml") -> Parsed:
    return parse(text.encode(), path)


def _stories(parsed: Parsed) -> list[Story]:
    return [placed.story for placed in parsed.stories]


def _assert_whole(story: Story) -> None:
    assert (story.title, story.summary, story.language) == ("One", "Text here", "en")
    assert published_text(story.published) == "2026-03-02"


@settings(deadline=None)
@given(
    st.permutations(list(_FIELDS)),
    st.dictionaries(st.sampled_from(list(_FIELDS)), st.sampled_from([":", "：", "： "]), min_size=1),
    st.sampled_from(["alone", "list", "documents"]),
)
def test_fields_whose_colon_has_no_space_are_read_and_reported(
    names: list[str], colons: dict[str, str], form: str
) -> None:
    lines = [f"{name}{colons.get(name, ': ')}{_FIELDS[name]}" for name in names]
    text = "\n".join(lines)
    if form == "list":
        text = "- title: Before\n  summary: b\n- " + "\n  ".join(lines) + "\n- title: After\n  summary: a\n"
    elif form == "documents":
        text = f"title: Before\nsummary: b\n---\n{text}\n---\ntitle: After\nsummary: a\n"
    parsed = _parsed(text)
    stories = _stories(parsed)
    assert [story.title for story in stories] == (["One"] if form == "alone" else ["Before", "One", "After"])
    _assert_whole(stories[0] if form == "alone" else stories[1])
    first = {"alone": 1, "list": 3, "documents": 4}[form]
    assert [problem.line for problem in parsed.problems] == [
        number for number, name in enumerate(names, first) if name in colons
    ]
    assert all(problem.message.startswith("The colon behind `") for problem in parsed.problems)


@pytest.mark.parametrize("colon", [":", "："])
@pytest.mark.parametrize("body", ["\nBody.\n", "# Heading\n\nBody.\n"])
def test_fields_of_front_matter_whose_colon_has_no_space_are_read_and_reported(colon: str, body: str) -> None:
    parsed = _parsed(f"---\ntitle{colon}One\nlanguage{colon}en\ntopics: [a]\n---\n{body}", "a.md")
    (story,) = _stories(parsed)
    assert (story.title, story.language, story.topics) == ("One", "en", ("a",))
    assert "title" not in story.summary
    assert [problem.line for problem in parsed.problems] == [2, 3]


def test_a_field_of_an_outlet_whose_colon_has_no_space_is_read() -> None:
    (story,) = _stories(_parsed("title: One\noutlet:\n  id:bbc\n  name: BBC\nsummary: x\n"))
    assert story.outlet is not None
    assert (story.outlet.id, story.outlet.name) == ("bbc", "BBC")


def test_text_that_looks_like_a_field_without_a_space_stays_text_below_a_fault() -> None:
    text = "- title:One\n  summary: |\n    Topics:none\n    title:x\n- title: 'x\n- title: After\n  summary: a\n"
    assert _stories(_parsed(text))[0].summary == "Topics:none title:x"


@pytest.mark.parametrize("margin", ["", "  "])
@pytest.mark.parametrize("words", _LOOSE)
@pytest.mark.parametrize("place", range(4))
def test_words_between_stories_cost_none_of_them(margin: str, words: str, place: int) -> None:
    items = [f"{margin}- title: Story {n}\n{margin}  summary: |\n{margin}    About {n}" for n in range(3)]
    text = "\n".join([*items[:place], words, *items[place:]]) + "\n"
    parsed = _parsed(text)
    assert [(story.title, story.summary) for story in _stories(parsed)] == [
        (f"Story {n}", f"About {n}") for n in range(3)
    ]
    assert {problem.line for problem in parsed.problems} == {3 * place + 1}
    assert [problem.severity for problem in parsed.problems] == [Severity.ERROR]


def test_a_value_that_goes_on_in_the_first_column_costs_only_what_goes_on() -> None:
    text = "- title: One\n  summary: Text here\non this line\n  language: en\n  published: 2026-03-02\n- title: T\n  summary: t\n"
    parsed = _parsed(text)
    _assert_whole(_stories(parsed)[0])
    assert [story.title for story in _stories(parsed)] == ["One", "T"]
    (problem,) = parsed.problems
    assert (problem.line, problem.column) == (3, 1)
    assert "on this line" in problem.message


@pytest.mark.parametrize("quote", ["'", '"'])
def test_a_quote_that_the_next_story_closes_is_reported_where_it_is_opened(quote: str) -> None:
    parsed = _parsed(
        f"- title: {quote}One\n  summary: x\n- title: {quote}Two{quote}\n  summary: y\n- title: T\n  summary: t\n"
    )
    assert [story.title for story in _stories(parsed)] == ["Two", "T"]
    assert [(problem.line, problem.column) for problem in parsed.problems] == [(1, 10)]


@pytest.mark.parametrize("space", _SPACES)
@pytest.mark.parametrize("indent", ["", "  ", "    "])
@pytest.mark.parametrize("first", ["plain", "odd"])
def test_odd_spaces_behind_the_dashes_of_a_list_begin_items(space: str, indent: str, first: str) -> None:
    dash = "- " if first == "plain" else f"-{space}"
    items = f"{indent}{dash}a b\n{indent}-{space}c: d\n{indent}-{space}{space}e"
    text = f"title: One\nkey_points:\n{items}\ntopics:\n{items}\nsummary: x\n"
    for path, given_text in (("a.yaml", text), ("a.md", f"---\n{text}---\n")):
        parsed = _parsed(given_text, path)
        (story,) = _stories(parsed)
        assert story.key_points == story.topics == ("a b", "c: d", "e")
        assert parsed.problems == ()


@pytest.mark.parametrize("second", ["- ", "-"])
def test_the_first_dash_of_all_may_lack_its_space(second: str) -> None:
    parsed = _parsed(f"\n-title: A\n  summary: x\n{second}title: B\n  summary: y\n")
    assert [each.title for each in _stories(parsed)] == ["A", "B"]
    assert {problem.line for problem in parsed.problems} == ({2} if second == "- " else {2, 4})


@pytest.mark.parametrize("slip", ["title:S{n}\n  summary: x", "title: S{n}\n  summary: x\n  topics:\n  -a\n  -b"])
def test_a_slip_in_each_of_many_stories_costs_none(slip: str) -> None:
    parsed = _parsed("".join("- " + slip.format(n=number) + "\n" for number in range(150)))
    assert [each.title for each in _stories(parsed)] == [f"S{number}" for number in range(150)]


def test_the_sign_of_a_number_is_no_dash() -> None:
    (story,) = _stories(_parsed("title: A\nkey_points:\n- lows tonight\n-5 degrees in Oslo\n- more\nsummary: x\n"))
    assert story.key_points == ("lows tonight", "-5 degrees in Oslo", "more")


def test_items_of_which_only_the_first_lacks_its_space_are_reported() -> None:
    (problem,) = _parsed("title: A\nkey_points:\n  -one more\n  - two\nsummary: x\n").problems
    assert "on one line" in problem.message


def test_an_odd_space_behind_a_dash_in_text_stays_text() -> None:
    (story,) = _stories(_parsed("title: One\nsummary:\n  -\u00a0Six\n  -\u00a0Two\nkey_points:\n  - a\n    -\u00a0b\n"))
    assert story.summary == "- Six - Two"
    assert story.key_points == ("a - b",)


@pytest.mark.parametrize("space", _SPACES)
@pytest.mark.parametrize("text", ["[", "{a", "&a", "*", "| x", "'", "- b"])
def test_an_odd_space_behind_a_plain_one_begins_the_text_of_an_item(space: str, text: str) -> None:
    (story,) = _stories(_parsed(f"title: One\ntopics:\n- {space}{text}\n- c\nsummary: x\n"))
    assert story.topics == (text, "c")


@pytest.mark.parametrize("items", ["- a b\n-c", "-a b\n-c", "  - a b\n  -c"])
def test_items_whose_dash_has_no_space_are_read_and_reported(items: str) -> None:
    parsed = _parsed(f"title: One\nsummary: x\ntopics:\n{items}\nlanguage: en\n")
    (story,) = _stories(parsed)
    assert (story.topics, story.language) == (("a b", "c"), "en")
    assert all(problem.message.startswith("The dash is not followed") for problem in parsed.problems)
    assert parsed.problems[-1].line == 5


@pytest.mark.parametrize("items", ["  -a\n  -b", "  • a\n  • b", "  – a\n  – b"])
@pytest.mark.parametrize("name", ["key_points", "topics"])
def test_items_that_yaml_puts_on_one_line_are_reported(items: str, name: str) -> None:
    parsed = _parsed(f"title: One\nsummary: x\n{name}:\n{items}\n")
    (problem,) = parsed.problems
    assert (problem.line, problem.severity) == (4, Severity.WARNING)
    assert name in problem.message


@pytest.mark.parametrize("text", ["-5 to -3 degrees", "well-known", "- a", "• a", "–"])
def test_text_that_is_one_item_is_not_reported(text: str) -> None:
    assert _parsed(f'title: One\nkey_points: "{text}"\n').problems == ()


def test_a_story_whose_dash_has_no_space_is_read_and_reported() -> None:
    parsed = _parsed("- title: One\n  summary: a\n-title: Two\n  summary: b\n- title: Three\n  summary: c\n")
    assert [story.title for story in _stories(parsed)] == ["One", "Two", "Three"]
    assert [problem.line for problem in parsed.problems] == [3]


def test_bytes_that_are_not_utf_8_cost_no_story_of_a_list() -> None:
    data = b"- title: One\n  summary: one\n- title: Caf\xe9 \x81\n  summary: \xc3\xa9\n- title: Three\n  summary: c\n"
    parsed = parse(data, "a.yaml")
    assert [story.title for story in _stories(parsed)] == ["One", "Café \ufffd", "Three"]
    assert [(problem.line, problem.column, problem.severity) for problem in parsed.problems] == [
        (3, 13, Severity.ERROR)
    ]


@pytest.mark.parametrize("slip", ["title:x", "-title: x", "words", "words:\n", "- title:x", "x\n- y:"])
def test_many_slips_are_read_within_bounds(slip: str) -> None:
    for between in ("\n", "\n---\n", "\n- "):
        assert _parsed(between.join([slip] * 2_000)).problems


@pytest.mark.parametrize(
    "text", [f"{' ' * 100_000}a\n- b: c\n", f"- a: b\n{' ' * 100_000}c d\n- e\n", "[\n" + "a,\n" * 20_000]
)
def test_long_runs_of_spaces_and_of_values_are_looked_at_within_bounds(text: str) -> None:
    assert _parsed(text).problems
