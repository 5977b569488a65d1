"""The command `edit`."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

Run = Callable[..., subprocess.CompletedProcess[str]]
Home = dict[str, str]

TWO = "- {id: first, title: One, summary: Text.}\n\n# between\n- id: second\n  title: Two\n  summary: Text.\n"
EDITOR = (
    "import json, os, sys; json.dump(sys.argv[1:], open(os.environ['FACTS'], 'w')); sys.exit(int(os.environ['ENDS']))"
)


def editor(folder: Path, name: str) -> Home:
    """An editor that writes what it is given into a file."""
    program = folder / name
    program.write_text(f"#!{sys.executable}\n{EDITOR}\n")
    program.chmod(0o755)
    return {"EDITOR": str(program), "FACTS": str(folder / "facts.json"), "ENDS": "0"}


def library(folder: Path) -> Path:
    root = folder / "a library"
    root.mkdir()
    (root / "two.yaml").write_text(TWO)
    return root


def given(folder: Path) -> list[str]:
    words = json.loads((folder / "facts.json").read_text())
    assert isinstance(words, list)
    return words


def test_the_file_is_opened_at_the_line_of_its_story(tmp_path: Path, home: Home, run: Run) -> None:
    root = library(tmp_path)
    done = run(home | editor(tmp_path, "vim"), "edit", "sec", "--library", root)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert given(tmp_path) == ["+4", str(root / "two.yaml")]


def test_an_editor_that_fails_or_that_there_is_not_is_told(tmp_path: Path, home: Home, run: Run) -> None:
    root = library(tmp_path)
    stand_in = editor(tmp_path, "unheard-of")
    failed = run(home | stand_in | {"ENDS": "3"}, "edit", "first", "--library", root, code=1)
    assert (failed.returncode, failed.stderr) == (1, "unheard-of ended with exit status 3.\n")
    assert given(tmp_path) == [str(root / "two.yaml")]
    for surroundings, words in (({}, "No editor is set"), ({"EDITOR": "nowhere"}, "is not installed")):
        assert words in run(home | surroundings, "edit", "first", "--library", root, code=1).stderr


def test_a_story_whose_file_is_gone_is_told(tmp_path: Path, home: Home, run: Run) -> None:
    root = library(tmp_path)
    run(home, "bookmark", "add", "first", "--library", root)
    (root / "two.yaml").unlink()
    done = run(home | editor(tmp_path, "vim"), "edit", "first", "--library", root, code=1)
    assert "bookmark's copy" in done.stderr
    assert "No story" in run(home, "edit", "nothing", "--library", root, code=1).stderr
