"""A story as one line to be quoted: its title, who tells it, when, and where."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from typing import Final

from newsreader.dates import local_moment
from newsreader.links import LinkRefusedError, checked_link
from newsreader.story import Story, published_text
from newsreader.text import clean_line, clean_title

_ENDS: Final = tuple(".!?…。！？")


def citation(story: Story) -> str:
    """Return title, outlet, day and link of `story` on one line, without what it does not have.

    A link that would not be opened is left out.
    """
    title = clean_title(story.title)
    parts = [f"“{title if title.endswith(_ENDS) else f'{title}.'}”"]
    outlet = clean_line(story.outlet.name or story.outlet.id) if story.outlet else ""
    published = story.published
    day = local_moment(published).date() if isinstance(published, datetime) else published
    told = ", ".join(part for part in (outlet, published_text(day)) if part)
    if told:
        parts.append(f"{told}.")
    url = story.original.url if story.original else ""
    with suppress(LinkRefusedError):
        parts += [checked_link(url).url] if url else []
    return clean_line(" ".join(parts))
