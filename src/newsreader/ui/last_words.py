"""What the end of the program still has written, and what is said of what could not be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from newsreader.errors import NewsreaderError
from newsreader.reader import Reader
from newsreader.session import SessionStore
from newsreader.text import clean_line, clean_text
from newsreader.ui.errors import not_remembered_message
from newsreader.ui.main.notes import ChangedNote
from newsreader.ui.terminal.crashing import tell
from newsreader.ui.terminal.threads import BoundedThreads, done_within

if TYPE_CHECKING:
    from newsreader.ui.main.screen import MainScreen

PATIENCE_WITH_MARKS: Final = 300.0
"""Seconds in which the end waits for marks that are being written: 100,000 bookmarks take half a minute."""

_NOT_KEPT: Final = "What was marked last could not be written, as it took too long. Start newsreader again to see it."


def keep_the_rest(main: MainScreen, threads: BoundedThreads, reader: Reader) -> str:
    """Have everything written that was asked for and is not on the disk at the end; returns what became of it.

    Where a thread is stuck with what this needs it is given up in the end, and the notes are in what is returned.
    """
    notes = main.notes.changed()
    words: list[str] = []
    if draft := clean_text(main.incoming.keep_open()):
        words.append(draft)

    def keep() -> None:
        of_marks = main.marker.write_rest()
        words.extend([clean_line(of_marks)] if of_marks else [])
        words.extend(_keep_note(reader, note) for note in notes)

    if not threads.is_busy:
        keep()
    elif not done_within(PATIENCE_WITH_MARKS, keep):
        words = [*words, _NOT_KEPT, *(_note_text(note, "It took too long.") for note in notes)]
    return "\n".join(words)


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
