"""Pictures of the reader on its sample library: which states there are, and how each is reached and drawn."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from typing import Final

from rich.cells import cell_len
from tests.ui.conftest import Desk, Library
from textual.widgets import Input, TextArea

from newsreader.config import Config
from newsreader.paths import sample_library
from newsreader.reader import Reader

SIZES: Final = {
    "200x60": (200, 60),
    "120x36": (120, 36),
    "100x30": (100, 30),
    "80x24": (80, 24),
    "60x20": (60, 20),
    "40x12": (40, 12),
}
THEMES: Final = {"dark": "newsreader-dark", "light": "newsreader-light"}
A_DAY: Final = datetime(2026, 2, 10, 12, tzinfo=UTC)
FAULTY: Final = {
    "2026/colon.yaml": "title: Harbour: the wall holds\nsummary: It was built in one summer.\n",
    "2026/date.yaml": "title: The wall holds\nsummary: It was built in one summer.\npublished: 2026-13-45\n",
    "2026/outlet.md": "---\ntitle: The wall holds\noutlet: harbour-psot\n---\nIt was built in one summer.\n",
    "2026/empty.txt": "",
}


@dataclass(frozen=True, slots=True)
class State:
    """What the user did: pressed `keys`; a step of / and more letters fills the filter bar.

    `files` were added to the library. With `is_new` it has no other files.
    """

    keys: Sequence[str] = ()
    files: Mapping[str, str] = field(default_factory=dict)
    is_new: bool = False


STATES: Final = {
    "normal": State(("j", "j", "j")),
    "hits": State(("/climate OR pandora", "enter", "j")),
    "no-hits": State(("/zeppelin",)),
    "error": State(("/bais:left",)),
    "empty": State(is_new=True),
    "problems": State(("exclamation_mark",), files=FAULTY),
    "help": State(("question_mark",)),
    "palette": State(("colon",)),
    "story": State(("/pandora", "enter", "j", "enter")),
}
"""The states that are drawn at every size and in both themes."""

MORE_STATES: Final = {
    "bookmarks": State(("j", "b", "j", "j", "b", "B")),
    "outlet": State(("j", "3")),
    "selection": State(("j", "space", "j", "shift+down", "shift+down")),
    "outlets": State(("O",)),
    "views": State(("v",)),
    "tags": State(("j", "t")),
    "note": State(("j", "e")),
    "alone": State(("j", "z")),
    "compare": State(("/pandora", "enter", "c")),
    "why": State(("/chandrayaan", "enter", "i")),
    "by-event": State(("C", "k")),
    "balance": State(("H",)),
}
"""The states that are drawn in the dark theme, at 120×36, 80×24 and 40×12."""


def copy_sample(root: Path) -> Path:
    """The sample in the folder `root`. All files have one time, so the story without a date has a fixed place."""
    shutil.copytree(sample_library(), root)
    date_files(root)
    return root


def date_files(root: Path) -> None:
    """Have everything in a library be as old."""
    for path in root.rglob("*"):
        os.utime(path, (A_DAY.timestamp(), A_DAY.timestamp()))


async def picture(desk: Desk, sample: Path, state: State, size: tuple[int, int], theme: str) -> str:
    """The screen as SVG. `sample` is a copy of the sample that is left as it is."""
    root = sample
    if state.files or state.is_new:
        root = desk.library.root
        if not state.is_new:
            shutil.copytree(sample, root, dirs_exist_ok=True)
        library = Library(root)
        for path, text in state.files.items():
            library.write(path, text)
        date_files(root)
    reader = Reader(root, desk.paths, is_sample=root is sample, now=lambda: A_DAY)
    reader.sync()
    async with desk.open(reader, size=size, config=Config(read_after=0, theme=theme)) as ui:
        for step in state.keys:
            if step.startswith("/"):
                await ui.filter(step[1:])
            else:
                await ui.press(step)
        for typed in (*ui.app.screen.query(Input), *ui.app.screen.query(TextArea)):
            typed.cursor_blink = False
            typed.refresh()  # else a cursor that had just blinked stays away
        await ui.settled()
        return tidied(ui.app.export_screenshot(title="newsreader"))


def tidied(svg: str) -> str:
    """A picture that is the same each time, loads nothing from elsewhere, and shows wide letters wide."""
    svg = re.sub(r"terminal-\d+", "terminal", svg)
    svg = re.sub(r"\s*@font-face \{.*?\}\n", "", svg, flags=re.DOTALL)
    return re.sub(r'(textLength=")([0-9.]+)("[^>]*>)([^<]*)(?=</text>)', _with_true_length, svg)


def _with_true_length(found: re.Match[str]) -> str:
    text = unescape(found[4])
    length = float(found[2]) / max(len(text), 1) * cell_len(text)
    return f"{found[1]}{length:g}{found[3]}{found[4]}"
