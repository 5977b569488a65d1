"""List stories or outlets, and show one story."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

from newsreader.bias import SCALE
from newsreader.cli.columns import Column, short_id, table
from newsreader.cli.output import flush, json_text, plural, say, write, write_json_list
from newsreader.cli.session import (
    find_events,
    find_events_for,
    find_new_events,
    open_listing,
    open_reader,
    query_text,
)
from newsreader.cli.tellers import also_told_by, maybe_same_data, with_tellers
from newsreader.dates import local_day
from newsreader.events.others import Others, only_maybe, others_of
from newsreader.formats import FORMATS
from newsreader.reader import Reader
from newsreader.records import Event, OutletCount, Row, StoredStory
from newsreader.story import Bias, outlet_to_dict, parse_published, published_text, story_to_dict
from newsreader.text import clean_line, clean_text

_AT_ONCE: Final = 500
_WHOLE: Final = frozenset({"json", "jsonl"})
"""The formats that have all of a story, and who else tells it."""

_COLUMNS: Final = (Column(), Column(part=0.2, end=""), Column(), Column(), Column(part=0.2), Column())


def list_stories(arguments: Namespace) -> int:
    """Write the stories that match the query of `arguments`, in their format and up to their limit."""
    with open_listing(arguments) as (reader, query):
        find_events_for(reader, query)
        if arguments.format in _WHOLE:
            find_new_events(reader)
        numbers = reader.search.select(query, limit=arguments.limit) or ()
        if not numbers:
            say("No story matches." if query_text(arguments) else why_nothing(reader))
        chunks = (numbers[start : start + _AT_ONCE] for start in range(0, len(numbers), _AT_ONCE))
        _WRITERS[arguments.format](reader, chunks)
        if sys.stderr.isatty():
            flush()
            say(_figures(reader, len(numbers)))
    return 0


def why_nothing(reader: Reader) -> str:
    """Return why a list without a query is empty."""
    if reader.search.select(reader.query("is:hidden,muted"), limit=1):
        return "All stories are hidden or muted: is:hidden and is:muted find them."
    return "The library has no stories."


def _figures(reader: Reader, listed: int) -> str:
    """Return what the status line of the reader tells."""
    figures = [
        f"{listed:,} of {plural(reader.search.count(), 'story', 'stories')}",
        f"{reader.search.unread_count():,} unread",
        f"{reader.marks.count_bookmarks():,} bookmarked",
    ]
    if muted := reader.search.muted_count():
        figures.append(f"{muted:,} muted")
    problems = reader.search.problem_count()
    if problems:
        figures.append(f"{plural(problems, 'problem')} (newsreader check)")
    return ", ".join(figures)


def show_story(arguments: Namespace) -> int:
    """Write the story whose id begins as `arguments` say."""
    with open_reader(arguments) as reader:
        stored = reader.search.find(arguments.id)
        find_events(reader)
        event = reader.events.of(stored.row_id)
        others = others_of(event, stored.row_id) if event else only_maybe(reader.events.maybe_same(stored.row_id))
        if not stored.path:
            say("The file of this story is not in the library; this is the bookmark's copy.")
        if arguments.format == "json":
            write(json_text(_told_data(reader, stored, event, others), indent=2) + "\n")
        elif arguments.format == "text":
            from newsreader.cli.story_text import story_text

            outlet = stored.story.outlet
            stories = reader.search.stories_of(outlet) if outlet else 0
            is_bookmarked = reader.marks.is_bookmarked(stored.row_id)
            write(story_text(stored, bookmarked=is_bookmarked, outlet_stories=stories, others=others))
        else:
            written = next(each for each in FORMATS if each.name == arguments.format).write(stored.story)
            if arguments.format == "markdown":
                written = with_tellers(written, others)
            write(clean_text(written).rstrip("\n") + "\n")
    return 0


def _told_data(reader: Reader, stored: StoredStory, event: Event | None, others: Others) -> dict[str, Any]:
    """Return a story as data, with the one that it may be the same as, which is not looked for in lists."""
    return {**story_data(reader, stored, event), "maybe_same": maybe_same_data(others)}


def story_data(reader: Reader, stored: StoredStory, event: Event | None) -> dict[str, Any]:
    """Return a story as JSON data, with the user's marks and who else tells it."""
    return {
        **story_to_dict(stored.story),
        "bookmarked": reader.marks.is_bookmarked(stored.row_id),
        "read": stored.marks.read_at is not None,
        "path": stored.path or None,
        "tags": list(stored.marks.tags),
        "note": stored.marks.note or None,
        "unsupported": [{"sentence": each.sentence, "not_in_text": list(each.things)} for each in stored.unsupported],
        "event_id": event.id if event else None,
        "also_told_by": also_told_by(others_of(event, stored.row_id)) if event else [],
    }


