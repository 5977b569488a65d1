"""Define the results of bringing an index up to date, and its errors."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from msgspec import Struct

from newsreader.errors import NewsreaderError
from newsreader.text import clean_line


class IndexDamagedError(NewsreaderError):
    """The index is damaged and has to be made again from the files."""


SLOW: Final = (
    "PyYAML has no libyaml here, so reading files takes about ten times as long. "
    "Install a PyYAML that was built with libyaml."
)
"""What the user reads if `SyncResult.is_slow`."""


class IndexUnusableError(NewsreaderError):
    """The index can be neither used nor made."""


def unusable_index(index: Path, reason: str) -> IndexUnusableError:
    """Return the error for an index file that is not available, for a `reason` that the system gives."""
    return IndexUnusableError(
        f"The index of the library can't be used: {clean_line(reason, 200)}. It is in {index.parent}: free some space "
        "and allow writing there, or delete that folder. It is made again from the files."
    )


def corruption_error(error: Exception | str) -> IndexDamagedError:
    """Return the error for damage that showed as `error`, or was found before."""
    return IndexDamagedError(f"The index is damaged ({clean_line(str(error), 200)}). It is made again from the files.")


class WatchError(NewsreaderError):
    """The system does not report changes in the library's folder."""


class Progress(Struct, frozen=True):
    """How far a sync has come: files read, files to read, and seconds left (None if unknown).

    `is_text` says that it is about stories instead, all of which are listed: how many can be searched by their text.
    """

    done: int
    total: int
    seconds_left: float | None = None
    is_text: bool = False


class SyncResult(Struct, frozen=True):
    """What a sync found: how many files were read, and how many are gone.

    `marked` counts the stories that another reader or a command has marked since.
    """

    changed: int
    removed: int
    marked: int = 0
    is_slow: bool = False
    """Whether files were read without libyaml, which takes about ten times as long."""

    is_index_new: bool = False
    """Whether the index was made again, so that nothing is known of what was there before."""

    @property
    def anything(self) -> bool:
        """Whether the library has changed."""
        return bool(self.changed or self.removed)

    @property
    def shows(self) -> bool:
        """Whether anything on the screen may have changed."""
        return self.anything or self.marked > 0 or self.is_index_new
