"""Nothing but what fetches news reaches the network, and nothing of it is loaded by anything else."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest
from tests.news.conftest import Reader

import newsreader

_SOURCE = Path(newsreader.__file__).parent
_REACHING = ("urllib.request", "socket", "ssl", "http", "ftplib", "smtplib", "requests", "httpx")
_CALLS = ("open_connection", "create_connection", "ClientSession", "urlopen", "getaddrinfo")
_LIBRARIES = ("aiohttp", "fastfeedparser", "html_to_markdown", "listparser", "lxml", "trafilatura", "webvtt")


def _imports(tree: ast.Module) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return names


def _called(tree: ast.Module) -> set[str]:
    nodes = [node for node in ast.walk(tree) if isinstance(node, ast.Attribute | ast.Name)]
    return {node.attr if isinstance(node, ast.Attribute) else node.id for node in nodes}


def test_only_what_fetches_reaches_the_network() -> None:
    files = [path for path in _SOURCE.rglob("*.py") if path.relative_to(_SOURCE).parts[0] != "news"]
    assert len(files) > 200
    for path in files:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        reaching = {
            name for name in _imports(tree) for each in _REACHING if name == each or name.startswith(f"{each}.")
        }
        assert not reaching | (_called(tree) & set(_CALLS)), path


@pytest.mark.parametrize(
    "words",
    [
        ["list"],
        ["check"],
        ["--version"],
        ["stats"],
        ["outlets"],
        ["feeds"],
        ["fetch", "--help"],
        ["paths"],
        ["summarize", "-h"],
    ],
)
def test_other_commands_load_nothing_of_it(reader: Reader, words: list[str]) -> None:
    program = f"import sys\nfrom newsreader.cli import run\nrun({words!r})\nprint('loaded', *sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program], env=reader.home, capture_output=True, text=True, timeout=60, check=True
    )
    loaded = done.stdout.rpartition("loaded")[2].split()
    assert not {name.partition(".")[0] for name in loaded} & {*_LIBRARIES, "textual"}


def test_without_the_libraries_the_command_says_how_to_install_them(reader: Reader) -> None:
    program = (
        "import sys, importlib.util as u\nfound = u.find_spec\n"
        "u.find_spec = lambda name, *rest: None if name == 'fastfeedparser' else found(name, *rest)\n"
        "from newsreader.cli import run\nsys.exit(run(['fetch']))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], env=reader.home, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 2
    assert "pip install 'newsreader[news]'" in done.stderr
