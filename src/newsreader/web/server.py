"""The server: its page needs nothing from other hosts, and only its page, in a browser let in, drives a reader."""

from __future__ import annotations

import asyncio
import io
import sys
from collections.abc import Callable, Sequence
from contextlib import redirect_stdout, suppress
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import aiohttp_jinja2
import jinja2
from aiohttp import WSMsgType, web
from aiohttp.typedefs import Handler
from textual_serve.server import Server, to_int

from newsreader.text import clean_text
from newsreader.web.doors import Doors
from newsreader.web.enter_key import on_enter_key
from newsreader.web.pace import Pace
from newsreader.web.page_messages import Pinged, is_size, understood
from newsreader.web.reader_process import ReaderProcess
from newsreader.web.visitors import TOKEN, Visitors

_TEMPLATES: Final = Path(__file__).parent / "templates"
_PAGE: Final = Path(__file__).parent / "page"
_HEARTBEAT: Final = 15
"""Seconds between the signs of life of a browser; a reader whose tab gives none is ended."""
_FAREWELL: Final = 2.0
"""Seconds that a browser has to take note of an end."""
_MOST_A_SECOND: Final = 500
"""Messages of a page; those of one that sends more wait."""
_RETRY: Final = 5
"""Seconds after which a page that found no room tries again."""
_USUAL_SIZE: Final = (80, 24)

_STRANGER: Final = "newsreader is not served at this address. If it shall be, say so with --public-url.\n"
_HEADERS: Final = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
"""What keeps the page apart from those that are opened from it."""


