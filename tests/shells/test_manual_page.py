"""The manual page, as man shows it."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from newsreader.cli.commands import PROGRAM
from newsreader.keys.commands import COMMANDS
from newsreader.query import FIELDS

PAGE = Path(__file__).parents[2] / "docs" / "man" / "newsreader.1"


@pytest.fixture(scope="module")
def shown() -> str:
    """What man shows, its words on one line, once it has found nothing to warn of."""
    done = subprocess.run(
        ["man", "-l", "--warnings", str(PAGE)],
        env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "MANWIDTH": "10000"},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert done.stderr == ""
    return " ".join(done.stdout.replace("\u2010", "-").split())


def test_all_sections_are_there_in_their_order(shown: str) -> None:
    names = ["NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS", "COMMANDS", "KEYS", "FILTER", "FILES", "ENVIRONMENT"]
    places = [shown.index(f" {name} ") for name in [*names, "EXIT STATUS", "EXAMPLES"]]
    assert places == sorted(places)


def test_all_commands_keys_and_fields_are_shown_as_they_are_written(shown: str) -> None:
    for command in PROGRAM.commands:
        assert command.example in shown or hasattr(command, "commands")
    for key in COMMANDS:
        assert " ".join(key.help.split()) in shown
    for field in FIELDS:
        assert f" {field}: " in shown
