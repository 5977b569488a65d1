"""Bring a batch of files into the index, and find out which of their stories are new, changed, unchanged or refused.

Everything is found out first. Then gone stories are removed and new ones added, each in the order of the rows, because
the full-text table requires rising rows.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from newsreader.copies import is_copied_by, looks_like_copy, story_is_taken
from newsreader.errors import Problem
from newsreader.folding import folded_tokens
from newsreader.index import schema
from newsreader.index.arrivals import note_arrivals
from newsreader.index.changed_ids import note_came, note_left
from newsreader.index.event_members import forget_member
from newsreader.index.event_stories import compare_later, forget_compared
from newsreader.index.files import FileTable
from newsreader.index.former_rows import free_row, leave_row, return_to_row
from newsreader.index.full_text import SearchText, add_terms, add_texts, delete_text
from newsreader.index.left_out import forget_row, remute
from newsreader.index.marks import mark_story, unmark_story
from newsreader.index.outlets import OutletTable
from newsreader.index.prepared import PreparedFile, PreparedStory
from newsreader.index.text_to_come import indexed_text, note_to_come
from newsreader.story_file import FileStamp
from newsreader.text import clean_line

_IDS_AT_ONCE: Final = 500


class _Holder(NamedTuple):
    """Where the story with an id is: its file and line, and its row; None if it has none yet."""

    file: int
    line: int
    row_id: int | None


class _Fresh(NamedTuple):
    """A story that is to be added, in this row or the next free one."""

    nominal_row: int
    story: PreparedStory
    file: int


class Batch:
    """Bring in one batch, within the caller's transaction. Use an object once."""

    def __init__(self, connection: sqlite3.Connection, outlets: OutletTable, files: FileTable) -> None:
        self._connection = connection
        self._outlets = outlets
        self._files = files
        self._holders: dict[str, _Holder] = {}
        self._fresh: dict[str, _Fresh] = {}
        self._gone: dict[str, int] = {}

    def bring_in(self, contents: Sequence[PreparedFile]) -> None:
        """Replace what the index has of these files with what the files hold now."""
        contents = list({content.stamp.path: content for content in contents}.values())
        self._find_holders([story.id for content in contents for story in content.stories])
        for content in contents:
            self._compare(content)
        for story_id, row_id in sorted(self._gone.items(), key=lambda gone: gone[1]):
            forget_story(self._connection, row_id)
            if story_id not in self._fresh:
                self._files.read_refused_again(story_id)
        put_stories(self._connection, self._outlets, self._rows())

    def _find_holders(self, ids: Sequence[str]) -> None:
        for start in range(0, len(ids), _IDS_AT_ONCE):
            some = ids[start : start + _IDS_AT_ONCE]
            found = self._connection.execute(
                f"SELECT id, file, line, story FROM stories WHERE id IN ({','.join('?' * len(some))}) AND story > 0",
                some,
            )
            self._holders |= {story_id: _Holder(*holder) for story_id, *holder in found}

    def _compare(self, content: PreparedFile) -> None:
        """Find out which stories of a file are new, and which of them the index has unchanged."""
        file, is_new = self._files.row_id(content.stamp)
        before = {} if is_new else self._stories_of(file)
        if not is_new:
            self._files.forget_refused(file)
        problems = list(content.problems)
        seen: set[str] = set()
        for story in content.stories:
            holder = self._holders.get(story.id)
            if holder is not None and (holder.file != file or story.id in seen):
                if holder.file == file or not is_copied_by(content.stamp.path, self._files.path(holder.file)):
                    problems.append(self._refuse(story, holder, file, content.stamp))
                    continue
                self._take_from_copy(story, holder, content.stamp)
                holder = None
            seen.add(story.id)
            self._holders[story.id] = _Holder(file, story.line, holder.row_id if holder else None)
            self._take(story, file, content.stamp, before.get(story.id))
        for story_id, (row_id, *_) in before.items():
            if story_id not in seen:
                self._gone[story_id] = row_id
                if story_id in self._holders and self._holders[story_id].file == file:
                    del self._holders[story_id]
        if problems or not is_new:
            self._files.set_problems(file, problems)

    def _take(self, story: PreparedStory, file: int, stamp: FileStamp, before: tuple[int, ...] | None) -> None:
        if before is not None:
            row_id, line, *compared = before
            if compared == [story.content_key, self._outlets.entry(story.stated).row_id, story.id_declared]:
                if line != story.line:
                    self._connection.execute("UPDATE stories SET line = ? WHERE story = ?", (story.line, row_id))
                return
            self._gone[story.id] = row_id
        is_dated = story.moment is not None
        moment = stamp.mtime_ns // 1_000_000_000 if story.moment is None else story.moment
        self._fresh[story.id] = _Fresh(schema.nominal_row(moment, is_dated=is_dated), story, file)

    def _take_from_copy(self, story: PreparedStory, holder: _Holder, stamp: FileStamp) -> None:
        """Take a story from the file that had it until now, and that is a copy of the file with this `stamp`."""
        if holder.row_id is not None:
            self._gone[story.id] = holder.row_id
        self._files.read_refused_again(story.id)
        self._files.note_refused(story.id, holder.file)
        place = clean_line(os.fsdecode(self._files.path(holder.file))), holder.line
        self._files.add_problem(holder.file, _taken(story, place, stamp.path, story.line, is_copy=True))

    def _refuse(self, story: PreparedStory, holder: _Holder, file: int, stamp: FileStamp) -> Problem:
        if holder.file == file:
            path = None
        else:
            path = self._files.path(holder.file)
            self._files.note_refused(story.id, file)
        is_copy = path is not None and looks_like_copy(stamp.path) and not looks_like_copy(path)
        return _taken(story, (clean_line(os.fsdecode(stamp.path)), story.line), path, holder.line, is_copy=is_copy)

    def _stories_of(self, file: int) -> dict[str, tuple[int, ...]]:
        """Return what is compared of each known story of a file, by id: row, line, content, outlet, id's origin."""
        rows = self._connection.execute(
            "SELECT id, story, line, content_key, outlet, id_declared FROM stories WHERE file = ?", (file,)
        )
        return {story_id: tuple(values) for story_id, *values in rows}

    def _rows(self) -> Iterable[tuple[int, PreparedStory, int]]:
        """Yield each new story with the first free row from its nominal one on, and its file."""
        last = displaced = 0
        for nominal, story, file in sorted(self._fresh.values(), key=lambda fresh: fresh.nominal_row):
            last = free_row(self._connection, max(nominal, last + 1), story.id)
            if story.moment is not None:
                displaced = max(displaced, last - nominal)
            yield last, story, file
        schema.note_displaced(self._connection, displaced)


