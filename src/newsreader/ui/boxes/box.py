"""What all boxes over the reader share: each has the keys of its place, and is left once, with a value."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from textual.screen import ModalScreen, ScreenResultType

from newsreader.keys.commands import Place
from newsreader.keys.keymap import DEFAULT_KEYMAP, Keymap
from newsreader.keys.names import character_of
from newsreader.ui.terminal.let_go import let_go_of_watchers

BOXES: Final = str(Path(__file__).parents[1] / "boxes.tcss")
"""How boxes look; read when the first of them is shown."""


class BoxScreen(ModalScreen[ScreenResultType]):
    """A box over the reader, which it keeps from all keys and clicks."""

    CSS_PATH = BOXES

    def __init__(self, keymap: Keymap = DEFAULT_KEYMAP) -> None:
        super().__init__()
        self.keymap = keymap

    def on_unmount(self) -> None:
        """Have nothing of the box stay behind."""
        let_go_of_watchers(self.app)

    def keys_of(self, place: Place) -> dict[str, str]:
        """The action of each key in a place, as far as this box has a use for it.

        Among them is the key that goes back to the shell, but not where a note is written: its editor may have it.
        """
        actions = self.keymap.actions(place)
        own = {key: f"screen.{action}" for key, action in actions.items() if hasattr(self, f"action_{action}")}
        if place is Place.NOTE:
            return own
        suspending = (key for key in self.keymap.keys_of("suspend") if not character_of(key))
        return {**dict.fromkeys(suspending, "app.suspend_process"), **own}

    def leave(self, result: ScreenResultType) -> None:
        """Close the box with this value; a second key that closes it, typed too fast, closes nothing else."""
        if self.is_active:
            self.dismiss(result)
