"""The command `serve`: who may come in, what is started for them, and what is said where it can't be served."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from textual_serve.download_manager import DownloadManager

from newsreader.cli import serving
from newsreader.web.doors import Doors, is_loopback
from newsreader.web.reader_process import ReaderProcess
from newsreader.web.server import ReaderServer

Run = Callable[..., subprocess.CompletedProcess[str]]
Home = dict[str, str]


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        yield taken.getsockname()[1]


def test_a_port_in_use_is_said_with_the_fix(home: Home, run: Run, taken_port: int) -> None:
    done = run(home, "serve", "--port", str(taken_port), code=2)
    assert done.stdout == ""
    assert f"can't be served at 127.0.0.1, port {taken_port}" in done.stderr
    assert "--port" in done.stderr
    assert "The reader is at" not in done.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--library", "/no/such/library"], "/no/such/library"),
        (["--filter", "is:bokmarked"], '"is:bookmarked"'),
        (["--port", "65536"], "65536"),
        (["--port", "0"], "0"),
        (["--public-url", "news.example.org"], "news.example.org"),
        (["--public-url", "javascript:alert(1)"], "javascript:"),
        (["--public-url", "http://news.example.org:port"], "news.example.org:port"),
        (["--host", ""], "--host is empty"),
        (["--host", " "], "--host is empty"),
        (["--host", "a..b"], "can't be served at a..b"),
        (["--host", "x" * 300], "can't be served at"),
    ],
)
def test_what_can_t_be_served_is_refused_before_anything_listens(
    home: Home, call: Run, words: list[str], said: str
) -> None:
    assert said in call(home, "serve", *words, code=2).stderr


def test_without_its_package_the_command_that_installs_it_is_named(
    home: Home, call: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serving, "find_spec", lambda name: None)
    said = call(home, "serve", code=2).stderr
    assert f'{sys.executable} -m pip install "{serving.REQUIREMENT}"' in said
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["optional-dependencies"]["web"] == [serving.REQUIREMENT]


@pytest.mark.parametrize(
    ("host", "warned"), [("127.0.0.1", False), ("localhost", False), ("::1", False), ("0.0.0.0", True)]
)
def test_a_warning_is_said_where_others_can_come(
    home: Home, call: Run, monkeypatch: pytest.MonkeyPatch, host: str, warned: bool
) -> None:
    monkeypatch.setattr(ReaderServer, "run", lambda self, announce: announce("secret"))
    said = call(home, "serve", "--host", host).stderr
    assert (f"Others can reach {host}." in said) is warned
    assert said.count("\n") == 1 + warned
    assert ":8000/?token=secret for one browser" in said


@pytest.mark.parametrize(
    ("config", "words", "sessions"),
    [
        ("", [], 20),
        ("serve_sessions = 3", [], 3),
        ("serve_sessions = 3", ["--sessions", "7"], 7),
        ("", ["--sessions", "1"], 1),
    ],
)
def test_the_option_then_the_config_says_how_many_tabs_are_served(
    home: Home, call: Run, monkeypatch: pytest.MonkeyPatch, config: str, words: list[str], sessions: int
) -> None:
    folder = Path(home["XDG_CONFIG_HOME"]) / "newsreader"
    folder.mkdir(parents=True)
    (folder / "config.toml").write_text(config)
    asked: list[int] = []
    monkeypatch.setattr(ReaderServer, "run", lambda self, announce: asked.append(self._sessions))
    call(home, "serve", *words)
    assert asked == [sessions]


def test_library_and_filter_are_words_of_the_command_of_the_very_same_python(
    tmp_path: Path, home: Home, call: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[tuple[str, ...]] = []
    monkeypatch.setattr(ReaderServer, "run", lambda self, announce: started.append(self._words))
    call(home, "--library", tmp_path, "serve", "--filter=-vietnam; $(reboot)")
    assert started == [
        (sys.executable, "-P", "-m", "newsreader", f"--library={tmp_path}", "--filter=-vietnam; $(reboot)")
    ]


async def test_a_reader_is_started_without_a_shell_with_its_words_as_they_are() -> None:
    words = ["'", '"', "$(exit)", "`exit`", "; exit", "& exit", "%PATH%", "a b", "*", "\n"]
    got = bytearray()

    async def take(data: bytes) -> None:
        got.extend(data)

    async def ignore(text: str = "") -> None:
        pass

    echo = (
        "import json, os, sys; out = sys.stdout.buffer; out.write(b'__GANGLION__\\n');"
        "data = json.dumps([sys.argv[1:], os.environ['TEXTUAL_DRIVER'], os.environ['COLUMNS']]).encode();"
        "out.write(b'D' + len(data).to_bytes(4, 'big') + data)"
    )
    reader = ReaderProcess(
        [sys.executable, "-c", echo, *words],
        write_bytes=take,
        write_str=ignore,
        close=ignore,
        download_manager=DownloadManager(),
    )
    assert reader.command == "", "nothing for a shell, should the base ever take one again"
    await reader.start(132, 24)
    await reader.stop()
    assert json.loads(got) == [words, "newsreader.ui.terminal.browser:BrowserDriver", "132"]


async def test_a_reader_that_does_not_leave_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newsreader.web.reader_process._PATIENCE", 0)

    async def ignore(data: object = b"") -> None:
        pass

    stubborn = "import sys, time\nwhile True: time.sleep(60)"
    reader = ReaderProcess(
        [sys.executable, "-c", stubborn],
        write_bytes=ignore,
        write_str=ignore,
        close=ignore,
        download_manager=DownloadManager(),
    )
    await reader.start(80, 24)
    await reader.stop()
    assert reader._process is not None
    assert reader._process.returncode not in (None, 0)


@pytest.mark.parametrize(
    ("host", "is_own"),
    [
        ("127.0.0.1:8000", True),
        ("localhost:8000", True),
        ("LOCALHOST", True),
        ("[::1]:8000", True),
        ("192.168.1.7:8000", True),
        ("news.example.org", True),
        ("shelf:8000", True),
        ("evil.example", False),
        ("evil.example:8000", False),
        ("127.0.0.1.evil.example", False),
        ("localhost.evil.example", False),
        ("", False),
        ("[", False),
        ("user@evil.example", False),
    ],
)
def test_only_its_own_names_are_served(host: str, is_own: bool) -> None:
    assert Doors("shelf", "https://news.example.org/reader").is_own_host(host) is is_own


@pytest.mark.parametrize(
    ("origin", "is_own"),
    [
        ("http://127.0.0.1:8000", True),
        ("https://news.example.org", True),
        ("http://127.0.0.1:9000", False),
        ("http://localhost:8000", False),
        ("https://evil.example", False),
        ("null", False),
        ("", False),
    ],
)
def test_only_its_own_page_drives_a_reader(origin: str, is_own: bool) -> None:
    assert Doors("127.0.0.1", "https://news.example.org/reader").is_own_page(origin, "127.0.0.1:8000") is is_own


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.0.1", "::1", "localhost"])
def test_loopback(host: str) -> None:
    assert is_loopback(host)
    assert not is_loopback(f"{host}.example")
