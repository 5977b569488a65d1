"""What the fuzzer begins with: hostile files, the starter library, exports, and words of each language."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Final
from uuid import UUID

from tests.hostile_files import HOSTILE
from tests.unit.test_imports import BOOKMARKS, MINIFLUX, RAINDROP, READER, READWISE, URLS, WALLABAG

from newsreader.bias import SCALE
from newsreader.events.groups import Pair
from newsreader.formats import write
from newsreader.query import FIELDS
from newsreader.records import StoryMarks
from newsreader.starter import starter_files
from newsreader.state.event_pairs import SaidPair
from newsreader.state.records import Bookmark
from newsreader.state.transfer import Keepsakes, export_json, export_markdown
from newsreader.story import Bias, Original, Outlet, Story, with_id

_LARGEST: Final = 4_096
_SUFFIXES: Final = {"yaml": (".yaml", ".yml"), "markdown": (".md",), "page": (".txt",)}
_STORY: Final = with_id(
    Story(
        id="",
        title="Ferry service returns",
        summary="The ferry sails again.\n\nThe council pays.",
        key_points=("Six sailings a day", "Bicycles travel free"),
        outlet=Outlet("bbc-news", "BBC News", ("BBC",), "BBC News is a news service.", bias=Bias(SCALE[3], "AllSides")),
        published=date(2026, 3, 2),
        original=Original("https://www.bbc.com/news/example", "article"),
        ai_generated=True,
        generator="gpt-x",
        topics=("transport",),
        language="en",
        event="ferry-returns",
    ),
    "ferry",
)
_CONFIG: Final = (
    b'library = "~/news"\ntheme = "x"\ntext_width = 80\nread_after = 3\nread_when = "end"\n[views]\na = "b"\n'
)
_QUERIES: Final = (
    "putin sanctions", '"defence pact" -vietnam', "(a OR b) C++ AT&T it's", "bias:lean-left..center,left",
    "date:2024-06.. sort:oldest", "is:unread has:video", "-(a -b OR title:c)", "北京 tag:x note:y", "date:2w..1w id:ab",
)  # fmt: skip


def seeds(reader: str) -> Iterator[bytes]:
    """Inputs for one of the readers."""
    if reader in _SUFFIXES:
        for suffix in _SUFFIXES[reader]:
            yield write(_STORY, suffix).encode()
            yield from (data for file in HOSTILE if file.name.endswith(suffix) and len(data := file.data) <= _LARGEST)
    elif reader == "outlets":
        yield from (text.encode() for text in starter_files().values())
    elif reader == "other":
        texts = (BOOKMARKS, URLS, READWISE, READER, RAINDROP, json.dumps(WALLABAG), json.dumps(MINIFLUX))
        yield from (text.encode() for text in texts)
    elif reader == "query":
        yield from (text.encode() for text in _QUERIES)
        yield from (f"{name}:{value}".encode() for name, field in FIELDS.items() for value in field.values)
    elif reader == "config":
        yield _CONFIG
    else:
        bookmark = Bookmark(str(UUID(int=1)), datetime(2024, 6, 21, tzinfo=UTC), _STORY, "/news", "a.yaml")
        marks = {"ferry": StoryMarks(None, ("later",), "A note."), "other": StoryMarks(note="x")}
        kept = Keepsakes((bookmark,), marks, {}, (SaidPair(Pair("ferry", "other", is_same=True), 1_718_884_800),))
        yield export_json(kept).encode()
        yield export_markdown(kept).encode()
