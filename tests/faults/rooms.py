"""A disk that is full, and one that can only be read, at each kind of write."""

from __future__ import annotations

import json
import os
import re
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Final
from unittest.mock import patch

from tests.faults import disks
from tests.faults.forks import fork
from tests.faults.outcome import Outcome, Setting
from tests.faults.writes import WRITES, Desk, Kept, Write
from tests.unit.shelf import Shelf, numbers

from newsreader.sqlite import open_state

Trouble = Callable[[Desk], AbstractContextManager[None]]
"""What keeps a desk from writing for a while."""

_DISK_BYTES: Final = 4 * 1024 * 1024
_MOST_PAGES: Final = 400
_FULL: Final = re.compile("disk is full|No space left")
_READ_ONLY: Final = re.compile("only be read|[Rr]ead-?only|Permission denied|can't be opened|unable to open|busy")
_NOBODY: Final = 65534


def fill_disk(setting: Setting, outcome: Outcome) -> None:
    """Leave so many free pages on the disk, from none on, and write until a write succeeds."""
    if disks.can_mount(setting.folder):
        _run_on_own_disk("full", setting, outcome)
        outcome.notes.append("on a small disk of its own that was really full (tmpfs)")
    else:
        _fill(setting, outcome, _limited, [write for write in WRITES if WRITES[write].is_of_reader])
        outcome.notes.append("no disk can be mounted here: SQLite's limit of pages stands in for it, for marks only")


def forbid_writing(setting: Setting, outcome: Outcome) -> None:
    """Let the whole folder, or the file alone, be read only, and try each kind of write."""
    if disks.can_mount(setting.folder):
        _run_on_own_disk("read-only", setting, outcome)
        outcome.notes.append("a disk of its own, and a file, were mounted to be read only")
    else:
        child = fork(lambda tell: tell(_forbidden_by_mode(setting)))
        outcome.expect(child.end() == 0, "it ended with an error")
        _take_over(outcome, child.lines[-1])
        outcome.notes.append("no disk can be mounted here: modes of files forbade writing, to a user who is not root")


def _run_on_own_disk(what: str, setting: Setting, outcome: Outcome) -> None:
    words = ("tests.faults.rooms", what, str(setting.folder), str(int(setting.quick)), str(setting.seed))
    done = disks.run_where_disks_can_be_mounted(*words)
    outcome.expect(done.returncode == 0, f"it ended with {done.returncode}")
    if done.returncode == 0:
        _take_over(outcome, done.stdout)


def _take_over(outcome: Outcome, text: str) -> None:
    data = json.loads(text)
    outcome.runs += data["runs"]
    outcome.broken += data["broken"]


# A full disk


def _full_disk(setting: Setting, outcome: Outcome) -> None:
    folder = setting.folder / "home"
    disks.mount(folder / "data", _DISK_BYTES)
    filler = disks.Filler(folder / "data")

    def full_but_for(pages: int) -> Trouble:
        @contextmanager
        def full(_: Desk) -> Iterator[None]:
            filler.leave(pages)
            yield
            filler.remove()

        return full

    _fill(setting, outcome, full_but_for, list(WRITES))


def _limited(pages: int) -> Trouble:
    """A stand-in for a full disk: SQLite adds no more than so many pages to the file of the state."""

    @contextmanager
    def limited(desk: Desk) -> Iterator[None]:
        def opened(path: Path) -> sqlite3.Connection:
            connection = open_state(path)
            (now,) = connection.execute("PRAGMA page_count").fetchone()
            connection.execute(f"PRAGMA max_page_count={now + pages}")
            return connection

        desk.close()
        with patch("newsreader.state.opening.open_state", opened):
            desk.open()
        yield
        desk.close()
        desk.open()

    return limited


def _fill(setting: Setting, outcome: Outcome, full_but_for: Callable[[int], Trouble], names: list[str]) -> None:
    with closing(Desk(setting.folder / "home")) as desk:
        for name in names:
            after = _kept_after(WRITES[name], desk)
            pages, is_written = 0, False
            while not is_written and pages < _MOST_PAGES:
                attempt = _Attempt(f"{name}, {pages} pages free", WRITES[name], desk, outcome)
                is_written = not attempt.while_(full_but_for(pages), _FULL, after)
                if full_but_for is not _limited:  # there is room in the pages that the file has
                    outcome.expect(pages or not is_written, f"{name}: it was written where there is no room at all")
                pages += 1 if pages < 10 and not setting.quick else max(4, pages)
            outcome.expect(is_written, f"{name}: it is not written however much room there is")


# A disk or a file that can only be read


def _read_only_disk(setting: Setting, outcome: Outcome) -> None:
    folder = setting.folder / "home"
    disks.mount(folder / "data", _DISK_BYTES)

    @contextmanager
    def forbidden_folder(_: Desk) -> Iterator[None]:
        disks.forbid_writing(folder / "data")
        yield
        disks.allow_writing(folder / "data")

    @contextmanager
    def forbidden_file(desk: Desk) -> Iterator[None]:
        disks.forbid_writing_file(desk.state)
        yield
        disks.allow_writing_file(desk.state)

    _forbid(setting, outcome, forbidden_folder, forbidden_file)

    shelf_folder = setting.folder / "shelf"
    disks.mount(shelf_folder / "library", _DISK_BYTES)
    _read_library(
        Shelf(shelf_folder),
        outcome,
        lambda: disks.forbid_writing(shelf_folder / "library"),
        lambda: disks.allow_writing(shelf_folder / "library"),
    )


