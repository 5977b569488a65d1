"""Taking in what another program held: each story becomes a file, unless the library has it or the user removed it.

As with feeds, a story is written before it is noted, so that a process that is killed between loses nothing.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Final

from msgspec import Struct, field
from msgspec.structs import replace

from newsreader.errors import NewsreaderError
from newsreader.links import LinkRefusedError, checked_link
from newsreader.news.feed_store import FeedStore, Written
from newsreader.news.identity import folded_title, story_id
from newsreader.news.imports.entries import Entry, Found, Marks, Refused
from newsreader.news.making import make_story
from newsreader.news.material import Material, past
from newsreader.news.names import file_name
from newsreader.news.needed import require_extra
from newsreader.news.new_outlets import NewOutlets
from newsreader.news.outlets import KnownOutlets
from newsreader.news.own_files import OwnFiles
from newsreader.news.removed import IS_RUNNING
from newsreader.news.writing import NewFiles, NotWrittenError, encoded
from newsreader.news.written import SURELY_LEFT, remove_unfinished
from newsreader.story import KINDS, Outlet, Story
from newsreader.text import clean_line, clean_text, clean_title

_FOLDER: Final = "added"
_TOGETHER: Final = 200
"""Stories that are written to the disk and noted at once; each has a file open until then."""

_TOLD_EACH: Final = 50
_LONGEST_SUMMARY: Final = 100_000
_MOST_TOPICS: Final = 50
_MOST_TOLD: Final = 1_000
"""Items that can't be taken and are told one by one."""

NO_MARKS: Final = Marks()


class Taken(Struct):
    """What was taken of one file. `known` were in the library, and `removed` are those that the user removed from it.

    `titles` are those of a dry run. `failed` items could not be taken; `refused` says of the first of them why.
    """

    new: int = 0
    known: int = 0
    removed: int = 0
    failed: int = 0
    titles: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    def refuse(self, item: Refused) -> None:
        """Note an item that can't be taken."""
        self.failed += 1
        if len(self.refused) < _MOST_TOLD:
            self.refused.append(str(item))


class _New(Struct, frozen=True):
    """A story whose file has no name yet, and the bytes of that, b"" for a story that somebody wrote."""

    story: Story
    data: bytes


class Library:
    """What is asked of the library: `find` gives the id of the story there that a story is already, "" for none."""

    def __init__(
        self, root: Path, store: FeedStore, outlets: KnownOutlets, removed: set[str], find: Callable[[Story], str]
    ) -> None:
        self.root = root
        self.store = store
        self.outlets = outlets
        self.removed = removed
        self.find = find


