"""The library, and the home of a user who has marked some of it, of which every reader gets a fresh copy."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Final

from newsreader.paths import Paths

_STORIES: Final = 24
"""More than are marked without a question, so that marking everything asks one."""

_SETTLED: Final = 1_735_689_600
"""When all files were written: 2025-01-01."""

_WORDS: Final = ("Storm", "Budget", "Ferry", "Election", "Harbour", "Summit", "Strike", "River")
_OUTLETS: Final = """\
- {id: harbour, name: Harbour Post, website: "https://harbour.example", bias: {rating: lean-left, source: AllSides}}
- {id: hill, name: Hill Courier, website: "https://hill.example", bias: {rating: right, source: AllSides}}
- {id: orient, name: Orient Times, bias: {rating: center, source: AllSides}}
- {id: odd, name: Odd Gazette, bias: {rating: sideways}}
"""
"""The last has a rating that there is not, so that there is a problem to be shown."""
_CONFIG: Final = "read_after = 0\nhints = false\nascii = false\n"


class Homes:
    """Homes below `folder`, all with the same library; the first is filled by whoever wants others to be like it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.library = folder / "library"
        self.pattern = folder / "pattern"
        self._made = 0
        _write_library(self.library)
        config = paths_of(self.pattern).config_file
        config.parent.mkdir(parents=True)
        config.write_text(_CONFIG)
        browser = self.pattern / "bin" / "no-browser"
        browser.parent.mkdir()
        browser.write_text("#!/bin/sh\nexit 0\n")
        browser.chmod(0o755)

    def fresh(self) -> Path:
        """Make another home like the pattern."""
        self._made += 1
        home = self._folder / f"home-{self._made}"
        shutil.copytree(self.pattern, home)
        return home

    def forget_session(self) -> None:
        """Have readers start as if there had been none before, with the same marks."""
        paths_of(self.pattern).session_file.unlink(missing_ok=True)


def paths_of(home: Path) -> Paths:
    """The folders of the user who lives in `home`."""
    return Paths(home / "config" / "newsreader", home / "data" / "newsreader", home / "cache" / "newsreader")


def environment_of(home: Path) -> dict[str, str]:
    """What the user who lives in `home` has in the environment."""
    return {
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home / "config"),
        "XDG_DATA_HOME": str(home / "data"),
        "XDG_CACHE_HOME": str(home / "cache"),
        "XDG_STATE_HOME": str(home / "state"),
        "PATH": f"{home / 'bin'}:{os.environ['PATH']}",
        "BROWSER": "no-browser",
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "LANG": "C.UTF-8",
        "TZ": "UTC",
    }


def _write_library(root: Path) -> None:
    root.mkdir(parents=True)
    (root / "outlets.yaml").write_text(_OUTLETS)
    for number in range(_STORIES):
        word = _WORDS[number % len(_WORDS)]
        outlet = ("harbour", "hill", "orient", "")[number % 4]
        (root / f"{number:02}.md").write_text(_story(number, word, outlet))
    for path in root.iterdir():
        os.utime(path, (_SETTLED, _SETTLED))


def _story(number: int, word: str, outlet: str) -> str:
    fields = [f"title: {word} number {number}", f"published: 2024-{12 - number // 2:02}-{20 - number % 2}"]
    fields += [f"outlet: {outlet}"] if outlet else []
    fields += [f"original: https://example.org/{number}"] if number % 3 != 1 else []
    paragraphs = [f"The {word.lower()} of the day {day} is [told here](https://example.org/{number}/{day}) in words."
                  for day in range((number * 7 + 25) % 40 + 1)]  # fmt: skip
    return "---\n" + "\n".join(fields) + "\n---\n\n" + "\n\n".join(paragraphs) + "\n"
