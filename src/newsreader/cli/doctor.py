"""`newsreader doctor`: looks at everything the program uses, a line for each, and fixes what is safe to fix."""

from __future__ import annotations

import os
import sqlite3
from argparse import Namespace
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from msgspec import Struct

from newsreader.cli.doctor_environment import MOST_NAMED, Finding, Level, Repair, environment_findings, settings
from newsreader.cli.output import plural, say, write
from newsreader.config import LibraryChoice, choose_library, load_config
from newsreader.errors import NewsreaderError, UsageError
from newsreader.paths import Paths, user_paths
from newsreader.sync.files import LibraryGoneError, list_library, shown_path
from newsreader.text import clean_line


def examine(arguments: Namespace) -> int:
    """Write what was found; with `--fix` fix it first. Returns 1 if problems are left.

    With `--restore` bring a backup back instead.
    """
    if arguments.restore is not None:
        return _restore(arguments.restore)
    examined = patient(arguments, user_paths(), os.environ)
    found = list(findings(examined, os.environ))
    if arguments.fix and _fix(examined, found):
        found = list(findings(examined, os.environ))
    for finding in found:
        write(f"{finding.level:<8} {finding.name:<9} {clean_line(finding.message)}\n")
        if finding.fix:
            write(f"{'':<18} {clean_line(finding.fix)}\n")
    return int(any(finding.level is Level.PROBLEM for finding in found))


def _restore(name: str) -> int:
    from newsreader.state.restoring import find_kept, look_at_kept, restore

    path = user_paths().state_file
    kept = find_kept(path, name)
    aside = restore(path, kept, datetime.now(UTC))
    facts = look_at_kept(kept)
    held = f"{plural(facts.bookmarks, 'bookmark')}, {plural(facts.marks, 'other mark')}"
    say(f"The bookmarks and marks are those of {kept.name} again: {held}.")
    if aside:
        say(f"What was there until now is beside it. To go back: newsreader doctor --restore {aside.name}")
    return 0


def _fix(examined: Patient, found: Iterable[Finding]) -> bool:
    """Do what fixes these findings, and say what was done; tells whether anything was."""
    wanted = {finding.repair for finding in found if finding.repair is not None}
    for repair in Repair:
        if repair in wanted:
            try:
                outcome = _REPAIRS[repair](examined)
            except (NewsreaderError, sqlite3.Error, OSError) as error:
                outcome = f"could not be fixed: {error}"
            say(f"{repair}: {outcome}")
    return bool(wanted)


def _make_index_anew(examined: Patient) -> str:
    from newsreader.index.damage import identity_of, note_damage
    from newsreader.reader import Reader
    from newsreader.sync.files import list_library_folder

    assert examined.library is not None
    list_library_folder(examined.library.root)  # nothing is thrown away that could not be made again
    path = examined.paths.index_file(examined.library.root)
    note_damage(path, identity_of(path))
    reader = Reader(examined.library.root, examined.paths, is_sample=examined.library.is_sample)
    try:
        result = reader.sync()
    finally:
        reader.close()
    return f"made again from {result.changed:,} files"


def _make_private(examined: Patient) -> str:
    from newsreader.state.health import make_private, too_open

    places = too_open(examined.paths.state_file)
    make_private(places)
    return f"nobody else can look into {', '.join(map(str, places))} any more"


def _recover_state(examined: Patient) -> str:
    """Open the state as the reader does, which recovers it and makes a backup."""
    from newsreader.state.state import State

    state = State.open(examined.paths.state_file, now=lambda: datetime.now(UTC))
    notices = state.notices
    state.close()
    return " ".join(notices) or "a backup was made"


_REPAIRS: Final[Mapping[Repair, Callable[[Patient], str]]] = {
    Repair.INDEX: _make_index_anew,
    Repair.RIGHTS: _make_private,
    Repair.STATE: _recover_state,
}


_FIX: Final = "newsreader doctor --fix"


class Patient(Struct, frozen=True):
    """What is looked at. `library` is None where none can be opened, and `refusal` says why."""

    paths: Paths
    library: LibraryChoice | None
    refusal: str = ""


