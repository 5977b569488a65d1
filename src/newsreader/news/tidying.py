"""Putting old stories that came from feeds away into a hidden folder of the library, and bringing them back.

No file is ever deleted or changed, and none takes the place of another.
"""

from __future__ import annotations

import errno
import os
import re
import stat
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date, datetime, timedelta
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import Final

from msgspec import Struct

from newsreader.errors import NewsreaderError
from newsreader.formats.values import UnreadDateError, parse_date
from newsreader.news.written import TIDIED
from newsreader.reader import Reader
from newsreader.records import StoredStory
from newsreader.regular_file import read_regular_file
from newsreader.story import published_moment
from newsreader.sync.files import LARGEST_FILE

_AGE: Final = re.compile(r"(\d{1,4})([dw])", re.IGNORECASE)
_DAYS: Final = {"d": 1, "w": 7}
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_NO_LINKS: Final = frozenset({errno.EPERM, errno.ENOTSUP, errno.ENOSYS, errno.EXDEV, errno.EMLINK})
"""What disks say that have no hard links."""


class Moved(Struct, frozen=True):
    """What was moved, as paths in the library, and a sentence for each file that could not be."""

    paths: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()


def parse_age(text: str) -> timedelta:
    """Return the time in `text`, such as 90d or 12w. Raises ValueError for another text."""
    found = _AGE.fullmatch(text.strip())
    if found is None:
        raise ValueError(f"not a number of days or weeks: {text[:40]!r}")
    return timedelta(days=int(found[1]) * _DAYS[found[2].lower()])


def old_stories(reader: Reader, hashes: dict[str, str], before: datetime) -> Iterator[str]:
    """Yield the paths of stories from before a moment that a feed gave, and that nobody has marked or edited.

    `hashes` are those of the files as they were written, by the ids of their stories.
    """
    for story_id, written in hashes.items():
        row_id = reader.search.row_id_of(story_id)
        stored = reader.search.story(row_id) if row_id is not None else None
        if stored is None or row_id is None or reader.marks.is_bookmarked(row_id):
            continue
        if _may_go(stored, before) and _is_unedited(reader.root / stored.path, written):
            yield stored.path


def put_away(library: Path, paths: Iterable[str], day: date) -> Moved:
    """Move the files at `paths` into the folder of this day, below which they keep their paths."""
    return _move_all(library, ((path, f"{TIDIED}/{day.isoformat()}/{path}") for path in paths))


def bring_back(library: Path) -> Moved:
    """Move the files of the last day on which some were put away back to where they were."""
    for folder in sorted(_days(library), reverse=True):
        names = sorted(_files(folder))
        if names:
            pairs = ((f"{TIDIED}/{folder.name}/{name}", name) for name in names)
            moved = _move_all(library, pairs)
            _remove_empty(folder)
            return moved
    return Moved()


def _may_go(stored: StoredStory, before: datetime) -> bool:
    story, marks = stored.story, stored.marks
    if not stored.path or story.origin is None or story.origin.made != "feed":
        return False
    if marks.tags or marks.note or marks.is_hidden:
        return False
    try:
        at = story.published or (parse_date(story.origin.fetched) if story.origin.fetched else None)
    except UnreadDateError:
        return False
    return at is not None and published_moment(at) < before.timestamp()


def _is_unedited(path: Path, written: str) -> bool:
    try:
        return sha256(read_regular_file(path, LARGEST_FILE, follows_link=False)).hexdigest() == written
    except OSError:
        return False


def _days(library: Path) -> Iterator[Path]:
    try:
        with os.scandir(_checked(library, (TIDIED,), makes=False)) as entries:
            for entry in entries:
                if _DAY.fullmatch(entry.name) and entry.is_dir(follow_symlinks=False):
                    yield Path(entry.path)
    except FileNotFoundError:
        return
    except OSError as error:
        raise NewsreaderError(f"{TIDIED} can't be read: {error.strerror or error}.") from error


def _files(folder: Path) -> Iterator[str]:
    for place, _, names in os.walk(folder):  # follows no links
        for name in names:
            yield Path(place, name).relative_to(folder).as_posix()


def _remove_empty(folder: Path) -> None:
    """Remove the folder and those in it that are empty."""
    for place, _, _ in os.walk(folder, topdown=False):
        with suppress(OSError):  # it has something in it
            os.rmdir(place)
    with suppress(OSError):
        os.rmdir(folder.parent)


def _move_all(library: Path, pairs: Iterable[tuple[str, str]]) -> Moved:
    moved: list[str] = []
    faults: list[str] = []
    for source, target in pairs:
        try:
            _move(library, PurePosixPath(source), PurePosixPath(target))
        except OSError as error:
            faults.append(f"{source} stays where it is: {error.strerror or error}.")
        else:
            moved.append(target if source.startswith(TIDIED) else source)
    return Moved(tuple(moved), tuple(faults))


def _move(library: Path, source: PurePosixPath, target: PurePosixPath) -> None:
    """Give a regular file another place, where there is nothing. Raises OSError where that is not possible."""
    old = _checked(library, source.parts[:-1], makes=False) / source.name
    if not stat.S_ISREG(os.lstat(old).st_mode):
        raise OSError(errno.EINVAL, "it is not a regular file")
    new = _checked(library, target.parts[:-1], makes=True) / target.name
    try:
        os.link(old, new, follow_symlinks=False)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        if os.path.lexists(new):
            raise FileExistsError(errno.EEXIST, "there is a file already") from error
        os.rename(old, new)
    else:
        os.unlink(old)


def _checked(library: Path, levels: Iterable[str], *, makes: bool) -> Path:
    """Return the folder at `levels` below the library, made where it is missing; none of them may be a link."""
    place = library
    for level in levels:
        if level in ("", ".", ".."):
            raise NewsreaderError("A path leads out of the library.")
        place = place / level
        if makes:
            with suppress(FileExistsError):
                place.mkdir()
        if not stat.S_ISDIR(os.lstat(place).st_mode):
            raise OSError(errno.ENOTDIR, "a folder on its way is a link or a file")
    return place
