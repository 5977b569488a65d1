"""The files that fetching wrote, and what became of them: changed, moved, put away, or removed by the user."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, suppress
from pathlib import Path
from time import time
from typing import Final

from newsreader.formats import SUFFIXES, parse
from newsreader.news.feed_store import FeedStore, Written
from newsreader.news.identity import folded_title
from newsreader.paths import user_paths
from newsreader.sync.files import walk

TIDIED: Final = ".tidied"
"""The folder of a library into which stories are put away."""

_UNFINISHED: Final = re.compile(r"\.(?:[0-9a-f]{16}|.+\.ya?ml\.[0-9a-f]{8})\.new")
"""What a new file is called until it is whole, and what is to take the place of another."""

_LISTS: Final = re.compile(r"\.(?:outlets|feeds)\.yaml\.[0-9a-f]{8}\.new")
SURELY_LEFT: Final = 60.0
"""Seconds after which nobody is still writing a list, or a story alone."""

_HEAD: Final = 16 * 1024
_ID: Final = re.compile(rb"^[ \t]*(?:-[ \t]+)?id[ \t]*:[ \t]*[\"']?(f-[0-9a-f]{16})\b", re.MULTILINE)


def written_hashes(library: Path) -> dict[str, str]:
    """Return the SHA-256 of each file that fetching wrote, by the id of its story, where that is known."""
    path = user_paths().feeds_file(library)
    if not path.is_file():
        return {}
    with closing(FeedStore.open(path)) as store:
        return store.hashes()


def missing_files(library: Path, paths: Mapping[str, str]) -> list[str]:
    """Return the ids of the stories whose files are not at their paths any more."""
    return [story_id for story_id, path in paths.items() if not os.path.lexists(library / path)]


def find_moved(library: Path, missing: Iterable[str], paths: Mapping[str, str]) -> tuple[dict[str, str], set[str]]:
    """Return where the files of `missing` stories are now, by id, and the ids of those that were put away.

    The rest was removed.
    """
    away = {path.name for path in (library / TIDIED).glob("*/**/*") if path.suffix in SUFFIXES}
    tidied = {story_id for story_id in missing if os.path.basename(paths[story_id]) in away}
    wanted = set(missing) - tidied
    if not wanted:
        return {}, tidied
    known = {path for story_id, path in paths.items() if story_id not in wanted}
    return {story: path for story, path in stories_in(library, known) if story in wanted}, tidied


def remove_unfinished(library: Path, below: str = "news", *, left_for: float = 0.0) -> None:
    """Remove what a run that was killed left in a folder: files that had no name of their own yet.

    With `left_for` those that are younger stay, which somebody may still be writing; it is in seconds.
    """
    latest = time() - left_for
    for folder, names, files in os.walk(library / below):
        names[:] = [name for name in names if not os.path.islink(os.path.join(folder, name))]
        for name in filter(_UNFINISHED.fullmatch, files):
            with suppress(OSError):  # it is in nobody's way
                path = os.path.join(folder, name)
                if not left_for or os.lstat(path).st_mtime < latest:
                    os.unlink(path)


def remove_unfinished_lists(library: Path) -> None:
    """Remove what somebody left in the library's top folder who was killed while writing the outlets or the feeds."""
    with suppress(OSError), os.scandir(library) as entries:  # it is in nobody's way
        for entry in entries:
            if _LISTS.fullmatch(entry.name) and entry.stat(follow_symlinks=False).st_mtime < time() - SURELY_LEFT:
                os.unlink(entry.path)


def stories_in(library: Path, known: Iterable[str] = ()) -> Iterator[tuple[str, str]]:
    """Give the ids and paths of all fetched stories in the library, but for the files at `known` paths."""
    left_out = set(known)
    for folder in walk(library, []):
        for name in folder.files:
            path = os.fsdecode(os.path.join(folder.path, name)).replace(os.sep, "/")
            if path in left_out:
                continue
            with suppress(OSError), (library / path).open("rb") as file:
                for found in _ID.finditer(file.read(_HEAD)):
                    yield found[1].decode(), path


def read_written(library: Path, story_id: str, path: str) -> Written:
    """Return what a file says of a story that was fetched before; whether it was edited since is not known."""
    with closing((library / path).open("rb")) as file:
        parsed = parse(file.read(), path)
    story = next((each.story for each in parsed.stories if each.story.id == story_id), None)
    feed = story.origin.feed if story and story.origin else ""
    day = story.published.isoformat()[:10] if story and story.published else ""
    return Written(story_id, feed, path, "", "", folded_title(story.title) if story else "", day)
