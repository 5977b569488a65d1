"""What goes to the terminal: data on stdout, sentences on stderr, all of it safe to show."""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, TextIO

from newsreader.errors import NewsreaderError
from newsreader.text import clean_text, safe_json

_LONGEST_LINE: Final = 600
"""Characters of a line of a message: a name that was given may be of any length."""


class OutputError(NewsreaderError):
    """Signal that the output can't be written: the disk is full, for example."""


def prepare() -> None:
    """Make both streams usable: a missing one swallows what it is given, a character it lacks becomes a question mark.

    Without this a message would go to stdout where stderr is closed.
    """
    if sys.stdout is None:
        sys.stdout = _nowhere()
    if sys.stderr is None:
        sys.stderr = _nowhere()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _nowhere() -> TextIO:
    return Path(os.devnull).open("w", encoding="utf-8")


def write(text: str) -> None:
    """Put data on stdout. Raises BrokenPipeError where nobody reads it any more, OutputError where it can't be put."""
    try:
        sys.stdout.write(text)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise _unwritable(error) from error


def flush() -> None:
    """Make sure that all data has gone out; raises as `write` does."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise _unwritable(error) from error


def give_up() -> None:
    """Drop what is left of stdout, so that closing it at the end can't fail."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def say(message: str) -> None:
    """Tell the user something, on stderr; whether anybody hears it does not matter. Very long lines are cut."""
    lines = clean_text(message).split("\n")
    with suppress(OSError):
        sys.stderr.write("".join(f"{_shortened(line)}\n" for line in lines))
        sys.stderr.flush()


def _shortened(line: str) -> str:
    """Return `line` without its middle, where it is very long: the reason often stands at the end."""
    half = _LONGEST_LINE // 2
    return line if len(line) <= _LONGEST_LINE else f"{line[:half]}…{line[-half:]}"


def plural(count: int, one: str, many: str = "") -> str:
    """Return `count` with its noun: "1 story", "1,200 stories"."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def json_text(data: Any, *, indent: int | None = None) -> str:
    """Return `data` as JSON, in which whatever could steer a terminal, hide or be no UTF-8 is written as an escape."""
    encoding = (sys.stdout.encoding or "").replace("-", "").replace("_", "").casefold()
    return safe_json(json.dumps(data, ensure_ascii=encoding != "utf8", indent=indent))


def write_json_list(texts: Iterable[str]) -> None:
    """Put a list in JSON on stdout, whose entries are written one by one, each on a line; raises as `write` does."""
    between = "[\n"
    for text in texts:
        write(between + text)
        between = ",\n"
    write("[]\n" if between == "[\n" else "\n]\n")


def _unwritable(error: OSError) -> OutputError:
    return OutputError(f"The output can't be written: {error.strerror or error}.")
