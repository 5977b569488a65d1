"""When garbage is collected: as a whole while the user rests, and seldom between two rows of a held cursor.

A full collection looks at all objects made since the first paint, which takes 15 to 40 ms. Left alone, Python makes one
for every 44 rows of a held cursor.
"""

from __future__ import annotations

import gc
from time import monotonic
from typing import Any, Final

from textual.app import App

_REST: Final = 1.0
"""Seconds without input after which nobody notices a full collection."""

_YOUNG: Final = 2_000
"""New objects after which the youngest are collected: a row that is drawn makes some hundreds, and drops them."""

_YOUNG_COLLECTIONS: Final = 10

_MOST_COLLECTIONS: Final = 10
"""Collections of the middle generation before a full one, also while keys come: only that frees what boxes leave."""


class IdleCollector:
    """Makes full collections of garbage for an app."""

    def __init__(self, app: App[Any]) -> None:
        self._app = app
        self._last_input = 0.0
        self._is_due = False

    def begin(self) -> None:
        """Collect garbage from now on. What was imported and made before stays, and is not looked at."""
        gc.freeze()
        gc.set_threshold(_YOUNG, _YOUNG_COLLECTIONS, _MOST_COLLECTIONS)
        gc.enable()

    def note_input(self) -> None:
        """Collect everything once keys and mouse have rested for a second."""
        self._last_input = monotonic()
        if not self._is_due:
            self._is_due = True
            self._app.set_timer(_REST, self._collect_at_rest)

    def _collect_at_rest(self) -> None:
        left = self._last_input + _REST - monotonic()
        if left > 0:
            self._app.set_timer(left, self._collect_at_rest)
            return
        self._is_due = False
        gc.collect()
