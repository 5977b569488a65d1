"""Undo what was marked, and redo it."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Final, NamedTuple

from msgspec import Struct, field
from msgspec.structs import replace

from newsreader.reader.listed import Locator
from newsreader.reader.live_marks import LiveMarks
from newsreader.state.tables import BOOKMARKS, EVENT_PAIRS, HIDDEN

if TYPE_CHECKING:
    from newsreader.state.edits import Edit
    from newsreader.state.state import State

DEPTH: Final = 100
"""How many steps can be undone."""

_MOST_CHANGES: Final = 3_000_000
"""With more changed rows than this the oldest steps are forgotten, because each row takes memory."""


class MarkResult(Struct, frozen=True):
    """The result of one mark: `what` was done, in words, and to how many stories.

    `step` says it where it is undone or redone, before the stories: "bookmark on". `title` is that of the only story,
    "" if they are several. `merged` says that a note was merged with the one that another reader
    wrote. `away` has those of the stories that the index does not have at the moment, because their files are changing
    or gone. `hiding` says which were put away or taken back.
    """

    what: str
    stories: int
    step: str = ""
    title: str = ""
    merged: bool = False
    away: Sequence[Away] = ()
    hiding: Hiding | None = None


class Hiding(NamedTuple):
    """The rows of stories that were put away or, if not `is_on`, taken back: a list has others now."""

    rows: Sequence[int]
    is_on: bool


class Away(NamedTuple):
    """A story that was marked while the index does not have it, and the uuid of its bookmark ("" for none)."""

    story_id: str
    uuid: str = ""


class Step(Struct, frozen=True):
    """One edit of the state; `rows` are the rows of the stories whose bookmarks it set or removed, by uuid."""

    done: MarkResult
    edit: Edit
    rows: Mapping[str, int] = field(default_factory=dict)


class UndoHistory:
    """Remember the steps that can be undone or redone, and undo or redo them.

    A step changes nothing that another reader has changed since. Every method is for a worker; `undo` and `redo`
    raise StateError if nothing can be written.
    """

    def __init__(
        self,
        state: Callable[[], State],
        marks: LiveMarks,
        locator: Locator,
        marking_lock: AbstractContextManager[object],
    ) -> None:
        self._state = state
        self._marks = marks
        self._locator = locator
        self._marking_lock = marking_lock
        self._made: deque[Step] = deque(maxlen=DEPTH)
        self._undone: list[Step] = []

    def add(self, step: Step) -> None:
        """Remember what was done now; what was undone before can't be redone any more."""
        self._undone.clear()
        self._made.append(step)
        total = sum(len(each.edit.changes) for each in self._made)
        while total > _MOST_CHANGES and len(self._made) > 1:
            total -= len(self._made.popleft().edit.changes)

    def undo(self) -> MarkResult | None:
        """Undo the last step; returns None if there is none."""
        with self._marking_lock:
            if not self._made:
                return None
            step, done = self._applied(self._made[-1], back=True)
            self._made.pop()
            self._undone.append(step)
            return done

    def redo(self) -> MarkResult | None:
        """Redo the step that was undone last; returns None if there is none."""
        with self._marking_lock:
            if not self._undone:
                return None
            step, done = self._applied(self._undone[-1], back=False)
            self._undone.pop()
            self._made.append(step)
            return done

    def _applied(self, step: Step, *, back: bool) -> tuple[Step, MarkResult]:
        """Undo a step (`back`) or redo it; returns the step as it is to be remembered, and what was done."""
        if step.edit.table is BOOKMARKS:
            edit, step = self._apply_to_bookmarks(step, back=back)
        else:
            state = self._state()
            edit = state.file.apply(step.edit, back=back)
            self._marks.follow(edit, state.file.id_of)
        is_of_pairs = edit.table is EVENT_PAIRS and edit.changes  # a story that was moved may have several
        stories = step.done.stories if is_of_pairs else len(edit.changes)
        title = step.done.title if stories == 1 else ""
        hiding = self._hiding(edit) if edit.table is HIDDEN else None
        return step, replace(step.done, stories=stories, title=title, away=(), hiding=hiding)

    def _hiding(self, edit: Edit) -> Hiding:
        id_of = self._state().file.id_of
        places = (self._locator.place_of(id_of(key[0])) for key, _, _ in edit.changes)
        rows = [place.row_id for place in places if place.row_id is not None]
        return Hiding(rows, is_on=any(after is not None for _, _, after in edit.changes))

    def _apply_to_bookmarks(self, step: Step, *, back: bool) -> tuple[Edit, Step]:
        """Set or remove the bookmarks of a step; returns the edit, and the step with the bookmarks as they are now.

        A bookmark whose copy has followed its story counts as unchanged.
        """
        was_set = any(before is None for _, before, _ in step.edit.changes)
        if was_set != back:
            edit = self._state().file.apply(step.edit, back=back)
            self._relink(edit, step.rows)
            return edit, step
        edit = self._state().bookmarks.remove_many([uuid for (uuid,), _, _ in step.edit.changes])
        rows = self._marks.follow_removal(edit)
        made = tuple(edit.inverse()) if was_set else edit.changes
        return edit, replace(step, edit=replace(edit, changes=made), rows={**step.rows, **rows})

    def _relink(self, edit: Edit, rows: Mapping[str, int]) -> None:
        """Have restored bookmarks in their rows again; if a story has another row now, `sync` links its bookmark."""
        places = self._locator.find(list(rows.values()))
        changes: dict[int, str | None] = {}
        for (uuid,), before, after in edit.changes:
            values = after or before
            row_id = rows.get(uuid)
            if row_id is not None and values is not None and places.get(row_id) == (values[0], row_id):
                changes[row_id] = uuid if after else None
        self._marks.follow_bookmarks(changes, edit.versions, are_complete=len(changes) == len(edit.changes))
