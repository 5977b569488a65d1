"""What the reader looks like, compared with pictures that somebody has looked at.

`NEWSREADER_UPDATE_SNAPSHOTS=1 pytest tests/ui/test_snapshots.py` draws the pictures anew.
"""

from __future__ import annotations

import os
import re
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import pytest
from tests.ui.conftest import Desk

from newsreader.config import Config
from newsreader.paths import sample_library
from newsreader.reader import Reader
from newsreader.ui.widgets.filter_bar import FilterInput

PICTURES: Final = Path(__file__).parent / "snapshots"
UPDATE: Final = bool(os.environ.get("NEWSREADER_UPDATE_SNAPSHOTS"))
SIZES: Final = {"120x36": (120, 36), "80x24": (80, 24), "40x12": (40, 12)}
STATES: Final = {
    "normal": ("j", "j"),
    "hits": ("B", "B", "/pandora", "enter"),
    "no-hits": ("/zeppelin",),
    "error": ("/bais:left",),
    "bookmarks": ("j", "b", "j", "j", "b", "B"),
    "outlet": ("j", "3"),
    "help": ("question_mark",),
    "light": ("j",),
    "selection": ("j", "space", "j", "shift+down", "shift+down"),
}
A_DAY: Final = datetime(2026, 2, 10, 12, tzinfo=UTC)


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """The sample, with all files of one time, so that the story without a date has its place."""
    copy = tmp_path / "sample"
    shutil.copytree(sample_library(), copy)
    for path in copy.rglob("*"):
        os.utime(path, (A_DAY.timestamp(), A_DAY.timestamp()))
    return copy


async def picture(desk: Desk, library: Path, size: tuple[int, int], state: str) -> str:
    reader = Reader(library, desk.paths, is_sample=True, now=lambda: A_DAY)
    reader.sync()
    theme = "newsreader-light" if state == "light" else "newsreader-dark"
    async with desk.open(reader, size=size, config=Config(read_after=0, theme=theme)) as ui:
        ui.main.query_one(FilterInput).cursor_blink = False
        for step in STATES[state]:
            if step.startswith("/"):
                await ui.filter(step[1:])
            else:
                await ui.press(step)
        await ui.settled()
        return re.sub(r"terminal-\d+", "terminal", ui.app.export_screenshot(title="newsreader"))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("state", STATES)
async def test_it_looks_as_it_did(tmp_path: Path, library: Path, size: str, state: str) -> None:
    drawn = await picture(Desk(tmp_path), library, SIZES[size], state)
    known = PICTURES / f"{state}-{size}.svg"
    if UPDATE:
        PICTURES.mkdir(exist_ok=True)
        known.write_text(drawn, encoding="utf-8")
    if known.read_text(encoding="utf-8") != drawn:
        new = tmp_path / known.name
        new.write_text(drawn, encoding="utf-8")
        pytest.fail(f"{known.name} looks different now: compare it with {new}")


def test_every_picture_is_of_a_state_that_is_tested() -> None:
    expected = {f"{state}-{size}.svg" for state in STATES for size in SIZES}
    assert {path.name for path in PICTURES.iterdir()} == expected
