"""Add, remove, show, export and import bookmarks."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Final

from newsreader.cli.bookmark_events import events_of_bookmarks
from newsreader.cli.marking import change_found
from newsreader.cli.options import QUERY_OPTION
from newsreader.cli.output import json_text, plural, say, write
from newsreader.cli.session import flush_marks, open_reader, open_state
from newsreader.cli.whole_files import file_named, refuse_to_overwrite, whole_file
from newsreader.errors import NoSuchStoryError, UsageError
from newsreader.reader import Reader
from newsreader.records import NO_MARKS, Event, StoredStory, StoryMarks
from newsreader.state.records import bookmark_to_dict
from newsreader.state.state import Bookmark, State
from newsreader.state.transfer import SIZE_LIMIT, Keepsakes, export_json, export_markdown, import_records
from newsreader.text import clean_line, clean_text, safe_json

_MARKDOWN: Final = frozenset({".md", ".markdown"})
_STANDARD: Final = "-"
_MOST_BYTES: Final = 4 * SIZE_LIMIT
"""No text that can be imported takes more in UTF-8."""


def set_bookmarks(arguments: Namespace) -> int:
    """Bookmark the stories that `arguments` name, or remove their bookmarks if not `wanted`; all of them, or none.

    Raises UsageError unless they are named in one way: by their ids, or by a query.
    """
    wanted: bool = arguments.wanted
    by_query = arguments.query is not None
    if by_query == bool(arguments.ids):
        raise UsageError(f"Name the stories by their ids, or all that a query finds: {QUERY_OPTION} QUERY")
    if by_query:
        return change_found(
            arguments, [arguments.query], lambda reader, rows: reader.marking.set_bookmarks(rows, wanted)
        )
    with open_reader(arguments) as reader:
        stories = _found(reader, arguments.ids)
        if stories is None:
            return NoSuchStoryError.exit_code
        were = {stored.row_id: reader.marks.is_bookmarked(stored.row_id) for stored in stories}
        reader.marking.set_bookmarks(list(were), wanted)
        for stored in stories:
            say(f"{_OUTCOMES[wanted, were[stored.row_id] != wanted]}: {stored.story.title}")
        flush_marks(reader)
    return 0


_OUTCOMES: Final = {
    (True, True): "Bookmarked",
    (True, False): "Bookmarked before",
    (False, True): "No longer bookmarked",
    (False, False): "Was not bookmarked",
}


def _found(reader: Reader, ids: list[str]) -> list[StoredStory] | None:
    stories: list[StoredStory] = []
    missing = False
    for beginning in ids:
        try:
            stories.append(reader.search.find(beginning))
        except NoSuchStoryError as error:
            missing = True
            say(str(error))
    return None if missing else stories


def export_bookmarks(arguments: Namespace) -> int:
    """Write all bookmarks to a file or the output. It needs no library; of those that are known it takes the events."""
    to_output = arguments.file == _STANDARD
    target = file_named(arguments.file)
    if not to_output:
        refuse_to_overwrite(target, force=arguments.force, what="the bookmarks")
    with closing(open_state()) as state:
        kept = state.keepsakes()
        damaged = state.damaged()
    by_suffix = "markdown" if not to_output and target.suffix.casefold() in _MARKDOWN else "json"
    events = events_of_bookmarks(kept.bookmarks)
    text = {"json": _json_of, "markdown": export_markdown}[arguments.format or by_suffix](kept, events)
    if damaged:
        say(f"{plural(damaged, 'damaged record')} can't be exported and stay where they are.")
    if to_output:
        write(text)
    else:
        with whole_file(target, "The bookmarks", is_private=True) as file:
            file.write(text.encode())
        others = len(kept.others())
        more = f", tags and notes of {plural(others, 'other story', 'other stories')}" if others else ""
        more += f", {_counted_pairs(len(kept.event_pairs))}" if kept.event_pairs else ""
        say(f"Exported {plural(len(kept.bookmarks), 'bookmark')}{more} to {target}.")
    return 0


def _counted_pairs(count: int) -> str:
    return plural(count, "pair of stories joined or parted", "pairs of stories joined or parted")


def _json_of(kept: Keepsakes, events: Mapping[str, Event]) -> str:
    return safe_json(export_json(kept, events))


def import_bookmarks(arguments: Namespace) -> int:
    """Add the bookmarks of an exported file. It needs no library: bookmarks find their stories when one opens."""
    kept, problems = import_records(_text_of(arguments.file))
    with closing(open_state()) as state:
        result, annotated, pairs = state.import_keepsakes(kept)
    for problem in problems:
        say(problem)
    known = f"; {result.known:,} were here before" if result.known else ""
    say(f"Imported {plural(result.added, 'bookmark')}{known}.")
    if annotated:
        say(f"Tags and notes of {plural(annotated, 'story', 'stories')} are here.")
    if pairs:
        say(f"New here: {_counted_pairs(pairs)}.")
    return 1 if problems else 0


def _text_of(name: str) -> str:
    """Return the text of an exported file."""
    try:
        if name == _STANDARD:
            data = sys.stdin.buffer.read(_MOST_BYTES + 1) if sys.stdin else b""
        else:
            with Path(os.path.expanduser(name)).open("rb") as file:
                data = file.read(_MOST_BYTES + 1)
    except OSError as error:
        raise UsageError(f"{name} can't be read: {error.strerror or error}.") from error
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise UsageError(f"{name} is not UTF-8 text. Give a file that newsreader has exported.") from error


def show_copy(arguments: Namespace) -> int:
    """Write the copy of the bookmark that `arguments` name. It needs no library."""
    with closing(open_state()) as state:
        bookmark = _bookmark_named(state, arguments.id)
        earlier = state.bookmarks.earlier_copy(bookmark.uuid)
        kept = state.keepsakes()
    if arguments.previous and earlier is None:
        say(
            f"There is no copy from before: {clean_line(bookmark.story.title)} has not changed since it was bookmarked."
        )
        return 1
    shown = earlier if arguments.previous and earlier else bookmark
    write(_copy_as(shown, kept.marks.get(kept.key_of(bookmark), NO_MARKS), arguments.format))
    if earlier and not arguments.previous:
        say("The copy from before its story last changed is shown by --previous.")
    return 0


def _bookmark_named(state: State, beginning: str) -> Bookmark:
    """Return the bookmark of the story whose id begins so.

    Raises NoSuchStoryError when there is none, or more than one.
    """
    bookmarks = state.bookmarks.all()
    exact = [each for each in bookmarks if beginning in (each.story.id, each.uuid)]
    found = exact or [each for each in bookmarks if beginning and each.story.id.startswith(beginning)]
    if len(found) > 1:
        found_ids = "".join(f"\n  {each.uuid}  {clean_line(each.story.title)}" for each in found)
        raise NoSuchStoryError(f'More than one bookmark is of an id that begins with "{beginning}":{found_ids}')
    if not found:
        raise NoSuchStoryError(
            f'No bookmark is of an id that begins with "{beginning}". List them with: newsreader bookmark list'
        )
    return found[0]


def _copy_as(bookmark: Bookmark, marks: StoryMarks, form: str) -> str:
    if form == "json":
        return json_text(bookmark_to_dict(bookmark), indent=2) + "\n"
    if form == "markdown":
        from newsreader.formats import write as written

        return clean_text(written(bookmark.story, ".md")).rstrip("\n") + "\n"
    from newsreader.cli.story_text import story_text

    stored = StoredStory(0, bookmark.story, bookmark.path, marks)
    return story_text(stored, bookmarked=True, outlet_stories=None)
