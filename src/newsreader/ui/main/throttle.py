"""Reports of progress, no more of them than somebody can read."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import Final

from newsreader.sync import Progress

_BETWEEN: Final = 0.1
"""Seconds between two times a thread reports how far it has come."""


class Throttle:
    """Passes reports on, but not more often than somebody can read them; the first of texts and the last always."""

    def __init__(self, report: Callable[[Progress], object]) -> None:
        self._report = report
        self._reported_at = 0.0
        self._is_text = False

    def __call__(self, progress: Progress) -> None:
        """Pass `progress` on, or leave it out."""
        is_due = progress.is_text != self._is_text or monotonic() - self._reported_at > _BETWEEN
        if is_due or progress.done >= progress.total:
            self._reported_at = monotonic()
            self._is_text = progress.is_text
            self._report(progress)
