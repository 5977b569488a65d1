"""What holds for every story and for every file."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.unit.strategies import blocks, stories

from newsreader.formats import SUFFIXES, parse, parse_outlets, write
from newsreader.formats.blocks import tidy
from newsreader.story import Story

_ALL = sorted(SUFFIXES)
_SLOW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.mark.parametrize("suffix", [".yaml", ".md", ".txt"])
@_SLOW
@given(story=stories())
def test_what_is_written_is_read_back_as_it_was(suffix: str, story: Story) -> None:
    parsed = parse(write(story, suffix).encode(), f"x{suffix}")
    expected = replace(story, origin=None) if suffix == ".txt" else story
    assert [placed.story for placed in parsed.stories] == [expected]
    is_doubtful = suffix == ".txt" and story.title.casefold().startswith("title")  # it may be a slip: "title: …"
    problems = [each for each in parsed.problems if not (is_doubtful and "is its title as it stands" in each.message)]
    assert [each for each in problems if "of an origin" not in each.message] == []
    assert len(problems) == (len(story.origin.others) if story.origin and suffix != ".txt" else 0)


@_SLOW
@given(st.binary(max_size=400), st.one_of(st.sampled_from([*_ALL, ".YAML", ".Md"]), st.text(max_size=5)))
def test_no_content_makes_parsing_raise(data: bytes, suffix: str) -> None:
    _check(data, suffix)


@_SLOW
@given(
    st.lists(blocks, max_size=5).map("\n".join), st.sampled_from(_ALL), st.sampled_from(["", "---\n", "title: ", "- "])
)
def test_no_text_makes_parsing_raise(text: str, suffix: str, start: str) -> None:
    _check((start + text).encode("utf-8", "replace"), suffix)


@_SLOW
@given(stories(), st.sampled_from(_ALL), st.integers(0, 2000), st.integers(0, 255))
def test_no_damaged_story_makes_parsing_raise(story: Story, suffix: str, at: int, byte: int) -> None:
    data = write(story, suffix).encode()
    _check(data[:at] + bytes([byte]) + data[at + 1 :], suffix)
    _check(data[:at], suffix)


@_SLOW
@given(st.text(max_size=200))
def test_tidying_twice_changes_nothing(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)


@_SLOW
@given(blocks)
def test_tidying_what_is_tidy_changes_nothing(text: str) -> None:
    assert tidy(text) == text


def _check(data: bytes, suffix: str) -> None:
    path = f"folder/x{suffix}"
    parsed = parse(data, path)
    assert parsed.stories or parsed.problems
    for problem in (*parsed.problems, *parse_outlets(data, path).problems):
        assert problem.path == path
        assert problem.line >= 1
        assert problem.column >= 1
        assert problem.message
        assert problem.fix
    for placed in parsed.stories:
        assert placed.line >= 1
        assert placed.story.title
        assert placed.story.id
