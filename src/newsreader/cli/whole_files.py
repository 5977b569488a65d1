"""Files that the user names to write to: there whole or not at all, and never over another one unasked."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Final

from newsreader.errors import NewsreaderError, UsageError

_FOR_ALL: Final = 0o666
"""The rights of a new file, of which the user's own mask takes some away."""

_LONGEST_BEGINNING: Final = 50
"""Characters of a name with which that of the file begins until it is whole: no name has more than 255 bytes."""


def file_named(name: str) -> Path:
    """Return the file that the user means; a link is followed."""
    return Path(os.path.realpath(os.path.expanduser(name)))


def refuse_to_overwrite(target: Path, *, force: bool, what: str) -> None:
    """Raise UsageError where something is at `target` already, unless it is a file that may be written over."""
    try:
        is_there = target.is_symlink() or target.exists()  # a link is resolved before: one that is left is a loop
        if is_there and not target.is_file():
            raise UsageError(f"{target} is not a file. Name a file to write {what} to.")
    except OSError as error:
        raise UsageError(f"{target} can't be written to: {error.strerror or error}.") from error
    if is_there and not force:
        raise UsageError(f"{target} is there already. Name another file, or write over it with --force.")


@contextmanager
def whole_file(target: Path, what: str, *, is_private: bool) -> Iterator[IO[bytes]]:
    """Give a file that takes the place of `target` at the end, once it is on the disk; nothing stays of a failure.

    A file that `is_private` can only be read by the user. Raises NewsreaderError where it can't be written.
    """
    try:
        descriptor, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name[:_LONGEST_BEGINNING]}-")
        try:
            with os.fdopen(descriptor, "w+b") as file:
                yield file
                file.flush()
                os.fsync(descriptor)
            if not is_private:
                Path(temporary).chmod(_FOR_ALL & ~_mask())
            Path(temporary).replace(target)
        except BaseException:
            with suppress(OSError):
                Path(temporary).unlink()
            raise
    except OSError as error:
        raise NewsreaderError(f"{what} can't be written to {target}: {error.strerror or error}.") from error


def _mask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
