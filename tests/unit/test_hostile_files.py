"""What hostile files give: each its stories and complaints, within bounds, and none costs its neighbour anything."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.hostile_files import GOOD, HOSTILE, HostileFile
from tests.unit.shelf import Shelf, titles

import newsreader
from newsreader.formats import parse, parse_outlets
from newsreader.formats.yaml import events as yaml_events
from newsreader.text import clean_line

_ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def outcomes() -> dict[str, dict[str, Any]]:
    """What came of each file, read in processes with bounds where the system has such."""
    if not hasattr(os, "fork"):
        return {file.name: _outcome_here(file) for file in HOSTILE}
    done = subprocess.run(
        [sys.executable, "-m", "tests.unit.hostile_child", *(file.name for file in HOSTILE)],
        cwd=_ROOT,
        env={**os.environ, "PYTHONPATH": str(Path(newsreader.__file__).parents[1])},
        stdout=subprocess.PIPE,
        check=True,
        text=True,
    )
    return {answer["name"]: answer for answer in map(json.loads, done.stdout.splitlines())}


def _outcome_here(file: HostileFile) -> dict[str, Any]:
    parsed = parse(file.data, file.name)
    complaints = [(problem.line, problem.column, problem.message, problem.fix) for problem in parsed.problems]
    return {"titles": [placed.story.title for placed in parsed.stories], "complaints": complaints}


@pytest.mark.parametrize("file", HOSTILE, ids=lambda file: file.name)
def test_a_hostile_file_gives_what_it_has_to_within_its_bounds(
    file: HostileFile, outcomes: dict[str, dict[str, Any]]
) -> None:
    outcome = outcomes[file.name]
    assert "ended" not in outcome
    assert tuple(outcome["titles"]) == file.titles
    complaints = outcome["complaints"]
    assert [(line, column) for line, column, *_ in complaints] == [place[:2] for place in file.complaints]
    for (_, _, message, fix), (_, _, part) in zip(complaints, file.complaints, strict=True):
        assert part in message
        assert clean_line(message) == message
        assert fix


@pytest.mark.parametrize("file", HOSTILE, ids=lambda file: file.name)
def test_a_hostile_registry_gives_outlets_or_complaints(file: HostileFile) -> None:
    parsed = parse_outlets(file.data, "outlets.yaml")
    for problem in parsed.problems:
        assert problem.line >= 1
        assert problem.fix


@pytest.mark.parametrize(
    "file", [file for file in HOSTILE if file.name.endswith((".yaml", ".md"))], ids=lambda f: f.name
)
def test_the_parser_without_libyaml_is_bounded_too(file: HostileFile, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml_events, "yaml_parser", lambda: (yaml, yaml.SafeLoader))
    parsed = parse(file.data[:50_000], file.name)
    assert parsed.stories or parsed.problems
    assert all(problem.line >= 1 and problem.column >= 1 and problem.fix for problem in parsed.problems)


def test_it_is_said_where_reading_is_slow_for_want_of_libyaml(
    tmp_path: Path, home: dict[str, str], call: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf = Shelf(tmp_path)
    shelf.put("a.yaml", {"title": "Story"})
    monkeypatch.setattr(yaml_events, "yaml_parser", lambda: (yaml, yaml.SafeLoader))
    monkeypatch.delattr(yaml, "CSafeLoader")
    assert "has no libyaml" in call(home, "--library", shelf.root, "list").stderr
    assert "has no libyaml" not in call(home, "--library", shelf.root, "list").stderr
    assert "has no libyaml" in call(home, "--library", shelf.root, "doctor").stdout


def test_no_hostile_file_costs_its_neighbour_anything(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    for file in HOSTILE:
        (shelf.root / file.name).write_bytes(file.data)
    (shelf.root / "m-good.yaml").write_bytes(GOOD)
    reader = shelf.reader()
    assert titles(reader, "neighbour") == ["Good neighbour"]
    assert {problem.path for problem in reader.search.problems()} >= {file.name for file in HOSTILE if not file.titles}
    reader.close()
