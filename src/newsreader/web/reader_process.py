"""One reader in a process of its own, started without a shell."""

from __future__ import annotations

import asyncio
from asyncio.subprocess import PIPE, Process
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from typing import Final

from textual_serve.app_service import AppService
from textual_serve.download_manager import DownloadManager

_DRIVER: Final = "newsreader.ui.browser_driver:BrowserDriver"
_PATIENCE: Final = 5
"""Seconds that a reader has to leave in order."""

_MOST_CELLS: Final = 1000
"""Columns and lines that a browser can ask for."""


class ReaderProcess(AppService):
    """Runs `words` as a command for one tab of a browser."""

    def __init__(
        self,
        words: Sequence[str],
        *,
        write_bytes: Callable[[bytes], Awaitable[None]],
        write_str: Callable[[str], Awaitable[None]],
        close: Callable[[], Awaitable[None]],
        download_manager: DownloadManager,
    ) -> None:
        # The command line of the base would go through a shell: it stays empty, whatever the base does with it.
        super().__init__(
            "", write_bytes=write_bytes, write_str=write_str, close=close, download_manager=download_manager
        )
        self._words = tuple(words)

    async def _open_app_process(self, width: int = 80, height: int = 24) -> Process:
        environment = self._build_environment(_in_bounds(width), _in_bounds(height)) | {"TEXTUAL_DRIVER": _DRIVER}
        process = await asyncio.create_subprocess_exec(
            *self._words, stdin=PIPE, stdout=PIPE, stderr=PIPE, env=environment
        )
        self._process, self._stdin = process, process.stdin
        return process

    async def run(self) -> None:
        """Hand on what the reader draws; when it ends, however it does, the page is told."""
        try:
            await super().run()
        finally:
            await self.remote_close()

    async def set_terminal_size(self, width: int, height: int) -> None:
        """Tell the reader how large the window of the browser is."""
        await super().set_terminal_size(_in_bounds(width), _in_bounds(height))

    async def stop(self) -> None:
        """Have the reader leave; one that does not is ended."""
        process = self._process
        if process is None:
            return
        leaving = asyncio.create_task(self._leave(process))
        _, late = await asyncio.wait({leaving}, timeout=_PATIENCE)
        if late:
            process.kill()
        await leaving

    async def _leave(self, process: Process) -> None:
        with suppress(asyncio.CancelledError):  # the base cancels its own reading where the reader is quicker
            await super().stop()
        await process.wait()


def _in_bounds(cells: int) -> int:
    return max(1, min(int(cells), _MOST_CELLS))
