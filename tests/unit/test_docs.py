"""What the documents show works: commands, story files, keys, counts."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from dataclasses import fields
from datetime import date
from pathlib import Path

import pytest

from newsreader.cli.key_list import keys_markdown
from newsreader.config import Config, load_config
from newsreader.formats import parse
from newsreader.keymap import DEFAULT_KEYMAP
from newsreader.query import FIELDS, parse_query

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


def commands() -> list[str]:
    return [line.removeprefix("$ ") for block in blocks("console") for line in block.splitlines()]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One home for all of them, as a reader of the README has."""
    return tmp_path_factory.mktemp("home")


def test_every_command_of_the_readme_works_in_its_order(home: Path) -> None:
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("XDG_", "NEWSREADER_"))}
    environment |= {"HOME": str(home)}
    shown = commands()
    assert len(shown) >= 8
    for command in shown:
        name, *words = shlex.split(command.replace("~", str(home)))
        assert name == "newsreader"
        done = subprocess.run(
            [sys.executable, "-m", name, *words], env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"{command}: {done.stderr}"


@pytest.mark.parametrize(("kind", "path"), [("yaml", "a.yaml"), ("markdown", "a.md"), ("text", "a.txt")])
def test_every_story_file_of_the_readme_is_read_without_a_problem(kind: str, path: str) -> None:
    shown = blocks(kind)
    assert shown
    for block in shown:
        parsed = parse(block.encode(), path)
        assert parsed.problems == ()
        assert [placed.story.key_points for placed in parsed.stories] == [
            ("Six sailings a day", "Bicycles travel free")
        ]


def test_the_two_commands_stand_in_the_readme_once() -> None:
    started = [line for line in README.splitlines() if line.startswith("python3 -m venv")]
    assert [line.rsplit("/", 1)[1] for line in started] == ["newsreader", "pytest"]


def test_the_keys_of_the_readme_are_what_the_command_prints() -> None:
    between = README.partition("<!-- keys -->\n")[2].partition("<!-- /keys -->")[0]
    assert between == keys_markdown(DEFAULT_KEYMAP)


def test_every_filter_of_the_readme_is_understood_and_every_field_shown() -> None:
    table = README[README.index("## Filter") : README.index("The same language")]
    for example in re.findall(r"`([^`]+)`", table):
        parse_query(example, date(2026, 1, 1))
    assert all(f"{field}:" in table for field in FIELDS)


def test_the_config_of_the_readme_is_understood(tmp_path: Path) -> None:
    (text,) = re.findall(r"```toml\n(.*?)```", README, re.DOTALL)
    file = tmp_path / "config.toml"
    file.write_text(text, encoding="utf-8")
    loaded = load_config(file)
    assert loaded.problems == ()
    for view in loaded.config.views:
        parse_query(view.filter, date(2026, 1, 1))
    assert all(f"{field.name}" in text for field in fields(Config))


def test_the_screenshot_is_there() -> None:
    assert "<svg" in (ROOT / "docs" / "screenshot.svg").read_text(encoding="utf-8")
