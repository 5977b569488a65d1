"""A reader in a pseudo-terminal that is typed at, and waited for until it rests."""

from __future__ import annotations

import gc
import json
import os
import select
import socket
import sys
import time
import traceback
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from tests.keys.home import Homes, environment_of, paths_of
from tests.keys.picture import Picture, picture_of_screen, state_in
from tests.keys.probe import FAILED, LOOK, MODULES, SHOW, run_with_probe
from tests.soak.keys import bytes_of
from tests.ui.terminal import COLUMNS, LINES, Terminal

_ESCAPE: Final = b"\x1b[27u"
"""Esc as a terminal with the newer protocol of keys sends it: the plain byte before a letter would be Alt+letter."""

_BETWEEN_LOOKS: Final = 0.015
_CALM: Final = 3
"""So many looks in a row have to find the reader at rest."""

_PATIENT: Final = 40
"""The same where two readers seemed to differ, and where a task is under way, which may wait for an answer."""

_ANSWER: Final = 180.0
"""Seconds within which a reader comes to rest that is not stuck, on however busy a machine."""

_FURNISHING: Final = "b j t x enter j e n escape j m j m b slash s enter V w enter escape g"
"""Two bookmarks, a tag, a note, two stories read, a filter that was used, and a view."""

_TAIL: Final = 1500


class NotAtRestError(Exception):
    """The reader did not come to rest."""


class _ForkedTerminal(Terminal):
    """A terminal whose program is a fork of this process: what the program imports at its start is there already."""

    def __init__(self, words: Sequence[str], environment: Mapping[str, str], connection: socket.socket) -> None:
        self._connection = connection
        super().__init__(words, environment, COLUMNS, LINES)

    def _become(self, command: Sequence[str], environment: Mapping[str, str]) -> None:
        code = 1
        try:
            os.environ.clear()
            os.environ.update(environment)
            time.tzset()
            _use_terminal(self._connection.fileno())
            code = run_with_probe(self._connection, list(command))
        finally:
            if sys.exc_info()[0] is not None:
                traceback.print_exc()
            for stream in (sys.stdout, sys.stderr):
                stream.flush()
            os._exit(code)


def _use_terminal(kept: int) -> None:
    """Have the three streams be those of the terminal, and nothing else open but `kept`."""
    for number in map(int, os.listdir("/proc/self/fd")):
        if number > 2 and number != kept:
            try:
                os.close(number)
            except OSError:  # it is the one that listed them
                continue
    sys.stdin = sys.__stdin__ = os.fdopen(0, closefd=False)  # type: ignore[misc]
    sys.stdout = sys.__stdout__ = os.fdopen(1, "w", encoding="utf-8", closefd=False)  # type: ignore[misc]
    sys.stderr = sys.__stderr__ = os.fdopen(2, "w", encoding="utf-8", closefd=False)  # type: ignore[misc]