_Chunks = Iterator[Sequence[int]]


def _write_table(reader: Reader, chunks: _Chunks) -> None:
    rows = ([_cells(row) for row in reader.search.rows(chunk)] for chunk in chunks)
    for line in table((chunk for chunk in rows if chunk), _COLUMNS):
        write(line)


def _cells(row: Row) -> tuple[str, ...]:
    mark = f"{'' if row.read else 'N'}{'*' if row.bookmarked else ''}"
    return mark, short_id(row.id), shown_day(row), SCALE[row.rank].name, row.outlet, row.title


def shown_day(row: Row) -> str:
    """Return the day on which a story was published by the user's clock, "" where it is not known."""
    return local_day(parse_published(row.published)).isoformat() if row.published else ""


def _write_ids(reader: Reader, chunks: _Chunks) -> None:
    for chunk in chunks:
        for row in reader.search.rows(chunk):
            write(clean_line(row.id) + "\n")


def _write_jsonl(reader: Reader, chunks: _Chunks) -> None:
    for text in _json_stories(reader, chunks):
        write(text + "\n")


def _write_json(reader: Reader, chunks: _Chunks) -> None:
    write_json_list(_json_stories(reader, chunks))


def _json_stories(reader: Reader, chunks: _Chunks) -> Iterator[str]:
    for chunk in chunks:
        events = reader.events.of_all(chunk)
        for number in chunk:
            stored = reader.search.story(number)
            if stored:
                yield json_text(story_data(reader, stored, events.get(number)))


_WRITERS: Final[dict[str, Callable[[Reader, _Chunks], None]]] = {
    "table": _write_table,
    "json": _write_json,
    "jsonl": _write_jsonl,
    "ids": _write_ids,
}


_OUTLET_COLUMNS: Final = (
    Column(part=0.4),
    Column(),
    Column(part=0.2),
    Column(),
    Column(at_right=True),
    Column(at_right=True),
)
_OUTLET_HEADINGS: Final = ("Outlet", "Rating", "Source", "As of", "Stories", "Unread")


def list_outlets(arguments: Namespace) -> int:
    """Write all outlets of the registry and of stories, with the number of stories."""
    with open_reader(arguments) as reader:
        outlets = reader.search.outlets()
    if not outlets:
        say("The library names no outlets.")
    if arguments.format == "json":
        write(json_text([_outlet_data(outlet) for outlet in outlets], indent=2) + "\n")
    elif outlets:
        rows = [_OUTLET_HEADINGS, *map(_outlet_cells, outlets)]
        for line in table([rows], _OUTLET_COLUMNS):
            write(line)
    return 0


def _outlet_data(count: OutletCount) -> dict[str, Any]:
    return {**outlet_to_dict(count.outlet), "stories": count.stories, "unread": count.unread}


def _outlet_cells(count: OutletCount) -> tuple[str, ...]:
    outlet, bias = count.outlet, count.outlet.bias or Bias(count.outlet.rating)
    return (
        outlet.name or outlet.id,
        outlet.rating.name,
        bias.source,
        published_text(bias.as_of),
        str(count.stories),
        str(count.unread),
    )
