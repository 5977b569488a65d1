"""What a source does not have of a sentence that was made from it: how that is written behind the sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from newsreader.sentences import sentences
from newsreader.story import Story

LEAD: Final = " · not in the text: "
"""What stands between a sentence and the things."""

_BETWEEN_LISTED: Final = ";"


class Unsupported(Struct, frozen=True):
    """A sentence, as it stands in its story, and its numbers and names that the source does not have."""

    sentence: str
    things: tuple[str, ...]


def note_of(things: Sequence[str]) -> str:
    """Return what is written behind a sentence with these things."""
    return f"{LEAD}{', '.join(things)}"


def with_notes(story: Story, found: Sequence[Unsupported]) -> Story:
    """Return `story` with a note behind each sentence of title, summary and key points that was `found`."""
    if not found:
        return story
    notes = {each.sentence: note_of(each.things) for each in found}
    return replace(
        story,
        title=_noted(story.title, notes),
        summary=_noted(story.summary, notes),
        key_points=tuple(_noted(point, notes) for point in story.key_points),
    )


def _noted(text: str, notes: Mapping[str, str]) -> str:
    pieces: list[str] = []
    end = 0
    for sentence in sentences(text):
        start = text.index(sentence, end)
        pieces += (text[end:start], sentence, notes.get(sentence, ""))
        end = start + len(sentence)
    return "".join((*pieces, text[end:]))


def listed(things: Sequence[str]) -> str:
    """Return things as the origin of a story lists them: numbers may have commas, so semicolons stand between."""
    return f"{_BETWEEN_LISTED} ".join(dict.fromkeys(thing.replace(_BETWEEN_LISTED, " ") for thing in things))


def things_listed(text: str) -> tuple[str, ...]:
    """Return the things that `listed` wrote."""
    return tuple(thing for part in text.split(_BETWEEN_LISTED) if (thing := part.strip()))
