"""Opening files of the library in the user's editor, which has the terminal until it ends."""

from __future__ import annotations

import os
import stat
import sys
from functools import partial
from typing import Any

from textual.app import App, SuspendNotSupported
from textual.screen import Screen

from newsreader.editors import EditCommand, NoEditorError, edit_command
from newsreader.foreground import ending_of, run_in_foreground
from newsreader.reader import Reader
from newsreader.text import clean_line
from newsreader.ui.errors import or_default_if_corrupt
from newsreader.ui.main.story import StoryPane
from newsreader.ui.main.syncer import Syncer
from newsreader.ui.terminal.lending import lend_terminal

_TITLE = "Not edited"


class Editing:
    """Lends the terminal to the editor, and has the file read again when it ends."""

    def __init__(self, screen: Screen[None], reader: Reader, story: StoryPane, syncer: Syncer) -> None:
        self._screen = screen
        self._reader = reader
        self._story = story
        self._syncer = syncer

    @property
    def _app(self) -> App[Any]:
        return self._screen.app

    def edit_story(self) -> None:
        """Open the file of the story at the cursor, at the line where the story begins."""
        self._story.load()
        stored = self._story.stored
        if stored is None:
            self._refuse("There is no story here.")
        elif not stored.path:
            self._refuse("The file of this story is gone. What is shown is the bookmark's copy.")
        else:
            line = or_default_if_corrupt(lambda: self._reader.search.line_of(stored.row_id), 0)
            self.edit(os.fsencode(stored.path), line)

    def edit(self, path: bytes, line: int) -> None:
        """Open the file at `path` in the library, at `line` (0 for none). What went wrong is said."""
        if self._app.is_web:
            self._refuse("A browser has no editor. In a terminal use: newsreader edit ID")
            return
        place = os.path.join(os.path.abspath(self._reader.root), os.fsdecode(path))
        if not _is_file(place):
            self._refuse(f"{clean_line(os.fsdecode(path))} is not there any more, or is no file.")
            self._syncer.look_at(path)
            return
        try:
            command = edit_command(place, line)
        except NoEditorError as error:
            self._refuse(str(error))
            return
        self._run(command)
        self._syncer.look_at(path)

    def _run(self, command: EditCommand) -> None:
        """Let the editor have the terminal until it ends."""
        try:
            code = lend_terminal(self._app, partial(_edit_with, command))
        except SuspendNotSupported:
            self._refuse("The terminal can't be lent to an editor here.")
        except OSError as error:
            self._refuse(f"{command.name} could not be started: {clean_line(error.strerror or str(error))}.")
        else:
            if code:
                self._screen.notify(
                    f"{command.name} {ending_of(code)}.", title="Editor", severity="warning", timeout=15, markup=False
                )

    def _refuse(self, message: str) -> None:
        self._screen.notify(message, title=_TITLE, severity="warning", timeout=15, markup=False)


def _edit_with(command: EditCommand) -> int:
    """Run the editor. Where it has a window of its own, the terminal says why nothing happens there."""
    if command.has_window:
        sys.stdout.write(f"newsreader goes on when the file is closed in {command.name}.\n")
        sys.stdout.flush()
    return run_in_foreground(command.words)


def _is_file(place: str) -> bool:
    try:
        return stat.S_ISREG(os.lstat(place).st_mode)
    except (OSError, ValueError):
        return False
