"""The programs that are run: the reader, and the bare app beside it."""

from __future__ import annotations

import os
import re
import sys
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

from tests.benchmarks.homes import Home
from tests.benchmarks.screen import Area, Frame, settled_at
from tests.benchmarks.session import SHORTLY_QUIET, NotShownError, Session

ENTER: Final = "\r"
ESCAPE: Final = "\x1b"
TO_END: Final = "\x05"
"""To the end of the input, with nothing selected."""

CLEAR: Final = TO_END + "\x15"

DOWN: Final = "\x1b[B"
HOME: Final = "\x1b[H"
END: Final = "\x1b[F"
PAGE_DOWN: Final = "\x1b[6~"
FIRST_LINES: Final = Area(0, 6, 0, 38)
"""Where the first headline stands in either program."""

_STATUS: Final = re.compile(r"^ *(…|[\d,]+) of (…|[\d,]+)(?: · [\d,]+ (?:unread|new|muted)[^·]*)* · [\d,]+ bookmarked")
"""All of it: half of a new line over an old one would else read as “3,400 of 0 bookmarked”."""

_BORDER: Final = "│"
_PLACEHOLDER: Final = "filter:"
_MARKS: Final = 2
"""Columns before a title."""
_TITLE_LINES: Final = 2
_TRIES: Final = 5
"""How often a filter is typed: on a busy machine a program that waits for its turn seems to rest."""
_OUTLET_LINE: Final = re.compile(r"[★ ] (?:[·●]{5}|mixed) ")
_BARE_APP: Final = Path(__file__).with_name("bare_app.py")


@dataclass(frozen=True, slots=True)
class Keystroke:
    """Seconds from a key to the list and to the count that it leads to; None where it changed nothing there."""

    listed: float | None
    counted: float | None


@dataclass(frozen=True, slots=True)
class Program:
    """The reader under test: the Python that runs it and, if needed, the folder of its source."""

    python: str = sys.executable
    source: Path | None = None

    def module(self, name: str, *words: str) -> list[str]:
        """The command line of a module of it, or of its tests."""
        return [self.python, "-m", name, *words]

    def newsreader(self, library: Path, *words: str) -> list[str]:
        """The command line of the reader."""
        return self.module("newsreader", "--library", str(library), *words)

    def environment(self, home: Home) -> dict[str, str]:
        """What it finds around it."""
        found = home.environment()
        if self.source is not None:
            found["PYTHONPATH"] = f"{self.source / 'src'}{os.pathsep}{self.source}"
        return found


class BareSession(Session):
    """A run of the bare app."""

    input_area = Area(1, 2, 0, 60)
    list_area = Area(2, 34, 0, 40)

    def __init__(self, home: Home, *, has_input: bool = False) -> None:
        command = [sys.executable, str(_BARE_APP), *(["--input"] if has_input else [])]
        super().__init__(command, home.environment())

    def wait_for_rows(self) -> float:
        """The moment at which the first row is shown."""
        return self.wait_for(lambda frame: "Row 0" in frame.text(FIRST_LINES), "the first row")


class ReaderSession(Session):
    """A run of the reader."""

    def __init__(self, home: Home, library: Path, program: Program) -> None:
        super().__init__(program.newsreader(library), program.environment(home.forget_session()))

    def wait_for_comparison(self, *, patience: float = 300.0) -> float:
        """The moment at which the comparison with the files was done; what follows from it is shown, too."""
        moment = self.wait_for(is_compared, "the number of all stories", patience=patience)
        self.rest(is_final)
        return moment

    @cached_property
    def list_area(self) -> Area:
        """The list without its scrollbar, which depends on rows off the screen."""
        bottom = self.status_area.top
        columns = zip(*self.frame.lines[2:bottom], strict=True)
        border = [all(cell.data == _BORDER for cell in column) for column in columns].index(True)
        return Area(1, bottom, 0, border - 1)

    @cached_property
    def status_area(self) -> Area:
        """The status line."""
        lines = self.frame.text().splitlines()
        line = next(number for number, text in enumerate(lines) if _STATUS.match(text))
        return Area(line, line + 1, 0, self.terminal.columns)

    @property
    def total(self) -> int:
        """How many stories the reader says there are, once it has compared with the files; 0 before."""
        status = _status(self.frame)
        return int(status[2].replace(",", "")) if status and status[2] != "…" else 0

    @property
    def headline(self) -> str:
        """The first line of the first title of the list, which is at its top; "" where the list is empty."""
        if _shown(self.frame) == "0":
            return ""
        lines = self.frame.text(self.list_area).split("\n")
        outlet = next(number for number, line in enumerate(lines) if number and _OUTLET_LINE.match(line))
        above = [line for line in lines[max(outlet - _TITLE_LINES, 0) : outlet] if line.strip()]
        return above[0][_MARKS:].rstrip("… ")

    def type(self, letter: str) -> Keystroke:
        """Type a letter and wait until all that follows from it is shown."""
        before = self.frame
        return self.keystroke(before, self.terminal.press(letter))

    def keystroke(self, before: Frame, pressed: float) -> Keystroke:
        """What came of a key pressed at a moment, when all that follows from it is shown."""
        frames = self.rest(is_final)
        listed, counted = (settled_at(before, frames, area) for area in (self.list_area, self.status_area))
        return Keystroke(None if listed is None else listed - pressed, None if counted is None else counted - pressed)

    def begin_filter(self, beginning: str) -> None:
        """Have a filter that begins so, with the list at its top and the keys in the filter.

        Textual may run the command of a key after it has taken the letters that follow. So each key waits for the one before.
        """
        for _ in range(_TRIES):
            for keys in ("/", CLEAR, beginning, ENTER, HOME, "/", TO_END):
                self.terminal.press(keys)
                self.rest(is_final, quiet=SHORTLY_QUIET)
            self.rest(is_final)
            if self.filter_text.strip() == beginning.strip():
                return
        raise NotShownError(f"the filter should be “{beginning}”, but is “{self.filter_text}”")

    @property
    def filter_text(self) -> str:
        """What stands in the filter, as much of it as is shown."""
        text = self.frame.text(Area(0, 1, self.list_area.left, self.list_area.right)).strip().removeprefix("/").strip()
        return "" if text.startswith(_PLACEHOLDER) else text


def is_compared(frame: Frame) -> bool:
    """Whether the reader has compared with the files: it knows how many stories there are."""
    return (status := _status(frame)) is not None and status[2] != "…"


def has_all_text(frame: Frame) -> bool:
    """Whether the reader knows how many stories there are, and can search the text of all."""
    return is_compared(frame) and "searchable" not in frame.text()


def is_final(frame: Frame) -> bool:
    """Whether the reader knows how many stories match."""
    return _shown(frame) not in ("…", "")


def _shown(frame: Frame) -> str:
    status = _status(frame)
    return status[1] if status else ""


def _status(frame: Frame) -> re.Match[str] | None:
    return next((found for line in frame.text().splitlines() if (found := _STATUS.match(line))), None)
