"""Keep read marks, tags, notes and hidden stories in the state, by the id of the story, whichever library has it."""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from newsreader.folding import sort_key
from newsreader.records import NO_MARKS, StoryMarks, TagCount
from newsreader.state.edits import Change, Edit, change_rows
from newsreader.state.file import StateFile
from newsreader.state.tables import (
    HIDDEN,
    MARKS,
    NOTES,
    READ_MARKS,
    SUBJECTS,
    TAGS,
    Key,
    Table,
    Values,
    is_sound,
    storable,
)

if TYPE_CHECKING:
    from newsreader.matching.stories import Candidate


class Marks:
    """Keep read marks, tags, notes and what is hidden in the file of a `State`."""

    def __init__(self, file: StateFile) -> None:
        self._file = file

    def mark_read(self, story_id: str, when: datetime) -> None:
        """Mark a story read."""
        self.mark_all_read((story_id,), when)

    def mark_all_read(self, story_ids: Iterable[str], when: datetime) -> Edit:
        """Mark several stories read: all of them or, if that fails, none.

        Those that were read before keep their time.
        """
        values = (int(when.timestamp()),)
        return self._file.change(READ_MARKS, self._keys(story_ids), partial(_first, values))

    def mark_unread(self, story_id: str) -> None:
        """Mark a story unread."""
        self.mark_all_unread((story_id,))

    def mark_all_unread(self, story_ids: Iterable[str]) -> Edit:
        """Mark several stories unread: all of them or, if that fails, none."""
        return self._file.change(READ_MARKS, self._keys(story_ids), lambda _: None)

    def tag(self, story_ids: Iterable[str], tag: str) -> Edit:
        """Add a tag to several stories: to all of them or, if that fails, to none."""
        values = (self._file.seconds(),)
        return self._file.change(TAGS, self._tag_keys(story_ids, tag), partial(_first, values))

    def untag(self, story_ids: Iterable[str], tag: str) -> Edit:
        """Remove a tag from several stories: from all of them or, if that fails, from none."""
        return self._file.change(TAGS, self._tag_keys(story_ids, tag), lambda _: None)

    def rename_tag(self, old: str, new: str) -> int:
        """Rename a tag on all stories or, if that fails, on none; returns on how many. A story keeps one of two."""

        def renamed(connection: sqlite3.Connection) -> tuple[Change, ...]:
            changes: list[Change] = []
            for story_id, tag, *values in _tagged(connection, old):
                changes += change_rows(connection, TAGS, ((story_id, new),), partial(_first, tuple(values)))
                changes += change_rows(connection, TAGS, ((story_id, tag),), lambda _: None)
            return tuple(changes)

        return _removals(self._file.edit(TAGS, renamed))

    def delete_tag(self, tag: str) -> int:
        """Remove a tag from all stories or, if that fails, from none; returns from how many."""

        def deleted(connection: sqlite3.Connection) -> tuple[Change, ...]:
            keys = ((story_id, name) for story_id, name, *_ in _tagged(connection, tag))
            return change_rows(connection, TAGS, keys, lambda _: None)

        return _removals(self._file.edit(TAGS, deleted))

    def hide(self, story_ids: Iterable[str]) -> Edit:
        """Put several stories away: all of them or, if that fails, none. Those that were hidden before keep their time.

        Nothing of a story is removed.
        """
        values = (self._file.seconds(),)
        return self._file.change(HIDDEN, self._keys(story_ids), partial(_first, values))

    def unhide(self, story_ids: Iterable[str]) -> Edit:
        """Take several stories back: all of them or, if that fails, none."""
        return self._file.change(HIDDEN, self._keys(story_ids), lambda _: None)

    def write_note(self, story_id: str, note: str, over: str | None = None) -> Edit:
        """Replace the note of a story; "" removes it.

        If the present note is not the one that is to be written `over`, somebody else wrote it meanwhile. It stays, and
        this note is added below. None means that any note may be replaced.
        """
        note, at = storable(note), self._file.seconds()

        def wanted(before: Values | None) -> Values | None:
            if before is not None and over is not None and before[0] != storable(over):
                return _with_note(note, at, before) if note else before
            if before is not None and before[0] == note:
                return before
            return (note, at) if note else None

        return self._file.change(NOTES, self._keys((story_id,)), wanted)

    def read_ids(self) -> set[str]:
        """Return the ids of all stories that were read."""
        with self._file.reading() as connection:
            rows = connection.execute(f"SELECT {READ_MARKS.columns} FROM read_marks").fetchall()
        return {row[0] for row in rows if is_sound(row)}

    def tags(self) -> list[TagCount]:
        """Return all tags with the number of stories that have them, by name."""
        with self._file.reading() as connection:
            rows = connection.execute(f"SELECT {TAGS.columns} FROM tags").fetchall()
        counts = Counter(row[1] for row in rows if is_sound(row))
        return [TagCount(tag, counts[tag]) for tag in sorted(counts, key=lambda tag: (sort_key(tag), tag))]

    def tag_names(self) -> list[str]:
        """Return all tags, without looking at each story that has them."""
        with self._file.reading() as connection:
            return [tag for (tag,) in connection.execute("SELECT DISTINCT tag FROM tags ORDER BY tag")]

    def marks_to_show(self) -> dict[str, StoryMarks]:
        """Return the marks of every story that has any, by its id in the open library."""
        marks, keys = self.all_marks(), self._file.keys
        taken = {key: marks.pop(key, None) for key in (*keys.values(), *keys)}
        return marks | {story_id: found for story_id, key in keys.items() if (found := taken[key]) is not None}

    def all_marks(self) -> dict[str, StoryMarks]:
        """Return the marks of every story that has any, by key: its id, or another key if another story has that id."""
        tags: defaultdict[str, list[str]] = defaultdict(list)
        with self._file.reading() as connection:
            read, notes, hidden = (
                {
                    row[0]: row[1]
                    for row in connection.execute(f"SELECT {table.columns} FROM {table.name}")
                    if is_sound(row)
                }
                for table in (READ_MARKS, NOTES, HIDDEN)
            )
            for row in connection.execute(f"SELECT {TAGS.columns} FROM tags ORDER BY story_id, tag"):
                if is_sound(row):
                    tags[row[0]].append(row[1])
        marks = {story_id: StoryMarks(read_at) for story_id, read_at in read.items()}
        for story_id in notes.keys() | tags.keys() | hidden.keys():
            marks[story_id] = StoryMarks(
                read.get(story_id), tuple(tags.get(story_id, ())), notes.get(story_id, ""), hidden.get(story_id)
            )
        return marks

    def annotations(self) -> dict[str, StoryMarks]:
        """Return the tags and notes of every story that has any, and what is hidden, by key, without read marks."""
        found = {story_id: replace(marks, read_at=None) for story_id, marks in self.all_marks().items()}
        return {story_id: marks for story_id, marks in found.items() if marks != NO_MARKS}

    def subjects(self) -> dict[str, Candidate]:
        """Return the story that the marks under each key were put on, if that is known."""
        from newsreader.state.mark_keys import subject_from_row

        with self._file.reading() as connection:
            rows = connection.execute(f"SELECT {SUBJECTS.columns} FROM subjects").fetchall()
        return {row[0]: subject for row in rows if (subject := subject_from_row(row))}

    def note_subjects(self, subjects: Mapping[str, Candidate | None]) -> None:
        """Store which stories the marks under these keys are of; None if a key has no marks any more."""
        from newsreader.state.mark_keys import subject_values

        with self._file.together():
            for key, subject in subjects.items():
                self._file.change(SUBJECTS, ((key,),), partial(_always, subject_values(subject) if subject else None))

    def note_marked(self, stories: Iterable[Candidate]) -> None:
        """Store that these stories of the open library have marks, if that is not known yet."""
        from newsreader.state.mark_keys import subject_values

        with self._file.together():
            for story in stories:
                key = self._file.key_of(story.identity.id)
                self._file.change(SUBJECTS, ((key,),), partial(_first, subject_values(story)))

    def import_marks(self, marks: Mapping[str, StoryMarks]) -> int:
        """Add tags and notes to the present ones: all or, if that fails, none; returns of how many stories.

        Stories that were hidden where the marks come from are hidden here, too. A note that differs from the present
        one is added below it.
        """
        at = self._file.seconds()
        keys = [(story_id, tag) for story_id, each in marks.items() for tag in each.tags]
        with self._file.together():
            self._file.change(TAGS, keys, partial(_first, (at,)))
            for story_id, each in marks.items():
                if each.hidden_at is not None:
                    self._file.change(HIDDEN, ((story_id,),), partial(_first, (each.hidden_at,)))
                if each.note:
                    self._file.change(NOTES, ((story_id,),), partial(_with_note, storable(each.note), at))
        return len(marks)

    def move_marks(self, moves: Sequence[tuple[str, str]], *, stay: bool = False) -> None:
        """Move the marks of stories from one id to another: all of them or, if that fails, none.

        Marks of the other id stay, and a note is added below its note. With `stay` the first id keeps its marks too,
        because another library has a story with it.
        """
        with self._file.together():
            for table in MARKS:
                self._file.edit(table, partial(_moved, table, moves, stay=stay))

    def _keys(self, story_ids: Iterable[str]) -> Iterator[Key]:
        return ((self._file.key_of(story_id),) for story_id in story_ids)

    def _tag_keys(self, story_ids: Iterable[str], tag: str) -> Iterator[Key]:
        return ((self._file.key_of(story_id), tag) for story_id in story_ids)


