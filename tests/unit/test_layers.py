"""What a part of the program brings along when it is imported."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest


def modules_after(statement: str, home: Path | None = None) -> set[str]:
    """The top-level names of all modules that a new Python has after `statement`, for a user who lives in `home`."""
    program = f"import sys\n{statement}\nprint()\nprint(*sorted({{name.partition('.')[0] for name in sys.modules}}))"
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
        env={"PYTHONPATH": os.pathsep.join(filter(None, sys.path))} | ({"HOME": str(home)} if home else {}),
    )
    return set(done.stdout.splitlines()[-1].split())


@pytest.mark.parametrize(
    "module",
    [
        "newsreader.reader",
        "newsreader.cli",
        "newsreader.state.state",
        "newsreader.sync.files",
        "newsreader.cli.key_list",
    ],
)
def test_what_is_below_the_user_interface_brings_no_terminal_and_no_network(module: str) -> None:
    assert not modules_after(f"import {module}") & {
        "textual",
        "rich",
        "http",
        "webbrowser",
        "asyncio",
        "watchfiles",
        "multiprocessing",
        "aiohttp",
        "textual_serve",
    }


@pytest.mark.parametrize("module", ["newsreader.ui.app", "newsreader.ui.terminal.browser", "newsreader.cli.serving"])
def test_only_the_server_brings_a_server(module: str) -> None:
    assert not modules_after(f"import {module}") & {"aiohttp", "aiohttp_jinja2", "jinja2", "textual_serve"}


def test_opening_a_reader_needs_no_yaml_until_a_file_is_read() -> None:
    assert not modules_after("import newsreader.reader") & {"yaml", "watchfiles", "multiprocessing", "concurrent"}


NEWS = {"lxml", "aiohttp", "trafilatura", "fastfeedparser", "html_to_markdown", "listparser", "webvtt", "justext"}
"""The libraries with which news comes in."""

PROGRAM = """
from newsreader.cli import run
run({words!r})
assert not [name for name in sys.modules if name == 'newsreader.news' or name.startswith('newsreader.news.')]
"""


@pytest.mark.parametrize("words", [["list"], ["show", "cop30"], ["check"], ["--version"], ["outlets"], ["paths"]])
def test_commands_that_add_nothing_bring_nothing_that_news_comes_in_with(words: list[str], tmp_path: Path) -> None:
    assert not modules_after(PROGRAM.format(words=words), home=tmp_path) & NEWS


def test_the_first_paint_brings_nothing_that_news_comes_in_with() -> None:
    statement = "import newsreader.ui.app, newsreader.ui.main.screen\nassert 'newsreader.news' not in sys.modules"
    assert not modules_after(statement) & NEWS


def test_the_first_paint_brings_nothing_of_how_the_reader_has_news_come_in() -> None:
    names = ("child", "fetching", "adding", "feeds", "summarizing")
    parts = tuple(f"newsreader.ui.main.{name}" for name in names)
    modules_after(f"import sys, newsreader.ui.app\nassert not {{*sys.modules}} & {{*{parts!r}}}")


def test_adding_brings_a_library_only_for_what_needs_it() -> None:
    assert not modules_after("import newsreader.cli.adding") & NEWS
