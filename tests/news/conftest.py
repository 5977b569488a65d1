"""A server of feeds, and a user with a library who may reach it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from tests.news.server import FeedServer, fetch_config


class Reader:
    """A user: their library, and the program run for them."""

    def __init__(self, home: dict[str, str], folder: Path, server: FeedServer | None = None) -> None:
        self.home = home
        self.library = folder / "library"
        self.library.mkdir()
        self.config = Path(home["XDG_CONFIG_HOME"]) / "newsreader" / "config.toml"
        self.config.parent.mkdir(parents=True)
        if server is not None:
            self.settings(server)

    def settings(self, server: FeedServer, more: str = "", host_more: str = "") -> None:
        """Write the config, which lets the server be reached."""
        text = f'library = "{self.library}"\n{fetch_config(server.host, more, host_more)}'
        self.config.write_text(text, encoding="utf-8")

    def feeds(self, *urls: str, more: str = "") -> None:
        """Write the list of feeds."""
        text = "".join(f"- url: {url}\n  name: feed-{number}\n{more}" for number, url in enumerate(urls))
        (self.library / "feeds.yaml").write_text(text, encoding="utf-8")

    def run(self, *words: str, code: int | None = 0) -> subprocess.CompletedProcess[str]:
        """Run the program; it has to end with `code`."""
        done = subprocess.run(
            [sys.executable, "-m", "newsreader", *words],
            env=self.home,
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
            timeout=120,
            check=False,
        )
        assert code is None or done.returncode == code, done.stderr
        return done

    def fetch(self, *words: str, code: int = 0) -> subprocess.CompletedProcess[str]:
        """Fetch all feeds, due or not."""
        return self.run("fetch", "--all", "--yes", *words, code=code)

    def stories(self) -> dict[str, str]:
        """The text of each story file by its path."""
        return {
            path.relative_to(self.library).as_posix(): path.read_text(encoding="utf-8")
            for path in sorted((self.library / "news").rglob("*.yaml"))
        }


@pytest.fixture
def reader(home: dict[str, str], tmp_path: Path, server: FeedServer) -> Reader:
    return Reader(home, tmp_path, server)
