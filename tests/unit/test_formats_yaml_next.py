"""A fault in the YAML of one story, or of one outlet, costs no other one in its file: those below it are read, too."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from newsreader.errors import Severity
from newsreader.formats import parse
from newsreader.formats.yaml import events as yaml_events
from newsreader.formats.yaml.story import parse_outlet_registry

_FAULTS: Final = [
    "title: Foo: bar",
    "title: x\nsummary: He said: it's",
    "title: 'x",
    "title: 'x\nsummary: y",
    'title: x\nsummary: "y\n\nmore of it',
    "title: 'it's'",
    'title: "x" y',
    'title: "\\q"',
    'title: "\\ud83c\\q"',
    "title: x\n\tsummary: y",
    "title: x\ntopics:\n\t- a",
    "title: @x",
    "title: `x`",
    "title: * x",
    "title: *x",
    "title: & x",
    "title: %x",
    "title: x\nsummary: %x",
    "title: [a",
    "title: x\ntopics: [a, b",
    "title: x\ntopics: [a, b]]",
    "title: x\noutlet: {id: a",
    "title: x\n]",
    "title: x\n}",
    "title: - x",
    "title: | x",
    "title: x\nsummary: > y",
    "title: x\n summary: y",
    "title: x\n- y",
    "title: x\noutlet:\n    id: a\n  name: b",
    "title: x\nkey_points:\n- a\n - b\n  - c: d: e",
    "title: x\nstray words\nsummary: y",
    "title: x\nstray words",
    "title: x\n*a",
    "title: x\nsummary: |\n   indented\n  less",
    "title:x\nsummary: y",
    "title: x\nsummary:y",
    "title： x\nsummary: y",
    "title: !Important",
    "title: x\n<<: *z",
    "just words",
    "title: x\n&a b: c\n? [a, b]\n: c",
]

Form = Callable[[list[str]], str]


def _as_list(stories: list[str], dash: str = "- ", margin: str = "") -> str:
    lines = (f"{dash}{story}".replace("\n", "\n  ") for story in stories)
    return "".join(f"{margin}{item}".replace("\n", f"\n{margin}") + "\n" for item in lines)


def _as_indented_list(stories: list[str]) -> str:
    return "# stories\n" + _as_list(stories, margin="    ")


def _as_list_below_dashes(stories: list[str]) -> str:
    return _as_list(stories, dash="-\n")


def _as_documents(stories: list[str]) -> str:
    return "".join(f"---\n{story}\n" for story in stories)


def _as_documents_without_a_first_line(stories: list[str]) -> str:
    return _as_documents(stories).removeprefix("---\n")


def _as_documents_with_lists(stories: list[str]) -> str:
    return "---\n" + "---\n".join(_as_list([story], margin="  ") for story in stories)


def _as_list_for_windows(stories: list[str]) -> str:
    return _as_list(stories).replace("\n", "\r\n")


_FORMS: Final = [
    _as_list,
    _as_indented_list,
    _as_list_below_dashes,
    _as_list_for_windows,
    _as_documents,
    _as_documents_without_a_first_line,
    _as_documents_with_lists,
]


def _story(name: str) -> str:
    return f"title: Story {name}\nsummary: |\n  About it:\n  - this\nkey_points:\n  - {name} first\n  - second"


@pytest.fixture(params=["fast", "pure"])
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "pure":
        monkeypatch.setattr(yaml_events, "yaml_parser", lambda: (yaml, yaml.SafeLoader))


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize("form", _FORMS)
@pytest.mark.parametrize("fault", _FAULTS)
def test_stories_around_a_fault_are_read_whole(fault: str, form: Form) -> None:
    parsed = parse(form([_story("a"), fault, _story("b"), _story("c")]).encode(), "x.yaml")
    stories = [placed.story for placed in parsed.stories if placed.story.title.startswith("Story")]
    assert [story.title for story in stories] == ["Story a", "Story b", "Story c"]
    assert [story.key_points for story in stories] == [(f"{name} first", "second") for name in "abc"]
    assert any(problem.severity is Severity.ERROR for problem in parsed.problems)


@settings(deadline=None)
@given(st.lists(st.sampled_from([None, *_FAULTS]), max_size=8), st.sampled_from(_FORMS))
def test_each_story_is_read_however_many_of_the_others_have_faults(faults: list[str | None], form: Form) -> None:
    items = [fault or _story(str(number)) for number, fault in enumerate(faults)]
    text = form([_story("first"), *items, _story("last")])
    expected = ["first", *(str(number) for number, fault in enumerate(faults) if fault is None), "last"]
    parsed = parse(text.encode(), "x.yaml")
    placed = [each for each in parsed.stories if each.story.title.startswith("Story ")]
    assert [each.story.title for each in placed] == [f"Story {name}" for name in expected]
    lines = text.replace("\r\n", "\n").split("\n")
    for each in placed:
        assert each.story.title in "\n".join(lines[each.line - 1 : each.line + 1])
    assert all(1 <= problem.line <= len(lines) for problem in parsed.problems)


@pytest.mark.parametrize("fault", ["name: a: b", "name: 'a", "name: [a", "name: x\n*a", "name: @x", "name: x\n\tid: y"])
def test_outlets_around_a_fault_are_read(fault: str) -> None:
    text = _as_list(["id: before\nname: Before", fault, "id: after\nname: After", "id: last\nname: Last"])
    parsed = parse_outlet_registry(text.encode(), "outlets.yaml")
    assert [outlet.name for outlet in parsed.outlets] == ["Before", "After", "Last"]
    assert len(parsed.problems) == 1
    assert 3 <= parsed.problems[0].line <= 5


@pytest.mark.parametrize("end", ["\n", "\r\n", " \n", "# x\r\n", "---\r\n"])
def test_many_empty_lines_above_a_fault_are_passed_at_once(end: str) -> None:
    parsed = parse((end * 3_000 + "title: a: b\nsummary: c").encode(), "x.yaml")
    assert [placed.story.title for placed in parsed.stories] == ["a: b"]
    assert len(parsed.problems) == 1