def put_stories(
    connection: sqlite3.Connection, outlets: OutletTable, rows: Iterable[tuple[int, PreparedStory, int | None]]
) -> None:
    """Add stories at these rising, free rows, with the file of each. Call it within a transaction."""
    is_complete = schema.is_complete(connection)
    words: set[str] = set()
    topics: list[tuple[int, str]] = []
    texts: list[tuple[int, SearchText, str]] = []
    came: list[tuple[int, str]] = []
    to_come: list[int] = []
    former: list[int] = []
    for row_id, story, file in rows:
        entry = outlets.entry(story.stated)
        connection.execute(
            f"INSERT INTO stories ({_STORY_COLUMNS}) VALUES ({_PLACES})",
            (row_id, file, entry.row_id, entry.outlet_name, entry.rank, *story[: len(_STATED_COLUMNS)]),
        )
        connection.execute("INSERT OR REPLACE INTO bodies VALUES (?, ?)", (row_id, story.body))
        former.append(row_id)
        texts.append((row_id, story.text, entry.words))
        if story.is_text_to_come:
            to_come.append(row_id)
        topics += ((row_id, topic) for topic in story.topics)
        mark_story(connection, row_id, story.id)
        if row_id > 0:
            came.append((row_id, story.id))
        if is_complete:
            words |= folded_tokens(" ".join(story.text))
    note_to_come(connection, to_come)
    note_arrivals(connection, came)
    for row_id in former:
        return_to_row(connection, row_id)
    if came:
        remute(connection)
    note_came(connection, [story_id for _, story_id in came])
    compare_later(connection, [row_id for row_id, _ in came])
    add_texts(connection, texts)
    add_terms(connection, words)
    names = sorted({topic for _, topic in topics})
    connection.executemany("INSERT OR IGNORE INTO topics (topic) VALUES (?)", ((name,) for name in names))
    connection.executemany(
        "INSERT OR IGNORE INTO story_topics SELECT ?, topic_id FROM topics WHERE topic = ?",
        ((row_id, topic) for row_id, topic in topics if row_id > 0),
    )


def forget_story(connection: sqlite3.Connection, row_id: int) -> None:
    """Remove one story. Call it within a transaction."""
    found = connection.execute(
        "SELECT coalesce(o.words, '') FROM stories LEFT JOIN outlets o USING (outlet) WHERE story = ?", (row_id,)
    ).fetchone()
    if found is None:
        return
    delete_text(connection, row_id, indexed_text(connection, row_id), *found)
    leave_row(connection, row_id)
    note_left(connection, row_id)
    forget_member(connection, row_id)
    forget_compared(connection, row_id)
    for table in ("stories", "bookmarked", "text_to_come", "story_topics"):
        connection.execute(f"DELETE FROM {table} WHERE story = ?", (row_id,))
    unmark_story(connection, row_id)
    forget_row(connection, row_id)


def _taken(story: PreparedStory, place: tuple[str, int], path: bytes | None, line: int, *, is_copy: bool) -> Problem:
    """Return the problem of a story at `place` whose id the file at `path` has at `line`; None is the same file."""
    return story_is_taken(
        story.id,
        is_declared=story.id_declared,
        has_address=story.url_key is not None,
        place=place,
        holder=f"line {line} of this file" if path is None else f"{clean_line(os.fsdecode(path))}, line {line}",
        is_copy=is_copy,
    )


_STATED_COLUMNS: Final = PreparedStory._fields[: PreparedStory._fields.index("moment")]
_STORY_COLUMNS: Final = ", ".join(("story", "file", "outlet", "outlet_name", "rank", *_STATED_COLUMNS))
_PLACES: Final = ", ".join("?" * (5 + len(_STATED_COLUMNS)))
