"""The text of a story that is to be added: kept in a file of the user's until it is added or dropped."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Final

from newsreader.atomic_file import replace_file
from newsreader.paths import make_private_folder
from newsreader.regular_file import read_regular_file
from newsreader.text import clean_text

DRAFT_LIMIT: Final = 200_000
"""Characters that a draft may have."""

_MOST_BYTES: Final = 4 * DRAFT_LIMIT


class Draft:
    """One text; without a file it is kept as long as the reader is open."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._text = ""

    def load(self) -> str:
        """Return what was kept, "" for nothing or for what can't be read."""
        if self._path is not None:
            with suppress(OSError):
                self._text = _text_of(self._data())
        return self._text

    def keep(self, text: str) -> None:
        """Keep `text`, "" for nothing. Raises OSError where it can't be written.

        What another reader has kept since this one was loaded stays, below it.
        """
        before, self._text = self._text, text
        if self._path is None:
            return
        make_private_folder(self._path.parent)
        data = self._data()
        there = _text_of(data)
        kept = [part for part in (text, there if there not in (before, text) else "") if part.strip()]
        if kept:
            replace_file(self._path, "\n\n".join(kept).encode("utf-8", "replace"), data)
        else:
            self._path.unlink(missing_ok=True)

    def _data(self) -> bytes | None:
        """Return what is in the file, None where there is none."""
        try:
            return read_regular_file(self._path, _MOST_BYTES) if self._path is not None else None
        except FileNotFoundError:
            return None


def _text_of(data: bytes | None) -> str:
    return clean_text((data or b"").decode("utf-8", "replace"))
