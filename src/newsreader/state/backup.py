"""Back up the state when the program ends, or else when it starts, and keep backups by their age."""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Final

from newsreader.dates import local_moment
from newsreader.paths import make_private_folder
from newsreader.sqlite import (
    UnsoundFileError,
    discard,
    journal_of,
    make_private,
    open_copy,
    open_state,
    real_file,
)
from newsreader.state.schema import changes_of, check, version_of
from newsreader.state.soundness import FileLook, forget_sound, look_before_check, note_sound
from newsreader.state.tables import damaged_rows

NEWEST: Final = 3
"""How many of the newest backups are kept."""

DAYS: Final = 7
WEEKS: Final = 4

_STAMP: Final = "%Y%m%d-%H%M%S"
_NAME = re.compile(r"state-(\d{8}-\d{6})(?:-(\d+))?(?:-of-(\d{8}-\d{6}))?\.db")
"""The order of backups: a moment, the number among several of it, and the backup's own moment if that differs."""


def kept_by_age(moments: Sequence[datetime]) -> list[bool]:
    """Return which backups are kept, of those made at these moments, the last one first.

    They are the newest ones. Kept, too, are the last one of each of the last days, and of each of the last weeks, that
    have any. Their order counts, even if a clock was wrong.
    """
    kept = [place < NEWEST for place in range(len(moments))]
    for period, most in ((_day, DAYS), (_week, WEEKS)):
        seen: set[tuple[int, ...]] = set()
        for place, moment in enumerate(moments):
            if len(seen) < most and period(moment) not in seen:
                seen.add(period(moment))
                kept[place] = True
    return kept


def _day(moment: datetime) -> tuple[int, ...]:
    return moment.year, moment.month, moment.day


def _week(moment: datetime) -> tuple[int, ...]:
    return tuple(moment.isocalendar()[:2])


def stamp(moment: datetime) -> str:
    """Return `moment` as it is written in file names, in local time."""
    return local_moment(moment).strftime(_STAMP)


def backups(path: Path) -> list[Path]:
    """Return the backups of the state at `path`, newest first."""
    folder = backup_folder(path)
    if not folder.is_dir():
        return []
    named = (file for file in folder.iterdir() if _NAME.fullmatch(file.name) and file.is_file())
    return sorted(named, key=_order, reverse=True)


def is_backup(file: Path) -> bool:
    """Return whether a file is named as a backup is."""
    return _NAME.fullmatch(file.name) is not None


def made_at(backup: Path) -> datetime:
    """Return when a backup was made, in the local time of that moment."""
    named = _NAME.fullmatch(backup.name)
    assert named is not None
    try:
        return datetime.strptime(named[3] or named[1], _STAMP)
    except ValueError:  # no name that this program gives
        return datetime.fromtimestamp(backup.stat().st_mtime)


def _order(backup: Path) -> tuple[str, int]:
    named = _NAME.fullmatch(backup.name)
    assert named is not None
    return named[1], int(named[2] or 1)


def backup_folder(path: Path) -> Path:
    """Return the folder with the backups of the state at `path`."""
    return path.parent / "backups"


def back_up(connection: sqlite3.Connection, path: Path, moment: datetime) -> None:
    """Copy the state at `path` into a backup, unless the newest one has the same content.

    It does nothing while another process makes one.
    """
    if is_backed_up(connection, path):
        return
    with one_process(path, timeout=0) as alone:
        if not alone or is_backed_up(connection, path):
            return
        copy = _unfinished(path)
        discard(copy)
        try:
            with closing(open_state(copy)) as target:
                connection.backup(target)
            copy.replace(_next_name(path, moment))
        except BaseException:
            with suppress(OSError):
                discard(copy)  # on a full disk it would take the last space that the state has
            raise
        settle(backup_folder(path))
        kept = backups(path)
        for old, is_kept in zip(kept, kept_by_age([made_at(each) for each in kept]), strict=True):
            if not is_kept:
                old.unlink()


