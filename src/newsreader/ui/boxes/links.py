"""The links screen: every address of a story in full, to open or to copy."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Final

from textual.content import Content

from newsreader.keys.keymap import DEFAULT_KEYMAP, Keymap
from newsreader.text import clean_line
from newsreader.ui.bindings import CommandTable
from newsreader.ui.boxes.picker import PickerScreen
from newsreader.ui.safe import line
from newsreader.ui.story.page import LinkTarget
from newsreader.ui.story.text_links import has_plain_host, host_of
from newsreader.ui.widgets.choice_list import Choice, ChoiceList

_FRAME: Final = 8
"""Lines of the box beside its list: border, field, the address in full, the hint."""


class LinksScreen(PickerScreen[LinkTarget]):
    """All links of a story; leaves with the one to open."""

    PLACEHOLDER: ClassVar[str] = "an address"
    NONE: ClassVar[str] = "This story has no links."
    NO_HIT: ClassVar[str] = "No link fits."

    def __init__(self, links: Sequence[LinkTarget], keymap: Keymap = DEFAULT_KEYMAP) -> None:
        super().__init__("Links", [f"{link.url} {link.text}" for link in links], keymap)
        self._links = links

    def hint(self) -> str:
        """What can be pressed."""
        keys = self.keymap
        return f"{keys.shown('box-accept')} opens · {keys.shown('box-copy')} copies · {keys.shown('box-close')} closes"

    def on_mount(self) -> None:
        """Show the whole address at the cursor, below the list."""
        self.query_one("#picker-box").styles.height = len(self._links) + _FRAME
        self.watch(self.query_one(ChoiceList), "cursor", self._show_address)

    def reload(self) -> None:
        """List the links that fit, and show the whole address at the cursor."""
        super().reload()
        self._show_address()

    def choice(self, number: int) -> Choice:
        """An address, and what it is of."""
        link = self._links[number]
        shown = [] if link.text == link.url else [clean_line(link.text)]
        if not has_plain_host(link.url):
            shown.insert(0, host_of(link.url))
        return Choice(link.url, " · ".join(shown))

    def chosen(self, number: int) -> None:
        """Leave with the link."""
        self.leave(self._links[number])

    def command_table(self) -> CommandTable:
        """Return the methods of a picker, and the one that copies."""
        return {**super().command_table(), "box-copy": self.copy}

    def copy(self) -> None:
        """Copy the address at the cursor."""
        current = self.query_one(ChoiceList).current
        if current is not None:
            self.app.copy_to_clipboard(clean_line(self._links[current].url))

    def _show_address(self) -> None:
        current = self.query_one(ChoiceList).current
        if current is not None:
            url = self._links[current].url
            host = "" if has_plain_host(url) else f" leads to {host_of(url)}"
            self.say(Content.assemble(line(url, "$primary"), (host, "$warning"), "\n", self.hint()))
