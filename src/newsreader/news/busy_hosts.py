"""Hosts that want to be left alone for a while, from one run to the next."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import msgspec

from newsreader.news.feed_store import FeedStore

_KEY: Final = "busy hosts"


class BusyHosts:
    """Until when each host wants to be left alone, in seconds since 1970.

    With `is_dry` nothing is kept for the next run. With `is_fresh` what earlier runs have kept does not count.
    """

    def __init__(self, store: FeedStore, now: int, *, is_dry: bool, is_fresh: bool) -> None:
        self._store = store
        self._now = now
        self._is_dry = is_dry
        self._kept = {host: until for host, until in _read(store.noted(_KEY)).items() if until > now}
        self._until = {} if is_fresh else dict(self._kept)

    def __contains__(self, host: str) -> bool:
        return host in self._until

    def until(self, host: str) -> int:
        """Return until when `host` wants to be left alone."""
        return self._until[host]

    def put_off(self, host: str, seconds: int) -> None:
        """Have `host` left alone for so long from now on. No time at all is no wish to be left alone."""
        if seconds <= 0:
            return
        self._until[host] = self._kept[host] = self._now + seconds
        if not self._is_dry:
            self._store.note(_KEY, msgspec.json.encode(self._kept).decode())


def _read(text: str) -> Mapping[str, int]:
    try:
        return msgspec.json.decode(text, type=dict[str, int]) if text else {}
    except msgspec.DecodeError:  # it is a cache: without it a host is asked once too early
        return {}
