"""The labelled texts are what a measurement of the finding of events can rely on."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

import yaml
from tests.events.texts import FOLDER, LabelledStory, labelled_stories

_STORIES = labelled_stories()
_SENTENCE_ENDS = re.compile(r"(?<=[.!?؟])\s+|(?<=[。！？])")


def _events() -> dict[str, list[LabelledStory]]:
    events: defaultdict[str, list[LabelledStory]] = defaultdict(list)
    for story in _STORIES:
        if story.event is not None:
            events[story.event].append(story)
    return dict(events)


def _neighbours() -> list[LabelledStory]:
    return [story for story in _STORIES if story.event is None]


def _sentences(text: str) -> list[str]:
    """Return the sentences of `text`. What is shorter than ten characters ended at an abbreviation, such as "U.S."."""
    return [sentence for sentence in _SENTENCE_ENDS.split(text) if len(sentence) >= 10]


def _twice(texts: Iterable[str]) -> list[str]:
    return [text for text, times in Counter(texts).items() if times > 1]


def _moment(published: date) -> datetime:
    """Return when a story was published; a date alone counts as 00:00 UTC."""
    if isinstance(published, datetime):
        return published
    return datetime(published.year, published.month, published.day, tzinfo=UTC)


def test_at_least_forty_events_are_each_told_by_three_outlets() -> None:
    events = _events()
    assert len(events) >= 40
    assert {name: len(told) for name, told in events.items() if len(told) != 3} == {}
    assert {name for name, told in events.items() if len({story.outlet for story in told}) != 3} == set()


def test_at_least_eighty_five_neighbours_stand_beside_the_events() -> None:
    assert len(_neighbours()) >= 85


def test_an_event_is_told_in_one_language_and_there_are_at_least_six() -> None:
    assert {name for name, told in _events().items() if len({story.language for story in told}) != 1} == set()
    assert len({told[0].language for told in _events().values()}) >= 6


def test_neighbours_stand_in_the_languages_with_most_events() -> None:
    assert {"en", "de", "fr", "es", "ru", "zh"} <= {story.language for story in _neighbours()}


def test_no_two_stories_have_the_same_text() -> None:
    assert _twice(story.title for story in _STORIES) == []
    assert _twice(story.summary for story in _STORIES) == []


def test_no_sentence_stands_in_two_stories() -> None:
    assert _twice(sentence for story in _STORIES for sentence in set(_sentences(story.summary))) == []
    assert _twice(point for story in _STORIES for point in set(story.points)) == []


def test_roundups_are_in_at_least_three_languages_and_belong_to_no_event() -> None:
    roundups = [story for story in _STORIES if story.is_roundup]
    assert len({story.language for story in roundups}) >= 3
    assert {story.event for story in roundups} == {None}


def test_the_tellers_of_an_event_are_at_most_three_days_apart() -> None:
    apart = {
        name: max(moments) - min(moments)
        for name, told in _events().items()
        for moments in [[_moment(story.published) for story in told]]
    }
    assert {name: days for name, days in apart.items() if days > timedelta(days=3)} == {}


def test_every_story_is_whole() -> None:
    for story in _STORIES:
        assert story.title
        assert story.outlet
        assert 2 <= len(story.points) <= 4, story.title
        assert isinstance(story.published, date), story.title
        assert not isinstance(story.published, datetime) or story.published.tzinfo is not None, story.title


def test_files_have_the_documented_keys_only_and_no_long_lines() -> None:
    required = {"title", "summary", "points", "outlet", "published", "language", "event"}
    for file in sorted(FOLDER.glob("*.yaml")):
        text = file.read_text(encoding="utf-8")
        assert [line for line in text.splitlines() if len(line) > 120] == [], file.name
        for fields in yaml.safe_load(text):
            assert required <= fields.keys() <= required | {"roundup", "note"}, fields["title"]
