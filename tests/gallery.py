"""Draws the pictures of the README and the guide: `python -m tests.gallery`.

They are pictures that the tests know too, of the sample library on a fixed day, and change only with the program.
"""

from __future__ import annotations

import asyncio
import os
import tempfile
import time
from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).parents[1] / "docs" / "gallery"
PICTURES: Final = {
    "panes": ("hits", "120x36", "dark"),
    "light": ("alone", "120x36", "light"),
    "outlets": ("outlets", "80x24", "dark"),
    "filter": ("error", "80x24", "light"),
    "rail": ("normal", "200x60", "dark"),
    "narrow": ("story", "40x12", "dark"),
}
"""The name of each picture, and the state, size and theme that it shows."""

SURROUNDINGS: Final = {"COLORTERM": "truecolor", "TERM": "xterm-256color", "TZ": "UTC", "LANG": "C.UTF-8"}


def main() -> None:
    """Draw all pictures into `docs/gallery`."""
    os.environ.update(SURROUNDINGS)
    for name in ("NO_COLOR", "DISPLAY", "SSH_CONNECTION", "LC_ALL", "LC_CTYPE"):
        os.environ.pop(name, None)
    time.tzset()
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, drawn in asyncio.run(_draw_all()).items():
        (FOLDER / f"{name}.svg").write_text(drawn, encoding="utf-8")


async def _draw_all() -> dict[str, str]:
    from tests.ui.conftest import Desk
    from tests.ui.pictures import MORE_STATES, SIZES, STATES, THEMES, copy_sample, picture

    drawn: dict[str, str] = {}
    with tempfile.TemporaryDirectory() as scratch:
        sample = copy_sample(Path(scratch) / "sample")
        for name, (state, size, theme) in PICTURES.items():
            desk = Desk(Path(scratch) / name)
            drawn[name] = await picture(desk, sample, (STATES | MORE_STATES)[state], SIZES[size], THEMES[theme])
    return drawn


if __name__ == "__main__":
    main()
