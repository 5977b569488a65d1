"""Marking the stories of a query: read, unread, tagged."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Sequence
from functools import partial

from newsreader.cli.output import plural, say
from newsreader.cli.queries import understood
from newsreader.cli.session import find_events_for, flush_marks, open_reader
from newsreader.cli.tags import checked_tag
from newsreader.errors import UsageError
from newsreader.query import cut_message
from newsreader.reader import MarkResult, Reader


def mark(arguments: Namespace) -> int:
    """Mark the stories that match the query of `arguments` read, or unread if not `wanted`."""
    wanted: bool = arguments.wanted
    return change_found(arguments, arguments.query, lambda reader, rows: reader.marking.mark_read(rows, wanted))


def tag(arguments: Namespace) -> int:
    """Put the tag of `arguments` on the stories that match its query, or take it off if not `wanted`.

    Raises UsageError for what is no tag as it stands.
    """
    name = checked_tag(arguments.tag)
    wanted: bool = arguments.wanted
    return change_found(arguments, arguments.query, lambda reader, rows: reader.marking.tag(rows, name, wanted))


def change_found(
    arguments: Namespace, words: Sequence[str], change: Callable[[Reader, Sequence[int]], MarkResult]
) -> int:
    """Make a `change` of all stories that the query of these `words` finds, and say of how many.

    Raises UsageError for a query that is not understood, and for one that all stories match.
    """
    with open_reader(arguments) as reader:
        text = " ".join(words).strip()
        query = understood(text, partial(reader.query, is_finished=True))
        if query.left_out:
            raise UsageError(f"{cut_message(text, query.left_out)} Give less at a time.")
        if query.root is None:
            raise UsageError(
                "There is nothing to look for in this query, and all stories match it."
                " Name them with a word or a field, such as is:unread or -is:bookmarked."
            )
        find_events_for(reader, query)
        numbers = reader.search.select(query) or ()
        done = change(reader, numbers)
        flush_marks(reader)
    if not numbers:
        say("No story matches.")
    elif done.stories:
        say(f"{plural(done.stories, 'story', 'stories')} {done.what}.")
    else:
        say(f"{plural(len(numbers), 'story', 'stories')} found, {done.what} before.")
    return 0
