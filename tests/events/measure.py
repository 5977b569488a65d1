"""Measure how well events are found: pairs of stories, and stories with those beside them, against their labels."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from itertools import combinations
from typing import TypeVar

from tests.events.texts import LabelledStory

from newsreader.events.finder import Finder
from newsreader.events.vectors import ComparedText, vector_of
from newsreader.events.window import Held

_Key = TypeVar("_Key")


@dataclass(frozen=True)
class Accuracy:
    """How many of the found pairs are right (`precision`), and how many of the labelled ones are found (`recall`).

    The two of B-cubed say the same of each story and those beside it, as an average over all stories (Bagga and Baldwin
    1998).
    """

    precision: float
    recall: float
    cubed_precision: float
    cubed_recall: float


@dataclass(frozen=True)
class Failures:
    """Pairs of stories that were found together and should not be, and pairs that should be and were not."""

    wrong: tuple[tuple[LabelledStory, LabelledStory], ...]
    missed: tuple[tuple[LabelledStory, LabelledStory], ...]


def found_events(stories: Sequence[LabelledStory]) -> list[int]:
    """Return the event that is found for each story, as the number of its first story; alone where none is looked for."""
    finder = Finder()
    events = list(range(len(stories)))
    for number in sorted(events, key=lambda each: (moment(stories[each].published), each)):
        story = stories[number]
        vector = vector_of(compared_text(story))
        if vector is not None:
            events[number] = finder.place(Held(number, moment(story.published), vector)).event
    return events


def compared_text(story: LabelledStory) -> ComparedText:
    """Return what of a labelled story is compared."""
    return ComparedText(story.title, "\n".join((story.summary, *story.points)), story.language)


def moment(published: date) -> int:
    """Return the second since 1970 of a story; a day is its beginning in UTC."""
    if not isinstance(published, datetime):
        published = datetime.combine(published, time(), UTC)
    return int((published if published.tzinfo else published.replace(tzinfo=UTC)).timestamp())


def accuracy(stories: Sequence[LabelledStory], found: Sequence[int]) -> Accuracy:
    """Compare what was found for these stories with their labels."""
    labels = [story.event or f"alone {number}" for number, story in enumerate(stories)]
    both, ours, theirs = _pairs(zip(found, labels, strict=True)), _pairs(found), _pairs(labels)
    by_found, by_label = _members(found), _members(labels)
    shared = [len(by_found[event] & by_label[label]) for event, label in zip(found, labels, strict=True)]
    return Accuracy(
        both / max(1, ours),
        both / max(1, theirs),
        sum(number / len(by_found[event]) for number, event in zip(shared, found, strict=True)) / len(stories),
        sum(number / len(by_label[label]) for number, label in zip(shared, labels, strict=True)) / len(stories),
    )


def table(stories: Sequence[LabelledStory]) -> str:
    """Return the accuracy for all stories and for those of each language, as a Markdown table."""
    lines = [
        "| language | stories | precision | recall | B-cubed precision | B-cubed recall |",
        "|---|---|---|---|---|---|",
    ]
    for language in ("all", *sorted({story.language for story in stories})):
        some = [story for story in stories if language in ("all", story.language)]
        found = accuracy(some, found_events(some))
        figures = (found.precision, found.recall, found.cubed_precision, found.cubed_recall)
        lines.append(f"| {language} | {len(some)} | {' | '.join(f'{figure:.2f}' for figure in figures)} |")
    return "\n".join(lines)


def failures(stories: Sequence[LabelledStory], found: Sequence[int]) -> Failures:
    """Return the pairs that were found wrongly, and those that were missed."""
    wrong: list[tuple[LabelledStory, LabelledStory]] = []
    missed: list[tuple[LabelledStory, LabelledStory]] = []
    for (one, ours), (other, theirs) in combinations(zip(stories, found, strict=True), 2):
        is_same = one.event is not None and one.event == other.event
        if is_same != (ours == theirs):
            (missed if is_same else wrong).append((one, other))
    return Failures(tuple(wrong), tuple(missed))


def _members(keys: Iterable[_Key]) -> Mapping[_Key, set[int]]:
    members: dict[_Key, set[int]] = defaultdict(set)
    for number, key in enumerate(keys):
        members[key].add(number)
    return members


def _pairs(keys: Iterable[object]) -> int:
    return sum(len(members) * (len(members) - 1) // 2 for members in _members(keys).values())
