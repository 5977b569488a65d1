"""Stories of this program in JSON, one a line, as `newsreader export` and `newsreader list` write them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from msgspec.structs import replace

from newsreader.cleaned import cleaned_story
from newsreader.formats import is_markdown
from newsreader.news.imports.entries import Entry, Found, Marks, Refused, text_in, texts_in
from newsreader.news.imports.source import Source
from newsreader.story import Story, story_from_dict, with_id
from newsreader.text import clean_line

_MISSING: Final[Mapping[str, Any]] = {
    "id": "",
    "summary": "",
    "key_points": [],
    "outlet": None,
    "published": None,
    "original": None,
    "ai_generated": False,
    "generator": None,
    "topics": [],
    "language": None,
}
_OF_A_LIST: Final = (b"", b"[", b"]", b"[]")


def read_json_lines(source: Source) -> Found:
    """Yield the stories of a file, which may also be a list with a story in each line."""
    for number, line in source.lines():
        place = f"Line {number:,}"
        if line is None:
            yield Refused(place, "It is too long.")
        elif (record := line.strip().removeprefix(b"\xef\xbb\xbf").removesuffix(b",")) not in _OF_A_LIST:
            yield _entry(record, place)


def _entry(line: bytes, place: str) -> Entry | Refused:
    try:
        data = json.loads(line.decode("utf-8"))
        if not isinstance(data, dict):
            return Refused(place, "It is not an object.")
        story = _with_clean_words(story_from_dict({**_MISSING, **data}))
    except RecursionError:
        return Refused(place, "It is nested too deeply.")
    except ValueError as error:
        return Refused(place, f"It holds no story: {text_in(str(error))[:200]}.")
    path = text_in(data.get("path"))
    marks = Marks(
        is_read=data.get("read") is True,
        is_bookmarked=data.get("bookmarked") is True,
        tags=texts_in(data.get("tags")),
        note=text_in(data.get("note")),
    )
    return Entry(story=story, marks=marks, ending=".md" if is_markdown(path) else ".yaml")


def _with_clean_words(story: Story) -> Story:
    """Return `story` cleaned; one without an id has the id of the words that its file will have."""
    if clean_line(story.id):
        return cleaned_story(story)
    return with_id(replace(cleaned_story(with_id(replace(story, id=""))), id=""))
