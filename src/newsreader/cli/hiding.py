"""Hide stories, and show them again: those that are named by their ids, or all that a query finds."""

from __future__ import annotations

from argparse import Namespace
from functools import partial
from typing import Final

from newsreader.cli.output import plural, say
from newsreader.cli.queries import understood
from newsreader.cli.session import find_events_for, flush_marks, open_reader
from newsreader.errors import NoSuchStoryError, UsageError
from newsreader.query import Flag, cut_message, narrowed
from newsreader.reader import Reader
from newsreader.records import StoredStory

_OUTCOMES: Final = {
    (True, True): "Hidden",
    (True, False): "Hidden before",
    (False, True): "Shown again",
    (False, False): "Was not hidden",
}


def set_hidden(arguments: Namespace) -> int:
    """Hide the stories that `arguments` name or, if that is not `wanted`, show them again; all of them, or none.

    Raises UsageError unless they are named in one way: by their ids, or by a query.
    """
    if (arguments.query is not None) == bool(arguments.ids):
        raise UsageError("Name the stories by their ids, or all that a query finds: --query QUERY")
    with open_reader(arguments) as reader:
        return _by_ids(reader, arguments) if arguments.ids else _by_query(reader, arguments)


def _by_ids(reader: Reader, arguments: Namespace) -> int:
    stories: list[StoredStory] = []
    for beginning in arguments.ids:
        try:
            stories.append(reader.search.find(beginning))
        except NoSuchStoryError as error:
            say(str(error))
    if len(stories) < len(arguments.ids):
        return NoSuchStoryError.exit_code
    wanted: bool = arguments.wanted
    reader.marking.hide([stored.row_id for stored in stories], wanted)
    for stored in {stored.row_id: stored for stored in stories}.values():
        say(f"{_OUTCOMES[wanted, stored.marks.is_hidden != wanted]}: {stored.story.title}")
    flush_marks(reader)
    return 0


def _by_query(reader: Reader, arguments: Namespace) -> int:
    text = arguments.query.strip()
    query = understood(text, partial(reader.query, is_finished=True))
    if query.left_out:
        raise UsageError(f"{cut_message(text, query.left_out)} Give less at a time.")
    if query.root is None:
        raise UsageError("There is nothing to look for in this query, and all stories match it.")
    find_events_for(reader, query)
    # hidden ones are left out unless they are asked for
    numbers = reader.search.select(query if arguments.wanted else narrowed(query, Flag.HIDDEN)) or ()
    if not numbers:
        say("No story matches." if arguments.wanted else "No hidden story matches.")
        return 0
    done = reader.marking.hide(numbers, arguments.wanted)
    flush_marks(reader)
    say(f"{plural(done.stories, 'story', 'stories')} {done.what}.")
    return 0
