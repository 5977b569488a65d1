"""Putting old stories from feeds away, and bringing them back."""

from __future__ import annotations

from argparse import Namespace
from datetime import UTC, datetime

from newsreader.cli.output import plural, say, write
from newsreader.cli.session import open_reader
from newsreader.errors import UsageError
from newsreader.paths import user_paths
from newsreader.text import clean_line


def tidy(arguments: Namespace) -> int:
    """Put old stories away that came from feeds and that nobody touched, or bring the last ones back.

    Writes the path of each; returns 1 if one could not be moved.
    """
    from newsreader.news.lock import one_fetch
    from newsreader.news.tidying import Moved, bring_back, old_stories, put_away
    from newsreader.news.written import TIDIED, written_hashes

    if (arguments.older is not None) == arguments.undo:
        raise UsageError("Say how old the stories have to be, as in --older 90d, or --undo.")
    if arguments.undo and arguments.dry_run:
        raise UsageError("--dry-run goes with --older.")
    now = datetime.now(UTC)
    with open_reader(arguments, lambda _: False) as reader:
        hashes = written_hashes(reader.root)
        if not hashes and not arguments.undo:
            say("Nothing of this library was fetched, so nothing is put away.")
            return 0
        with one_fetch(user_paths().feeds_file(reader.root), now):
            if arguments.undo:
                moved = bring_back(reader.root)
            else:
                paths = sorted(old_stories(reader, hashes, now - arguments.older))
                day = now.astimezone().date()
                moved = Moved(tuple(paths)) if arguments.dry_run else put_away(reader.root, paths, day)
    for path in moved.paths:
        write(clean_line(path) + "\n")
    for fault in moved.faults:
        say(clean_line(fault))
    counted = plural(len(moved.paths), "story file", "story files")
    if arguments.undo:
        say(f"{counted} brought back")
    elif arguments.dry_run:
        say(f"{counted} would be put away")
    else:
        say(f"{counted} put away into {TIDIED}/{day.isoformat()}; back again: newsreader tidy --undo")
    return 1 if moved.faults else 0
