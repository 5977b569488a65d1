"""Faults in the background: reading goes on, and a notice says where the report is."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from textual.screen import Screen
from textual.worker import Worker, WorkerState

from newsreader.paths import report_folder
from newsreader.text import clean_line


class FaultReporter:
    """Reports the first fault of the program's own; what the work that met it was to bring is missing."""

    def __init__(self, screen: Screen[Any]) -> None:
        self._screen = screen
        self._has_reported = False

    def worker_changed(self, event: Worker.StateChanged) -> None:
        """Report the error of a worker that has ended with one."""
        if event.state is WorkerState.ERROR and event.worker.error is not None:
            self.report(event.worker.error)

    def report(self, error: BaseException) -> None:
        """Write a report, and say where it is."""
        if self._has_reported:
            return
        self._has_reported = True
        from newsreader.ui.terminal.crash_report import report_text, write_report

        try:
            path = write_report(report_folder(), report_text([error]), datetime.now())
        except OSError as failure:
            where = f"A report of it can't be written: {clean_line(failure.strerror or str(failure))}."
        else:
            where = f"A report of it, with nothing of your stories or notes, is in {path}"
        self._screen.notify(
            f"Something in the background did not work ({type(error).__name__}). {where}",
            title="A fault of the program",
            severity="error",
            markup=False,
        )