def patient(arguments: Namespace, paths: Paths, environment: Mapping[str, str]) -> Patient:
    """Return what the command line and the environment name."""
    config = load_config(paths.config_file).config
    try:
        return Patient(paths, choose_library(arguments.library, environment, config, paths))
    except UsageError as error:
        return Patient(paths, None, str(error))


def findings(patient: Patient, environment: Mapping[str, str]) -> Iterator[Finding]:
    """Give everything that was looked at, one after the other."""
    yield from environment_findings(environment)
    yield from settings(patient.paths, environment)
    yield from _library(patient)
    yield from _index(patient)
    yield from _state(patient.paths.state_file)


def _library(patient: Patient) -> Iterator[Finding]:
    if patient.library is None:
        yield Finding(Level.PROBLEM, "library", patient.refusal)
        return
    root = patient.library.root
    try:
        listing = list_library(root)
    except LibraryGoneError as error:
        yield Finding(Level.PROBLEM, "library", str(error), "Mount its disk, or allow reading the folder.")
        return
    what = "the sample library" if patient.library.is_sample else str(root.absolute())
    files = [stamp.path for stamp in listing.files]
    yield Finding(Level.OK, "library", f"{what}, {plural(len(files), 'file')}")
    fix = "Give yourself the right to read them."
    if listing.unlisted:
        yield Finding(Level.PROBLEM, "library", f"Folders can't be listed: {_named(listing.unlisted)}.", fix)
    place = os.fsencode(root)
    closed = [path for path in files if not os.access(os.path.join(place, path), os.R_OK)]
    if closed:
        yield Finding(Level.PROBLEM, "library", f"Files can't be read: {_named(closed)}.", fix)


def _named(paths: Iterable[bytes]) -> str:
    names = [shown_path(path) for path in paths]
    more = f" and {len(names) - MOST_NAMED:,} more" if len(names) > MOST_NAMED else ""
    return ", ".join(names[:MOST_NAMED]) + more


def _index(patient: Patient) -> Iterator[Finding]:
    if patient.library is None:
        return
    path = patient.paths.index_file(patient.library.root)
    if not path.exists():
        folder = next(parent for parent in path.parents if parent.exists())
        if folder.is_dir() and os.access(folder, os.W_OK):
            yield Finding(Level.OK, "index", f"none yet at {path}: it is made at the next start")
        else:
            fix = "Allow writing there, or move what is there away."
            yield Finding(Level.PROBLEM, "index", f"It can't be made: {folder} can't be written to.", fix)
        return
    if path.is_dir():
        fix = "Delete it, or move it away: the index is made from the files."
        yield Finding(Level.PROBLEM, "index", f"{path} is a folder, where the index has to be.", fix)
        return
    yield from _index_file(path)


def _index_file(path: Path) -> Iterator[Finding]:
    from newsreader.index.damage import FAULTS, is_noted
    from newsreader.index.health import find_damage
    from newsreader.index.reading import Index, has_other_version, is_index_current

    fix = f"{_FIX} makes it again from the files; so does the next start."
    try:
        fault = "it holds a value that can't be read" if is_noted(path) else ""
        if not fault and has_other_version(path):
            message = f"{path} is of another version of newsreader: the next start makes it again from the files"
            yield Finding(Level.OK, "index", message)
            return
        if not fault and not is_index_current(path):
            fault = "it is no index of a library"
        fault = fault or find_damage(path)
        if not fault:
            with closing(Index(path)) as index:
                problems, stories = index.problem_count(), index.count()
    except (*FAULTS, OSError) as error:
        fault = getattr(error, "strerror", None) or str(error)
    if fault:
        yield Finding(Level.PROBLEM, "index", f"{path} is damaged: {fault}.", fix, Repair.INDEX)
        return
    yield Finding(Level.OK, "index", f"{path}, {plural(stories, 'story', 'stories')}")
    if problems:
        fix = "newsreader check tells each with its place."
        yield Finding(Level.WARNING, "stories", f"The files have {plural(problems, 'problem')}.", fix)
    if not os.access(path, os.W_OK):
        yield Finding(Level.PROBLEM, "index", f"{path} can't be written to.", "Allow writing to it and its folder.")


