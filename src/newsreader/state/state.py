"""Keep the user's own data: bookmarks, read marks, tags, notes, views, events; written so that none is ever lost."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from newsreader.events.groups import Pair
from newsreader.state.bookmarks import Bookmarks
from newsreader.state.edits import Edit
from newsreader.state.event_pairs import EventPairs, SaidPair
from newsreader.state.file import StateFile
from newsreader.state.marks import Marks
from newsreader.state.opening import open_sound
from newsreader.state.records import Bookmark, ImportResult, bookmark_from_row
from newsreader.state.tables import BOOKMARKS, FILTERS, REMOVED, TABLES, VIEWS, is_sound, storable
from newsreader.views import FILTERS_KEPT, View

if TYPE_CHECKING:
    from newsreader.state.mark_keys import Subjects
    from newsreader.state.transfer import Keepsakes

__all__ = ["Bookmark", "ImportResult", "State"]


class State:
    """All of the user's data in one file, which several threads and processes may use at once.

    `bookmarks`, `marks` and `event_pairs` keep what their names say; views and filters are here. `file` is their common
    connection. `notices` are sentences for the user about what was found, fixed or not possible on opening.

    A change is on the disk when its method returns. A method that fails changes nothing and raises StateError, whose
    text tells the user why and what to do.
    """

    def __init__(self, file: StateFile, notices: tuple[str, ...] = ()) -> None:
        self.file = file
        self.notices = notices
        self.bookmarks = Bookmarks(file)
        self.marks = Marks(file)
        self.event_pairs = EventPairs(file)

    @classmethod
    def open(cls, path: Path, *, now: Callable[[], datetime], checks_rows: bool = True) -> State:
        """Open the state in the file at `path`; it is made if missing and recovered if damaged.

        A damaged file is put aside beside it. If anything changed since the last backup, a new one is made in the
        folder `backups`. The file of a newer program is opened read-only.

        Without `checks_rows` damaged rows are not looked for, which takes 0.2 s for 100,000 of them. They are not
        shown. The file as a whole is not checked either, if it is noted that it was and has not changed since.
        """
        opened = open_sound(path, now, checks_rows=checks_rows)
        return cls(StateFile(opened.connection, path, now, opened.refusal, opened.file), opened.notices)

    def close(self) -> None:
        """Back up what was changed here, and close the file; nothing can be read or written afterwards."""
        self.file.close()

    def views(self) -> list[View]:
        """Return the views that the user made, in the order in which they were made."""
        with self.file.reading() as connection:
            rows = connection.execute(f"SELECT {VIEWS.columns} FROM views ORDER BY made_at, name").fetchall()
        return [View(name, text, is_own=True) for name, text, *rest in rows if is_sound((name, text, *rest))]

    def save_view(self, name: str, text: str) -> Edit:
        """Save the filter `text` under a name; an existing view of that name gets this filter."""
        made_at = self.file.seconds()
        return self.file.change(VIEWS, ((name,),), lambda before: (text, before[1] if before else made_at))

    def remove_view(self, name: str) -> Edit:
        """Remove a view, if there is one of that name."""
        return self.file.change(VIEWS, ((name,),), lambda _: None)

    def filters(self) -> list[str]:
        """Return the filters that were used, the last one first."""
        with self.file.reading() as connection:
            rows = connection.execute(f"SELECT {FILTERS.columns} FROM filters ORDER BY used_at DESC, filter").fetchall()
        return [row[0] for row in rows if is_sound(row)]

    def remember_filter(self, text: str) -> None:
        """Store that a filter was used now; of very many, those used longest ago are forgotten."""
        with self.file.reading() as connection:
            (last,) = connection.execute("SELECT coalesce(max(used_at), 0) FROM filters").fetchone()
        used_at = max(self.file.seconds(), last + 1)  # the clock counts seconds, and users are quicker
        self.file.change(FILTERS, ((text,),), lambda _: (used_at,))
        forgotten = self.filters()[FILTERS_KEPT:]
        if forgotten:
            self.file.change(FILTERS, ((old,) for old in forgotten), lambda _: None)

    def removed_stories(self) -> set[str]:
        """Return the ids of the fetched stories whose files the user removed: they never come again."""
        with self.file.reading() as connection:
            rows = connection.execute(f"SELECT {REMOVED.columns} FROM removed_stories").fetchall()
        return {row[0] for row in rows if is_sound(row)}

    def remember_removed(self, story_ids: Iterable[str]) -> None:
        """Store that the user removed the files of these stories; those known before keep their time."""
        values = (self.file.seconds(),)
        self.file.change(REMOVED, ((story_id,) for story_id in story_ids), lambda before: before or values)

    def keepsakes(self) -> Keepsakes:
        """Return all bookmarks, tags, notes and pairs of stories for an export."""
        from newsreader.state.mark_keys import Subjects  # most starts export and import nothing
        from newsreader.state.transfer import Keepsakes

        bookmarks = self.bookmarks.all()
        subjects = Subjects(self.marks.subjects(), None)
        keys = _keys_of(bookmarks, subjects)
        return Keepsakes(bookmarks, self.marks.annotations(), keys, self.event_pairs.all())

    def import_keepsakes(self, kept: Keepsakes) -> tuple[ImportResult, int, int]:
        """Import what of `kept` is new: all or, if that fails, nothing.

        Returns how many bookmarks, tags and notes of how many stories, and what was said of how many pairs.
        """
        from newsreader.matching.stories import Candidate
        from newsreader.state.mark_keys import Subjects
        from newsreader.state.records import candidate_of

        known = {storable(each.story.id): candidate_of(each) for each in reversed(self.bookmarks.all())}
        subjects, keys, new = Subjects(known | self.marks.subjects(), None), dict[str, str](), dict[str, Candidate]()
        with self.file.together():
            result = self.bookmarks.import_new(kept.bookmarks)
            for bookmark in kept.bookmarks:
                story = candidate_of(bookmark)
                key = keys[kept.key_of(bookmark)] = subjects.key_of(story)
                if key not in subjects:
                    subjects.add(key, story)
                    new[key] = story
            self.marks.note_subjects(new)
            self.marks.import_marks({keys.get(key, key): marks for key, marks in kept.marks.items()})
            pairs = self.event_pairs.import_new(
                SaidPair(Pair(keys.get(one, one), keys.get(other, other), is_same), made_at)
                for (one, other, is_same), made_at in kept.event_pairs
            )
        return result, len(kept.marks), pairs

    def damaged(self) -> int:
        """Count the damaged rows of the file; they are not shown, and stay in the file."""
        with self.file.reading() as connection:
            rows = {
                table: connection.execute(f"SELECT {table.columns} FROM {table.name}").fetchall() for table in TABLES
            }
        bookmarks = rows.pop(BOOKMARKS)
        return sum(bookmark_from_row(row) is None for row in bookmarks) + sum(
            not is_sound(row) for others in rows.values() for row in others
        )


def _keys_of(bookmarks: Iterable[Bookmark], subjects: Subjects) -> dict[str, str]:
    from newsreader.state.records import candidate_of

    keys = {bookmark.uuid: subjects.key_of(candidate_of(bookmark)) for bookmark in bookmarks}
    return {bookmark.uuid: keys[bookmark.uuid] for bookmark in bookmarks if keys[bookmark.uuid] != bookmark.story.id}
