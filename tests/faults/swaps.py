"""A file that is taken away or replaced while a reader has it open, as a tool does that keeps folders alike."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Final

from tests.faults.outcome import Outcome, Setting, Share
from tests.faults.records import NOW, fill, found_by, opened, records_in, told_of

from newsreader.errors import StateError
from newsreader.state.backup import backups

_SIZE: Final = 20


def _replace_file(path: Path) -> None:
    other = path.with_name("other.db")
    shutil.copyfile(path, other)
    other.replace(path)


def _replace_folder(path: Path) -> None:
    other = path.parent.with_name("other")
    shutil.copytree(path.parent, other)
    shutil.rmtree(path.parent)
    other.rename(path.parent)


def _replace_with_older(path: Path) -> None:
    older = path.with_name("older.db")
    shutil.copyfile(backups(path)[0], older)
    older.replace(path)


SWAPS: Final[Mapping[str, Callable[[Path], object]]] = {
    "the file is removed": Path.unlink,
    "the file is renamed": lambda path: path.rename(path.with_name("renamed.db")),
    "the file is replaced": _replace_file,
    "the file is replaced by an older one": _replace_with_older,
    "the folder is removed": lambda path: shutil.rmtree(path.parent),
    "the folder is renamed": lambda path: path.parent.rename(path.parent.with_name("renamed")),
    "the folder is replaced": _replace_folder,
}


def swap(setting: Setting, outcome: Outcome) -> None:
    """Take the file or its folder away, or replace it, while a reader has it open; then mark, and start again."""
    for number, (what, perform) in enumerate(SWAPS.items()):
        for marks in range(setting.times(10, 2)):
            path = setting.folder / f"{number}-{marks}" / "data" / "state.db"
            _swapped(path, perform, f"{what} after {marks} marks", marks, outcome)


def _swapped(path: Path, perform: Callable[[Path], object], what: str, marks: int, outcome: Outcome) -> None:
    fill(path, _SIZE, seed=marks)
    with closing(opened(path, day=1)) as state:
        for number in range(marks):
            state.marks.mark_read(f"acknowledged-{number}", NOW)
        acknowledged = records_in(path)
        outcome.acknowledged += len(acknowledged)
        perform(path)
        told = [told_of(lambda: state.marks.mark_read("refused", NOW), StateError) for _ in range(2)]
        outcome.expect(all("newest backup in" in each for each in told), f"{what}: it was not told: {told}")
        outcome.readable += Share(len(state.bookmarks.all()), _SIZE)
        outcome.expect("refused" not in state.marks.read_ids(), f"{what}: what was refused is there")
    saved = records_in(backups(path)[0])
    outcome.expect(saved == acknowledged, f"{what}: the newest backup lacks what was acknowledged")
    if perform is _replace_with_older:
        outcome.runs += 1
        return  # what another program put there is sound, and is believed; the backup has the rest
    found = found_by(path, day=2)
    there = sum(found.records.get(key) == values for key, values in acknowledged.items())
    outcome.lost += len(acknowledged) - there
    outcome.recovered += Share(there, len(acknowledged))
    outcome.wrong += len(found.records.items() - acknowledged.items())
    outcome.runs += 1
