"""Homes of users who have nothing yet, so that nobody's own files are read, written or measured."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_KEPT: Final = ("PATH", "TMPDIR")
_CONFIG: Final = "read_after = 0\n"
"""A story that counts as read after a while would change the list while it is looked at."""


@dataclass(frozen=True, slots=True)
class Home:
    """The home of one invented user."""

    folder: Path

    def make(self) -> Home:
        """Make the folder if it is missing, and write the config over any other."""
        config = self.folder / "config" / "newsreader"
        config.mkdir(parents=True, exist_ok=True)
        (config / "config.toml").write_text(_CONFIG, encoding="utf-8")
        return self

    def forget_session(self) -> Home:
        """Forget what the reader remembers of its last run: filter, order, story and place; marks and index stay."""
        (self.folder / "data" / "newsreader" / "session.json").unlink(missing_ok=True)
        return self

    def environment(self) -> dict[str, str]:
        """What a program that this user starts finds around it."""
        inherited = {name: os.environ[name] for name in _KEPT if name in os.environ}
        found = os.environ.get("PYTHONPATH", "").split(os.pathsep)
        return inherited | {
            "HOME": str(self.folder),
            "XDG_CONFIG_HOME": str(self.folder / "config"),
            "XDG_DATA_HOME": str(self.folder / "data"),
            "XDG_CACHE_HOME": str(self.folder / "cache"),
            "XDG_STATE_HOME": str(self.folder / "state"),
            "PYTHONPATH": os.pathsep.join(str(Path(folder).resolve()) for folder in found if folder),
            "LANG": "C.UTF-8",
            "TERM": "xterm-256color",
            "COLORTERM": "truecolor",
        }
