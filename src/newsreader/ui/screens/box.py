"""What all boxes over the reader share: each is left once, with a value."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from textual.screen import ModalScreen, ScreenResultType

BOXES: Final = str(Path(__file__).parents[1] / "boxes.tcss")
"""How boxes look; read when the first of them is shown."""


class BoxScreen(ModalScreen[ScreenResultType]):
    """A box over the reader, which it keeps from all keys and clicks."""

    CSS_PATH = BOXES

    def leave(self, result: ScreenResultType) -> None:
        """Close the box with this value; a second key that closes it, typed too fast, closes nothing else."""
        if self.is_active:
            self.dismiss(result)
