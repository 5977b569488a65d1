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
from newsreader.news.items import Candidate, candidates, content_hash, is_same_story, story_of, without_old_clock
from newsreader.news.outlets import append_outlet, new_outlet, outlet_for
from newsreader.news.subscriptions import Subscription
from newsreader.news.writing import NotWrittenError, rewrite_story, write_story
from newsreader.outlets import slug
from newsreader.regular_file import read_regular_file
from newsreader.story import Outlet, Story
from newsreader.sync.files import LARGEST_FILE

_TOGETHER: Final = 50
"""Stories that are noted at once: noting each alone would cost as much as writing it."""


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


class _Pass(Struct):
    """One feed while it is taken in: what is known of its items, and what is not noted yet.

    `claimed` are the stories that its items are by guid or link: no other item is one of them by its title. `fresh`
    are those that were written just now.
    """

    feed: Feed
    subscription: Subscription
    known: dict[str, str]
    claimed: set[str]
    taken: Taken
    pending: list[tuple[Item, Written | None, str]]
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
    ) -> None:
        self.stop = Event()
        self._library = library
        self._store = store
        self._outlets = list(outlets)
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
        work = _Pass(feed, subscription, known, claimed, Taken(title=feed.title), [])
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
                    work.pending.append((candidate.item, None, ""))
                else:
                    count += 1
                    self._add(candidate, work)
                if len(work.pending) >= _TOGETHER:
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
        story = story_of(candidate, work.subscription, work.feed, outlet, self._now)
        work.fresh.add(story.id)
        work.claimed.add(story.id)
        if self._is_dry:
            work.taken.new += 1
            work.taken.titles.append(story.title)
            return
        folder = f"news/{outlet.id if outlet else 'unknown'}"
        try:
            path = write_story(self._library, folder, story)
        except NotWrittenError as error:
            if isinstance(error.__cause__, OSError):
                raise  # the disk is at fault, not the item
            work.taken.refused.append(f"{story.title}: {error}")
            return
        work.taken.new += 1
        work.pending.append((candidate.item, self._written(story, path, candidate), story.id))

    def _written(self, story: Story, path: Path, candidate: Candidate) -> Written:
        data = path.read_bytes()
        feed = story.origin.feed if story.origin else ""
        relative = path.relative_to(self._library).as_posix()
        digest = sha256(data).hexdigest()
        return Written(
            story.id, feed, relative, digest, content_hash(candidate.item), candidate.title_key, candidate.day
        )

    def _change(self, story_id: str, candidate: Candidate, work: _Pass) -> None:
        """Write an item's story again if the item says something else than before, and nobody has edited its file."""
        if work.known.get(candidate.item.guid) != story_id:
            work.pending.append((candidate.item, None, story_id))
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
        story = story_of(candidate, work.subscription, work.feed, present.outlet, self._now)
        story = replace(story, id=story_id)
        if candidate.item.published is None:
            story = without_old_clock(story, present)
        work.taken.updated += 1
        if self._is_dry:
            return
        if rewrite_story(path, data, story):
            after = replace(self._written(story, path, candidate), day=before.day)
            work.pending.append((candidate.item, after, story_id))

    def _outlet(self, item: Item, work: _Pass) -> Outlet | None:
        """Return who tells an item's story; one that the library does not know is added to its registry."""
        subscription, feed = work.subscription, work.feed
        if subscription.outlet:
            found = next((each for each in self._outlets if each.id == subscription.outlet), None)
            return found or Outlet(id=slug(subscription.outlet))
        url = item.source or item.link or feed.link or subscription.url
        name = item.source_name or feed.title
        found = outlet_for(self._outlets, url, name) or outlet_for(self._outlets, feed.link, name)
        if found is not None:
            return found
        made = new_outlet(self._outlets, item.source or feed.link or url, name)
        if made is not None:
            if not self._is_dry:
                append_outlet(self._library, made)
            self._outlets.append(made)
            work.taken.outlets.append(made)
        return made

    def _note(self, work: _Pass) -> None:
        if work.pending and not self._is_dry:
            with self._store.together():
                for _, written, _ in work.pending:
                    if written is not None:
                        self._store.put_story(written)
                self._store.put_items(
                    work.subscription.url, ((item.guid, story_id) for item, _, story_id in work.pending)
                )
        work.pending.clear()
