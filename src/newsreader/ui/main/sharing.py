"""Giving the story to others: to a command of the user's, or as a citation to the clipboard."""

from __future__ import annotations

import os
import shutil
import sys
from functools import partial
from pathlib import Path
from typing import Any

from textual.app import App, SuspendNotSupported
from textual.screen import Screen

from newsreader.citation import citation
from newsreader.foreground import ending_of, feed_in_foreground
from newsreader.formats import is_markdown
from newsreader.keys.keymap import Keymap
from newsreader.records import StoredStory
from newsreader.text import clean_line
from newsreader.ui.main.story import StoryPane
from newsreader.ui.terminal.lending import lend_terminal

_TITLE = "Pipe"


class Sharing:
    """Does what can be done with the story as a text. `command` are the words of what it is given to."""

    def __init__(self, screen: Screen[None], keymap: Keymap, story: StoryPane, command: tuple[str, ...]) -> None:
        self._screen = screen
        self._keymap = keymap
        self._story = story
        self._command = command

    @property
    def _app(self) -> App[Any]:
        return self._screen.app

    def cite(self) -> None:
        """Copy title, outlet, day and link of the story as one line."""
        self._story.load()
        if self._story.stored is not None:
            self._app.copy_to_clipboard(citation(self._story.stored.story))

    def pipe(self) -> None:
        """Give the story as Markdown to the command of the config."""
        self._story.load()
        if not self._command:
            self._say('No command is set. Name one in the config, as a list of words: pipe = ["glow", "-"]')
        elif self._app.is_web:
            self._say("A browser has no terminal for a command. In a terminal use: newsreader show ID")
        elif self._story.stored is None:
            self._say("There is no story here.")
        else:
            self._run(markdown_of(self._story.stored))

    def _run(self, text: str) -> None:
        name = clean_line(Path(self._command[0]).name)
        program = shutil.which(os.path.expanduser(self._command[0]))
        if program is None:
            self._say(f"{name} is not installed. The config names it under: pipe")
            return
        try:
            code = lend_terminal(self._app, partial(_give, (program, *self._command[1:]), text.encode(), name))
        except SuspendNotSupported:
            self._say("The terminal can't be lent to a command here.")
        except OSError as error:
            self._say(f"{name} could not be started: {clean_line(error.strerror or str(error))}.")
        else:
            if code:
                self._say(f"{name} {ending_of(code)}.")

    def _say(self, message: str) -> None:
        self._screen.notify(message, title=_TITLE, severity="warning", timeout=15, markup=False)


def markdown_of(stored: StoredStory) -> str:
    """Return a story as a Markdown page to be read."""
    from newsreader.briefing.briefing import told_of
    from newsreader.briefing.markdown import story_page

    return story_page(told_of(stored, is_markdown=is_markdown(stored.path or stored.archived_path)))


def _give(command: tuple[str, ...], text: bytes, name: str) -> int:
    """Give `text` to a command; what it leaves on the terminal stays there until the user has read it."""
    fed = feed_in_foreground(command, text)
    if fed.has_written:
        end = f"{name} {ending_of(fed.code)}. " if fed.code else ""
        sys.stdout.write(f"\n[{end}Enter goes back to newsreader]")
        sys.stdout.flush()
        _wait_for_enter()
        sys.stdout.write("\n")
        sys.stdout.flush()
    return fed.code


def _wait_for_enter() -> None:
    """Read what is typed up to the end of a line, or until the terminal is gone."""
    while (typed := os.read(0, 1024)) and b"\n" not in typed:
        pass
