"""Bringing in what other programs hold: their stories with the marks on them, and their lists of feeds."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from shutil import copyfileobj
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct, field

from newsreader.cli.fetching import open_store
from newsreader.cli.output import json_text, plural, say, write
from newsreader.cli.places import require_own_library
from newsreader.cli.session import ProgressLine, flush_marks, open_reader
from newsreader.errors import NewsreaderError, UsageError
from newsreader.paths import user_paths
from newsreader.reader import Reader
from newsreader.story import Story, with_id
from newsreader.text import clean_line

if TYPE_CHECKING:
    from newsreader.news.feed_store import FeedStore
    from newsreader.news.imports.entries import Lists, Marks
    from newsreader.news.imports.marking import Marked
    from newsreader.news.imports.source import Source
    from newsreader.news.imports.taking_in import Library, Taken, TakingIn
    from newsreader.news.removed import Emptied
    from newsreader.news.subscriptions import Subscription

_INPUT: Final = "-"
_MOST_TOLD: Final = 20
"""Items of a file that could not be taken and are told, each in a line; JSON has more of them."""


class _File(Struct):
    """A file that is imported, and what came of it."""

    name: str
    kind: str = ""
    source: Source | None = None
    lists: Lists | None = None
    taken: Taken | None = None
    reason: str = ""

    @property
    def has_failed(self) -> bool:
        """Whether the file, or something in it, was not taken; what is left out on purpose does not count."""
        return bool(self.reason or (self.taken and self.taken.failed) or (self.lists and self.lists.failed))


class _Work(Struct):
    """All files, the feeds that are new, and how many stories have which marks."""

    files: list[_File]
    feeds: Sequence[Subscription] = ()
    marked: dict[str, int] = field(default_factory=dict)
    outlets: int = 0


def import_files(arguments: Namespace) -> int:
    """Import the files that `arguments` name; returns 1 where one of them, or something in one, could not be taken."""
    with ExitStack() as stack:
        work = _Work([_opened(name, arguments.kind, stack) for name in arguments.files])
        if not arguments.dry_run and any(not file.reason for file in work.files):
            require_own_library(arguments)
        with open_reader(arguments, lambda _: False) as reader:
            if reader.is_sample and not arguments.dry_run:
                raise UsageError("This is the sample library, which stays as it is. Make your own: newsreader init")
            _subscribe(reader, work, is_dry=arguments.dry_run)
            if any(file.source and file.lists is None for file in work.files):
                _take_all(reader, work, is_dry=arguments.dry_run)
    _tell(work, arguments)
    return int(any(file.has_failed for file in work.files))


def _opened(name: str, kind: str | None, stack: ExitStack) -> _File:
    from newsreader.news.imports.kinds import feeds_of, kind_of
    from newsreader.news.imports.source import Source

    file = _File(clean_line(name, 200))
    try:
        source = Source(stack.enter_context(_input()) if name == _INPUT else Path(os.path.expanduser(name)))
        source.beginning()
        file.kind = kind or kind_of(source)
        file.lists = feeds_of(source, file.kind)
        file.source = source
    except NewsreaderError as error:
        file.reason = str(error)
    return file


@contextmanager
def _input() -> Iterator[Path]:
    """Give a file with all of the input, which goes at the end."""
    if sys.stdin is None:
        raise UsageError("There is no input to read.")
    with NamedTemporaryFile(prefix="newsreader-") as file:
        copyfileobj(sys.stdin.buffer, file)
        file.flush()
        yield Path(file.name)


# Feeds


def _subscribe(reader: Reader, work: _Work, *, is_dry: bool) -> None:
    """Subscribe to the feeds of all lists."""
    from newsreader.cli.subscribing import tell_added
    from newsreader.news.identity import canonical
    from newsreader.news.needed import require_extra
    from newsreader.news.subscribing import subscribe
    from newsreader.news.subscriptions import read_subscriptions

    wanted = [feed for file in work.files if file.lists for feed in file.lists.feeds]
    if not wanted:
        return
    require_extra()
    before = read_subscriptions(reader.root)
    if is_dry:
        known = {canonical(each.url) for each in before}
        work.feeds = list({canonical(each.url): each for each in wanted if canonical(each.url) not in known}.values())
    else:
        work.feeds = subscribe(reader.root, wanted)
        tell_added(reader.root, work.feeds, wanted, before=before)


# Stories


def _take_all(reader: Reader, work: _Work, *, is_dry: bool) -> None:
    """Take in the stories of all files, and put their marks on them."""
    from newsreader.news.imports.marking import counted
    from newsreader.news.imports.taking_in import TakingIn
    from newsreader.news.lock import one_fetch

    now = datetime.now(UTC)
    with one_fetch(user_paths().feeds_file(reader.root), now), open_store(reader.root) as store:
        line = ProgressLine("Importing")
        taking = TakingIn(_library(reader, store, is_dry=is_dry), now, is_dry=is_dry, tell=line.count)
        try:
            with line:
                for file in work.files:
                    _take(file, taking)
        finally:
            for problem in taking.close():
                say(problem)
        work.outlets = len(taking.outlets)
        marked = counted(taking.marks) if is_dry else _marked(reader, taking.marks)
        work.marked = {name: getattr(marked, name) for name in ("read", "bookmarked", "tagged", "noted")}


def _take(file: _File, taking: TakingIn) -> None:
    from newsreader.news.imports.kinds import stories_of

    if file.source and file.lists is None:
        try:
            file.taken = taking.take(stories_of(file.source, file.kind))
        except NewsreaderError as error:
            file.reason = str(error)


def _library(reader: Reader, store: FeedStore, *, is_dry: bool) -> Library:
    """Return what is asked of the library; stories that the user has removed since the last time are noted."""
    from newsreader.news.imports.taking_in import Library
    from newsreader.news.outlets import KnownOutlets
    from newsreader.news.removed import look_for_removed
    from newsreader.sync.files import read_registry

    state = reader.open_state()
    removed = look_for_removed(reader.root, store, state, _asks_elsewhere, is_dry=is_dry) | state.removed_stories()
    outlets = KnownOutlets(read_registry(reader.root).outlets)
    return Library(reader.root, store, outlets, removed, partial(_id_of, reader))


def _asks_elsewhere(emptied: Emptied) -> bool:
    raise NewsreaderError(
        f"{emptied.gone:,} of {emptied.known:,} stories that were fetched or imported are gone at once, as if a disk "
        "were missing. If you removed them, give this first: newsreader fetch --yes"
    )


def _id_of(reader: Reader, story: Story) -> str:
    """Return the id of the story that is this one in the library: by its id, else by its address; "" for none."""
    from newsreader.news.identity import story_id

    url = story.original.url if story.original else ""
    rows = [reader.search.row_id_of(each) for each in (story.id, with_id(story).id)]
    rows += [reader.search.row_id_of(story_id(url, "", "")), reader.search.row_id_at(url)] if url else []
    for row in rows:
        stored = reader.search.story(row) if row is not None else None
        if stored is not None and stored.path:
            return stored.story.id
    return ""


def _marked(reader: Reader, marks: Mapping[str, Marks]) -> Marked:
    """Put the marks on the stories, once the index knows the new ones."""
    from newsreader.news.imports.marking import put_marks

    reader.quick_sync(needs_text=False)
    marked = put_marks(reader, marks)
    flush_marks(reader)
    return marked


# What is told


def _tell(work: _Work, arguments: Namespace) -> None:
    for file in work.files:
        _tell_problems(file)
    taken = [file.taken for file in work.files if file.taken]
    if arguments.format == "json":
        write(json_text(_data(work, is_dry=arguments.dry_run), indent=2) + "\n")
    elif arguments.dry_run:
        for each in taken:
            write("".join(f"{clean_line(title)}\n" for title in each.titles))
    if arguments.dry_run:
        for feed in work.feeds:
            say(f"Would subscribe to {feed.shown}")
    if taken:
        say(_summary(taken, is_dry=arguments.dry_run))
        _tell_marks(work)


def _tell_problems(file: _File) -> None:
    if file.reason:
        say(f"{file.name}: {file.reason}")
    problems = [*(file.lists.notes if file.lists else ()), *(file.taken.refused if file.taken else ())]
    for problem in problems[:_MOST_TOLD]:
        say(f"{file.name}: {problem}")
    count = len(file.lists.notes if file.lists else ()) + (file.taken.failed if file.taken else 0)
    if count > _MOST_TOLD:
        say(f"{file.name}: and {count - _MOST_TOLD:,} more like these. --format json has more of them.")


def _summary(taken: Sequence[Taken], *, is_dry: bool) -> str:
    new, known = sum(each.new for each in taken), sum(each.known for each in taken)
    removed, failed = sum(each.removed for each in taken), sum(each.failed for each in taken)
    parts = [f"{'Would import' if is_dry else 'Imported'} {plural(new, 'story', 'stories')}"]
    parts += [f"{known:,} were in the library before"] if known else []
    parts += [f"{removed:,} stay away, as you removed them"] if removed else []
    parts += [f"{failed:,} could not be taken"] if failed else []
    return "; ".join(parts) + "."


def _tell_marks(work: _Work) -> None:
    words = {"read": "read", "bookmarked": "bookmarked", "tagged": "with tags", "noted": "with a note"}
    counts = [f"{count:,} {words[name]}" for name, count in work.marked.items() if count]
    if counts:
        say(f"Marks: {', '.join(counts)}.")
    if work.outlets:
        say(f"New outlets without a rating: {work.outlets:,}. List them: newsreader outlets")


def _data(work: _Work, *, is_dry: bool) -> dict[str, Any]:
    files: list[dict[str, Any]] = []
    for file in work.files:
        counts = {
            name: getattr(file.taken, name) if file.taken else 0 for name in ("new", "known", "removed", "failed")
        }
        problems = [*(file.lists.notes if file.lists else ()), *(file.taken.refused if file.taken else ())]
        shown = {"file": file.name, "kind": file.kind or None, "reason": file.reason or None}
        files.append({**shown, **counts, "problems": problems})
    feeds = [{"name": feed.shown, "url": feed.url} for feed in work.feeds]
    return {"dry_run": is_dry, "files": files, "marks": work.marked, "feeds": feeds, "outlets": work.outlets}
