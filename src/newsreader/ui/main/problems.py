"""What is wrong with the library's files: shown in a box, edited from there, and brought up to date."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.screen import Screen

from newsreader.errors import Problem
from newsreader.keys.keymap import Keymap
from newsreader.reader import Reader
from newsreader.sync import IndexDamagedError
from newsreader.ui.boxes.box import Asker
from newsreader.ui.errors import EXPECTED_ERRORS, error_message
from newsreader.ui.main.background import run_in_background
from newsreader.ui.main.editing import Editing

if TYPE_CHECKING:
    from newsreader.ui.boxes.problems import ProblemsScreen


class Problems:
    """Shows the problems of the library's files, and has their files edited."""

    def __init__(self, screen: Screen[None], asker: Asker, reader: Reader, keymap: Keymap, editing: Editing) -> None:
        self._screen = screen
        self._asker = asker
        self._reader = reader
        self._keymap = keymap
        self._editing = editing
        self._box: ProblemsScreen | None = None

    async def show(self) -> None:
        """Show what is wrong with the library's files."""
        from newsreader.ui.boxes.problems import ProblemsScreen

        problems = await self._find()
        if problems is None:
            return
        self._box = ProblemsScreen(problems, self._keymap, self._edit)
        try:
            await self._asker.ask(self._box)
        finally:
            self._box = None

    def library_changed(self) -> None:
        """Bring the box up to date, if it is open."""
        if self._box is not None:
            run_in_background(self._screen, self._show_again, "problems", exclusive=True)

    async def _show_again(self) -> None:
        problems = await self._find()
        if problems is not None and self._box is not None and self._box.is_open:
            self._box.show(problems)

    async def _find(self) -> Sequence[Problem] | None:
        """The problems; None where they can't be read."""
        try:
            return await asyncio.to_thread(self._reader.search.problems)
        except IndexDamagedError:
            return None  # a notice says so, and the repair is under way
        except EXPECTED_ERRORS as error:
            self._say_unread(error)
            return None

    async def _edit(self, problem: Problem) -> None:
        """Open the file of a problem in the user's editor, at its line."""
        try:
            path = await asyncio.to_thread(self._reader.search.path_shown_as, problem.path)
        except IndexDamagedError:
            return
        except EXPECTED_ERRORS as error:
            self._say_unread(error)
            return
        if path is None:
            message = "The file of this problem is not known any more."
            self._screen.notify(message, title="Not edited", severity="warning", markup=False)
        else:
            self._editing.edit(path, problem.line)

    def _say_unread(self, error: Exception) -> None:
        self._screen.notify(error_message(error), title="The problems can't be read", severity="warning", markup=False)
