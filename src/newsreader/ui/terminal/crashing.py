"""How the program ends that has met a fault of its own: the terminal given back, a short word, a report."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from rich.console import RenderableType
from textual.app import App
from textual.worker import WorkerFailed

from newsreader.paths import report_folder
from newsreader.text import clean_line

CRASHED: Final = 1
"""The exit code after a fault of the program."""


class FrameworkFault(Exception):
    """The framework gave up, with so many things to print."""


class Faults:
    """Gathers faults of the program, among them the one that ends the block it stands before."""

    def __init__(self) -> None:
        self.all: list[Exception] = []

    def __enter__(self) -> Faults:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, place: object) -> bool:
        if not isinstance(error, Exception):
            return False
        self.all.append(error)
        return True


class CrashingApp(App[None]):
    """Keeps the faults it ends by, in place of printing them with all that was in memory."""

    is_leaving = False
    """Whether the program has been told to end, or ends because of a fault."""
    _is_ending = False
    """Whether it ends now, whatever is still to be done."""

    def __init__(self) -> None:
        super().__init__()
        self.faults = Faults()

    def _handle_exception(self, error: Exception) -> None:
        """End because of a fault that nobody has taken care of; `crashed` tells of it when the terminal is back."""
        cause = error.error if isinstance(error, WorkerFailed) else error
        self.faults.all.append(cause if isinstance(cause, Exception) else error)
        self._return_code = CRASHED
        self.is_leaving = self._is_ending = True
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
        self._close_messages_no_wait()

    def panic(self, *renderables: RenderableType) -> None:
        """End because of what the framework found wrong; what it would print may hold anything, and is left out."""
        self._handle_exception(FrameworkFault(len(renderables)))


def suspend_job(app: App[Any]) -> None:
    """Give the terminal to the shell until that brings the program back; only a terminal's own driver can."""
    suspend = getattr(app._driver, "suspend_job", None)
    if suspend is not None:
        suspend()


def fail(app: App[Any], error: Exception) -> None:
    """End `app` because of a fault in a task that Textual knows nothing of."""
    app._handle_exception(error)


def tell_crash(faults: Sequence[Exception], of_notes: str = "", folder: Path | None = None) -> None:
    """Write a report of the faults that ended the program, and say on stderr where it is and what to do.

    `of_notes` tells what became of notes that were open.
    """
    from newsreader.ui.terminal.crash_report import report_text, write_report

    text = report_text(faults)
    lines = [
        "",
        f"newsreader has stopped because of a fault of its own ({type(faults[0]).__name__}).",
        "Bookmarks, notes, tags and read marks that were made are kept. Start newsreader again to go on.",
        *([of_notes] if of_notes else []),
    ]
    try:
        path = write_report(folder or report_folder(), text, datetime.now())
    except OSError as error:
        reason = clean_line(error.strerror or str(error))
        lines += [f"The report of it could not be written ({reason}); it is this, please pass it on:", "", text]
    else:
        lines.append("A report for those who mend it, with nothing of your stories or notes in it, is in")
        lines += [f"  {clean_line(str(path))}", "Please pass it on, and say what you did before."]
    tell("\n".join(lines))


def tell(text: str) -> None:
    """Say something on stderr, once the terminal is given back; whether anybody hears it does not matter."""
    try:
        print(text, file=sys.stderr, flush=True)
    except OSError:  # the terminal may be what is gone
        with suppress(OSError), Path(os.devnull).open("wb") as nothing:
            os.dup2(nothing.fileno(), sys.stderr.fileno())  # or Python tries again at its end, and exits with 120