class TakingIn:
    """Takes in files for one library, one after the other. With `is_dry` nothing is written or noted.

    `marks` are those that go with the stories, by their ids, and `outlets` those that are new. `tell` is called now and
    then with the number of items so far. Close it when done.
    """

    def __init__(
        self, library: Library, now: datetime, *, is_dry: bool, tell: Callable[[int], None] = lambda _: None
    ) -> None:
        self.marks: dict[str, Marks] = {}
        self.outlets: list[Outlet] = []
        self._library = library
        self._now = now
        self._is_dry = is_dry
        self._fresh: set[str] = set()
        self._files = NewFiles(library.root)
        self._new_outlets = NewOutlets(library.root, library.store)
        for outlet in self._new_outlets.waiting:
            library.outlets.add(outlet)
        self._unnamed: list[_New] = []
        self._tell = tell
        self._count = 0
        if not is_dry:
            remove_unfinished(library.root, _FOLDER, left_for=SURELY_LEFT)  # `add` writes there at any time
            library.store.note(IS_RUNNING, secrets.token_hex(4))

    def close(self) -> list[str]:
        """Remove what has no name; return a sentence where new outlets could not be added to the registry."""
        self._files.close()
        if self._is_dry:
            return []
        self._library.store.note(IS_RUNNING, "")
        return self._new_outlets.write()

    def take(self, found: Found) -> Taken:
        """Take in the stories of a file.

        Raises NewsreaderError where the library can't be written to, and where libraries for HTML are not installed.
        """
        taken = Taken()
        try:
            for item in self._read(found, taken):
                self._take(item, taken)
                self._count += 1
                if self._count % _TOLD_EACH == 0:
                    self._tell(self._count)
                if len(self._unnamed) >= _TOGETHER:
                    self._note(taken)
        finally:
            self._note(taken)
        return taken

    def _read(self, found: Found, taken: Taken) -> Iterator[Entry]:
        """Yield the stories of a file; what is wrong with the rest of it costs no story before."""
        try:
            for item in found:
                if isinstance(item, Refused):
                    taken.refuse(item)
                else:
                    yield item
        except NewsreaderError as error:
            taken.refuse(Refused("The file", str(error)))

    def _take(self, entry: Entry, taken: Taken) -> None:
        story = entry.story or self._story(entry)
        there = story.id if story.id in self._fresh else self._library.find(story)
        if there:
            taken.known += 1
            self._keep_marks(there, entry.marks)
            return
        if story.id in self._library.removed or _was_removed(self._library.store.story(story.id)):
            taken.removed += 1
            return
        story = self._with_outlet(story, entry)
        try:
            data = encoded(story, entry.ending)
        except NotWrittenError as error:
            taken.refuse(Refused(f"“{clean_line(story.title, 80)}”", str(error)))
            return
        self._fresh.add(story.id)
        self._keep_marks(story.id, entry.marks)
        if self._is_dry:
            taken.new += 1
            taken.titles.append(story.title)
            return
        self._files.add(_FOLDER, file_name(story, self._now.date(), entry.ending), data)
        self._unnamed.append(_New(story, b"" if entry.story else data))

    def _keep_marks(self, story: str, marks: Marks) -> None:
        if marks != NO_MARKS:
            self.marks[story] = _joined(self.marks.get(story, NO_MARKS), marks)

    def _story(self, entry: Entry) -> Story:
        """Return the story of an entry of another program; one without a text has its title as its text."""
        title = clean_title(entry.title)
        text = clean_text(_text_of(entry))[:_LONGEST_SUMMARY].strip()
        url = _usable(entry.url)
        kind = entry.kind if entry.kind in KINDS else ("article" if url else "")
        material = Material(
            title, text or title or url, url, kind, entry.publisher, past(entry.published), clean_line(entry.language)
        )
        story = make_story(material, None, extracts=False)
        topics = tuple(dict.fromkeys(filter(None, map(clean_line, entry.topics[:_MOST_TOPICS]))))
        if not url and (entry.feed or entry.guid):
            story = replace(story, id=story_id(None, entry.feed, entry.guid or title))
        origin = replace(story.origin, feed=_usable(entry.feed)) if story.origin else None
        return replace(story, topics=topics, origin=origin)

    def _with_outlet(self, story: Story, entry: Entry) -> Story:
        """Return `story` with who tells it; one that the library does not know is added to its registry."""
        outlets = self._library.outlets
        if entry.story:
            stated = story.outlet
            known = outlets.with_id(stated.id) or outlets.of(stated.website, stated.name) if stated else None
            return replace(story, outlet=Outlet(id=known.id), id_declared=True) if known else story
        url = story.original.url if story.original else ""
        known = outlets.of(entry.site or url, entry.publisher) or outlets.of(url, entry.publisher)
        if known is None:
            known = outlets.new(entry.site or url, clean_line(entry.publisher))
            if known is not None:
                outlets.add(known)
                self.outlets.append(known)
                if not self._is_dry:
                    self._new_outlets.add(known)
        return replace(story, outlet=Outlet(id=known.id)) if known else story

    def _note(self, taken: Taken) -> None:
        """Give the new files their names, and note them."""
        if self._is_dry or not self._unnamed:
            return
        unnamed, self._unnamed = self._unnamed, []
        self._new_outlets.write()  # before their first story is seen, which would have an unknown outlet
        paths = self._files.name_all()
        store = self._library.store
        with store.together():
            for path, new in zip(paths, unnamed, strict=True):
                story = new.story
                feed = story.origin.feed if story.origin else ""
                place = path.relative_to(self._library.root).as_posix()
                day = story.published.isoformat()[:10] if story.published else ""
                store.put_story(Written(story.id, feed, place, "", "", folded_title(story.title), day))
                if new.data:
                    OwnFiles(store).note(story.id, new.data)
            self._new_outlets.note()
        taken.new += len(paths)


def _joined(one: Marks, other: Marks) -> Marks:
    """Return the marks of a story that was met twice."""
    note = one.note if other.note in one.note else "\n\n".join(filter(None, (one.note, other.note)))
    return Marks(
        one.is_read or other.is_read,
        one.is_bookmarked or other.is_bookmarked,
        tuple(dict.fromkeys((*one.tags, *other.tags))),
        note,
    )


def _was_removed(written: Written | None) -> bool:
    return written is not None and not written.path


def _text_of(entry: Entry) -> str:
    if not entry.is_html or not ("<" in entry.text or "&" in entry.text):
        return entry.text
    from newsreader.news.html import to_text

    require_extra()
    return to_text(entry.text)


def _usable(url: str) -> str:
    """Return `url` if a reader may open it, else ""."""
    try:
        return checked_link(url.strip()).url
    except LinkRefusedError:
        return ""