class ReaderServer(Server):
    """Serve the reader that `words` start, as a command, to each tab of the browsers that are let in.

    At most so many tabs are served at the same time.
    """

    def __init__(self, words: Sequence[str], *, host: str, port: int, public_url: str = "", sessions: int = 20) -> None:
        super().__init__("", host=host, port=port, title="newsreader", public_url=public_url)
        self._words = tuple(words)
        self._doors = Doors(host, public_url)
        self._sessions = sessions
        self._tabs = 0
        self._readers: set[ReaderProcess] = set()
        self._cookie = f"newsreader-{port}"  # browsers send a cookie to every port of a host
        self.visitors = Visitors()

    def run(self, announce: Callable[[str], None]) -> None:
        """Serve until the user ends it.

        `announce` is called with a new token when browsers can come, and again whenever the user presses Enter.
        Raises OSError where they can't.
        """
        with cleaned_output(), on_enter_key(lambda: announce(self.visitors.new_token())) as watch_keys:

            def ready(*_: object) -> None:
                announce(self.visitors.new_token())
                watch_keys()

            web.run_app(
                self._make_app(),
                host=self.host,
                port=self.port,
                access_log=None,
                print=ready,
                shutdown_timeout=_FAREWELL,
            )

    async def _make_app(self) -> web.Application:
        app = web.Application(middlewares=[self._keep_strangers_out])
        aiohttp_jinja2.setup(app, loader=jinja2.FileSystemLoader(_TEMPLATES), autoescape=True)
        app.add_routes(
            [
                web.get("/", self.handle_index, name="index"),
                web.get("/ws", self.handle_websocket, name="websocket"),
                web.get("/download/{key}", self.handle_download, name="download"),
                web.static("/static", self.statics_path),
                web.static("/page", _PAGE),
            ]
        )
        app.on_shutdown.append(self.on_shutdown)
        app.on_response_prepare.append(_keep_apart)
        return app

    async def on_shutdown(self, app: web.Application) -> None:
        """End all readers."""
        await asyncio.gather(*(reader.stop() for reader in self._readers))

    @web.middleware
    async def _keep_strangers_out(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        is_socket = request.match_info.route.name == "websocket"
        is_own = self._doors.is_own_host(request.host)
        if is_own and is_socket:
            is_own = self._doors.is_own_page(request.headers.get("Origin", ""), request.host)
        if not is_own:
            raise web.HTTPForbidden(text=_STRANGER)
        secret = ""
        if not self.visitors.knows(request.cookies.get(self._cookie, "")):
            secret = self._let_in(request)
            if not secret:
                return _notice(request, "not_let_in.html", 403)
        try:
            response = await handler(request)
        except web.HTTPForbidden:  # a folder
            raise web.HTTPNotFound from None
        if secret:
            is_secure = self.public_url.startswith("https")
            response.set_cookie(self._cookie, secret, httponly=True, samesite="Strict", secure=is_secure, path="/")
        return response

    def _let_in(self, request: web.Request) -> str:
        """Return the secret for the cookie of a browser that comes with a good token; "" for any other."""
        if request.method != "GET" or request.match_info.route.name != "index":
            return ""
        return self.visitors.exchange(request.query.get(TOKEN, ""))

    async def handle_index(self, request: web.Request) -> web.StreamResponse:
        """Return the page; where there is no room for another reader, one that says so and tries again."""
        if self._tabs >= self._sessions:
            response = _notice(request, "no_room.html", 503, sessions=self._sessions)
            response.headers["Refresh"] = str(_RETRY)
            return response
        base = self.public_url or f"http://{request.host}"
        socket = f"ws{base.removeprefix('http')}/ws"
        shown = {
            "title": self.title,
            "statics": f"{base}/static",
            "page": f"{base}/page",
            "socket": socket,
            "font_size": to_int(request.query.get("fontsize", ""), 16),
        }
        page = aiohttp_jinja2.render_template("app_index.html", request, shown)
        page.headers["Content-Security-Policy"] = _policy(socket)
        page.headers["Cache-Control"] = "no-store"  # or browsers keep a page that was left, and its reader, alive
        return page

    async def handle_websocket(self, request: web.Request) -> web.WebSocketResponse:
        """Return what the page and its reader tell each other, until one of them ends."""
        if self._tabs >= self._sessions:
            raise web.HTTPServiceUnavailable
        self._tabs += 1
        try:
            return await self._serve_reader(request)
        finally:
            self._tabs -= 1

    async def _serve_reader(self, request: web.Request) -> web.WebSocketResponse:
        websocket = web.WebSocketResponse(heartbeat=_HEARTBEAT, timeout=_FAREWELL)
        await websocket.prepare(request)

        async def close() -> None:
            await _closed(websocket, request)

        reader = ReaderProcess(
            self._words,
            write_bytes=websocket.send_bytes,
            write_str=websocket.send_str,
            close=close,
            download_manager=self.download_manager,
        )
        self._readers.add(reader)
        try:
            await reader.start(*_size_of(request))
            await _hand_on(websocket, reader)
        except ConnectionError:
            pass  # the page is gone
        finally:
            try:
                await reader.stop()
            finally:
                self._readers.discard(reader)
            await close()
        return websocket


async def _hand_on(websocket: web.WebSocketResponse, reader: ReaderProcess) -> None:
    """Give the reader what its page says; what no page says is taken as nothing."""
    pace = Pace(_MOST_A_SECOND)
    async for received in websocket:
        await pace.keep()
        message = understood(received.data) if received.type == WSMsgType.TEXT else None
        if isinstance(message, Pinged):
            await websocket.send_json(["pong", message.words])
        elif message is not None:
            await reader.take(message)


def cleaned_output() -> redirect_stdout[_CleanErrors]:
    """Clean what a reader that fails says on stderr, as long as this is open."""
    return redirect_stdout(_CleanErrors())


class _CleanErrors(io.TextIOBase):
    """Put on stderr, cleaned, what it is given."""

    def write(self, text: str) -> int:
        with suppress(OSError):
            sys.stderr.write(clean_text(text))
        return len(text)


async def _closed(websocket: web.WebSocketResponse, request: web.Request) -> None:
    """End the connection to a page; one that takes nothing any more is cut off."""
    try:
        await asyncio.wait_for(websocket.close(), _FAREWELL)
    except TimeoutError:
        if request.transport is not None:
            request.transport.abort()


def _size_of(request: web.Request) -> tuple[int, int]:
    size = to_int(request.query.get("width", ""), 0), to_int(request.query.get("height", ""), 0)
    return size if is_size(*size) else _USUAL_SIZE


def _notice(request: web.Request, template: str, status: int, **shown: object) -> web.Response:
    """Return a page that says why there is no reader, and what to do."""
    response = aiohttp_jinja2.render_template(template, request, shown, status=status)
    response.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
    response.headers["Cache-Control"] = "no-store"
    return response


async def _keep_apart(request: web.Request, response: web.StreamResponse) -> None:
    response.headers.update(_HEADERS)


def _policy(socket: str) -> str:
    """Return what the browser may load for the page: what comes from here, and nothing else."""
    own = urlsplit(socket)
    here = f"'self' http{own.scheme.removeprefix('ws')}://{own.netloc}"
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {here}",
            f"style-src {here} 'unsafe-inline'",
            f"font-src {here}",
            "img-src 'self' data:",
            f"connect-src {own.scheme}://{own.netloc}",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )
