"""A file to be imported: read as a whole within limits, by lines, or as a copy that a database can be opened from."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any, Final

from newsreader.errors import NewsreaderError
from newsreader.news.encodings import decoded
from newsreader.regular_file import open_regular_file, read_regular_file

LARGEST: Final = 64 * 1024 * 1024
"""Bytes of the largest file that is read as a whole."""

_LARGEST_COPY: Final = 2 * 1024 * 1024 * 1024
_LONGEST_LINE: Final = 8 * 1024 * 1024
_BEGINNING: Final = 256 * 1024
_AT_ONCE: Final = 1024 * 1024


class Source:
    """One file, which nothing is done to but reading. Its methods raise NewsreaderError where that is not possible."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def beginning(self) -> bytes:
        """Return the first part of the file, by which its kind is seen."""
        with self._opened() as file:
            return file.read(_BEGINNING)

    def text(self) -> str:
        """Return the whole text, in whatever encoding it is."""
        try:
            return decoded(read_regular_file(self.path, LARGEST)).replace("\0", "")
        except OSError as error:
            raise _unreadable(error) from error

    def lines(self) -> Iterator[tuple[int, bytes | None]]:
        """Yield each line with its number; None stands for one that is too long."""
        with self._opened() as file:
            number, is_cut = 0, False
            while line := file.readline(_LONGEST_LINE):
                goes_on, is_cut = is_cut, not line.endswith(b"\n") and len(line) == _LONGEST_LINE
                number += not goes_on
                if not goes_on:
                    yield number, None if is_cut else line

    @contextmanager
    def copied(self) -> Iterator[Path]:
        """Give a copy of the file, which goes at the end: whoever has the file open is not in the way."""
        with TemporaryDirectory(prefix="newsreader-") as folder:
            copy = Path(folder) / "copy.db"
            with self._opened() as file, copy.open("xb") as target:
                size = 0
                while part := file.read(_AT_ONCE):
                    size += len(part)
                    if size > _LARGEST_COPY:
                        raise NewsreaderError("It is larger than 2 GB.")
                    target.write(part)
            yield copy

    @contextmanager
    def _opened(self) -> Iterator[IO[bytes]]:
        try:
            with open_regular_file(self.path) as file:
                yield file
        except OSError as error:
            raise _unreadable(error) from error


def _unreadable(error: OSError) -> NewsreaderError:
    return NewsreaderError(f"It can't be read: {error.strerror or error}.")


def parsed_json(text: str) -> Any:
    """Return the JSON in `text`. Raises NewsreaderError where it is none."""
    import json

    try:
        return json.loads(text.removeprefix("\ufeff"))
    except RecursionError as error:
        raise NewsreaderError("It is nested too deeply.") from error
    except ValueError as error:
        raise NewsreaderError(f"It is not valid JSON: {error}.") from error
