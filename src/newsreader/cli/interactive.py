"""Opening the reader from the command line."""

from __future__ import annotations

import gc
import os
import sys
from argparse import Namespace
from datetime import date
from typing import TextIO

from newsreader.cli.queries import understood
from newsreader.config import choose_library, load_config
from newsreader.errors import UsageError
from newsreader.paths import user_paths
from newsreader.query import parse_query


def read(arguments: Namespace) -> int:
    """Open the reader. Raises UsageError where there is no terminal, or the filter can't be understood."""
    filter_text: str | None = arguments.filter
    understood(filter_text or "", lambda text: parse_query(text, date.today(), is_finished=True))
    if not _is_drawn_elsewhere() and not all(map(_is_terminal, (sys.stdin, sys.stdout, sys.stderr))):
        raise UsageError("The reader needs a terminal. Elsewhere use: newsreader list")
    paths = user_paths()
    config = load_config(paths.config_file)
    choice = choose_library(arguments.library, os.environ, config.config, paths)

    gc.disable()  # until the first paint there is much to import and nothing to collect
    try:
        from newsreader.ui.app import run_reader

        return run_reader(choice, config, paths, filter_text)
    finally:
        gc.enable()


def _is_terminal(stream: TextIO | None) -> bool:
    """Return whether a stream, None where it is closed, is a terminal; the reader draws on that of the errors."""
    return stream is not None and stream.isatty()


def _is_drawn_elsewhere() -> bool:
    """Return whether another program, as the one that serves to browsers, draws what the reader tells it to."""
    return bool(os.environ.get("TEXTUAL_DRIVER"))
