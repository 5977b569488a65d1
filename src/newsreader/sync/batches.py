"""Write what was read in transactions of a good size, and tell how far the reading has come."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from typing import Final, TypeVar

from newsreader.sync.results import Progress

_STORIES_AT_ONCE: Final = 3_000
_SECONDS_AT_ONCE: Final = 1.0
"""What was read is written, and can be seen, after so many stories or seconds."""

_SECONDS_TO_ESTIMATE: Final = 2.0

_Read = TypeVar("_Read")


def gathered(batches: Iterable[list[_Read]], stories_in: Callable[[_Read], int]) -> Iterator[list[_Read]]:
    """Join batches: a larger transaction costs less, and what is read should be seen soon."""
    gathered: list[_Read] = []
    stories, since = 0, time.monotonic()
    for batch in batches:
        gathered += batch
        stories += sum(map(stories_in, batch))
        if stories >= _STORIES_AT_ONCE or time.monotonic() - since > _SECONDS_AT_ONCE:
            yield gathered
            gathered, stories, since = [], 0, time.monotonic()
    if gathered:
        yield gathered


class ProgressReport:
    """Tells from the moment it is made how far the reading has come; `is_text` if it reads texts, not files."""

    def __init__(self, on_progress: Callable[[Progress], None], *, is_text: bool = False) -> None:
        self._on_progress = on_progress
        self._is_text = is_text
        self._began = time.monotonic()

    def tell(self, done: int, total: int) -> None:
        """Tell how much of how much is done, and how long the rest may take."""
        seconds = time.monotonic() - self._began
        left = seconds / done * (total - done) if done and seconds >= _SECONDS_TO_ESTIMATE else None
        self._on_progress(Progress(done, total, left, self._is_text))
