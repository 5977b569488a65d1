"""Getting one answer from the web: within bounds of size and time, one request at a time per host, each hop checked."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from time import monotonic
from typing import TYPE_CHECKING, Final
from urllib.parse import urljoin

from msgspec import Struct

from newsreader.config.fetch import FetchSettings, HostSettings
from newsreader.news.answers import (
    Answer,
    FetchFailedError,
    fault_of_status,
    max_age,
    retry_after,
    storable_header,
)
from newsreader.news.connection import AGENT, Connection
from newsreader.news.doors import Address, checked_address
from newsreader.news.needed import require_extra

if TYPE_CHECKING:
    from aiohttp import ClientResponse

_MOST_HOPS: Final = 5
_MOVED: Final = (301, 302, 303, 307, 308)
_MOVED_FOR_GOOD: Final = (301, 308)
_ACCEPT: Final = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, text/xml;q=0.9,"
    " application/json;q=0.8, text/html;q=0.7, */*;q=0.1"
)


class Fetcher:
    """Gets answers. Use it as an asynchronous context manager."""

    def __init__(self, settings: FetchSettings) -> None:
        require_extra()
        self._settings = settings
        self._connection = Connection(settings)
        self._hosts: dict[str, _Turn] = {}
        self._seats = asyncio.Semaphore(settings.workers)

    async def __aenter__(self) -> Fetcher:
        await self._connection.__aenter__()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._connection.close()

    async def get(self, url: str, etag: str = "", modified: str = "") -> Answer:
        """Return the answer to a request for `url`, with what the last answer said about itself.

        Raises FetchFailedError for every failure, and DoorClosedError for an address that may not be reached.
        """
        answer = await self.get_unless(url, etag, modified, lambda: False)
        assert answer is not None
        return answer

    async def get_unless(self, url: str, etag: str, modified: str, is_put_off: Callable[[], bool]) -> Answer | None:
        """Return the answer as `get` does; None if the host `is_put_off` when its turn comes.

        Raises FetchFailedError for every failure, and DoorClosedError for an address that may not be reached.
        """
        headers = {"Accept": _ACCEPT, "Accept-Encoding": "gzip, deflate", "User-Agent": AGENT}
        headers |= {"If-None-Match": etag} if etag else {}
        headers |= {"If-Modified-Since": modified} if modified else {}
        first = address = checked_address(url, self._settings.hosts)
        is_for_good = True
        downgrades = 0
        for _ in range(_MOST_HOPS + 1):
            async with self._turn(address.host):
                if is_put_off():
                    return None
                own = _headers_for(address.settings, has_credentials=_may_have_credentials(address, first))
                found = await self._one(address, {**headers, **own})
            if isinstance(found, Answer):
                is_moved = is_for_good and address is not first
                return _with_move(found, address.url if is_moved and not downgrades else "")
            is_for_good = is_for_good and found.is_for_good
            onward = checked_address(found.url, self._settings.hosts)
            downgrades += address.scheme == "https" and onward.scheme == "http"
            if downgrades > 1:
                raise FetchFailedError(
                    "It is redirected from safe addresses to others, again and again.", "Ask its owner."
                )
            address = onward
        raise FetchFailedError("It is redirected in a circle.", "Look for its present address on its website.")

    @asynccontextmanager
    async def _turn(self, host: str) -> AsyncIterator[None]:
        """Wait until nobody else asks `host` and its pause is over, and for one of the seats."""
        turn = self._hosts.setdefault(host, _Turn())
        async with turn.lock:
            await asyncio.sleep(max(0.0, turn.free_at - monotonic()))
            try:
                async with self._seats:
                    yield
            finally:
                turn.free_at = monotonic() + self._settings.host_pause

    async def _one(self, address: Address, headers: Mapping[str, str]) -> Answer | _Hop:
        async with self._connection.asked("GET", address, headers) as response:
            return await self._read(response, address)

    async def _read(self, response: ClientResponse, address: Address) -> Answer | _Hop:
        status = response.status
        if status in _MOVED:
            place = response.headers.get("Location", "").strip()
            if not place:
                raise FetchFailedError("It is redirected, but not said where to.", "Tell the owner of the feed.")
            return _Hop(urljoin(address.url, place), status in _MOVED_FOR_GOOD)
        headers = response.headers
        wait = retry_after(headers.get("Retry-After"))
        if status == 304:
            return Answer(status, address.url, max_age=max_age(headers.get("Cache-Control", "")))
        if status != 200:
            raise fault_of_status(status, headers, wait, address.place)
        data, is_cut = await self._connection.body(response)
        return Answer(
            status,
            address.url,
            data,
            headers.get("Content-Type", "")[:200],
            storable_header(headers.get("ETag", "")),
            storable_header(headers.get("Last-Modified", "")),
            is_cut,
            max_age(headers.get("Cache-Control", "")),
        )


class Page(Struct, frozen=True):
    """A page of the web: `url` is where it was found in the end."""

    url: str
    data: bytes
    content_type: str


def fetch_page(url: str, settings: FetchSettings) -> Page:
    """Return the page at `url`. Raises NewsreaderError where it can't be had; the text says why."""

    async def get() -> Answer:
        async with Fetcher(settings) as fetcher:
            return await fetcher.get(url)

    answer = asyncio.run(get())
    if answer.is_cut:
        raise FetchFailedError("The answer ends too early.", "Try again later.")
    return Page(answer.url, answer.data, answer.content_type)


class _Hop(Struct, frozen=True):
    url: str
    is_for_good: bool


class _Turn:
    def __init__(self) -> None:
        self.lock = asyncio.Lock()
        self.free_at = 0.0


def _with_move(answer: Answer, moved_to: str) -> Answer:
    from msgspec.structs import replace

    return replace(answer, moved_to=moved_to) if moved_to else answer


def _may_have_credentials(address: Address, first: Address) -> bool:
    """Return whether the credentials of a host may go to it: not where another origin has led there.

    Only from http to https of the same host they go along.
    """
    is_safer = (first.scheme, address.scheme) == ("http", "https") and address.host == first.host
    return address.origin == first.origin or is_safer


def _headers_for(settings: HostSettings, *, has_credentials: bool) -> dict[str, str]:
    """Return what the config gives to this host alone."""
    headers = {"User-Agent": settings.user_agent} if settings.user_agent else {}
    if settings.auth and has_credentials:
        name = settings.auth.removeprefix("env:")
        secret = os.environ.get(name, "").strip()
        if not secret or not secret.isprintable():
            raise FetchFailedError(f"The variable {name} with its credentials is not set.", f"Set {name}.")
        headers["Authorization"] = _authorization(secret)
    return headers


def _authorization(secret: str) -> str:
    """Return the header for "name:password", and for a scheme with a token as it is."""
    from base64 import b64encode

    if " " in secret:
        return secret
    if ":" in secret:
        return f"Basic {b64encode(secret.encode()).decode()}"
    return f"Bearer {secret}"
