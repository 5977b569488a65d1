"""A state whose file is damaged, cut short, replaced by something else, or taken away."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Final

from tests.faults.outcome import Outcome, Setting, Share
from tests.faults.records import NOW, Found, Records, fill, found_by, opened, records_in, told_of

from newsreader.errors import StateError
from newsreader.sqlite import open_copy
from newsreader.state.backup import backups
from newsreader.state.schema import check
from newsreader.state.soundness import forget_sound, note_of
from newsreader.state.state import State

_TODAY: Final = 2
_HEADER: Final = 100
"""Bytes at the beginning of a file that say what is in it."""


class Kept:
    """A state from which a killed session removed a few records, with two backups from before that session."""

    def __init__(self, folder: Path, size: int, seed: int) -> None:
        self.path = folder / "state.db"
        self._sound = folder.with_name(folder.name + "-sound")
        first = self._sound / "state.db"
        fill(first, size, seed)
        fill(first, max(1, size // 20), seed, day=1)
        backup = backups(first)[0]
        self.written = records_in(backup)
        with closing(opened(first, day=1)) as state:
            for story_id in [f"read-0-{number}" for number in range(size // 10)]:
                state.marks.mark_unread(story_id)
        backups(first)[0].unlink()  # as if the last session had been killed
        self.backup = folder / "backups" / backup.name
        self.records = records_in(first)
        self.written |= self.records

    def put_back(self) -> None:
        """Have the files as they were."""
        shutil.rmtree(self.path.parent, ignore_errors=True)
        shutil.copytree(self._sound, self.path.parent)

    def aside(self) -> list[Path]:
        """The damaged files that were put aside."""
        return sorted(self.path.parent.glob("state.db.damaged-*"))


def flip_bits(setting: Setting, outcome: Outcome) -> None:
    """Flip one bit of the file at a random place, every third time one of its backup as well."""
    kept = Kept(setting.folder / "state", setting.times(600, 60), setting.seed)
    chance = random.Random(setting.seed)
    for run in range(setting.times(300, 24)):
        kept.put_back()
        _flip(kept.path, chance, 0)
        if run % 3 == 0:
            _flip(kept.backup, chance, 0)
        _judge(kept, outcome, f"flip {run}")
    outcome.notes.append(f"{len(kept.records):,} records in {kept.path.stat().st_size:,} bytes")


def flip_header_bits(setting: Setting, outcome: Outcome) -> None:
    """Flip each bit of the first 100 bytes of the file, which say what is in it."""
    kept = Kept(setting.folder / "state", 20, setting.seed)
    bits = range(8 * _HEADER)
    for bit in bits if not setting.quick else random.Random(setting.seed).sample(bits, 40):
        kept.put_back()
        _flip_at(kept.path, bit)
        _judge(kept, outcome, f"bit {bit} of the header")


def flip_noted_bits(setting: Setting, outcome: Outcome) -> None:
    """Flip one bit of a file that is noted as sound, put its time back, and give a command before the reader starts."""
    kept = Kept(setting.folder / "state", setting.times(200, 60), setting.seed)
    chance = random.Random(setting.seed)
    for run in range(setting.times(300, 24)):
        kept.put_back()
        _have_noted(kept.path)
        before = kept.path.stat()
        _flip(kept.path, chance, 0)
        os.utime(kept.path, ns=(before.st_atime_ns, before.st_mtime_ns))
        _judge(kept, outcome, f"flip {run}", partial(_found_after_command, outcome, f"flip {run}"))


def _have_noted(path: Path) -> None:
    """Give commands until one can note that the file is sound: not in the moment in which it was written."""
    forget_sound(path)
    while not note_of(path).exists():
        _by_command(path).close()


def _by_command(path: Path) -> State:
    return State.open(path, now=lambda: NOW + timedelta(days=_TODAY), checks_rows=False)


def _found_after_command(outcome: Outcome, what: str, path: Path) -> Found:
    """Return what a reader finds after a command, which tells of damage of the file as a whole."""
    is_sound = _is_sound(path)
    with closing(_by_command(path)) as state:
        notices = state.notices
    outcome.expect(is_sound or str(path) in " ".join(notices), f"{what}: the command believed that it is sound")
    found = found_by(path, _TODAY)
    return Found(found.records, (*notices, *found.notices), found.damaged)


def _is_sound(path: Path) -> bool:
    try:
        with closing(open_copy(path)) as connection:
            check(connection)
    except (sqlite3.Error, OSError):
        return False
    return True


def _flip(path: Path, chance: random.Random, first: int) -> None:
    _flip_at(path, chance.randrange(8 * first, 8 * path.stat().st_size))


def _flip_at(path: Path, bit: int) -> None:
    with path.open("r+b") as file:
        file.seek(bit // 8)
        (byte,) = file.read(1)
        file.seek(bit // 8)
        file.write(bytes([byte ^ 1 << bit % 8]))


def _reader_finds(path: Path) -> Found:
    return found_by(path, _TODAY)


def _judge(kept: Kept, outcome: Outcome, what: str, find: Callable[[Path], Found] = _reader_finds) -> None:
    """Compare what the next start finds with what was there."""
    damaged = kept.path.read_bytes() if kept.path.is_file() else b""
    changes = _says_something_else(kept.path, kept.records)
    found = _found(kept.path, outcome, what, find)
    there = sum(found.records.get(key) == values for key, values in kept.records.items())
    outcome.recovered += Share(there, len(kept.records))
    wrong = [key for key, values in found.records.items() if kept.written.get(key) != values]
    outcome.wrong += len(wrong)
    text = " ".join(found.notices)
    if changes:
        outcome.reported += Share(int(str(kept.path) in text), 1)
        if str(kept.path) not in text:
            outcome.broken.append(f"{what}: nothing was told")
    outcome.expect(found.damaged == 0 or changes, f"{what}: {found.damaged} records are called damaged")
    aside = kept.aside()
    if aside:
        outcome.expect(str(aside[-1]) in text, f"{what}: it was not told that the file was put aside")
        outcome.expect(aside[-1].read_bytes() == damaged, f"{what}: the file put aside is not the damaged one")
    outcome.runs += 1


def _found(path: Path, outcome: Outcome, what: str, find: Callable[[Path], Found]) -> Found:
    try:
        return find(path)
    except StateError as error:
        outcome.broken.append(f"{what}: it could not be opened: {error}")
        return Found({}, (str(error),), 0)


def _says_something_else(path: Path, records: Records) -> bool:
    """Whether a program that believes the file finds other records in it than were written."""
    try:
        with closing(open_copy(path)) as connection:
            (verdict,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
        return verdict != "ok" or records_in(path) != records
    except (sqlite3.Error, OSError):
        return True


# The whole file


def _other_database(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE recipes (name TEXT)")


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


FOREIGN: Final[Mapping[str, Callable[[Path], object]]] = {
    "a file of text": lambda path: path.write_text("bookmarks = []\n" * 500),
    "zeros": lambda path: path.write_bytes(bytes(path.stat().st_size)),
    "another database": _other_database,
    "no file": Path.unlink,
}


def cut_short(setting: Setting, outcome: Outcome) -> None:
    """Cut the file short at lengths of every kind, and put other things in its place."""
    kept = Kept(setting.folder / "state", setting.times(300, 40), setting.seed)
    for length in _lengths(kept, setting):
        kept.put_back()
        with kept.path.open("r+b") as file:
            file.truncate(length)
        _judge(kept, outcome, f"cut to {length} bytes")
    for what, damage in FOREIGN.items():
        kept.put_back()
        damage(kept.path)
        _judge(kept, outcome, what)
    kept.put_back()
    shutil.rmtree(kept.backup.parent)
    kept.path.write_bytes(b"")
    notices = " ".join(_found(kept.path, outcome, "emptied before it was ever backed up", _reader_finds).notices)
    outcome.reported += Share(int("it is empty" in notices), 1)
    kept.put_back()
    _folder(kept.path)
    told = told_of(lambda: opened(kept.path, _TODAY).close(), StateError)
    outcome.expect("is not a file" in told, "a folder in the place of the file: nothing was told")
    outcome.expect(kept.backup.exists(), "a folder in the place of the file: the backup is gone")
    kept.put_back()
    _newer(kept, outcome)


def _lengths(kept: Kept, setting: Setting) -> Iterator[int]:
    kept.put_back()
    size = kept.path.stat().st_size
    chance = random.Random(setting.seed)
    yield from (0, 1, 15, 16, 17, 99, 100, 101, 511, 512, 1023, 4095, 4096, 4097, 8192, size - 4096, size - 1)
    pages = range(3, size // 4096)
    for page in chance.sample(pages, min(len(pages), setting.times(60, 4))):
        yield page * 4096 + chance.choice((-1, 0, 1, chance.randrange(4096)))


def _newer(kept: Kept, outcome: Outcome) -> None:
    """The file of a newer program, sound and damaged: it is read or left alone, never written."""
    with closing(sqlite3.connect(kept.path)) as newer:
        newer.execute("PRAGMA user_version=99")
    for what in ("sound", "damaged"):
        before = kept.path.read_bytes()
        if what == "sound":
            found = found_by(kept.path, _TODAY)
            outcome.expect(found.records == kept.records, "the file of a newer program is not read")
            told = " ".join(found.notices)
        else:
            told = told_of(lambda: opened(kept.path, _TODAY).close(), StateError)
        outcome.expect("newer newsreader" in told, f"the {what} file of a newer program: nothing was told")
        outcome.expect(kept.path.read_bytes() == before, f"the {what} file of a newer program was written")
        with kept.path.open("r+b") as file:
            file.truncate(kept.path.stat().st_size - 4096)
        outcome.runs += 1
