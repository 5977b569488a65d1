"""Draws the README's screenshot from the sample library: `python docs/make_screenshot.py`.

The state and the index go to a folder that is thrown away, and the day is fixed, so the picture
changes only with the program.
"""

from __future__ import annotations

import asyncio
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from newsreader.config import Config
from newsreader.paths import Paths, sample_library
from newsreader.reader import Reader
from newsreader.ui.app import NewsreaderApp

TARGET = Path(__file__).parent / "screenshot.svg"
SIZE = (120, 36)
BOOKMARKED = ("Friends bring newcomers", "Record rain")


async def draw(folder: Path) -> str:
    """The reader as SVG, with a filter and two bookmarks set."""
    paths = Paths(folder / "config", folder / "data", folder / "cache")
    reader = Reader(sample_library(), paths, is_sample=True, now=lambda: datetime(2026, 2, 10, 12, tzinfo=UTC))
    reader.sync()
    for words in BOOKMARKED:
        for number in reader.select(reader.query(f'title:"{words}"')) or ():
            reader.set_bookmark(number, True)
    app = NewsreaderApp(reader, Config(read_after=0), filter_text="climate OR space OR crypto")
    async with app.run_test(size=SIZE) as pilot:
        await app.workers.wait_for_complete()
        for key in ("down", "down"):
            await pilot.press(key)
        await pilot.pause()
        await app.workers.wait_for_complete()
        await pilot.pause()
        picture = app.export_screenshot(title="newsreader")
    reader.close()
    return picture


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        TARGET.write_text(asyncio.run(draw(Path(scratch))), encoding="utf-8")
