"""What was marked, to be taken back and made once more."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from newsreader.state.edits import Edit

DEPTH: Final = 100
"""How many steps can be taken back."""

_MOST_CHANGES: Final = 3_000_000
"""Beyond so many rows the oldest steps are forgotten: each takes memory."""


@dataclass(frozen=True, slots=True)
class Done:
    """What was done: `what` in words, and to how many stories; whether it `is_otherwise` than was asked for.

    `away` are those of the stories that the index does not have at the moment: their files are changing, or gone.
    """

    what: str
    stories: int
    is_otherwise: bool = False
    away: Sequence[Away] = ()


class Away(NamedTuple):
    """A story that was marked while the index does not have it, and the uuid of its bookmark, "" for none."""

    story_id: str
    uuid: str = ""


class Gone(NamedTuple):
    """A story that was marked and is no longer in the library; whether a bookmark keeps a copy of it."""

    title: str
    is_kept: bool


@dataclass(frozen=True, slots=True)
class Step:
    """One edit of the state; `rows` are the numbers of the stories whose bookmarks it set or took off, by uuid."""

    done: Done
    edit: Edit
    rows: Mapping[str, int] = field(default_factory=dict)


class Steps:
    """The steps that can be taken back, and those that were."""

    def __init__(self) -> None:
        self._made: deque[Step] = deque(maxlen=DEPTH)
        self._taken_back: list[Step] = []

    def add(self, step: Step) -> None:
        """Note what was done now; what was taken back before can't be made once more."""
        self._taken_back.clear()
        self._made.append(step)
        self._forget_oldest()

    def last(self, *, taken_back: bool = False) -> Step | None:
        """The step that was made last, or the one that was taken back last."""
        steps = self._taken_back if taken_back else self._made
        return steps[-1] if steps else None

    def move_last(self, *, taken_back: bool = False) -> None:
        """Note that the last step was taken back, or that the one taken back last was made once more."""
        if taken_back:
            self._made.append(self._taken_back.pop())
        else:
            self._taken_back.append(self._made.pop())

    def replace_last(self, step: Step, *, taken_back: bool = False) -> None:
        """Have another step in the place of the one that was made last, or taken back last."""
        steps = self._taken_back if taken_back else self._made
        steps[-1] = step

    def _forget_oldest(self) -> None:
        total = sum(len(step.edit.changes) for step in self._made)
        while total > _MOST_CHANGES and len(self._made) > 1:
            total -= len(self._made.popleft().edit.changes)
