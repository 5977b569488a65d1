"""How fast a page may talk."""

from __future__ import annotations

import asyncio


class Pace:
    """Let so many messages pass in a second; what comes faster waits, and nothing is lost."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._count = 0
        self._since = 0.0

    async def keep(self) -> None:
        """Count a message, and wait where it comes too early."""
        now = asyncio.get_running_loop().time()
        if now - self._since >= 1:
            self._since, self._count = now, 0
        elif self._count >= self._most:
            await asyncio.sleep(self._since + 1 - now)
            self._since, self._count = asyncio.get_running_loop().time(), 0
        self._count += 1
