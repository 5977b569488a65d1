"""Keeping the texts that summaries are made from: so that a summary can be checked, and made again."""

from __future__ import annotations

from contextlib import closing, suppress
from pathlib import Path

from newsreader.errors import NewsreaderError
from newsreader.kept_sources import LARGEST, kept_source, source_path
from newsreader.news.folder import Folder
from newsreader.news.identity import text_hash
from newsreader.news.writing import write_into
from newsreader.text import encodable


class NotKeptError(NewsreaderError):
    """Signal that a text was not kept; the text of the error says why."""


class Sources:
    """The kept texts of a library; where the user wants none kept, texts have their hashes all the same."""

    def __init__(self, library: Path, *, are_kept: bool) -> None:
        self._library = library
        self._are_kept = are_kept

    def keep(self, text: str) -> str:
        """Keep `text`, if texts are kept, and return its hash. Raises NotKeptError where it can't be written."""
        return keep_source(self._library, text) if self._are_kept else text_hash(encodable(text))


def keep_source(library: Path, text: str) -> str:
    """Keep `text` in the library, and return its hash, as the origin of a story states it.

    A text that is kept already is not written again. Raises NotKeptError where it can't be written.
    """
    text = encodable(text)
    hashed = text_hash(text)
    if kept_source(library, hashed) is not None:
        return hashed
    data = text.encode()
    path = source_path(hashed)
    assert path is not None
    if len(data) > LARGEST:
        raise NotKeptError(f"The text is larger than {LARGEST // 1024 // 1024} MB, so it is not kept.")
    try:
        with closing(Folder.open(library, path.parts[:-1])) as place:
            with suppress(FileNotFoundError):  # one that was changed does not count as kept
                place.remove(path.name)
            write_into(place, path.name, data)
    except OSError as error:
        raise NotKeptError(f"The text can't be kept in {path.parent}: {error.strerror or error}.") from error
    return hashed
