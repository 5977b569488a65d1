"""The text of a story as a briefing shows it, without markup: its paragraphs and its key points."""

from __future__ import annotations

import re

from newsreader.briefing.briefing import Told
from newsreader.markdown import BodyText, shown_text
from newsreader.text import clean_line, clean_text


def paragraphs_of(told: Told) -> list[list[str]]:
    """Return the paragraphs of a summary, each with its lines."""
    paragraphs = re.split(r"\n\s*\n", clean_text(_body_of(told).summary))
    lines = ([clean_line(line) for line in paragraph.split("\n") if line.strip()] for paragraph in paragraphs)
    return [paragraph for paragraph in lines if paragraph]


def points_of(told: Told) -> list[str]:
    """Return the key points of a story."""
    return [line for point in _body_of(told).key_points if (line := clean_line(point))]


def _body_of(told: Told) -> BodyText:
    story = told.story
    if told.is_markdown:
        return shown_text(story.summary, story.key_points)
    return BodyText(story.summary, story.key_points)
