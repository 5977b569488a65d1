"""What all tests share: a home of their own, and the program run in it."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from tests.news.server import FeedServer, running

import newsreader
from newsreader import cli

settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")

_KEPT = ("PATH", "SYSTEMROOT", "TMPDIR", "TEMP", "TMP")


_COUNTS_OBJECTS = "test_memory.py"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the tests that count objects: each count looks at all that earlier tests have left, too."""
    items.sort(key=lambda item: item.path.name != _COUNTS_OBJECTS)


def pytest_collection_finish() -> None:
    """Spare the collections of garbage all that is there before the first test: it stays until the last."""
    gc.freeze()


@pytest.fixture(scope="session")
def make_home() -> Callable[[Path], dict[str, str]]:
    """Makes the environment of a user who lives in a folder and has nothing yet."""

    def make(folder: Path) -> dict[str, str]:
        inherited = {name: os.environ[name] for name in _KEPT if name in os.environ}
        return inherited | {
            "HOME": str(folder),
            "USERPROFILE": str(folder),
            "XDG_CONFIG_HOME": str(folder / "config"),
            "XDG_DATA_HOME": str(folder / "data"),
            "XDG_CACHE_HOME": str(folder / "cache"),
            "PYTHONPATH": str(Path(newsreader.__file__).parents[1]),
            "PYTHONUTF8": "1",
            "TERM": "xterm-256color",
        }

    return make


@pytest.fixture
def home(tmp_path: Path, make_home: Callable[[Path], dict[str, str]]) -> dict[str, str]:
    """The environment of a user who has nothing yet."""
    return make_home(tmp_path / "home")


@pytest.fixture(scope="session")
def run() -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs the program in an environment to its end, which is as expected and never a traceback."""

    def run(
        environment: Mapping[str, str],
        *words: str | Path,
        code: int = 0,
        stdin: str | None = None,
        cwd: Path | None = None,
    ) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [sys.executable, "-m", "newsreader", *map(str, words)],
            env=environment,
            cwd=cwd,
            input=stdin,
            stdin=subprocess.DEVNULL if stdin is None else None,
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=60,
        )
        assert "Traceback" not in done.stderr
        assert "Warning" not in done.stderr
        assert done.returncode == code, done.stderr
        return done

    return run


@pytest.fixture
def call(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Does the same as `run` in this process: in a tenth of the time."""

    def call(environment: Mapping[str, str], *words: str | Path, code: int = 0) -> subprocess.CompletedProcess[str]:
        monkeypatch.delenv("NEWSREADER_LIBRARY", raising=False)
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        capsys.readouterr()
        returned = cli.run([*map(str, words)])
        captured = capsys.readouterr()
        assert returned == code, captured.err
        return subprocess.CompletedProcess(words, returned, captured.out, captured.err)

    return call


@pytest.fixture
def server() -> Iterator[FeedServer]:
    """A server of feeds on this machine."""
    with running() as each:
        yield each
