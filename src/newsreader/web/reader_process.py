"""One reader in a process of its own, started without a shell."""

from __future__ import annotations

import asyncio
import json
from asyncio.subprocess import PIPE, Process
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from typing import Final

from textual_serve.app_service import AppService
from textual_serve.download_manager import DownloadManager

from newsreader.text import clean_title
from newsreader.web.page_messages import Focused, Resized, Typed

_DRIVER: Final = "newsreader.ui.terminal.browser:BrowserDriver"
_PAGE_TITLE: Final = "page_title"
_PATIENCE: Final = 5
"""Seconds that a reader has to leave in order."""
_PATIENCE_WITH_SYSTEM: Final = 5
"""Seconds that the system has to end one that does not leave."""
_CHUNK: Final = 64 * 1024


class ReaderProcess(AppService):
    """Run `words` as a command for one tab of a browser."""

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
        self._stopping: asyncio.Task[None] | None = None

    async def _open_app_process(self, width: int = 80, height: int = 24) -> Process:
        environment = self._build_environment(width, height) | {"TEXTUAL_DRIVER": _DRIVER}
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
        if self._process is not None:
            await self._drop_output(self._process)

    async def on_meta(self, data: bytes) -> None:
        """Hand on what the reader says beside its drawing; the title of the page is not known to the base."""
        said = json.loads(data)
        if said.get("type") == _PAGE_TITLE:
            await self.remote_write_str(json.dumps([_PAGE_TITLE, clean_title(str(said.get("title", "")))]))
        else:
            await super().on_meta(data)

    async def take(self, message: Typed | Resized | Focused) -> None:
        """Hand on to the reader what the page says."""
        match message:
            case Typed(data):
                await self.send_bytes(data)
            case Resized(width, height):
                await self.set_terminal_size(width, height)
            case Focused(has_focus):
                await (self.focus() if has_focus else self.blur())

    async def stop(self) -> None:
        """Have the reader leave; one that does not is ended, whatever it or its page are waiting for."""
        if self._process is None:
            return
        if self._stopping is None:  # the page and the server may both end it
            self._stopping = asyncio.create_task(self._stop(self._process))
        await asyncio.shield(self._stopping)

    async def _stop(self, process: Process) -> None:
        leaving = asyncio.create_task(self._leave(process))
        _, late = await asyncio.wait({leaving}, timeout=_PATIENCE)
        if not late:
            await leaving
            return
        with suppress(ProcessLookupError):
            process.kill()
        if self._task is not None:
            self._task.cancel()
        ending = asyncio.create_task(self._end(process, self._task))
        await asyncio.wait({ending, leaving}, timeout=_PATIENCE_WITH_SYSTEM)

    async def _leave(self, process: Process) -> None:
        with suppress(asyncio.CancelledError):  # the base cancels its own reading where the reader is quicker
            await super().stop()
        await process.wait()

    async def _end(self, process: Process, drawing: asyncio.Task[None] | None) -> None:
        """Wait until a reader that was killed is gone, and what handed on its drawing."""
        if drawing is not None:
            await asyncio.wait({drawing})
        await self._drop_output(process)
        await process.wait()

    async def _drop_output(self, process: Process) -> None:
        """Take what the reader still draws: it could not leave, nor be seen to have left, were nobody to do so."""
        while process.stdout and await process.stdout.read(_CHUNK):
            pass