def _forbidden_by_mode(setting: Setting) -> str:
    """The same by the modes of folders and files. They do not bind the superuser, so this process becomes another user."""
    if os.geteuid() == 0:
        _become_nobody(setting.folder)
    outcome = Outcome("read-only")

    @contextmanager
    def forbidden_folder(desk: Desk) -> Iterator[None]:
        everything = [desk.disk, *desk.disk.rglob("*")]
        modes = {path: path.stat().st_mode for path in everything}
        for path in reversed(everything):
            path.chmod(modes[path] & 0o555)
        yield
        for path in everything:
            path.chmod(modes[path])

    @contextmanager
    def forbidden_file(desk: Desk) -> Iterator[None]:
        desk.state.chmod(0o400)
        yield
        desk.state.chmod(0o600)

    _forbid(setting, outcome, forbidden_folder, forbidden_file)
    shelf = Shelf(setting.folder / "shelf")
    _read_library(shelf, outcome, lambda: shelf.root.chmod(0o500), lambda: shelf.root.chmod(0o700))
    return json.dumps(asdict(outcome))


# A library that can only be read


def _read_library(shelf: Shelf, outcome: Outcome, forbid: Callable[[], object], allow: Callable[[], object]) -> None:
    """Read a library that can't be written and mark its stories; nothing of that needs to write there."""
    shelf.put("a.yaml", *({"title": f"Story {number}", "id": f"s{number}"} for number in range(5)))
    forbid()
    with closing(shelf.reader()) as reader:
        rows = numbers(reader)
        outcome.expect(len(rows) == 5, "a library that can only be read is not read")
        reader.marking.set_bookmarks(rows, True)
        reader.marking.mark_read(rows[:2], True)
        reader.marking.tag(rows, "later", True)
        reader.marking.write_note("s1", "a note")
        outcome.expect(len(numbers(reader, "is:bookmarked tag:later")) == 5, "its stories are not marked")
        outcome.expect(numbers(reader, "note:note") == numbers(reader, "id:s1"), "its stories get no notes")
        allow()
        shelf.put("b.yaml", {"title": "One more"})
        reader.sync()
        outcome.expect(len(numbers(reader)) == 6, "what is new in it is not found")
    outcome.runs += 1


def _become_nobody(folder: Path) -> None:
    """Be a user without rights, who owns the folder and finds all modules loaded."""
    for above in (folder.parent, folder.parent.parent):
        if above.stat().st_uid == 0 and above.stat().st_mode & 0o001 == 0:
            above.chmod(0o711)
    os.chown(folder, _NOBODY, _NOBODY)
    os.setgroups([])
    os.setgid(_NOBODY)
    os.setuid(_NOBODY)


def _forbid(setting: Setting, outcome: Outcome, folder: Trouble, file: Trouble) -> None:
    with closing(Desk(setting.folder / "home")) as desk:
        for name, write in WRITES.items():
            after = _kept_after(write, desk)
            _Attempt(f"{name}, folder read only", write, desk, outcome).while_(folder, _READ_ONLY, after, opens=True)
            if not write.makes_file:
                _Attempt(f"{name}, file read only", write, desk, outcome).while_(file, _READ_ONLY, after, opens=True)


# Each write


def _kept_after(write: Write, desk: Desk) -> Kept:
    """What is kept after a write that nothing keeps from being done."""
    desk.put_back()
    write.arrange(desk)
    if write.is_of_reader:
        desk.open()
    told = write.perform(desk)
    assert not told, told
    return desk.kept()


class _Attempt:
    """One write that is tried while it fails or nearly fails, and once more after that."""

    def __init__(self, what: str, write: Write, desk: Desk, outcome: Outcome) -> None:
        self._what = what
        self._write = write
        self._desk = desk
        self._outcome = outcome

    def while_(self, trouble: Trouble, why: re.Pattern[str], after: Kept, *, opens: bool = False) -> str:
        """The message for the write while there is trouble, "" if it was done; with `opens` the reader starts in it."""
        write, desk = self._write, self._desk
        desk.put_back()
        write.arrange(desk)
        before = desk.kept()
        if write.is_of_reader and not opens:
            desk.open()
        with trouble(desk):
            if write.is_of_reader and opens:
                desk.open()
            told = write.perform(desk)
            found = desk.kept()
            self._expect(not told or why.search(told), f"what is told does not say why: {told}")
            self._expect(found == (before if told else after), "it told one thing and did another")
            self._expect(not (opens and not told and before != after), "what can only be read was written")
            self._expect(not write.is_of_reader or desk.can_be_read(), "reading does not go on")
            if opens:
                desk.close()
        if write.is_of_reader and opens:
            desk.open()
        if told:
            again = write.perform(desk)
            self._expect(not again, f"afterwards it still fails: {again}")
            self._expect(desk.kept() == after, "afterwards it is not written")
        self._outcome.runs += 1
        return told

    def _expect(self, holds: object, promise: str) -> None:
        self._outcome.expect(holds, f"{self._what}: {promise}")


def main(what: str, folder: str, quick: str, seed: str) -> None:
    """Run what needs disks of its own; the outcome goes to the output."""
    outcome = Outcome(what)
    run = {"full": _full_disk, "read-only": _read_only_disk}[what]
    run(Setting(Path(folder), bool(int(quick)), int(seed)), outcome)
    sys.stdout.write(json.dumps(asdict(outcome)))


if __name__ == "__main__":
    main(*sys.argv[1:])