def _tagged(connection: sqlite3.Connection, tag: str) -> list[tuple[Any, ...]]:
    """Return the sound rows of a tag, without their checksums."""
    rows = connection.execute(f"SELECT {TAGS.columns} FROM tags WHERE tag = ?", (storable(tag),)).fetchall()
    return [row[:-1] for row in rows if is_sound(row)]


def _removals(edit: Edit) -> int:
    return sum(change.after is None for change in edit.changes)


def _always(values: Values | None, _: Values | None) -> Values | None:
    return values


def _first(values: Values, before: Values | None) -> Values:
    return before or values


def _with_note(note: str, at: int, before: Values | None) -> Values:
    if before is None:
        return note, at
    return before if note in before[0] else (f"{before[0]}\n\n{note}", at)


def _moved(
    table: Table, moves: Sequence[tuple[str, str]], connection: sqlite3.Connection, *, stay: bool
) -> tuple[Change, ...]:
    changes: list[Change] = []
    for old, new in moves:
        rows = connection.execute(
            f"SELECT {table.columns} FROM {table.name} WHERE story_id = ?", (storable(old),)
        ).fetchall()
        for row in filter(is_sound, rows):
            rest, values = row[1 : len(table.key)], row[len(table.key) : -1]
            joined = partial(_with_note, *values) if table is NOTES else partial(_first, values)
            changes += change_rows(connection, table, [(new, *rest)], joined)
            if not stay:
                changes += change_rows(connection, table, [(old, *rest)], lambda _: None)
    return tuple(changes)
