"""What all boxes over the reader share: each is left once, with a value."""

from __future__ import annotations

from textual.screen import ModalScreen, ScreenResultType


class BoxScreen(ModalScreen[ScreenResultType]):
    """A box over the reader, which it keeps from all keys and clicks."""

    def leave(self, result: ScreenResultType) -> None:
        """Close the box with this value; a second key that closes it, typed too fast, closes nothing else."""
        if self.is_active:
            self.dismiss(result)
