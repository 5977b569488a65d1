"""Unusual characters in YAML, alone or as front matter: none changes what the text around it means."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from newsreader.errors import Severity
from newsreader.formats import parse, yaml_events
from newsreader.formats.blocks import one_line, tidy
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
_SLOW = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
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
    """Whether the library reads what it wrote, but for the spaces and a next-line character, which it makes a line end."""
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
            patch.setattr(yaml_events, "_yaml", lambda: (yaml, yaml.SafeLoader))
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
