"""Putting the marks that come from another program on the stories of the library, through the reader."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Final

from msgspec import Struct

from newsreader.news.imports.entries import Marks
from newsreader.reader import Reader
from newsreader.reader.marking import Marking
from newsreader.records import NOTE_LIMIT
from newsreader.tags import clean_tag
from newsreader.text import clean_text

_AT_ONCE: Final = 5_000
_MOST_TAGS: Final = 50
"""Tags of one story that are taken."""


class Marked(Struct):
    """On how many stories there are marks now."""

    read: int = 0
    bookmarked: int = 0
    tagged: int = 0
    noted: int = 0


def put_marks(reader: Reader, marks: Mapping[str, Marks]) -> Marked:
    """Put marks on the stories with these ids, all or, where that fails, none; none of the present marks is lost."""
    rows = {story: row for story in marks if (row := reader.search.row_id_of(story)) is not None}
    marking = reader.marking
    with reader.open_state().file.together():
        _in_parts([rows[each] for each in rows if marks[each].is_read], lambda some: marking.mark_read(some, True))
        bookmarked = [rows[each] for each in rows if marks[each].is_bookmarked]
        _in_parts(bookmarked, lambda some: marking.set_bookmarks(some, True))
        for tag, stories in _by_tag(rows, marks).items():
            _in_parts(stories, partial(_tag, marking, tag))
        for story in rows:
            if note := clean_text(marks[story].note).strip()[:NOTE_LIMIT].strip():
                marking.write_note(story, note, over="")
    return counted({story: marks[story] for story in rows})


def counted(marks: Mapping[str, Marks]) -> Marked:
    """Return how many stories have each kind of mark."""
    return Marked(
        sum(each.is_read for each in marks.values()),
        sum(each.is_bookmarked for each in marks.values()),
        sum(bool(_tags(each)) for each in marks.values()),
        sum(bool(each.note.strip()) for each in marks.values()),
    )


def _tag(marking: Marking, tag: str, rows: Sequence[int]) -> None:
    marking.tag(rows, tag, True)


def _by_tag(rows: Mapping[str, int], marks: Mapping[str, Marks]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for story, row in rows.items():
        for tag in _tags(marks[story]):
            found.setdefault(tag, []).append(row)
    return found


def _tags(marks: Marks) -> list[str]:
    return list(dict.fromkeys(filter(None, map(clean_tag, marks.tags))))[:_MOST_TAGS]


def _in_parts(rows: Sequence[int], mark: Callable[[Sequence[int]], object]) -> None:
    for start in range(0, len(rows), _AT_ONCE):
        mark(rows[start : start + _AT_ONCE])
