"""What the end of the program still has written, and what is said of what could not be."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from newsreader.errors import NewsreaderError
from newsreader.reader import Reader
from newsreader.session import SessionStore
from newsreader.text import clean_line, clean_text
from newsreader.ui.errors import not_remembered_message
from newsreader.ui.main.notes import ChangedNote
from newsreader.ui.terminal.crashing import tell
from newsreader.ui.terminal.threads import BoundedThreads, done_within

if TYPE_CHECKING:
    from newsreader.ui.main.incoming import Incoming
    from newsreader.ui.main.screen import MainScreen

PATIENCE_WITH_MARKS: Final = 300.0
"""Seconds in which the end waits for marks that are being written: 100,000 bookmarks take half a minute."""

_TOO_LONG: Final = "It took too long."
_NOT_KEPT: Final = "What was marked last could not be written, as it took too long. Start newsreader again to see it."


class _Step(Struct, frozen=True):
    """A thing that is kept at the end; `keep` returns what became of it, and `too_late` is said where it does not."""

    keep: Callable[[], str]
    too_late: str


def keep_the_rest(main: MainScreen, threads: BoundedThreads, reader: Reader) -> str:
    """Have everything written that was asked for and is not on the disk at the end; returns what became of it.

    Where a thread is stuck with what this needs it is given up in the end, and the texts are in what is returned.
    """
    draft = main.incoming.unkept
    steps = [_Step(lambda: clean_line(main.marker.write_rest()), _NOT_KEPT)]
    steps += [_Step(partial(_keep_note, reader, note), _note_text(note, _TOO_LONG)) for note in main.notes.changed()]
    steps += [_Step(partial(_keep_draft, main.incoming, draft), _draft_text(draft, _TOO_LONG))] if draft.strip() else []
    done: list[str] = []

    def keep() -> None:
        for step in steps:
            done.append(step.keep())

    if not threads.is_busy:
        keep()
    elif not done_within(PATIENCE_WITH_MARKS, keep):
        done += [step.too_late for step in steps[len(done) :]]
    return "\n".join(word for word in done if word)


def save_session(store: SessionStore) -> None:
    """Save what the next start finds as it was; where that can't be done it is said, unless it was shown before."""
    try:
        store.save()
    except OSError as error:
        if not store.is_failure_shown:
            tell(clean_line(not_remembered_message(error)))


def _keep_note(reader: Reader, note: ChangedNote) -> str:
    """Have a note written that is still open at the end; what became of it."""
    try:
        reader.marking.write_note(note.story_id, note.note, note.before)
    except NewsreaderError as error:
        return _note_text(note, str(error))
    return "The note that was open is kept, too."


def _note_text(note: ChangedNote, reason: str) -> str:
    """What is said of a note that can't be kept: all of it, so that the user can put it somewhere else."""
    message = clean_line(f"The note on “{note.title}” could not be kept. {reason} It is this:")
    return f"{message}\n\n{clean_text(note.note)}\n"


def _keep_draft(incoming: Incoming, text: str) -> str:
    """Have the text written that was to be added; why that can't be done, with the text, "" where it is."""
    try:
        incoming.keep_draft(text)
    except OSError as error:
        return _draft_text(text, f"{error.strerror or error}.")
    return ""


def _draft_text(text: str, reason: str) -> str:
    message = clean_line(f"The text that was to be added could not be kept. {reason} It is this:")
    return f"{message}\n\n{clean_text(text)}\n"
