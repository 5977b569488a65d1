"""Faults in the background: reading goes on, and the user is told."""

from __future__ import annotations

from datetime import datetime

from textual import on
from textual.screen import Screen
from textual.worker import Worker, WorkerState

from newsreader.paths import report_folder
from newsreader.text import clean_line


class FaultActions(Screen[None]):
    """Tells of the first worker that met a fault of the program's own; what it was to bring is missing."""

    _is_fault_told = False

    @on(Worker.StateChanged)
    def _worker_ended(self, event: Worker.StateChanged) -> None:
        error = event.worker.error
        if event.state is not WorkerState.ERROR or error is None or self._is_fault_told:
            return
        self._is_fault_told = True
        from newsreader.ui.terminal.crash_report import report_text, write_report

        try:
            path = write_report(report_folder(), report_text([error]), datetime.now())
        except OSError as trouble:
            where = f"A report of it can't be written: {clean_line(trouble.strerror or str(trouble))}."
        else:
            where = f"A report of it, with nothing of your stories or notes, is in {path}"
        self.notify(
            f"Something in the background did not work ({type(error).__name__}). {where}",
            title="A fault of the program",
            severity="error",
            timeout=30,
            markup=False,
        )
