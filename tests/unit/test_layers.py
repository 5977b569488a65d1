"""What a part of the program brings along when it is imported."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest


def modules_after(statement: str) -> set[str]:
    """The top-level names of all modules that a new Python has after `statement`."""
    program = f"import sys\n{statement}\nprint(*sorted({{name.partition('.')[0] for name in sys.modules}}))"
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
        env={"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )
    return set(done.stdout.split())


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
