"""A server on 127.0.0.1 that answers with whatever bytes a test gives it, well-formed or not."""

from __future__ import annotations

import asyncio
import ssl
import threading
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import AsyncExitStack, contextmanager, suppress
from typing import Final, NamedTuple

Answering = Callable[["Request"], "bytes | AsyncIterator[bytes]"]
_BEGINS_TLS: Final = b"\x16"
_CHUNK: Final = 65_536


def fetch_config(host: str, more: str = "", host_more: str = "") -> str:
    """The part of a config with which a host of this machine may be asked, at once; with `more` settings."""
    return f'[fetch]\nhost_pause = 0\ntimeout = 20\n{more}\n[fetch.hosts."{host}"]\nprivate = true\n{host_more}\n'


class Request(NamedTuple):
    """What was asked: the path, the headers in lower case, whether by https, and what was sent with it.

    A proxy is asked for an address.
    """

    path: str
    headers: Mapping[str, str]
    is_secure: bool = False
    body: bytes = b""


class FeedServer:
    """Answers each path as `routes` say; `log` has what was asked so far.

    As a proxy it answers whole addresses, and leads every CONNECT to itself. With a certificate it speaks https, too,
    at the same port.
    """

    def __init__(self) -> None:
        self.routes: dict[str, Answering] = {}
        self.log: list[Request] = []
        self.open_now = 0
        self.most_open = 0
        self.port = 0
        self.secure_port = 0
        self._writers: set[asyncio.StreamWriter] = set()

    @property
    def host(self) -> str:
        """The host of the server, with its port."""
        return f"127.0.0.1:{self.port}"

    @property
    def base(self) -> str:
        """The address of the server."""
        return f"http://{self.host}"

    @property
    def secure_base(self) -> str:
        """The address of the server by https."""
        return f"https://127.0.0.1:{self.port}"

    def serve(self, path: str, body: bytes, status: int = 200, **headers: str) -> str:
        """Answer `path` with a body from now on; returns its address."""
        self.routes[path] = lambda _: answer(body, status, **headers)
        return self.base + path

    def raw(self, path: str, data: bytes) -> str:
        """Answer `path` with these very bytes; returns its address."""
        self.routes[path] = lambda _: data
        return self.base + path

    def asked(self, path: str) -> list[Request]:
        """What was asked of a path."""
        return [request for request in self.log if request.path == path]

    async def choose(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer, by https where it begins so."""
        self._writers.add(writer)
        first = await reader.read(1)
        if first == _BEGINS_TLS and self.secure_port:
            await self._lead(reader, writer, first)
        elif first == _BEGINS_TLS:
            writer.write(answer(b"This is http.", 400))
            writer.close()
        else:
            await self.handle(reader, writer, first)

    async def handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, begun: bytes = b"") -> None:
        self._writers.add(writer)
        self.open_now += 1
        self.most_open = max(self.most_open, self.open_now)
        try:
            head = begun + await reader.readuntil(b"\r\n\r\n")
            first, *lines = head.decode("latin-1").split("\r\n")
            headers = {
                name.strip().lower(): value.strip()
                for name, _, value in (line.partition(":") for line in lines if line)
            }
            method, path, _ = first.split(" ")
            body = await reader.readexactly(int(headers.get("content-length", "0")))
            request = Request(path, headers, writer.get_extra_info("ssl_object") is not None, body)
            self.log.append(request)
            route = self.routes.get(request.path)
            if method == "CONNECT" and route is None:
                writer.write(b"HTTP/1.1 200 Go\r\n\r\n")
                await self._lead(reader, writer, b"")
                return
            found = route(request) if route else answer(b"", 404)
            if isinstance(found, bytes):
                writer.write(found)
                await writer.drain()
            else:
                async for part in found:
                    writer.write(part)
                    await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            self.open_now -= 1
            writer.close()

    async def _lead(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, begun: bytes) -> None:
        """Lead a connection to the side that speaks https."""
        inner, outer = await asyncio.open_connection("127.0.0.1", self.secure_port)
        self._writers.add(outer)
        outer.write(begun)
        await asyncio.gather(_pass_on(reader, outer), _pass_on(inner, writer))

    def cut_all(self) -> None:
        """Cut each connection, also those whose client takes no more: what is open at the end would be a fault."""
        for writer in self._writers:
            writer.transport.abort()


async def _pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(ConnectionError):
        while data := await reader.read(_CHUNK):
            writer.write(data)
            await writer.drain()
    writer.close()


def answer(body: bytes, status: int = 200, **headers: str) -> bytes:
    """Return a whole answer; an underscore in the name of a header stands for a hyphen."""
    stated = {"Content-Type": "application/rss+xml; charset=utf-8", "Content-Length": str(len(body))}
    stated |= {name.replace("_", "-"): value for name, value in headers.items()}
    lines = "".join(f"{name}: {value}\r\n" for name, value in stated.items())
    return f"HTTP/1.1 {status} Said\r\nConnection: close\r\n{lines}\r\n".encode() + body


@contextmanager
def running(certificate: ssl.SSLContext | None = None) -> Iterator[FeedServer]:
    """Give a server that runs in a thread of its own until the end; with a certificate it speaks https, too."""
    server = FeedServer()
    loops: list[asyncio.AbstractEventLoop] = []
    started = threading.Event()
    stopping: list[asyncio.Event] = []

    async def main() -> None:
        loops.append(asyncio.get_running_loop())
        stopping.append(asyncio.Event())
        async with AsyncExitStack() as stack:
            if certificate is not None:
                secure = await asyncio.start_server(server.handle, "127.0.0.1", 0, ssl=certificate)
                server.secure_port = (await stack.enter_async_context(secure)).sockets[0].getsockname()[1]
            plain = await asyncio.start_server(server.choose, "127.0.0.1", 0)
            server.port = (await stack.enter_async_context(plain)).sockets[0].getsockname()[1]
            started.set()
            await stopping[0].wait()
            server.cut_all()
            await asyncio.sleep(0)  # a cut connection is closed in the loop's next turn

    # The loop waits for nothing that a test left open: its answers are cancelled with it.
    thread = threading.Thread(target=asyncio.run, args=(main(),))
    thread.start()
    started.wait()
    try:
        yield server
    finally:
        loops[0].call_soon_threadsafe(stopping[0].set)
        thread.join()
