"""What a story tells, as plain text that can be compared."""

from __future__ import annotations

from newsreader.events.points import ToldText
from newsreader.formats import is_markdown
from newsreader.records import StoredStory


def told_text(stored: StoredStory) -> ToldText:
    """Return what a story tells, as a reader sees it."""
    story = stored.story
    summary, points = story.summary, story.key_points
    if is_markdown(stored.path or stored.archived_path):
        from newsreader.markdown import shown_text

        summary, points = shown_text(summary, points)
    return ToldText(story.title, summary, tuple(points), story.language)
