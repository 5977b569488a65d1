"""Write stories as Markdown to read: one as a page, or many as a briefing. Texts are shown exactly as they are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from newsreader.briefing.briefing import (
    CAVEAT,
    Heading,
    Part,
    Told,
    also_told_by,
    day_text,
    has_rating,
    name_of,
    original_of,
    rating_text,
    told_by,
)
from newsreader.briefing.escaping import escaped, link
from newsreader.markdown import BodyText
from newsreader.records import StoryMarks
from newsreader.story import Story, ai_sentence
from newsreader.text import clean_text, clean_title


def story_page(told: Told) -> str:
    """Return one story as a page of its own."""
    parts = [*article(told.story, is_markdown=told.is_markdown)]
    parts += [f"*{CAVEAT}*"] if has_rating(Part((told,))) else []
    return "\n\n".join(parts) + "\n"


def markdown_page(heading: Heading, parts: Iterable[Part]) -> Iterator[str]:
    """Yield a briefing in pieces, one for each part."""
    yield f"# {escaped(clean_title(heading.title))}\n\n{heading.line}\n"
    is_rated = False
    for part in parts:
        is_rated = is_rated or has_rating(part)
        yield "\n" + "\n\n".join(_blocks(part)) + "\n"
    if is_rated:
        yield f"\n---\n\n*{CAVEAT}*\n"


def _blocks(part: Part) -> Iterator[str]:
    if part.title:
        yield f"## {escaped(part.title)}"
        yield escaped(told_by(part))
        yield from map(escaped, also_told_by(part))
    for told in part.stories:
        yield from article(told.story, "###" if part.title else "##", is_markdown=told.is_markdown)
        yield from marks_blocks(told.marks)
    if not part.title:
        yield from map(escaped, also_told_by(part))


def marks_blocks(marks: StoryMarks) -> list[str]:
    """Return what the user put on a story as the blocks of a page."""
    parts = ["Hidden"] if marks.is_hidden else []
    parts += [f"Tags: {', '.join(map(escaped, marks.tags))}"] if marks.tags else []
    lines = [f"> {escaped(line)}".rstrip() for line in clean_text(marks.note).splitlines()]
    return [*parts, "\n".join(lines)] if lines else parts


def article(story: Story, heading: str = "#", *, is_markdown: bool = False) -> list[str]:
    """Return a story as the blocks of a page; its text is shown exactly, unless it `is_markdown` already."""
    parts = [f"{heading} {escaped(clean_title(story.title))}", _meta(story)]
    body = _markdown_body(story, len(heading)) if is_markdown else _plain_body(story)
    parts += [body.summary, "\n".join(f"- {point}" for point in body.key_points if point)]
    parts.append(_links(story))
    if disclosure := ai_sentence(story):
        parts.append(f"*{escaped(disclosure)}*")
    return [part for part in parts if part]


def _markdown_body(story: Story, level: int) -> BodyText:
    from newsreader.briefing.markdown_body import LEVELS_ABOVE, markdown_body  # with the parser, which few need

    return markdown_body(clean_text(story.summary), story.key_points, max(LEVELS_ABOVE, level))


def _plain_body(story: Story) -> BodyText:
    paragraphs = re.split(r"\n\s*\n", clean_text(story.summary))
    lines = ("\n".join(escaped(line) for line in paragraph.splitlines() if line.strip()) for paragraph in paragraphs)
    return BodyText("\n\n".join(filter(None, lines)), tuple(map(escaped, story.key_points)))


def _meta(story: Story) -> str:
    outlet = f"**{escaped(name_of(story.outlet))}** · {escaped(rating_text(story.outlet))}" if story.outlet else ""
    return " · ".join(part for part in (outlet, day_text(story)) if part)


def _links(story: Story) -> str:
    words, url = original_of(story)
    links = [link(words, url) if url else escaped(words)] if words else []
    if story.outlet and story.outlet.website:
        links.append(link("Website of the outlet", story.outlet.website))
    return " · ".join(links)
