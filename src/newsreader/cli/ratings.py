"""Taking ratings from a list that the user has."""

from __future__ import annotations

import os
from argparse import Namespace
from pathlib import Path

from newsreader.cli.output import plural, say, write
from newsreader.cli.session import open_reader
from newsreader.errors import NewsreaderError, UsageError
from newsreader.story import Bias, published_text
from newsreader.text import clean_line


def import_ratings(arguments: Namespace) -> int:
    """Write the ratings of a list into the registry, and each change to stdout; returns 1 if a line can't be used."""
    from newsreader.news.rating_list import plan, read_list
    from newsreader.reader.rating import day_of_rating, wrong_source
    from newsreader.sync.files import read_registry

    day = day_of_rating(arguments.as_of)
    wrong = wrong_source(arguments.source) or (day if isinstance(day, str) else "")
    if wrong or isinstance(day, str):
        raise UsageError(wrong)
    lines = read_list(Path(os.path.expanduser(arguments.file)))
    with open_reader(arguments, lambda _: False) as reader:
        registry = read_registry(reader.root)
        if not registry.is_read:
            raise NewsreaderError(str(registry.problems[0]))
        found = plan(lines, registry.outlets, clean_line(arguments.source), day, replaces=arguments.replace)
        if not arguments.dry_run:
            reader.rate_all([(change.outlet, change.after) for change in found.changes], replaces=arguments.replace)

    for change in found.changes:
        write(f"{clean_line(change.outlet.id)}: {_shown(change.before)} → {change.after.rating.name}\n")
    for change in found.kept:
        before = _shown(change.before)
        say(f"{clean_line(change.outlet.id)} stays {before}, not {change.after.rating.name}: see --replace.")
    for fault in found.faults:
        say(clean_line(fault))
    done = "would be written" if arguments.dry_run else "written"
    counts = [f"{plural(len(found.changes), 'rating')} {done}", f"{found.same:,} the same already"]
    say(f"{', '.join(counts)}, {len(found.kept):,} kept, {found.absent:,} of outlets that are not in outlets.yaml")
    return 1 if found.faults else 0


def _shown(bias: Bias | None) -> str:
    if bias is None:
        return "no rating"
    given = ", ".join(filter(None, (clean_line(bias.source), published_text(bias.as_of))))
    return f"{bias.rating.name} ({given})" if given else bias.rating.name