def _state(path: Path) -> Iterator[Finding]:
    from newsreader.state.health import look_at_state, newest_sound_backup, too_open

    count, newest = newest_sound_backup(path)
    if path.is_symlink() and not path.exists():
        message = f"{path} is a link to {os.path.realpath(path)}, which is not there."
        yield Finding(Level.PROBLEM, "state", message, "Mount the disk it is on, or remove the link.")
        return
    if not path.exists():
        if count:
            message = f"{path} is missing, and there are backups of it."
            yield Finding(Level.PROBLEM, "state", message, f"{_FIX} recovers it; so does the next start.", Repair.STATE)
            yield from _kept(path)
        else:
            yield Finding(Level.OK, "state", f"none yet at {path}")
        return
    try:
        health = look_at_state(path)
    except OSError as error:
        fix = "Allow reading and writing it." if path.is_file() else "Move what is there away."
        yield Finding(Level.PROBLEM, "state", f"{path} can't be read: {error.strerror or error}.", fix)
        return
    if health.fault:
        fix = f"{_FIX} puts it aside and recovers what can be; so does the next start."
        yield Finding(Level.PROBLEM, "state", f"{path} is damaged: {health.fault}.", fix, Repair.STATE)
    elif health.is_newer:
        message = f"{path} was written by a newer newsreader and can only be read."
        yield Finding(Level.WARNING, "state", message, "Update newsreader to mark stories.")
    else:
        yield Finding(Level.OK, "state", f"{path}, {plural(health.bookmarks, 'bookmark')}")
    if health.damaged:
        message = f"{plural(health.damaged, 'record')} of it are not what was written, and are not shown."
        yield Finding(
            Level.WARNING, "state", message, f"They stay in the file; backups are beside it in {path.parent}."
        )
    if not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)):
        yield Finding(Level.PROBLEM, "state", f"{path} can't be written to.", "Allow writing to it and its folder.")
    if places := too_open(path):
        message = f"Others can look into {', '.join(map(str, places[:MOST_NAMED]))}."
        yield Finding(Level.PROBLEM, "rights", message, f"{_FIX} takes their rights away.", Repair.RIGHTS)
    yield _backups(path, count, newest, has_content=health.changes > 0 or bool(health.fault))
    yield from _kept(path)


def _backups(path: Path, count: int, newest: Path | None, *, has_content: bool) -> Finding:
    from newsreader.state.backup import backup_folder

    folder = backup_folder(path)
    if not folder.is_dir() and (folder.exists() or folder.is_symlink()):
        return Finding(Level.PROBLEM, "backups", f"{folder} is not a folder.", "Move it away; it is made again.")
    if newest is not None:
        return Finding(Level.OK, "backups", f"{count}, the newest sound one is {newest.name}")
    if count:
        fix = f"{_FIX} makes a new one, if the state is sound."
        return Finding(Level.PROBLEM, "backups", f"None of {count} is sound.", fix, Repair.STATE)
    if has_content:
        fix = f"{_FIX} makes one; so does the next start."
        return Finding(Level.WARNING, "backups", "There is none.", fix, Repair.STATE)
    return Finding(Level.OK, "backups", "none, and nothing to back up yet")


def _kept(path: Path) -> Iterator[Finding]:
    """Give a line for each state that can be brought back."""
    from newsreader.state.restoring import kept_files, look_at_kept

    for file in kept_files(path):
        facts = look_at_kept(file)
        held = f"{plural(facts.bookmarks, 'bookmark')}, {plural(facts.marks, 'other mark')}"
        size = f"{max(facts.size // 1024, 1):,} kB"
        message = f"{file.name}, {facts.made_at:%Y-%m-%d %H:%M}, {size}, {facts.fault or held}"
        yield Finding(Level.OK, "backup", message)
