"""One request to a server, whose answer comes within bounds of size and time, and from no address that is closed."""

from __future__ import annotations

import asyncio
import os
import socket
import ssl
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, Final

from newsreader import __version__
from newsreader.config.fetch import MEGABYTE, FetchSettings, HostSettings
from newsreader.news.answers import Body, FetchFailedError, explained
from newsreader.news.doors import Address, DoorClosedError, closed, is_public, settings_for
from newsreader.news.proxies import Proxies, is_supported, shown_proxy

if TYPE_CHECKING:
    from aiohttp import ClientResponse, ClientSession
    from aiohttp.abc import ResolveResult

AGENT: Final = f"newsreader/{__version__} (feed reader for the terminal)"
"""What the program calls itself where the config names nothing else."""

_CONNECT_SECONDS: Final = 15
_SILENT_SECONDS: Final = 30
_CHUNK: Final = 64 * 1024
_LONGEST_HEADER: Final = 64 * 1024


class Connection:
    """Sends requests. Use it as an asynchronous context manager.

    `silent` is for how many seconds a server may say nothing while it answers. `proxies` are those of the environment
    unless others are given.
    """

    def __init__(
        self, settings: FetchSettings, silent: float = _SILENT_SECONDS, proxies: Proxies | None = None
    ) -> None:
        self._settings = settings
        self._silent = silent
        self._session: ClientSession | None = None
        self._contexts: dict[str, ssl.SSLContext] = {}
        self._proxies = Proxies.of_environment() if proxies is None else proxies

    async def __aenter__(self) -> Connection:
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
            timeout=ClientTimeout(total=None, sock_connect=_CONNECT_SECONDS, sock_read=self._silent),
            max_line_size=_LONGEST_HEADER,
            max_field_size=_LONGEST_HEADER,
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        """Let go of what is open."""
        if self._session is not None:
            await self._session.close()

    @asynccontextmanager
    async def asked(
        self, method: str, address: Address, headers: Mapping[str, str], data: bytes | None = None
    ) -> AsyncIterator[ClientResponse]:
        """Give the answer to one request, while it may be read. Redirects are not followed.

        Raises FetchFailedError for every failure, also while it is read, and DoorClosedError for a closed address.
        """
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
                self._session.request(
                    method,
                    address.url,
                    headers=headers,
                    data=data,
                    allow_redirects=False,
                    ssl=self._context(address.settings),
                    proxy=proxy,
                ) as response,
            ):
                yield response
        except DoorClosedError:
            raise
        except (ClientError, OSError, TimeoutError, ValueError) as error:
            cause: BaseException | None = error
            while cause is not None:  # aiohttp wraps what the resolver raises
                if isinstance(cause, DoorClosedError):
                    raise cause from error
                cause = cause.__cause__ or getattr(cause, "os_error", None)
            raise explained(error, self._settings.timeout) from error

    async def body(self, response: ClientResponse) -> tuple[bytes, bool]:
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
