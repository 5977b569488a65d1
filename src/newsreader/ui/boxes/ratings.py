"""The ratings screen: the scale of media bias, to pick one rating from."""

from __future__ import annotations

from typing import ClassVar

from newsreader.bias import SCALE, Rating
from newsreader.keys.keymap import DEFAULT_KEYMAP, Keymap
from newsreader.ui.boxes.picker import PickerScreen
from newsreader.ui.story.gauge import small_gauge_content
from newsreader.ui.widgets.choice_list import Choice


class RatingsScreen(PickerScreen[Rating]):
    """All ratings from left to right; leaves with the one that was picked."""

    PLACEHOLDER: ClassVar[str] = "a rating"
    PICKING: ClassVar[str] = "goes on"
    NO_HIT: ClassVar[str] = "No rating fits."

    def __init__(self, title: str, keymap: Keymap = DEFAULT_KEYMAP) -> None:
        super().__init__(title, [rating.name for rating in SCALE], keymap)

    def choice(self, number: int) -> Choice:
        """A rating with its gauge."""
        return Choice(SCALE[number].name, small_gauge_content(SCALE[number]))

    def chosen(self, number: int) -> None:
        """Leave with the rating."""
        self.leave(SCALE[number])
