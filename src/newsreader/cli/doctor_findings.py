"""What `newsreader doctor` says of one thing."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

MOST_NAMED: Final = 3
"""How many names a line gives of many."""


class Level(StrEnum):
    """How bad it is."""

    OK = "ok"
    WARNING = "warning"
    PROBLEM = "problem"


class Fix(StrEnum):
    """What `--fix` can do."""

    INDEX = "index"
    RIGHTS = "rights"
    STATE = "state"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line: what was looked at, how it is, and what to do about it; `fix` is what would mend it."""

    level: Level
    name: str
    message: str
    mend: str = ""
    fix: Fix | None = None
