"""`newsreader keys`: all commands with their keys as the config has them."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

from newsreader.formats import parse
from newsreader.keys.commands import COMMANDS, KeyContext
from newsreader.ui.empty import STORY_EXAMPLE

Run = Callable[..., subprocess.CompletedProcess[str]]
Home = dict[str, str]


def configure(home: Home, text: str) -> None:
    file = Path(home["XDG_CONFIG_HOME"]) / "newsreader" / "config.toml"
    file.parent.mkdir(parents=True)
    file.write_text(text, encoding="utf-8")


def test_every_command_is_listed_by_its_place(home: Home, call: Run) -> None:
    text = call(home, "keys").stdout
    assert all(f"{place.value}\n" in text for place in KeyContext)
    assert all(f"  {command.name}\n" in text for command in COMMANDS)
    listed = json.loads(call(home, "keys", "--format", "json").stdout)
    assert [each["name"] for each in listed] == [command.name for command in COMMANDS]
    assert not any(each["changed"] for each in listed)


def test_what_the_config_changed_is_said_with_what_it_was(home: Home, call: Run) -> None:
    configure(home, '[keys]\nsort = "s"\nthis-outlet = []\nnote = ["|", "`"]\n')
    lines = call(home, "keys").stdout.splitlines()
    bookmark, this_outlet = (
        next(line for line in lines if f"  {name}  " in line) for name in ("bookmark", "this-outlet")
    )
    assert bookmark.startswith("b  ")
    assert bookmark.endswith("  default: b s, s went to sort")
    assert this_outlet.startswith("-  ")
    listed = {each["name"]: each for each in json.loads(call(home, "keys", "--format", "json").stdout)}
    assert listed["bookmark"]["lost"] == {"s": "sort"}
    assert listed["sort"] | {"help": ""} == {
        "name": "sort", "place": "Everywhere", "title": "Sort", "help": "", "keys": ["s"], "default_keys": ["S"],
        "changed": True, "lost": {},
    }  # fmt: skip
    markdown = call(home, "keys", "--format", "markdown").stdout
    assert "| none | Show stories of this outlet only, or all again (default: f) | `this-outlet` |" in markdown
    assert "| `\\|` `` ` `` | Write a note" in markdown


def test_a_bad_key_ends_the_command_with_its_place(home: Home, call: Run) -> None:
    configure(home, '[keys]\nsrot = "s"\n')
    done = call(home, "keys", code=2)
    assert 'config.toml:2:1: There is no command "srot". Did you mean "sort"?' in done.stderr
    assert done.stdout == ""


def test_the_story_that_an_empty_library_shows_is_one() -> None:
    parsed = parse(STORY_EXAMPLE.encode(), "first.yaml")
    assert parsed.problems == ()
    assert len(parsed.stories) == 1
