"""Key points of the stories in `tests/events`, whose numbers and names are swapped with those of other stories.

Nobody wrote these texts for the check. Each point is compared with title and summary of its own story. A point is
changed in one place: its first number, or its first name behind a small word, becomes one that its story does not have.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tests.claims.measure import Share, is_told
from tests.events.texts import LabelledStory, labelled_stories

from newsreader.claims import Source, source_of, unsupported

_NUMBER = re.compile(r"(?<![\w.,])\d+(?:[.,]\d+)*(?![\w.,]*\d)")
_NAME = re.compile(r"(?<=[a-zà-ÿа-я] )[A-ZÀ-ÝА-Я][\w'’-]+(?: [A-ZÀ-ÝА-Я][\w'’-]+)*")
_PATTERNS = {"number": _NUMBER, "name": _NAME}
_WITHOUT_NAMES = frozenset(("de", "zh", "ar"))


@dataclass(frozen=True)
class Swapped:
    """A point of a story with a number or name of another one in place of its own."""

    source: Source
    point: str
    wrong: str


def points() -> Iterator[tuple[Source, tuple[str, ...]]]:
    """Yield the points of each story with its source."""
    for story in labelled_stories():
        yield _source(story), story.points


def swapped(kind: str) -> Iterator[Swapped]:
    """Yield the points that have a number or name, the `kind`, with another one in its place."""
    pattern = _PATTERNS[kind]
    stories = [story for story in labelled_stories() if kind == "number" or story.language not in _WITHOUT_NAMES]
    found = [(story, point, match) for story in stories for point in story.points if (match := pattern.search(point))]
    for number, (story, point, match) in enumerate(found):
        own = f"{story.title} {story.summary} {story.published}"
        others = (other for which, _, other in found[number + 1 :] + found[:number] if which.language == story.language)
        wrong = next((other[0] for other in others if not _shares(other[0], own)), None)
        if wrong is not None:
            yield Swapped(_source(story), point[: match.start()] + wrong + point[match.end() :], wrong)


def marked_points() -> Share:
    """Return how many of the points are marked as they are."""
    found = [things for source, told in points() for things in unsupported(told, source)]
    return Share(sum(map(bool, found)), len(found))


def found_swapped(kind: str) -> Share:
    """Return how many of the swapped numbers or names, the `kind`, are told."""
    found = [any(is_told(each.wrong, thing) for thing in _told(each)) for each in swapped(kind)]
    return Share(sum(found), len(found))


def swapped_table() -> str:
    """Return both as a Markdown table."""
    lines = ["| of the key points of 263 stories | |", "|---|---|"]
    rows = (
        ("swapped numbers found", found_swapped("number")),
        ("swapped names found", found_swapped("name")),
        ("points marked as they are", marked_points()),
    )
    lines += [f"| {name} | {share.count} of {share.all} |" for name, share in rows]
    return "\n".join(lines)


def _told(each: Swapped) -> tuple[str, ...]:
    return unsupported([each.point], each.source)[0]


def _source(story: LabelledStory) -> Source:
    return source_of(story.summary, title=story.title, published=story.published, language=story.language)


def _shares(other: str, own: str) -> bool:
    """Return whether a text has a word of another name, or the digits of another number."""
    return any(word.lower() in own.lower() for word in re.split(r"[\s'’-]", other) if word)
