"""The reader in every state that looks different, with what it draws, piece by piece."""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from rich.cells import cell_len
from rich.style import Style
from tests.ui.conftest import Desk, ReaderUI
from textual.color import Color
from textual.pilot import Pilot

from newsreader.config import Config
from newsreader.paths import sample_library
from newsreader.reader import Reader
from newsreader.ui.theme.contrast import contrast
from newsreader.views import View

A_DAY: Final = datetime(2026, 2, 10, 12, tzinfo=UTC)
WIDE, MEDIUM, NARROW = (122, 30), (90, 24), (50, 20)
STATES: Final[dict[str, tuple[tuple[int, int], tuple[str, ...]]]] = {
    "list": (WIDE, ("j", "m", "j", "b", "j", "m", "k")),
    "story": (WIDE, ("j", "enter")),
    "outlet": (WIDE, ("3",)),
    "medium": (MEDIUM, ("j",)),
    "narrow": (NARROW, ("j",)),
    "narrow story": (NARROW, ("j", "enter")),
    "alone": (WIDE, ("z",)),
    "hits": (WIDE, ("/title:the OR the", "enter")),
    "hits in story": (WIDE, ("/the", "enter", "enter")),
    "typing": (WIDE, ("/", "b", "i")),
    "next suggestion": (WIDE, ("/", "b", "down")),
    "filter marked": (WIDE, ("/bias:left", "ctrl+a", "shift+home")),
    "no hits": (WIDE, ("/zeppelin",)),
    "mistake": (WIDE, ("/bais:left",)),
    "bookmarks": (WIDE, ("j", "b", "j", "j", "b", "B")),
    "selection": (WIDE, ("j", "space", "j", "shift+down", "shift+down")),
    "help": (WIDE, ("question_mark",)),
    "problems": (WIDE, ("exclamation_mark",)),
    "palette": (WIDE, ("colon",)),
    "palette typed": (WIDE, ("colon", "m", "a", "down")),
    "outlets": (WIDE, ("O", "down")),
    "outlets narrow": (NARROW, ("O",)),
    "tags": (WIDE, ("t", "n", "e", "w")),
    "note": (WIDE, ("e", "N", "o", "t", "e", "shift+left")),
    "views": (WIDE, ("v",)),
    "notice": (WIDE, ("b", "u", "y")),
    "confirm": (WIDE, ("A",)),
}
WORDLESS: Final = frozenset("·○─┄│╭╮╰╯━╸▁▂▃▄▅▆▇█▊▎▔▌▐┃┌┐└┘┐ ")
"""What carries no word: the empty places of a gauge, rules, frames, bars."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of characters of one look, as it goes to the terminal."""

    text: str
    style: Style
    column: int
    line: int

    @property
    def colors(self) -> tuple[Color, Color]:
        """The colours of the text and of its ground, as they are seen."""
        assert self.style.color is not None
        assert self.style.bgcolor is not None
        pair = Color.from_rich_color(self.style.color), Color.from_rich_color(self.style.bgcolor)
        return (pair[1], pair[0]) if self.style.reverse else pair

    @property
    def has_words(self) -> bool:
        return bool(set(self.text) - WORDLESS)

    @property
    def contrast(self) -> float:
        return contrast(*self.colors)


def pieces(ui: ReaderUI) -> Iterator[Piece]:
    """Everything on the screen but what lies in the shade of a box."""
    is_box = ui.app.screen is not ui.main
    for line, strip in enumerate(ui.strips()):
        column = 0
        for text, style, control in strip:
            if control or not text:
                continue
            if not is_box or ui.app.get_widget_at(column, line)[0] is not ui.app.screen:
                yield Piece(text, style or Style(), column, line)
            column += cell_len(text)


def sample(desk: Desk) -> Reader:
    """A reader of the sample and of one file that is wrong."""
    root = desk.library.root
    if not (root / "wrong.yaml").exists():
        shutil.copytree(sample_library(), root, dirs_exist_ok=True)
        desk.library.write("wrong.yaml", "title: Foo: bar\nsummary: x\n")
        for path in root.rglob("*"):
            os.utime(path, (A_DAY.timestamp(), A_DAY.timestamp()))
    reader = Reader(root, desk.paths, now=lambda: A_DAY)
    reader.sync()
    return reader


@asynccontextmanager
async def sight(
    desk: Desk, state: str, *, theme: str = "newsreader-dark", ascii: bool = False
) -> AsyncIterator[ReaderUI]:
    """The reader in this state."""
    size, steps = STATES[state]
    config = Config(read_after=0, theme=theme, ascii=ascii, views=(View("Left", "bias:left"),))
    async with desk.open(sample(desk), size=size, config=config) as ui:
        await ui.settled()
        for step in steps:
            if len(step) > 1 and step.startswith("/"):
                await ui.filter(step[1:])
            else:
                await type_key(ui.pilot, "slash" if step == "/" else step)
                if ui.app.screen is ui.main:
                    await ui.settled()
        await ui.pilot.pause()
        yield ui


async def type_key(pilot: Pilot[None], key: str) -> None:
    await pilot.press(key)
    await pilot.pause()
