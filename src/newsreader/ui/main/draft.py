"""The text of a story that is to be added: kept in a file of the user's until it is added or dropped."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from threading import Lock
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
        self._on_disk = ""
        self._lock = Lock()

    @property
    def unwritten(self) -> str:
        """The text that is not in its file yet, "" for none."""
        return self._text if self._path is not None and self._text != self._on_disk else ""

    def load(self) -> str:
        """Return the text: what could not be written, else what is in the file, "" for nothing."""
        with self._lock, suppress(OSError):
            if self._path is not None and not self.unwritten:
                self._text = self._on_disk = _text_of(self._data())
        return self._text

    def hold(self, text: str) -> None:
        """Have `text`, which is to be kept, in memory."""
        self._text = text

    def keep(self, text: str) -> None:
        """Keep `text`, "" for nothing. Raises OSError where it can't be written; then it is kept in memory.

        What another reader has kept since this one was loaded stays, below it.
        """
        self._text = text
        with self._lock:
            if self._path is not None:
                self._write(self._path, text)
            self._on_disk = text

    def _write(self, path: Path, text: str) -> None:
        make_private_folder(path.parent)
        data = self._data()
        there = _text_of(data)
        kept = [part for part in (text, there if there not in (self._on_disk, text) else "") if part.strip()]
        written = "\n\n".join(kept).encode("utf-8", "replace")
        if len(written) > _MOST_BYTES:
            raise OSError(0, "what another reader keeps there leaves no room for it")
        if kept:
            replace_file(path, written, data)
        else:
            path.unlink(missing_ok=True)

    def _data(self) -> bytes | None:
        """Return what is in the file, None where there is none."""
        try:
            return read_regular_file(self._path, _MOST_BYTES) if self._path is not None else None
        except FileNotFoundError:
            return None


def _text_of(data: bytes | None) -> str:
    return clean_text((data or b"").decode("utf-8", "replace"))
