"""What became of the stories that were written before: moved, put away, or removed by the user for good."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from msgspec import Struct

from newsreader.errors import NewsreaderError
from newsreader.news.feed_store import FeedStore
from newsreader.news.written import (
    find_moved,
    missing_files,
    read_written,
    remove_unfinished,
    remove_unfinished_lists,
    stories_in,
)
from newsreader.state.state import State

IS_RUNNING: Final = "running"
"""Noted while a run writes stories: one that finds it there knows that the run before was killed."""

_MANY: Final = 20
_IS_FILLED: Final = "filled"
"""Set once the stories that were there before are noted. Other commands make an empty store, too."""


class Emptied(Struct, frozen=True):
    """Many fetched stories that are gone at once: `gone` of `known`."""

    gone: int
    known: int


def look_for_removed(
    library: Path, store: FeedStore, state: State, accepts: Callable[[Emptied], bool], *, is_dry: bool
) -> set[str]:
    """Find out which stories the user has moved or removed, and what a run wrote that was killed.

    Returns the ids of those that were removed since the last time. Nothing is noted where it `is_dry`. Raises
    NewsreaderError where so many are gone that the library looks unmounted, unless that is accepted.
    """
    if not is_dry:
        remove_unfinished_lists(library)
    if store.noted(IS_RUNNING) or not store.noted(_IS_FILLED):
        if not is_dry:
            remove_unfinished(library)
        _find_all(library, store)
        if not is_dry:
            store.note(_IS_FILLED, "yes")
    paths = store.paths()
    missing = missing_files(library, paths)
    if not missing:
        return set()
    moved, tidied = find_moved(library, missing, paths)
    removed = {story for story in missing if story not in moved and story not in tidied}
    if len(removed) > max(_MANY, len(paths) // 2) and not accepts(Emptied(len(removed), len(paths))):
        raise NewsreaderError(
            f"{len(removed):,} of {len(paths):,} fetched stories are gone at once, as if a disk were missing. "
            "If you removed them, give --yes."
        )
    if is_dry:
        return removed
    state.remember_removed(removed)  # before the store forgets them
    with store.together():
        for story in removed:
            store.put_path(story, "")
        for story, path in moved.items():
            store.put_path(story, path)
    return removed


def _find_all(library: Path, store: FeedStore) -> None:
    """Note the fetched stories that are in the library but not in the store."""
    paths = store.paths()
    found = list(stories_in(library, paths.values()))
    with store.together():
        for story_id, path in found:
            if store.story(story_id) is None:
                store.put_story(read_written(library, story_id, path))
