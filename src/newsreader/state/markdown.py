"""Write bookmarks as a Markdown page: stories to read, behind the front matter that has their records."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from newsreader.briefing.escaping import escaped
from newsreader.briefing.markdown import article, marks_blocks
from newsreader.records import Event, StoryMarks
from newsreader.story import Story
from newsreader.text import clean_title

RECORD: Final = re.compile(r"^<!-- newsreader-bookmark (\{.*\}) -->[ \t\r]*$", re.MULTILINE)
"""The comment that held the record of a bookmark in pages of earlier versions."""

OTHER_RECORD: Final = re.compile(r"^<!-- newsreader-marks (\{.*\}) -->[ \t\r]*$", re.MULTILINE)
"""The comment that held the tags and the note of a story without a bookmark."""


class Entry(NamedTuple):
    """A bookmarked story with what the user put on it, whether its texts are Markdown, and its event if it is known."""

    story: Story
    marks: StoryMarks
    is_markdown: bool
    event: Event | None = None


def markdown_page(front_matter: str, entries: Sequence[Entry], others: Mapping[str, StoryMarks]) -> str:
    """Return a page of bookmarked stories, and of the tags and notes of others, by the ids of their stories.

    Stories of one event follow one another under the title of its first teller, where the first of them stands.
    """
    parts = [front_matter, "# Bookmarks"]
    for together in _by_event(entries):
        event = together[0].event
        if event and len(together) > 1:
            parts.append(f"## {escaped(clean_title(event.tellers[0].title))}")
        for story, marks, is_markdown, _ in together:
            heading = "##" if len(together) == 1 else "###"
            parts += [*article(story, heading, is_markdown=is_markdown), *marks_blocks(marks)]
    if others:
        parts.append("## Marks of other stories")
    for story_id, marks in others.items():
        parts += [f"Story {escaped(story_id)}", *marks_blocks(marks)]
    return "\n\n".join(parts) + "\n"


def _by_event(entries: Sequence[Entry]) -> Iterable[list[Entry]]:
    """Return the entries of each event together, in the order in which it was told, and each other entry alone."""
    groups: dict[str | int, list[Entry]] = {}
    for place, entry in enumerate(entries):
        groups.setdefault(entry.event.id if entry.event else place, []).append(entry)
    for together in groups.values():
        together.sort(key=_place_in_event)
    return groups.values()


def _place_in_event(entry: Entry) -> int:
    told = [teller.story_id for teller in entry.event.tellers] if entry.event else []
    return told.index(entry.story.id) if entry.story.id in told else len(told)
