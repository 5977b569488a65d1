"""Mute the stories that match the user's rules, so that lists can leave them out without asking each rule."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from newsreader.index.left_out import mute, stamp_of
from newsreader.index.select import statement_for
from newsreader.query import Query
from newsreader.sync.writing import open_index_reader, open_writer


def mute_stories(index_path: Path, rules: Sequence[tuple[str, Query]], day: date) -> int:
    """Mute the stories that match one of the rules, which are given with their texts, and no others.

    Nothing is looked at if neither the rules nor what they ask for has changed. Returns how many stories have changed.
    """
    stamp = stamp_of([text for text, _ in rules], day, of_marks=any(query.depends_on_marks() for _, query in rules))
    with open_index_reader(index_path) as index:
        if not index.needs_muting(stamp if rules else ""):
            return 0
    with open_writer(index_path) as writer, writer.transaction() as connection:
        return mute(connection, (statement_for(connection, query) for _, query in rules), stamp)
