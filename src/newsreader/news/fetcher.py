"""Getting one answer from the web: within bounds of size and time, one request at a time per host, each hop checked."""

from __future__ import annotations

import asyncio
import os
import socket
import ssl
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from time import monotonic
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urljoin

from msgspec import Struct

from newsreader import __version__
from newsreader.config.fetch import MEGABYTE, FetchSettings, HostSettings
from newsreader.news.answers import (
    Answer,
    Body,
    FetchFailedError,
    explained,
    fault_of_status,
    max_age,
    retry_after,
    storable_header,
)
from newsreader.news.doors import Address, DoorClosedError, checked_address, closed, is_public, settings_for
from newsreader.news.needed import require_extra
from newsreader.news.proxies import Proxies, is_supported, shown_proxy

if TYPE_CHECKING:
    from aiohttp import ClientResponse, ClientSession
    from aiohttp.abc import ResolveResult

_MOST_HOPS: Final = 5
_MOVED: Final = (301, 302, 303, 307, 308)
_MOVED_FOR_GOOD: Final = (301, 308)
_CONNECT_SECONDS: Final = 15
_SILENT_SECONDS: Final = 30
_CHUNK: Final = 64 * 1024
_LONGEST_HEADER: Final = 64 * 1024
_AGENT: Final = f"newsreader/{__version__} (feed reader for the terminal)"
_ACCEPT: Final = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, text/xml;q=0.9,"
    " application/json;q=0.8, text/html;q=0.7, */*;q=0.1"
)


class Fetcher:
    """Gets answers. Use it as an asynchronous context manager."""

    def __init__(self, settings: FetchSettings) -> None:
        require_extra()
        self._settings = settings
        self._session: ClientSession | None = None
        self._hosts: dict[str, _Turn] = {}
        self._seats = asyncio.Semaphore(settings.workers)
        self._contexts: dict[str, ssl.SSLContext] = {}
        self._proxies = Proxies.of_environment()

    async def __aenter__(self) -> Fetcher:
        from aiohttp import ClientSession, ClientTimeout, DummyCookieJar, TCPConnector

        connector = TCPConnector(
            resolver=_checked_resolver(self._settings.hosts, self._proxies.places),
            limit=self._settings.workers,
            limit_per_host=1,
            ttl_dns_cache=60,
        )
        self._session = ClientSession(
            connector=connector,
            cookie_jar=DummyCookieJar(),
            auto_decompress=False,
            trust_env=False,  # it would send the passwords of a .netrc
            timeout=ClientTimeout(total=None, sock_connect=_CONNECT_SECONDS, sock_read=_SILENT_SECONDS),
            max_line_size=_LONGEST_HEADER,
            max_field_size=_LONGEST_HEADER,
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._session is not None:
            await self._session.close()

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
        headers = {"Accept": _ACCEPT, "Accept-Encoding": "gzip, deflate", "User-Agent": _AGENT}
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
        from aiohttp import ClientError

        assert self._session is not None
        proxy = self._proxies.for_host(address.scheme, address.host, address.port)
        if proxy is not None and not is_supported(proxy):
            raise FetchFailedError(
                f"The proxy {shown_proxy(proxy)} can't be used. Only http proxies can.", "Correct HTTPS_PROXY."
            )
        try:
            async with (
                asyncio.timeout(self._settings.timeout),
                self._session.get(
                    address.url,
                    headers=headers,
                    allow_redirects=False,
                    ssl=self._context(address.settings),
                    proxy=proxy,
                ) as response,
            ):
                return await self._read(response, address)
        except DoorClosedError:
            raise
        except (ClientError, OSError, TimeoutError, ValueError) as error:
            cause: BaseException | None = error
            while cause is not None:  # aiohttp wraps what the resolver raises
                if isinstance(cause, DoorClosedError):
                    raise cause from error
                cause = cause.__cause__ or getattr(cause, "os_error", None)
            raise explained(error, self._settings.timeout) from error

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
        data, is_cut = await self._body(response)
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

    async def _body(self, response: ClientResponse) -> tuple[bytes, bool]:
        """Return the unpacked body, and whether it ends too early."""
        from aiohttp import ClientError

        most = self._settings.max_size
        stated = response.headers.get("Content-Length", "")
        if stated.isdigit() and len(stated) < 20 and int(stated) > most:
            raise FetchFailedError(f"It is larger than {most // MEGABYTE} MB.", "The setting is max_size in [fetch].")
        body = Body(response.headers.get("Content-Encoding", ""), most)
        try:
            async for chunk in response.content.iter_chunked(_CHUNK):
                body.add(chunk)
        except ClientError as error:
            if not body.data:
                raise error
            return body.finished(), True
        return body.finished(), body.is_cut

    def _context(self, settings: HostSettings) -> ssl.SSLContext | bool:
        if not settings.ca_file:
            return True
        if settings.ca_file not in self._contexts:
            try:
                context = ssl.create_default_context()
                context.load_verify_locations(os.path.expanduser(settings.ca_file))
            except (OSError, ssl.SSLError) as error:
                raise FetchFailedError(
                    f"The ca_file of its host can't be read: {error.strerror or error}.", "Correct the config."
                ) from error
            self._contexts[settings.ca_file] = context
        return self._contexts[settings.ca_file]


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


def _checked_resolver(hosts: Mapping[str, HostSettings], proxies: set[tuple[str, int]]) -> Any:
    """Return a resolver that answers with no private address that the config does not allow."""
    from aiohttp.abc import AbstractResolver

    class CheckedResolver(AbstractResolver):
        async def resolve(
            self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
        ) -> list[ResolveResult]:
            found = await asyncio.get_running_loop().getaddrinfo(
                host, port, type=socket.SOCK_STREAM, family=family, flags=socket.AI_ADDRCONFIG
            )
            may_be_private = (host, port) in proxies or any(
                settings_for(scheme, host.rstrip(".").lower(), port, hosts).private for scheme in ("http", "https")
            )
            results: list[ResolveResult] = []
            for kind, _, protocol, _, place in found:
                address = str(place[0])
                if not may_be_private and not is_public(address):
                    raise closed(host, port)
                results.append(
                    {
                        "hostname": host,
                        "host": address,
                        "port": port,
                        "family": kind,
                        "proto": protocol,
                        "flags": socket.AI_NUMERICHOST | socket.AI_NUMERICSERV,
                    }
                )
            return results

        async def close(self) -> None:
            pass

    return CheckedResolver()
