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
            with suppress(OSError, ValueError):
                self._text = clean_text(read_regular_file(self._path, _MOST_BYTES).decode("utf-8", "replace"))
        return self._text

    def keep(self, text: str) -> None:
        """Keep `text`, "" for nothing. Raises OSError where it can't be written."""
        self._text = text
        if self._path is None:
            return
        if not text.strip():
            self._path.unlink(missing_ok=True)
            return
        make_private_folder(self._path.parent)
        try:
            before = read_regular_file(self._path, _MOST_BYTES)
        except FileNotFoundError:
            before = None
        replace_file(self._path, text.encode("utf-8", "replace"), before)
