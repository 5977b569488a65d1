"""`newsreader doctor`: looks at everything the program uses, a line for each, and mends what is safe to mend."""

from __future__ import annotations

import os
import sqlite3
from argparse import Namespace
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import Final

from newsreader.cli.doctor_checks import Patient, findings, patient
from newsreader.cli.doctor_findings import Finding, Fix, Level
from newsreader.cli.output import plural, say, write
from newsreader.errors import NewsreaderError
from newsreader.paths import user_paths
from newsreader.text import clean_line


def examine(arguments: Namespace) -> int:
    """Write what was found; with `--fix` mend it first. Returns 1 if problems are left.

    With `--restore` bring a backup back instead.
    """
    if arguments.restore is not None:
        return _restore(arguments.restore)
    examined = patient(arguments, user_paths(), os.environ)
    found = list(findings(examined, os.environ))
    if arguments.fix and _mend(examined, found):
        found = list(findings(examined, os.environ))
    for finding in found:
        write(f"{finding.level:<8} {finding.name:<9} {clean_line(finding.message)}\n")
        if finding.mend:
            write(f"{'':<18} {clean_line(finding.mend)}\n")
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


def _mend(examined: Patient, found: Iterable[Finding]) -> bool:
    """Do what mends these findings, and say what was done; tells whether anything was."""
    wanted = {finding.fix for finding in found if finding.fix is not None}
    for fix in Fix:
        if fix in wanted:
            try:
                outcome = _FIXES[fix](examined)
            except (NewsreaderError, sqlite3.Error, OSError) as error:
                outcome = f"could not be mended: {error}"
            say(f"{fix}: {outcome}")
    return bool(wanted)


def _make_index_anew(examined: Patient) -> str:
    from newsreader.index.damage import note_damage
    from newsreader.reader import Reader
    from newsreader.sync.files import list_library_folder

    assert examined.library is not None
    list_library_folder(examined.library.root)  # nothing is thrown away that could not be made again
    note_damage(examined.paths.index_file(examined.library.root))
    reader = Reader(examined.library.root, examined.paths, is_sample=examined.library.is_sample)
    try:
        result = reader.sync()
    finally:
        reader.close()
    return f"made anew from {result.changed:,} files"


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


_FIXES: Final[Mapping[Fix, Callable[[Patient], str]]] = {
    Fix.INDEX: _make_index_anew,
    Fix.RIGHTS: _make_private,
    Fix.STATE: _recover_state,
}
