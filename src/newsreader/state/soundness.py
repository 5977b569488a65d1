"""Note which file of the state was found sound, so that the next command need not check the whole of it.

The note is a small file beside the state. It counts for the very file that was checked, and only for a day. Where it
can't be read or written, or does not fit, the state is checked: without a note nothing is lost but time.
"""

from __future__ import annotations

import os
import sqlite3
import stat
import time
import zlib
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Final, NamedTuple

from newsreader import __version__
from newsreader.regular_file import read_regular_file
from newsreader.sqlite import real_file
from newsreader.state.schema import newest_version, version_of

LONGEST: Final = 24 * 60 * 60
"""Seconds for which a note counts: a disk can damage a file without a trace."""

_NAME: Final = "-sound"
_MOST_BYTES: Final = 4 * 1024
_UNFINISHED: Final = ("-journal", "-wal")
"""The ends of the names of files from which SQLite would change the state when it is opened."""

_TICK: Final = 20_000_000
_COARSE_TICK: Final = 2_000_000_000
"""Nanoseconds within which two changes of a file can have the same time: on most disks, and on those that count
seconds."""

_FLAGS: Final = (
    os.O_WRONLY
    | os.O_CREAT
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)


class FileLook(NamedTuple):
    """What distinguishes a file from every other, and from itself before and after a change."""

    device: int
    inode: int
    size: int
    mtime_ns: int
    ctime_ns: int

    def is_same_file(self, other: FileLook) -> bool:
        """Return whether both are looks at one file, whatever was written to it in between."""
        return (self.device, self.inode) == (other.device, other.inode)


def note_of(path: Path) -> Path:
    """Return where it is noted that the state at `path` is sound."""
    return path.with_name(path.name + _NAME)


def look_at(path: Path) -> FileLook | None:
    """Return a look at the file of the state at `path`; None if there is none, or a write to it was not finished."""
    real = real_file(path)
    if any(os.path.lexists(f"{real}{end}") for end in _UNFINISHED):
        return None
    try:
        found = real.stat()
    except OSError:
        return None
    return FileLook(found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)


def look_before_check(path: Path) -> FileLook | None:
    """Return a look at the state at `path` if one after any later change will differ from it, else None."""
    look = look_at(path)
    if look is None:
        return None
    tick = _TICK if look.mtime_ns % 1_000_000 else _COARSE_TICK
    return look if max(look.mtime_ns, look.ctime_ns) < time.time_ns() - tick else None


def is_noted_sound(connection: sqlite3.Connection, path: Path, before: FileLook | None, moment: datetime) -> bool:
    """Return whether the file that `connection` has open was checked, and is as it was then at the look `before` that.

    Raises sqlite3.DatabaseError if it is damaged so that not even its counts can be read.
    """
    if before is None:
        return False
    try:
        text = read_regular_file(note_of(path), _MOST_BYTES, follows_link=False).decode("utf-8", "replace")
    except OSError:
        return False
    noted = text.partition(" ")[0]
    if not noted.isdecimal() or not 0 <= int(moment.timestamp()) - int(noted) < LONGEST:
        return False
    return text == _written(int(noted), before, connection)


def note_sound(connection: sqlite3.Connection, path: Path, before: FileLook | None, moment: datetime) -> None:
    """Note that the file which `connection` has open was checked, if it is as it was at the look `before` that.

    Nothing is noted about the file of another version of the program.
    """
    if before is None or version_of(connection) != newest_version():
        return
    text = _written(int(moment.timestamp()), before, connection)
    if look_at(path) == before:
        with suppress(OSError):  # such as in a folder that can only be read: the next command checks again
            _write(note_of(path), text)


def forget_sound(path: Path) -> None:
    """Remove the note, so that the next command checks the state at `path`."""
    with suppress(OSError):  # there is something else, which never counts, or nothing can be written there
        note_of(path).unlink(missing_ok=True)


def _written(seconds: int, look: FileLook, connection: sqlite3.Connection) -> str:
    """Return the whole note; its end shows whether it is whole.

    The counts of the state's changes are in it, for disks whose times say less. They are read by SQLite: opening the
    file by hand and closing it would drop the locks of other connections (POSIX).
    """
    counts = connection.execute("SELECT key, value FROM meta ORDER BY key").fetchall()
    text = f"{seconds} {__version__} {tuple(look)} {counts}"
    return f"{text} {zlib.crc32(text.encode())}\n"


def _write(note: Path, text: str) -> None:
    """Write the note for the user alone. A write that is cut short makes it one that never counts."""
    descriptor = os.open(note, _FLAGS, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise OSError(0, "it is not a regular file")
        if stat.S_IMODE(status.st_mode) != 0o600:  # whatever the umask
            note.chmod(0o600)
        file.truncate()
        file.write(text.encode())