class Typist:
    """One reader on a home; `tasks` are those that a reader at rest has, None where that is not known yet."""

    def __init__(self, home: Path, library: Path, tasks: Mapping[str, int] | None) -> None:
        self._home = home
        self._tasks = tasks
        self._typed = 0
        self._answers = b""
        self._has_other_tasks = False
        """Whether it has tasks that it has not at rest: they work or, where nothing happens for long, wait for a key."""
        self._connection, theirs = socket.socketpair()
        self._terminal = _ForkedTerminal(["--library", str(library)], environment_of(home), theirs)
        theirs.close()

    def close(self) -> None:
        """End the reader, however it is."""
        self._terminal.close()
        self._connection.close()

    def type_slowly(self, keys: Iterable[str], *, patiently: bool = False) -> None:
        """Type each key once the reader rests."""
        for key in keys:
            self._send([key])
            self.settle(patiently=patiently)

    def type_fast(self, keys: Sequence[str], gap: int) -> None:
        """Type all keys in one write, or with `gap` milliseconds between them, and don't wait."""
        if not gap:
            self._send(keys)
            return
        for key in keys:
            self._send([key])
            time.sleep(gap / 1000)  # it is not waited for anything: the gap is what is tried

    def _send(self, keys: Sequence[str]) -> None:
        self._typed += len(keys)
        try:
            self._terminal.send(b"".join(_ESCAPE if key == "escape" else bytes_of(key) for key in keys))
        except OSError:
            return  # it has ended; the picture tells

    def settle(self, *, patiently: bool = False) -> None:
        """Wait until the reader rests. Raises NotAtRestError where it does not."""
        end = time.monotonic() + _ANSWER
        calm = waiting = 0
        needed = _PATIENT if patiently else _CALM
        while calm < needed and waiting < _PATIENT and not self._terminal.has_ended():
            drawn = len(self._terminal.written)
            why = "a thread works" if self._has_working_thread() else self._why_busy()
            self._terminal.take_what_came()
            is_still = not why and len(self._terminal.written) == drawn
            calm = calm + 1 if is_still and not self._has_other_tasks else 0
            waiting = waiting + 1 if is_still else 0
            if time.monotonic() > end:
                raise NotAtRestError(f"after {_ANSWER:.0f} s: {why or 'it draws without end'}")
            time.sleep(_BETWEEN_LOOKS)

    def _why_busy(self) -> str:
        look = self._ask(LOOK)
        if look is None:
            return "it has ended"
        if look["why"]:
            return str(look["why"])
        if look["keys"] != self._typed:
            return f"{look['keys']} of {self._typed} keys have arrived"
        self._has_other_tasks = self._tasks is not None and look["tasks"] != self._tasks
        return ""

    def _has_working_thread(self) -> bool:
        """Whether a thread works, waits for the processor or for a disk; right after a look the probe's own does."""
        return any(_state_of(task) in "RD" for task in Path(f"/proc/{self._terminal.pid}/task").iterdir())

    def picture(self) -> Picture:
        """What there is to be seen, and on the disk."""
        state = state_in(paths_of(self._home).state_file)
        inner = None if self._terminal.has_ended() else self._ask(SHOW)
        if inner is None:
            code = self._terminal.wait_for_end()
            return Picture(state=state, end=f"exit code {code}: {self._last_words(code)}")
        screen = self._terminal.screen
        return Picture(*picture_of_screen(screen), (screen.cursor.x, screen.cursor.y), inner, state)

    def _last_words(self, code: int) -> str:
        return self._terminal.written[-_TAIL:].decode("utf-8", "replace").replace("\x1b", "␛") if code else "no words"

    def has_box(self) -> bool:
        """Whether a box is open."""
        inner = self._ask(SHOW)
        return inner is not None and len(inner["boxes"]) > 1

    def learn_rest(self) -> dict[str, int]:
        """Wait patiently until the reader rests, and return the tasks that it has then."""
        self.settle(patiently=True)
        tasks = dict((self._ask(LOOK) or {})["tasks"])
        self._tasks = tasks
        return tasks

    def import_the_same(self) -> None:
        """Import here what the reader has imported, so that the next one is a fork that has it already."""
        names = self._ask(MODULES) or []
        for name in names:
            if name != "__main__" and name not in sys.modules:
                import_module(name)
        gc.collect()
        gc.freeze()

    def _ask(self, request: bytes) -> Any:
        """The answer of the probe; None where the reader has ended, or is about to."""
        try:
            self._connection.sendall(request)
        except OSError:
            return None
        end = time.monotonic() + _ANSWER
        while b"\n" not in self._answers:
            ready, _, _ = select.select([self._connection], [], [], _BETWEEN_LOOKS)
            data = self._connection.recv(65536) if ready else b""
            if ready and not data:
                return None
            self._answers += data
            self._terminal.take_what_came()
            if self._terminal.has_ended():
                return None
            if time.monotonic() > end:
                raise NotAtRestError(f"no answer after {_ANSWER:.0f} s")
        answer, _, self._answers = self._answers.partition(b"\n")
        told = json.loads(answer)
        if FAILED in told:
            raise NotAtRestError(told[FAILED])
        return told


def _state_of(task: Path) -> str:
    try:
        return (task / "stat").read_text().rpartition(") ")[2][0]
    except OSError:  # it has ended meanwhile
        return "X"


def furnish(homes: Homes) -> dict[str, int]:
    """Mark some stories in the pattern of all homes, and keep a view; returns the tasks of a reader at rest."""
    with closing(Typist(homes.pattern, homes.library, None)) as typist:
        tasks = typist.learn_rest()
        typist.import_the_same()
        typist.type_slowly(_FURNISHING.split())
        typist.type_fast(["q"], 0)
        typist.settle(patiently=True)
    homes.forget_session()
    return tasks
