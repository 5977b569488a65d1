"""Opening the file of a story in the user's editor."""

from __future__ import annotations

import os
from argparse import Namespace
from pathlib import Path

from newsreader.cli.session import open_reader
from newsreader.editors import edit_command
from newsreader.errors import NewsreaderError
from newsreader.foreground import ending_of, run_in_foreground
from newsreader.text import clean_line


def edit_story(arguments: Namespace) -> int:
    """Open the file of the story whose id begins as `arguments` say, at its line, and wait until it is closed.

    Raises NewsreaderError where there is no such file, no editor, or one that does not end well.
    """
    with open_reader(arguments, lambda _: False) as reader:
        stored = reader.search.find(arguments.id)
        line = reader.search.line_of(stored.row_id)
        root = reader.root
    if not stored.path:
        raise NewsreaderError("The file of this story is gone; only the bookmark's copy is left: newsreader show ID")
    place = os.path.join(os.path.abspath(root), stored.path)
    if not Path(place).is_file():
        raise NewsreaderError(f"{clean_line(place)} is not there any more.")
    command = edit_command(place, line)
    try:
        code = run_in_foreground(command.words)
    except OSError as error:
        raise NewsreaderError(f"{command.name} could not be started: {error.strerror or error}.") from error
    if code:
        raise NewsreaderError(f"{command.name} {ending_of(code)}.")
    return 0
