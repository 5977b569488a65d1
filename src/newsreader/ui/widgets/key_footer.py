"""The footer of keys, as many of them as there is room for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from msgspec import Struct
from textual import events
from textual.content import Content
from textual.style import Style
from textual.widgets import Static

from newsreader.ui.safe import line

_KEY: Final = "key"
"""The key in the meta data of a style by which it is known what was clicked."""


class FooterKey(Struct, frozen=True):
    """One key of the footer, as events call it and as people write it, and what it does."""

    key: str
    shown: str
    title: str

    def content(self) -> Content:
        """Return what is drawn of it."""
        drawn = Content.assemble(
            line(self.shown, "bold $footer-key-foreground"), " ", line(self.title, "$footer-description-foreground")
        )
        return drawn.stylize(Style.from_meta({_KEY: self.key}))


class KeyFooter(Static):
    """Shows whole keys only, the most important first; one that has no room gives way to those behind it."""

    ALLOW_SELECT = False

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id, markup=False)
        self.keys: tuple[FooterKey, ...] = ()
        """All that there is to press, whether there is room for it or not."""

    def show(self, keys: Sequence[FooterKey]) -> None:
        """Show these keys, where they are others than before."""
        if tuple(keys) != self.keys:
            self.keys = tuple(keys)
            self._write()

    def on_resize(self) -> None:
        """Show as many keys as there is room for now."""
        self._write()

    def on_click(self, event: events.Click) -> None:
        """Press the key that was clicked."""
        key = event.style.meta.get(_KEY)
        if key:
            self.app.simulate_key(key)

    def _write(self) -> None:
        self.update(footer_content(self.keys, self.content_size.width), layout=False)


def footer_content(keys: Sequence[FooterKey], width: int) -> Content:
    """Return the keys that have room in `width` columns, in their order."""
    shown: list[Content] = []
    room = width + 1
    for drawn in (key.content() for key in keys):
        if drawn.cell_length < room:
            shown.append(drawn)
            room -= drawn.cell_length + 1
    return Content(" ").join(shown)
