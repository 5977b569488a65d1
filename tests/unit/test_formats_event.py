"""The event that a file declares, in each kind of file."""

from __future__ import annotations

import pytest

from newsreader.event_words import EVENT_LIMIT, clean_event, event_word
from newsreader.formats import parse, write
from newsreader.story import Story, story_from_dict, story_to_dict, with_id

_LONG = "x" * EVENT_LIMIT
_UNSHOWABLE = "`event` has characters that can't be shown, and is left out."
_TOO_LONG = f"`event` has more than {EVENT_LIMIT} characters, and is left out."
_NO_WORD = "`event` has no letter and no digit, and is left out."


def _read(text: str, name: str) -> tuple[Story, list[str]]:
    parsed = parse(text.encode(), name)
    (placed,) = parsed.stories
    assert all(problem.fix for problem in parsed.problems)
    return placed.story, [f"{each.line}:{each.column}: {each.message}" for each in parsed.problems]


def _of_field(event: str) -> tuple[str, list[str]]:
    story, problems = _read(f"title: One\nevent:{event}\nsummary: Text.\n", "x.yaml")
    assert (story.title, story.summary) == ("One", "Text.")
    return story.event, problems


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("x.yaml", "title: One\nevent: mars-landing-2026\nsummary: Text.\n"),
        ("x.yaml", '{"title": "One", "event": "mars-landing-2026", "summary": "Text."}'),
        ("x.md", "---\ntitle: One\nEvent: mars-landing-2026\n---\nText.\n"),
        ("x.md", '+++\ntitle = "One"\nevent = "mars-landing-2026"\n+++\nText.\n'),
        ("x.md", '{"title": "One", "event": "mars-landing-2026"}\nText.\n'),
        ("x.txt", "One\n\nText.\n\nEvent: mars-landing-2026\n"),
        ("x.txt", "One\n\nText.\nEvent：mars-landing-2026\n"),
    ],
)
def test_an_event_is_read(name: str, text: str) -> None:
    story, problems = _read(text, name)
    assert (story.summary, story.event, problems) == ("Text.", "mars-landing-2026", [])


@pytest.mark.parametrize(
    ("stated", "event", "problems"),
    [
        ("", "", []),
        (" ~", "", []),
        ('  "  Mars \u00a0 landing\\u200b  "', "Mars landing", []),
        (" 2026", "2026", []),
        (f" {_LONG}", _LONG, []),
        (f" {_LONG}y", "", [f"2:8: {_TOO_LONG}"]),
        (" [a, b]", "", ["2:8: `event` is not text."]),
        (" {a: b}", "", ["2:8: `event` is not text."]),
        (' "a\\e[31mb"', "", [f"2:8: {_UNSHOWABLE}"]),
        (' "a\\ab"', "", [f"2:8: {_UNSHOWABLE}"]),
        (' "\\a"', "", [f"2:8: {_UNSHOWABLE}"]),
        (' "a\ue000b"', "", [f"2:8: {_UNSHOWABLE}"]),
        (' "---"', "", [f"2:8: {_NO_WORD}"]),
        (" !!str y", "", ["2:8: A value that begins with `!` states its type, which is not supported."]),
        (" a\nevent: b", "a", ["3:1: `event` is given twice; the first one counts."]),
        (" a\nevents: b", "a", ["3:1: `events` is not a field of a story."]),
    ],
)
def test_what_is_wrong_costs_only_itself(stated: str, event: str, problems: list[str]) -> None:
    assert _of_field(stated) == (event, problems)


@pytest.mark.parametrize(
    ("stated", "problem"), [(f"{_LONG}y", _TOO_LONG), ("a\ufffdb", _UNSHOWABLE), ("(—)", _NO_WORD)]
)
def test_what_is_wrong_on_a_page_costs_only_itself(stated: str, problem: str) -> None:
    story, problems = _read(f"One\n\nText.\n\nEvent: {stated}\nLanguage: en\n", "x.txt")
    assert (story.event, story.summary, story.language) == ("", "Text.", "en")
    assert problems == [f"5:8: {problem}"]


def test_of_two_lines_of_a_page_the_first_counts_and_a_sentence_is_none() -> None:
    story, _ = _read("One\n\nText.\n\nEvent: a\nEvent: b\n", "x.txt")
    assert story.event == "a"
    story, _ = _read("One\n\nWe spoke.\nEvent: the one that everybody was talking about.\n", "x.txt")
    assert story.event == ""


@pytest.mark.parametrize("suffix", [".yaml", ".md", ".txt"])
@pytest.mark.parametrize("event", ["mars-landing-2026", "no", "2026", "Событие: один", "# 1"])
def test_each_format_keeps_it(suffix: str, event: str) -> None:
    story = with_id(Story("", "One", "Text.", event=event))
    assert _read(write(story, suffix), f"x{suffix}") == (story, [])


def test_an_event_changes_no_id() -> None:
    assert with_id(Story("", "One", event="a")).id == with_id(Story("", "One")).id


def test_json_has_it_and_data_without_it_is_read() -> None:
    data = story_to_dict(Story("a", "One", event="mars"))
    assert data["event"] == "mars"
    assert story_to_dict(Story("a", "One"))["event"] is None
    assert story_from_dict(data).event == "mars"
    del data["event"]
    assert story_from_dict(data).event == ""


@pytest.mark.parametrize("event", [1, ["mars"], {"a": "b"}])
def test_data_with_another_event_is_refused(event: object) -> None:
    with pytest.raises(ValueError, match="not a story"):
        story_from_dict({**story_to_dict(Story("a", "One")), "event": event})


@pytest.mark.parametrize(
    "other", ["Mars-Landing-2026", "mars landing 2026", " MARS_LANDING 2026", "«Márs» landing 2026"]
)
def test_words_are_compared_without_case_accents_and_signs(other: str) -> None:
    assert event_word(other) == event_word("mars-landing-2026") == "mars landing 2026"


def test_other_words_are_others() -> None:
    assert len({event_word(word) for word in ("mars-landing", "mars-landing-2", "marslanding", "火星", "")}) == 5


@pytest.mark.parametrize("text", ["", " ", "\x07", "a\x1b[31m", "x" * (EVENT_LIMIT + 1), "…"])
def test_what_can_be_no_word_is_none(text: str) -> None:
    assert clean_event(text) == ""
