"""Marking the stories of a query: read, unread, tagged."""

from __future__ import annotations

import shlex
from argparse import Namespace
from collections.abc import Callable, Sequence
from functools import partial

from newsreader.cli.columns import Column, table
from newsreader.cli.output import plural, say, write
from newsreader.cli.queries import understood
from newsreader.cli.session import flush_marks, open_reader
from newsreader.errors import UsageError
from newsreader.query import cut_message
from newsreader.reader import MarkResult, Reader
from newsreader.tags import TAG_LIMIT, clean_tag
from newsreader.text import clean_line


def mark(arguments: Namespace) -> int:
    """Mark the stories that match the query of `arguments` read, or unread if not `wanted`."""
    return _change(arguments, lambda reader, numbers: reader.marking.mark_read(numbers, arguments.wanted))


def tag(arguments: Namespace) -> int:
    """Put the tag of `arguments` on the stories that match its query, or take it off if not `wanted`.

    Raises UsageError for what is no tag as it stands.
    """
    name = clean_tag(arguments.tag)
    if not name:
        raise UsageError("A tag needs a letter, a digit or a symbol.")
    asked = " ".join(clean_line(arguments.tag).split())
    if name != asked:
        raise UsageError(
            f"“{asked}” is no tag: a tag has no comma and no quotation mark, and at most {TAG_LIMIT} characters. "
            f"Add several tags one by one, or write {shlex.quote(name)}."
        )
    return _change(arguments, lambda reader, numbers: reader.marking.tag(numbers, name, arguments.wanted))


def list_tags(arguments: Namespace) -> int:
    """Write all tags with the number of stories that have them."""
    with open_reader(arguments) as reader:
        tags = reader.open_state().marks.tags()
    if not tags:
        say("There are no tags yet. Add one with: newsreader tag add TAG QUERY")
        return 0
    for line in table([[(count.tag, str(count.stories)) for count in tags]], (Column(), Column(at_right=True))):
        write(line)
    return 0


def _change(arguments: Namespace, change: Callable[[Reader, Sequence[int]], MarkResult]) -> int:
    with open_reader(arguments) as reader:
        text = " ".join(arguments.query).strip()
        query = understood(text, partial(reader.query, is_finished=True))
        if query.left_out:
            raise UsageError(f"{cut_message(text, query.left_out)} Give less at a time.")
        if query.root is None:
            raise UsageError(
                "There is nothing to look for in this query, and all stories match it."
                " Name them with a word or a field, such as is:unread or -is:bookmarked."
            )
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