def back_up_sound(connection: sqlite3.Connection, path: Path, moment: datetime, opened: FileLook | None) -> None:
    """Back up as `back_up`, but only a sound state, and note that it is. Raises UnsoundFileError if it is damaged.

    `opened` is a look at the file that `connection` has open: by now another one may be in its place.
    """
    if not is_backed_up(connection, path):
        if damaged_rows(connection, version_of(connection)):
            raise UnsoundFileError("some of its records are damaged")
        before = look_before_check(path)
        check(connection)
        if before is not None and opened is not None and before.is_same_file(opened):
            note_sound(connection, path, before, moment)
        back_up(connection, path, moment)


def _next_name(path: Path, moment: datetime) -> Path:
    """Return a name for a new backup that comes after all others, even if the clock was set back."""
    now = place = stamp(moment)
    count = 1
    newest = [_order(backup) for backup in backups(path)[:1]]
    if newest and newest[0][0] >= now:
        place, count = newest[0][0], newest[0][1] + 1
    which = "" if count == 1 else f"-{count}"
    own = "" if place == now else f"-of-{now}"
    return backup_folder(path) / f"state-{place}{which}{own}.db"


def settle(folder: Path) -> None:
    """Write the new names of the files in `folder` to the disk."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def clear_up(path: Path) -> None:
    """Remove what killed processes left of backups and recoveries, while no other process is at work there."""
    left = [file for file in (_unfinished(path), _fresh_file(path)) if file.exists() or journal_of(file).exists()]
    if not left:
        return
    with one_process(path, timeout=0) as alone:
        if alone:
            for file in left:
                discard(file)


@contextmanager
def put_in_place(path: Path) -> Iterator[Path]:
    """Replace the state at `path` by the file that is made inside at the yielded path: whole, or not at all."""
    fresh = _fresh_file(path)
    discard(fresh)
    try:
        yield fresh
        forget_sound(path)
        fresh.replace(real_file(path))
    except BaseException:
        with suppress(OSError):
            discard(fresh)
        raise
    settle(fresh.parent)


def put_aside(path: Path, why: str, stamp: str) -> Path | None:
    """Rename the state; where the disk can, without a moment in which `path` is missing.

    Returns the new name, which contains `why`, or None if there is no file.
    """
    for known in path.parent.glob(f"{path.name}.{why}-*"):
        if path.exists() and known.samefile(path):  # an earlier run was killed after this
            return known
    aside = path.with_name(f"{path.name}.{why}-{stamp}")
    count = 1
    while aside.exists():
        count += 1
        aside = path.with_name(f"{path.name}.{why}-{stamp}-{count}")
    journal = journal_of(path)
    if journal.exists():  # if it stayed, it would be replayed into the new file
        journal.rename(journal_of(aside))
    if not path.exists():
        return None
    try:
        os.link(path, aside)
    except OSError:
        path.rename(aside)
    return aside


def _fresh_file(path: Path) -> Path:
    """Return where the file is made that replaces the state at `path`, on the same disk."""
    real = real_file(path)
    return real.with_name(real.name + ".recovering")


def _unfinished(path: Path) -> Path:
    return backup_folder(path) / "unfinished.db"


def is_backed_up(connection: sqlite3.Connection, path: Path) -> bool:
    """Return whether the newest backup has the content of the state at `path`, or there is no content yet."""
    changes = changes_of(connection)
    if not changes:
        return True
    newest = backups(path)[:1]
    try:
        return bool(newest) and _changes(newest[0]) == changes
    except sqlite3.Error:
        return False


def is_sound(backup: Path) -> bool:
    """Return whether a backup is sound; rows have checksums of their own."""
    try:
        with closing(open_copy(backup)) as connection:
            check(connection)
    except sqlite3.Error:
        return False
    return True


@contextmanager
def one_process(path: Path, timeout: float) -> Iterator[bool]:
    """Keep other processes out of the backups and the recovery of the state at `path`.

    Yields False if one of them was inside for all of `timeout` seconds.
    """
    make_private_folder(path.parent)
    lock_file = backup_folder(path) / ".lock"
    make_private(lock_file)
    with closing(sqlite3.connect(lock_file, timeout=timeout, isolation_level=None)) as lock:
        try:
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                raise
            yield False
        else:
            yield True


def _changes(backup: Path) -> int:
    with closing(open_copy(backup)) as connection:
        return changes_of(connection)
