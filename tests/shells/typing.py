"""A shell in a terminal of its own that is asked what it would complete a command line to."""

from __future__ import annotations

import os
import pty
import re
import select
import signal
from pathlib import Path
from types import TracebackType
from typing import Final

_PATIENCE: Final = 30
"""Seconds after which a shell that says nothing has failed."""


class Shell:
    """An interactive shell; what it writes is read up to the word that is waited for."""

    def __init__(self, command: list[str], folder: Path) -> None:
        self._process, self._terminal = pty.fork()
        if self._process == 0:
            os.chdir(folder)
            environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "TERM": "dumb", "COLUMNS": "10000"}
            os.execvpe(command[0], command, environment)
        self._unread = ""

    def __enter__(self) -> Shell:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        os.kill(self._process, signal.SIGKILL)
        os.waitpid(self._process, 0)
        os.close(self._terminal)

    def type(self, text: str) -> None:
        """Type `text`."""
        os.write(self._terminal, text.encode())

    def text_between(self, start: str, end: str) -> str:
        """What stands between `start` and `end` once both have been written."""
        wanted = re.compile(re.escape(start) + "(.*?)" + re.escape(end), re.DOTALL)
        while not (found := wanted.search(self._unread)):
            ready, _, _ = select.select([self._terminal], [], [], _PATIENCE)
            assert ready, f"The shell wrote nothing more after: {self._unread!r}"
            self._unread += os.read(self._terminal, 65536).decode(errors="replace")
        self._unread = self._unread[found.end() :]
        return found[1]
