"""The server: its page needs nothing from other hosts, and only its page can drive a reader."""

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
from aiohttp import web
from aiohttp.typedefs import Handler
from textual_serve.server import Server, to_int

from newsreader.text import clean_text
from newsreader.web.doors import Doors
from newsreader.web.reader_process import ReaderProcess

_TEMPLATES: Final = Path(__file__).parent / "templates"
_PAGE: Final = Path(__file__).parent / "page"
_HEARTBEAT: Final = 15
"""Seconds between the signs of life of a browser; a reader whose tab gives none is ended."""

_STRANGER: Final = "newsreader is not served at this address. If it shall be, say so with --public-url.\n"
_HEADERS: Final = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
"""What keeps the page apart from those that are opened from it."""


class ReaderServer(Server):
    """Serves the reader that `words` start, as a command, to each tab of a browser."""

    def __init__(self, words: Sequence[str], *, host: str, port: int, public_url: str = "") -> None:
        super().__init__(
            "", host=host, port=port, title="newsreader", public_url=public_url, templates_path=str(_TEMPLATES)
        )
        self._words = tuple(words)
        self._doors = Doors(host, public_url)
        self._readers: set[ReaderProcess] = set()

    def run(self, on_ready: Callable[[], None]) -> None:
        """Serve until the user ends it; `on_ready` is called once browsers can come.

        Raises OSError where they can't.
        """
        with cleaned_output():
            web.run_app(self._make_app(), host=self.host, port=self.port, access_log=None, print=lambda *_: on_ready())

    async def _make_app(self) -> web.Application:
        app = await super()._make_app()
        app.router.add_static("/page", _PAGE)
        app.middlewares.append(self._keep_strangers_out)
        app.on_response_prepare.append(_keep_apart)
        return app

    async def on_startup(self, app: web.Application) -> None:
        """Nothing is said before browsers can come."""

    async def on_shutdown(self, app: web.Application) -> None:
        """End all readers."""
        await asyncio.gather(*(reader.stop() for reader in self._readers))

    @web.middleware
    async def _keep_strangers_out(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        is_own = self._doors.is_own_host(request.host)
        if is_own and request.match_info.route.name == "websocket":
            is_own = self._doors.is_own_page(request.headers.get("Origin", ""), request.host)
        if not is_own:
            raise web.HTTPForbidden(text=_STRANGER)
        return await handler(request)

    async def handle_index(self, request: web.Request) -> web.StreamResponse:
        """The page."""
        base = self.public_url or f"http://{request.host}"
        socket = f"ws{base.removeprefix('http')}/ws"
        shown = {
            "title": self.title,
            "statics": f"{base}/static",
            "page": f"{base}/page",
            "socket": socket,
            "font_size": to_int(request.query.get("fontsize", ""), 16),
        }
        response = aiohttp_jinja2.render_template("app_index.html", request, shown)
        response.headers["Content-Security-Policy"] = _policy(socket)
        response.headers["Cache-Control"] = "no-store"  # or browsers keep a page that was left, and its reader, alive
        return response

    async def handle_websocket(self, request: web.Request) -> web.WebSocketResponse:
        """What the page and its reader tell each other, until one of them ends."""
        websocket = web.WebSocketResponse(heartbeat=_HEARTBEAT)
        await websocket.prepare(request)
        reader = ReaderProcess(
            self._words,
            write_bytes=websocket.send_bytes,
            write_str=websocket.send_str,
            close=lambda: _closed(websocket),
            download_manager=self.download_manager,
        )
        self._readers.add(reader)
        try:
            await reader.start(to_int(request.query.get("width", ""), 80), to_int(request.query.get("height", ""), 24))
            await self._process_messages(websocket, reader)
        finally:
            await reader.stop()
            self._readers.discard(reader)
            await websocket.close()
        return websocket


def cleaned_output() -> redirect_stdout[_CleanErrors]:
    """Inside, what a reader says that fails is said on stderr, cleaned."""
    return redirect_stdout(_CleanErrors())


class _CleanErrors(io.TextIOBase):
    """Puts on stderr, cleaned, what it is given."""

    def write(self, text: str) -> int:
        with suppress(OSError):
            sys.stderr.write(clean_text(text))
        return len(text)


async def _closed(websocket: web.WebSocketResponse) -> None:
    await websocket.close()


async def _keep_apart(request: web.Request, response: web.StreamResponse) -> None:
    response.headers.update(_HEADERS)


def _policy(socket: str) -> str:
    """What the browser may load for the page: what comes from here, and nothing else."""
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
