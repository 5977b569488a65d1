"""The frame of a box, whose lower border says what can be pressed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rich.cells import cell_len
from textual.containers import Vertical

from newsreader.ui.safe import line

_AROUND: Final = 6
"""Columns of a border beside its text: at each end a corner, a line, and a space."""


class HintedBox(Vertical):
    """Says what can be pressed in as many words as there is room for."""

    _hints: Sequence[str] = ()

    def hint(self, *hints: str) -> None:
        """Show the first of these that has room, else the last; each says the same in fewer words."""
        self._hints = hints
        self._write()

    def on_resize(self) -> None:
        """Say it in as many words as there is room for now."""
        self._write()

    def _write(self) -> None:
        if self._hints:
            room = self.outer_size.width - _AROUND
            fitting = next((hint for hint in self._hints if cell_len(hint) <= room), self._hints[-1])
            self.border_subtitle = line(fitting)
