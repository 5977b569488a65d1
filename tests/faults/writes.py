"""All kinds of writes of the user's own data, to be tried where they can't be done."""

from __future__ import annotations

import contextlib
import io
import os
import shutil
from collections.abc import Callable, Mapping
from contextlib import closing, redirect_stderr
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from tests.faults.marker import library
from tests.faults.records import NOW, VERSION_1, fill, found_in_copy, opened, told_of

from newsreader import cli
from newsreader.errors import StateError
from newsreader.paths import Paths
from newsreader.reader import Reader
from newsreader.state.backup import backups
from newsreader.state.state import Bookmark
from newsreader.story import Story, with_id

Kept = set[tuple[Any, ...]]
"""Everything that a state holds, but for what a write makes at random."""


class Desk:
    """A user with a library. A fault happens to the folder of the user's own data."""

    def __init__(self, folder: Path) -> None:
        self.shelf = library(folder)
        self.shelf.paths = Paths(*(folder / name / "newsreader" for name in ("config", "data", "cache")))
        self.disk = folder / "data"
        self.state = self.shelf.paths.state_file
        self.exported = self.disk / "exported.json"
        self._scratch = folder / "scratch"
        self._sound = folder / "sound"
        self._sound_export = folder / "sound.json"
        self._reader: Reader | None = None
        fill(self._sound / "state.db", 20, seed=1)
        with closing(opened(self._sound / "state.db", day=1)) as state:
            state.marks.mark_read("since the backup", NOW)
        backups(self._sound / "state.db")[0].unlink()  # as if that session had been killed
        self._sound_export.write_text("what was exported before", encoding="utf-8")

    @property
    def reader(self) -> Reader:
        """The reader that is open."""
        assert self._reader is not None
        return self._reader

    @property
    def rows(self) -> list[int]:
        """All stories of the library."""
        found = self.reader.search.select(self.reader.query("sort:title"))
        assert found is not None
        return list(found)

    def put_back(self) -> None:
        """Have the files as they were, and no reader open."""
        self.close()
        shutil.rmtree(self.state.parent, ignore_errors=True)
        shutil.copytree(self._sound, self.state.parent)
        shutil.copy(self._sound_export, self.exported)

    def open(self) -> None:
        """Open the reader."""
        self._reader = Reader(self.shelf.root, self.shelf.paths, now=lambda: NOW)
        self._reader.open_state()
        self._reader.sync()

    def close(self) -> None:
        """Close the reader."""
        if self._reader is not None:
            self._reader.close()
            self._reader = None

    def kept(self) -> Kept:
        """What the next start finds on a disk that is in order."""
        found = found_in_copy(self.state, self._scratch).records
        return {(key[0], values[0]) if key[0] == "bookmarks" else (*key, *values) for key, values in found.items()}

    def can_be_read(self) -> bool:
        """Whether the reader that is open shows stories and bookmarks."""
        return len(self.rows) >= 60 and len(self.reader.open_state().bookmarks.all()) >= 20


@dataclass(frozen=True, slots=True)
class Write:
    """One kind of write. `perform` does it and returns the message if it failed, else ""."""

    perform: Callable[[Desk], str]
    arrange: Callable[[Desk], object] = lambda _: None
    is_of_reader: bool = False
    """Whether a reader is open that does it."""

    makes_file: bool = False
    """Whether it needs a place for a new file in the folder, not only the file of the state."""


def _marking(mark: Callable[[Desk], object]) -> Write:
    return Write(lambda desk: told_of(lambda: mark(desk), StateError), is_of_reader=True)


def _undo(desk: Desk) -> None:
    desk.reader.marking.mark_read(desk.rows[:3], True)
    desk.reader.history.undo()


def _import(desk: Desk) -> None:
    stories = [with_id(Story("", f"Imported {number}", "text " * 200), f"imported-{number}") for number in range(60)]
    desk.reader.import_bookmarks(Bookmark(f"i{each.id}", NOW, each, "l", "p") for each in stories)


def _start(desk: Desk) -> str:
    try:
        with closing(opened(desk.state, day=2)) as state:
            return " ".join(
                notice for notice in state.notices if "put aside" not in notice and "Recovered" not in notice
            )
    except StateError as error:
        return str(error)


def _started(desk: Desk) -> str:
    """Start the reader; a notice of a recovery is no failure."""
    told = _start(desk)
    return "" if "could not be used" in told else told


def _break(desk: Desk) -> None:
    with desk.state.open("r+b") as file:
        file.write(b"no database")


def _make_old(desk: Desk) -> None:
    shutil.copyfile(VERSION_1, desk.state)


def _export(desk: Desk) -> str:
    environment = {"HOME": str(desk.disk.parent)} | {
        f"XDG_{name}_HOME": str(desk.disk.with_name(name.lower())) for name in ("CONFIG", "DATA", "CACHE")
    }
    before, said = dict(os.environ), io.StringIO()
    os.environ.update(environment)
    try:
        with redirect_stderr(said), contextlib.redirect_stdout(io.StringIO()):
            code = cli.run(["bookmark", "export", str(desk.exported), "--force"])
    finally:
        os.environ.clear()
        os.environ.update(before)
    text = desk.exported.read_text(encoding="utf-8")
    if code and text != "what was exported before":
        raise AssertionError("the file of the last export is no longer what it was")
    if not code and not text.endswith("}\n"):
        raise AssertionError("the export is not whole")
    return said.getvalue() if code else ""


WRITES: Final[Mapping[str, Write]] = {
    "bookmark": _marking(lambda desk: desk.reader.marking.set_bookmark(desk.rows[7], True)),
    "read mark": _marking(lambda desk: desk.reader.marking.mark_read(desk.rows[:1], True)),
    "tag": _marking(lambda desk: desk.reader.marking.tag(desk.rows[:2], "new", True)),
    "note": _marking(lambda desk: desk.reader.marking.write_note("s01", "text " * 3000)),
    "bulk": _marking(lambda desk: desk.reader.marking.set_bookmarks(desk.rows, True)),
    "undo": _marking(_undo),
    "view": _marking(lambda desk: desk.reader.open_state().save_view("New", "ferry")),
    "filter": _marking(lambda desk: desk.reader.open_state().remember_filter("ferry")),
    "import": _marking(_import),
    "backup": Write(_started, makes_file=True),
    "migration": Write(_started, _make_old, makes_file=True),
    "recovery": Write(_started, _break, makes_file=True),
    "export": Write(_export, makes_file=True),
}
