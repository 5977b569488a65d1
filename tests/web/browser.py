"""A headless Chromium, driven over the WebDriver protocol, and the screen of the terminal in its page."""

from __future__ import annotations

import base64
import json
import re
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final
from urllib.request import ProxyHandler, Request, build_opener

DEADLINE: Final = 60.0
_DIRECT: Final = build_opener(ProxyHandler({}))
FLAGS: Final = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--window-size=1280,800",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    "--no-proxy-server",
)

_KEEP_TERMINAL: Final = """
Object.defineProperty(Object.prototype, '_core', {
  configurable: true,
  set(core) {
    Object.defineProperty(this, '_core', {value: core, writable: true, configurable: true});
    if ('loadAddon' in this) window.keptTerminal = this;
  },
});
"""
"""The page keeps its terminal to itself: this takes note of it when it is made."""

_LINES: Final = """
const terminal = window.keptTerminal, lines = [];
if (!terminal || !terminal.buffer) return lines;
for (let row = 0; row < terminal.rows; row++) lines.push(terminal.buffer.active.getLine(row).translateToString(true));
return lines;
"""


class Browser:
    """One window; `session` is its address at the driver."""

    def __init__(self, session: str) -> None:
        self._session = session

    def ask(self, what: str, **given: object) -> Any:
        return _call(f"{self._session}/{what}", given)

    @property
    def address(self) -> str:
        return str(_call(f"{self._session}/url", None))

    def tabs(self) -> list[str]:
        return list(_call(f"{self._session}/window/handles", None))

    def run(self, script: str) -> Any:
        return self.ask("execute/sync", script=script, args=[])

    def open(self, url: str) -> None:
        self.ask("url", url=url)

    def open_in_new_tab(self, url: str) -> None:
        self.ask("window", handle=self.ask("window/new", type="tab")["handle"])
        self.keep_terminals()
        self.open(url)

    def close_tab(self) -> None:
        """Close this tab and go on in the first one."""
        _call(f"{self._session}/window", None, "DELETE")
        self.ask("window", handle=self.tabs()[0])

    def keep_terminals(self) -> None:
        """Make the terminals of pages that are opened from now on known to `text`."""
        params = {"source": _KEEP_TERMINAL}
        self.ask("goog/cdp/execute", cmd="Page.addScriptToEvaluateOnNewDocument", params=params)

    def press(self, keys: str) -> None:
        """Type into whatever has the focus."""
        actions = [{"type": kind, "value": key} for key in keys for kind in ("keyDown", "keyUp")]
        self.ask("actions", actions=[{"type": "key", "id": "keyboard", "actions": actions}])

    @property
    def text(self) -> str:
        """What the terminal of the page shows."""
        return "\n".join(self.run(_LINES))

    def wait_for(self, condition: Callable[[], object], what: str) -> None:
        end = time.monotonic() + DEADLINE
        while not condition():
            assert time.monotonic() < end, f"{what}, but the screen is:\n{self.text}"

    def log(self, kind: str) -> list[dict[str, Any]]:
        entries = self.ask("se/log", type=kind)
        assert isinstance(entries, list)
        return entries

    def addresses(self) -> list[str]:
        """All that was asked for since the last call."""
        messages = [json.loads(entry["message"])["message"] for entry in self.log("performance")]
        requests = [m["params"]["request"]["url"] for m in messages if m["method"] == "Network.requestWillBeSent"]
        return requests + [m["params"]["url"] for m in messages if m["method"] == "Network.webSocketCreated"]

    def screenshot(self) -> bytes:
        return base64.b64decode(_call(f"{self._session}/screenshot", None))


@contextmanager
def browser(profile: Path) -> Iterator[Browser]:
    """A browser with nothing in its profile, until the block ends."""
    driver = subprocess.Popen(["chromedriver", "--port=0"], stdout=subprocess.PIPE, text=True)
    try:
        assert driver.stdout is not None
        started = (re.search(r"started successfully on port (\d+)", line) for line in driver.stdout)
        address = f"http://127.0.0.1:{next(found[1] for found in started if found)}/session"
        wanted = {
            "browserName": "chrome",
            "goog:chromeOptions": {"args": [*FLAGS, f"--user-data-dir={profile}"]},
            "goog:loggingPrefs": {"performance": "ALL", "browser": "ALL"},
        }
        session = f"{address}/{_call(address, {'capabilities': {'alwaysMatch': wanted}})['sessionId']}"
        try:
            window = Browser(session)
            window.keep_terminals()
            yield window
        finally:
            _call(session, None, "DELETE")
    finally:
        driver.terminate()
        driver.communicate()


def _call(address: str, given: object, method: str = "") -> Any:
    data = None if given is None else json.dumps(given).encode()
    request = Request(address, data, {"Content-Type": "application/json"}, method=method or ("POST" if data else "GET"))
    with _DIRECT.open(request, timeout=DEADLINE) as answer:
        return json.load(answer)["value"]
