"""A program in a terminal that is looked at: keys in, frames out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from time import perf_counter
from typing import Final, Self

from tests.benchmarks.screen import Area, Frame, Screen, settled_at
from tests.benchmarks.terminal import Terminal

QUIET: Final = 0.08
"""Seconds without output and without work after which a program has nothing more to say."""

SHORTLY_QUIET: Final = 0.04
"""The same where nothing depends on it."""

_LOOK: Final = 0.05
_PATIENCE: Final = 300.0


class NotShownError(Exception):
    """What was waited for did not come onto the screen."""


class Session:
    """One run of a program. `frame` is the screen as it was last looked at."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str]) -> None:
        self.terminal = Terminal(command, environment)
        self._screen = Screen(self.terminal.columns, self.terminal.lines)
        self.frame: Frame = self._screen.frame(self.terminal.started)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.terminal.close()

    def look(self) -> list[Frame]:
        """The frames since the last look."""
        frames = self._screen.feed(self.terminal.take())
        if frames:
            self.frame = frames[-1]
        return frames

    def wait_for(self, shown: Callable[[Frame], bool], what: str, *, patience: float = _PATIENCE) -> float:
        """The moment from which the screen was and stayed as `shown` says; raises NotShownError if that does not come.

        Output comes in pieces, and what is half drawn over something else can look like anything. So what is shown
        counts only if it is still there at the next look.
        """
        end = perf_counter() + patience
        since: float | None = None
        while True:
            seen_before = since is not None
            for frame in self.look():
                since = (since or frame.moment) if shown(frame) else None
            if seen_before and since is not None:
                return since
            if self.terminal.has_ended or perf_counter() > end:
                raise NotShownError(f"waited for {what}, but the screen is:\n{self.frame.text()}")
            self.terminal.wait_for_silence(_LOOK, at_most=0.5)

    def rest(self, done: Callable[[Frame], bool] = lambda _: True, *, quiet: float = QUIET) -> list[Frame]:
        """The frames until the program writes nothing more and the last frame is `done`."""
        end = perf_counter() + _PATIENCE
        frames: list[Frame] = []
        while True:
            self.terminal.wait_for_rest(quiet, at_most=end - perf_counter())
            frames += self.look()
            if done(self.frame):
                return frames
            if self.terminal.has_ended or perf_counter() > end:
                raise NotShownError(f"the program is not done, but the screen is:\n{self.frame.text()}")

    def time_of(self, keys: str, area: Area, *, quiet: float = QUIET) -> float | None:
        """Seconds from `keys` until `area` looks as it then stays; None if they changed nothing there."""
        before = self.frame
        pressed = self.terminal.press(keys)
        moment = settled_at(before, self.rest(quiet=quiet), area)
        return None if moment is None else moment - pressed
