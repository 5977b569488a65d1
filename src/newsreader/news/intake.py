"""Taking in what a feed answers: each item becomes a story, changes one, or is left out.

A story is written before it is noted, so that a process that is killed between loses nothing. The next run finds the
story by its file.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from threading import Event
from typing import Final

from msgspec import Struct, field
from msgspec.structs import replace

from newsreader.errors import NewsreaderError
from newsreader.formats import parse
from newsreader.news.feed_store import FeedStore, Written
from newsreader.news.feeds import Feed, Item, parse_feed
from newsreader.news.items import Candidate, Made, candidates, content_hash, is_same_story, story_of, without_old_clock
from newsreader.news.names import file_name
from newsreader.news.new_outlets import NewOutlets
from newsreader.news.outlets import KnownOutlets
from newsreader.news.sources import NotKeptError, Sources
from newsreader.news.subscriptions import Subscription
from newsreader.news.writing import NewFiles, NotWrittenError, encoded, rewrite_story
from newsreader.outlets import slug
from newsreader.regular_file import read_regular_file
from newsreader.story import Outlet, Story
from newsreader.sync.files import LARGEST_FILE

_EXTENSION: Final = ".yaml"
_TOGETHER: Final = 50
"""Stories that are written to the disk and noted at once: each alone would take ten times as long."""


class StoppedError(NewsreaderError):
    """Signal that the user has stopped the run; what was taken in until then is noted."""

    exit_code = 130


class Taken(Struct):
    """What was taken in of one feed.

    `outlets` are those that were added to the registry, and `titles` what a dry run would write. `refused` are
    sentences on items of which no file can be made.
    """

    title: str = ""
    new: int = 0
    updated: int = 0
    kept: int = 0
    outlets: list[Outlet] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


class _Noted(Struct, frozen=True):
    """What is to be noted of an item: which story it is, "" for none, and what was written of it, if anything."""

    guid: str
    story_id: str
    written: Written | None = None


class _Pass(Struct):
    """One feed while it is taken in: what is known of its items, and what is not noted yet.

    `claimed` are the stories that its items are by guid or link: no other item is one of them by its title. `fresh`
    are those that were written just now. `unnamed` is what is to be noted of the stories whose files have no names yet.
    """

    feed: Feed
    subscription: Subscription
    known: dict[str, str]
    claimed: set[str]
    taken: Taken
    pending: list[_Noted] = field(default_factory=list)
    unnamed: list[_Noted] = field(default_factory=list)
    fresh: set[str] = field(default_factory=set)


class Intake:
    """Takes in answers for one library, one after the other.

    With `is_dry` nothing is written or noted. What is set by `stop` ends the work after the present story.
    """

    def __init__(
        self,
        library: Path,
        store: FeedStore,
        outlets: Iterable[Outlet],
        removed: set[str],
        now: datetime,
        *,
        is_dry: bool,
        keeps_sources: bool = True,
    ) -> None:
        self.stop = Event()
        self._sources = Sources(library, are_kept=keeps_sources)
        self._library = library
        self._store = store
        self._outlets = KnownOutlets(outlets)
        self._new_outlets = NewOutlets(library, store)
        for outlet in self._new_outlets.waiting:
            self._outlets.add(outlet)
        self._files = NewFiles(library)
        self._removed = removed
        self._now = now
        self._is_dry = is_dry

    def take(self, data: bytes, url: str, content_type: str, subscription: Subscription) -> Taken:
        """Take in the feed in `data`, found at `url`. Raises NoFeedError where it is none."""
        feed = parse_feed(data, url, content_type)
        return self._take_feed(feed, subscription)

    def _take_feed(self, feed: Feed, subscription: Subscription) -> Taken:
        known = self._store.items(subscription.url)
        is_first = not known and not self._store.feed(subscription.url).ok_at
        found = candidates(feed, subscription, self._now)
        claimed = {known.get(each.item.guid) or each.id for each in found}
        work = _Pass(feed, subscription, known, claimed, Taken(title=feed.title))
        count = 0
        try:
            for candidate in found:
                if self.stop.is_set():
                    raise StoppedError("Stopped.")
                before = self._known(candidate, work)
                if before is not None:
                    self._change(before, candidate, work)
                elif known.get(candidate.item.guid) == "":
                    continue
                elif is_first and count >= subscription.first:
                    work.pending.append(_Noted(candidate.item.guid, ""))
                else:
                    count += 1
                    self._add(candidate, work)
                if len(work.pending) + len(work.unnamed) >= _TOGETHER:
                    self._note(work)
        finally:
            self._note(work)
        return work.taken

    def _known(self, candidate: Candidate, work: _Pass) -> str | None:
        """Return the id of the story that an item is already, None for a new one."""
        found = work.known.get(candidate.item.guid)
        if found:
            return found
        if candidate.id in work.fresh or candidate.id in self._removed or self._store.story(candidate.id) is not None:
            return candidate.id
        if candidate.title_key:
            for story in self._store.titled(work.subscription.url, candidate.title_key):
                if story.id not in work.claimed and is_same_story(story.day, candidate.day):
                    return story.id
        return None

    def _add(self, candidate: Candidate, work: _Pass) -> None:
        outlet = self._outlet(candidate.item, work)
        made = story_of(candidate, work.subscription, work.feed, outlet, self._now)
        story = made.story
        work.fresh.add(story.id)
        work.claimed.add(story.id)
        if self._is_dry:
            work.taken.new += 1
            work.taken.titles.append(story.title)
            return
        try:
            data = encoded(story, _EXTENSION)
        except NotWrittenError as error:
            work.taken.refused.append(f"{story.title}: {error}")
            return
        self._keep_source(made, work)
        name = file_name(story, self._now.date(), _EXTENSION)
        self._files.add(f"news/{outlet.id if outlet else 'unknown'}", name, data)
        work.unnamed.append(_Noted(candidate.item.guid, story.id, _written(story, data, candidate)))

    def _change(self, story_id: str, candidate: Candidate, work: _Pass) -> None:
        """Write an item's story again if the item says something else than before, and nobody has edited its file."""
        if work.known.get(candidate.item.guid) != story_id:
            work.pending.append(_Noted(candidate.item.guid, story_id))
        before = self._store.story(story_id)
        if before is None or not before.path or before.feed != work.subscription.url or not before.written:
            return
        if before.text == content_hash(candidate.item):
            return
        path = self._library / before.path
        try:
            data = read_regular_file(path, LARGEST_FILE, follows_link=False)
        except OSError:
            return  # it was moved meanwhile; the next run looks for it
        placed = parse(data, before.path).stories
        if sha256(data).hexdigest() != before.written or len(placed) != 1:
            work.taken.kept += 1
            return
        present = placed[0].story
        made = story_of(candidate, work.subscription, work.feed, present.outlet, self._now)
        story = replace(made.story, id=story_id)
        if candidate.item.published is None:
            story = without_old_clock(story, present)
        work.taken.updated += 1
        if self._is_dry:
            return
        self._keep_source(made, work)
        if rewrite_story(path, data, story):
            after = replace(_written(story, path.read_bytes(), candidate), path=before.path, day=before.day)
            work.pending.append(_Noted(candidate.item.guid, story_id, after))

    def _keep_source(self, made: Made, work: _Pass) -> None:
        """Keep the text of an extract. Where that is not possible, the story comes all the same."""
        if made.source:
            try:
                self._sources.keep(made.source)
            except NotKeptError as error:
                work.taken.refused.append(f"{made.story.title}: {error}")

    def _outlet(self, item: Item, work: _Pass) -> Outlet | None:
        """Return who tells an item's story; one that the library does not know is added to its registry."""
        subscription, feed = work.subscription, work.feed
        if subscription.outlet:
            return self._outlets.with_id(subscription.outlet) or Outlet(id=slug(subscription.outlet))
        url = item.source or item.link or feed.link or subscription.url
        name = item.source_name or feed.title
        found = self._outlets.of(url, name) or self._outlets.of(feed.link, name)
        if found is not None:
            return found
        made = self._outlets.new(item.source or feed.link or url, name)
        if made is not None:
            self._outlets.add(made)
            work.taken.outlets.append(made)
            if not self._is_dry:
                self._new_outlets.add(made)
        return made

    def _note(self, work: _Pass) -> None:
        """Give the new files their names, and note what is pending."""
        if self._is_dry:
            return
        self._new_outlets.write()  # before their first story is seen, which would have an unknown outlet
        try:
            paths = self._files.name_all()
        except NotWrittenError:
            work.unnamed.clear()
            raise
        for path, noted in zip(paths, work.unnamed, strict=True):
            written = replace(noted.written, path=path.relative_to(self._library).as_posix()) if noted.written else None
            work.pending.append(replace(noted, written=written))
        work.taken.new += len(paths)
        work.unnamed.clear()
        if not work.pending:
            return
        with self._store.together():
            for noted in work.pending:
                if noted.written is not None:
                    self._store.put_story(noted.written)
            self._store.put_items(work.subscription.url, ((noted.guid, noted.story_id) for noted in work.pending))
            self._new_outlets.note()
        work.pending.clear()

    def finish(self) -> list[str]:
        """Add the new outlets to the registry, and return a sentence where that is not possible."""
        self._files.close()
        return [] if self._is_dry else self._new_outlets.write()


def _written(story: Story, data: bytes, candidate: Candidate) -> Written:
    """Return what is noted of a story with the file `data`; its path is not known yet."""
    feed = story.origin.feed if story.origin else ""
    digest = sha256(data).hexdigest()
    return Written(story.id, feed, "", digest, content_hash(candidate.item), candidate.title_key, candidate.day)
