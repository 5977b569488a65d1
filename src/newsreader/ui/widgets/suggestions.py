"""The list of suggestions that lies over what is below the filter."""

from __future__ import annotations

from typing import Final

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from newsreader.ui.safe import line

_MARK: Final = "› "


class Suggestions(Static):
    """Suggestions one below the other; the marked one says which `key` takes it."""

    def __init__(self, key: str, *, id: str) -> None:
        super().__init__(id=id, markup=False)
        self._key = f" {key}" if key else ""

    ALLOW_SELECT = False

    class Clicked(Message):
        """The suggestion of this place was clicked."""

        def __init__(self, place: int) -> None:
            super().__init__()
            self.place = place

    def on_click(self, event: events.Click) -> None:
        """Tell which suggestion was clicked."""
        event.stop()
        self.post_message(self.Clicked(event.y))

    def show(self, choices: tuple[str, ...], marked: int, *, column: int, room: int) -> None:
        """List `choices` with their texts at `column`, or further left where `room`, in cells, is too small."""
        lines = [line(choice) for choice in choices]
        width = max(min(max(each.cell_length for each in lines), room - len(_MARK) - cell_len(self._key) - 1), 1)
        rows = [
            Content.assemble(_MARK, each.truncate(width, ellipsis=True, pad=True), (self._key, "$quiet"), " ").stylize(
                "bold on $cursor-background"
            )
            if place == marked
            else Content.assemble(" " * len(_MARK), each.truncate(width, ellipsis=True, pad=True))
            for place, each in enumerate(lines)
        ]
        self.update(Content("\n").join(rows))
        start = max(column - len(_MARK), 0)
        self.styles.offset = (start, 0)
        self.styles.width = max(len(_MARK) + width + cell_len(self._key) + 1, room - start)  # what is below would go on
        self.display = True
