"""Show and write the note on a story."""

from __future__ import annotations

import sys
from argparse import Namespace
from typing import Final

from newsreader.cli.output import plural, say, write
from newsreader.cli.session import flush_marks, open_reader
from newsreader.errors import UsageError
from newsreader.records import NOTE_LIMIT
from newsreader.text import clean_text, clean_title

_INPUT: Final = "-"
_MOST_BYTES: Final = 8 * NOTE_LIMIT
"""A text of more bytes is too long for a note, whatever is removed from it when it is cleaned."""


def show_note(arguments: Namespace) -> int:
    """Write the note on the story that `arguments` name."""
    with open_reader(arguments) as reader:
        stored = reader.search.find(arguments.id)
    note = clean_text(stored.marks.note).strip()
    if note:
        write(f"{note}\n")
    else:
        say(f"There is no note on “{clean_title(stored.story.title)}”.")
    return 0


def set_note(arguments: Namespace) -> int:
    """Replace the note on the story that `arguments` name, by a text or by the input; an empty text removes it.

    A note that another reader writes at the same moment stays.

    Raises UsageError for a text that is too long.
    """
    note = clean_text(_input() if arguments.text == _INPUT else arguments.text).strip()
    if len(note) > NOTE_LIMIT:
        raise UsageError(
            f"A note has room for {NOTE_LIMIT:,} characters, and this text has {len(note):,}. Nothing was changed."
        )
    with open_reader(arguments) as reader:
        stored = reader.search.find(arguments.id)
        done = reader.marking.write_note(stored.story.id, note, over=stored.marks.note)
        flush_marks(reader)
    title = clean_title(stored.story.title)
    if done.merged:
        say(f"Another reader wrote a note on “{title}” meanwhile. It stays, and this one is below it.")
    elif not done.stories:
        say(f"The note on “{title}” was the same before." if note else f"There is no note on “{title}”.")
    elif note:
        say(f"{'Replaced the note' if stored.marks.note else 'Noted'} on “{title}”: {plural(len(note), 'character')}.")
    else:
        say(f"Removed the note on “{title}”.")
    return 0


def _input() -> str:
    """Return the text of the input. Raises UsageError where it can't be a note."""
    if sys.stdin is not None and sys.stdin.isatty():
        say("Type the note, then press Ctrl+D on a line of its own.")
    try:
        data = sys.stdin.buffer.read(_MOST_BYTES + 1) if sys.stdin is not None else b""
    except OSError as error:
        raise UsageError(f"The input can't be read: {error.strerror or error}.") from error
    if len(data) > _MOST_BYTES:
        raise UsageError(f"The input is too long: a note has room for {NOTE_LIMIT:,} characters.")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise UsageError("The input is not UTF-8 text. Nothing was changed.") from error
