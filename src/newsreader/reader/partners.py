"""What those share who write what the user says of stories."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, NamedTuple

from newsreader.reader.history import UndoHistory
from newsreader.reader.index_pool import IndexPool
from newsreader.reader.listed import Locator
from newsreader.reader.live_marks import LiveMarks

if TYPE_CHECKING:
    from newsreader.state.state import State


class WritingPartners(NamedTuple):
    """The parts of a reader that take part in each writing; `lock` is held until the index and the history follow."""

    pool: IndexPool
    marks: LiveMarks
    locator: Locator
    history: UndoHistory
    state: Callable[[], State]
    lock: AbstractContextManager[object]
    library: str
