"""Work out what a file brings into the index, as far as that is possible without the index.

This is the larger part of the work on a file, and other processes do it. So these are tuples, which are the cheapest to
hand from one process to another.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Final, NamedTuple

from newsreader.dates import instant
from newsreader.errors import Problem
from newsreader.event_words import event_word
from newsreader.folding import sort_key
from newsreader.formats import is_markdown
from newsreader.identity import hash_key, identify
from newsreader.index.bodies import UNSUPPORTED, pack_body
from newsreader.index.checked import unsupported_of
from newsreader.index.full_text import SEARCHED, SearchText, search_text, title_text
from newsreader.index.schema import NO_INSTANT
from newsreader.markdown import BodyText, searched_text
from newsreader.story import Outlet, Story, outlet_to_dict, published_moment, published_text, story_to_dict
from newsreader.story_file import FileContent, FileStamp

_ENCODER: Final = json.JSONEncoder(ensure_ascii=False)


class PreparedStory(NamedTuple):
    """A story as the index keeps it.

    `stated` is what its file says of the outlet, as JSON, "" if it names none. `day` is the day that the file states,
    as 20240620. `instant` is the time in seconds since 1970, if the file states a time zone. A dated story has one of
    these two.

    `text` is what is searched of it; only its title and topics while the rest `is_text_to_come`.

    `moment` gives the row of a story, in seconds since 1970; it is None without a date. `content_key` says whether any
    field but the outlet has changed.
    """

    id: str
    title: str
    title_order: str
    published: str
    day: int
    instant: int
    ai: bool
    kind: str
    has_link: bool
    has_points: bool
    language: str
    id_declared: bool
    url_key: int | None
    title_key: int
    body_key: int
    has_unsupported: bool
    content_key: int
    event_word: str
    line: int
    moment: int | None
    stated: str
    body: bytes
    text: SearchText
    is_text_to_come: bool
    topics: tuple[str, ...]


class PreparedFile(NamedTuple):
    """A whole file: its stories and its problems."""

    stamp: FileStamp
    stories: Sequence[PreparedStory]
    problems: Sequence[Problem]


def prepare_file(content: FileContent, library: Path | None = None, *, titles_first: bool = False) -> PreparedFile:
    """Prepare `content` for the index, with `titles_first` without the searched text of summaries and points.

    The `library` keeps sources of its stories; None stands for one that keeps none.
    """
    markdown = is_markdown(os.fsdecode(content.stamp.path))
    stories = [
        prepare_story(story, line, is_markdown=markdown, library=library, titles_first=titles_first)
        for story, line in content.stories
    ]
    return PreparedFile(content.stamp, stories, content.problems)


def prepare_story(
    story: Story, line: int, *, is_markdown: bool, library: Path | None = None, titles_first: bool = False
) -> PreparedStory:
    """Prepare `story`, which is at `line` of its file and holds Markdown or plain text.

    Its source is looked for in the `library`; None stands for one that keeps none.
    """
    identity = identify(story)
    published = published_text(story.published)
    at = instant(story.published)
    searched = BodyText(story.summary, story.key_points)
    if is_markdown:
        searched = searched_text(*searched)
    differs: dict[str, object] = {SEARCHED: searched} if searched != (story.summary, story.key_points) else {}
    unsupported = unsupported_of(story, library)
    if unsupported:
        differs[UNSUPPORTED] = [(each.sentence, each.things) for each in unsupported]
    fields = _ENCODER.encode({**story_to_dict(story), "outlet": None, **differs})
    return PreparedStory(
        id=story.id,
        title=story.title,
        title_order=sort_key(story.title),
        published=published,
        day=int(published[:10].replace("-", "") or 0) if at is None else 0,
        instant=NO_INSTANT if at is None else at,
        ai=story.ai_generated,
        kind=story.original.kind if story.original else "",
        has_link=bool(story.original and story.original.url),
        has_points=bool(story.key_points),
        language=story.language.lower(),
        id_declared=story.id_declared,
        url_key=identity.url_key,
        title_key=identity.title_key,
        body_key=identity.body_key,
        has_unsupported=bool(unsupported),
        content_key=hash_key(fields),
        event_word=event_word(story.event),
        line=line,
        moment=published_moment(story.published) if story.published else None,
        stated=_stated(story.outlet) if story.outlet else "",
        body=pack_body(fields),
        text=(
            title_text(story.title, story.topics) if titles_first else search_text(story.title, *searched, story.topics)
        ),
        is_text_to_come=titles_first,
        topics=story.topics,
    )


@lru_cache(maxsize=1024)
def _stated(outlet: Outlet) -> str:
    return _ENCODER.encode(outlet_to_dict(outlet))
