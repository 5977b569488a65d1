"""Note in the state which stories were marked, in case another story gets one of their ids."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from newsreader.reader.index_pool import IndexPool

if TYPE_CHECKING:
    from newsreader.state.state import State

_ROWS_AT_ONCE: Final = 500


def note_subjects(pool: IndexPool, library: str, state: State, row_ids: Sequence[int]) -> None:
    """Store in the state which stories of the library are in these rows of its index, if that is not known yet."""
    for start in range(0, len(row_ids), _ROWS_AT_ONCE):
        with pool.lookup_connection() as index:
            stories = index.candidates(row_ids[start : start + _ROWS_AT_ONCE], library)
        state.marks.note_marked(stories)
